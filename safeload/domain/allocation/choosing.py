"""One handful a person, every household in one handful or waiting: priced out, tightened, then chosen and proven.

The relaxed model is solved over the few handfuls that matter, adding those whose reduced cost says that they would
help until none does (column generation): its value is a bound for every answer. How many households wait is a whole
number: where the relaxed answer says four and a half, "five or more" and "four or fewer" are looked at apart. Of any
three households or people at most one handful can have two (Jepsen et al., subset-row inequalities, 2008). Where the
relaxed answer is whole, nothing is better. Otherwise a handful whose
reduced cost is more than the difference between answer and bound can be in no better answer, so that the model over
those within that margin, solved whole, proves the answer or gives its gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeload.domain.allocation.covering import Asked, Best, Covering, StoppedError
from safeload.domain.allocation.handfuls import Handfuls
from safeload.domain.allocation.patterns import Choices, TooManyError
from safeload.domain.allocation.solver import Effort, Ended, Stop, Watching

#: The part of the bound within which the best answer is looked for first, how many times as far it is looked for next;
#: and how few handfuls for each household are not worth a search of their own.
_MARGIN, _WIDER, _FEW = 0.0005, 3, 5
#: Rounds of rows that tighten.
_ROUNDS = 12


@dataclass(frozen=True)
class Chosen:
    """The handfuls that are taken; None where nothing was found in time."""

    handfuls: Handfuls | None
    bound: float
    ended: Ended
    nodes: int


def choose(choices: Choices, asked: Asked, effort: Effort, stop: Stop | None = None) -> Chosen:
    """Choose handfuls so that waiting and cost together are least. Raises TooManyError where they are too many."""
    master = Covering(choices, asked, effort)
    told, stop = stop, effort.until(stop)
    best, nodes = Best(None, np.inf), 0
    ended: Ended = "optimal"
    proven = np.inf
    try:
        for side in master.sides(stop):
            bound = master.narrowed(side, stop)
            if bound is None or bound >= best.value - 1e-6:
                continue  # no answer there, or none that is better
            best, low, how, more = _side(master, bound, best, effort, stop, told)
            nodes, proven = nodes + more, min(proven, low)
            ended = ended if how == "optimal" else how
    except StoppedError:
        return Chosen(best.handfuls, master.at_least, effort.why_stopped, nodes)
    if best.handfuls is None:
        return Chosen(None, -np.inf, "infeasible" if ended == "optimal" else ended, nodes)
    return Chosen(best.handfuls, min(proven, best.value), ended, nodes)


def _side(
    master: Covering, bound: float, best: Best, effort: Effort, stop: Stop, told: Stop | None
) -> tuple[Best, float, Ended, int]:
    """The best answer of one side: over the handfuls within a margin of the bound, until the margin holds.

    Returns it with what no answer of this side can beat, how it ended, and the nodes.
    """
    for _ in range(_ROUNDS):
        if not master.tighten():
            break
        tighter = master.priced_out(stop)
        if tighter is None:
            return best, best.value, "optimal", 0
        bound = tighter
    found = master.found(bound)
    if found is not None:
        return (found if found.value < best.value else best), bound, "optimal", 0
    margin, nodes = min(best.value - bound, max(_MARGIN * abs(bound), 1.0)), 0
    while True:
        most = min(best.value - bound, master.dearest)
        within = master.within(margin + 1e-6)
        while len(within) < _FEW * master.households and margin < most:
            margin = min(margin * _WIDER, most)
            within = master.within(margin + 1e-6)
        solved = master.whole(within, effort, best, stop)
        nodes += solved.nodes
        if solved.values is not None and solved.objective < best.value - 1e-9:
            best = Best(within.where(np.flatnonzero(solved.values[master.number :] > 0.5)), solved.objective)
        if isinstance(told, Watching):
            told.told(best.value, bound)
        if solved.ended not in ("optimal", "infeasible"):
            return best, max(bound, min(solved.bound, bound + margin, best.value)), solved.ended, nodes
        near = max(margin, effort.gap * abs(best.value))
        if best.value - bound <= near or margin >= master.dearest:
            low = best.value if effort.gap == 0 else min(solved.bound, bound + margin, best.value)
            return best, max(bound, low), "optimal", nodes
        margin = min(margin * _WIDER, best.value - bound, master.dearest)


__all__ = ["Asked", "Chosen", "Stop", "TooManyError", "choose"]
