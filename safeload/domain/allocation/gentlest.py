"""The gentlest moves of one part, proven: what can matter is solved whole, until nothing better can be outside.

An answer is looked for among the sets and pairs that the relaxed model has at hand (``shifting.py``). What costs
more than the bound by more than the difference between answer and bound can be in no better answer: the model over
all the rest proves the answer, or gives its gap. Where that is much, a smaller margin is tried first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from safeload.domain.allocation.exchange import Exchange
from safeload.domain.allocation.shifting import Gone, Sets, Shift, Wanted
from safeload.domain.allocation.solver import Effort, Ended, Model, Stop, Watching

#: The part of the bound within which the best answer is looked for first.
_MARGIN = 0.001
#: How well, and by how many nodes, an answer is looked for among the columns at hand before that.
_NEARLY, _QUICK = 1e-4, 200
#: Pairs within the whole difference between answer and bound that are so few that they are all looked at at once.
_FEW = 4_000
#: Removal sets that are written down for a whole model.
AT_MOST = 60_000
_TINY = 1e-6


@dataclass(frozen=True)
class Found:
    """The best answer (household → taker) by what was wanted, and what no answer can beat."""

    gone: Gone | None
    value: float
    bound: float
    ended: Ended
    nodes: int


def best(
    part: Exchange,
    wanted: Wanted,
    start: Gone,
    effort: Effort,
    stop: Stop | None,
    *,
    only_clear: bool = False,
    at_most: int = AT_MOST,
) -> Found:
    """The best answer by what is wanted, from one that keeps the limits (``start``).

    ``only_clear``: one look is enough where something remains over the line; "gap" says that it ended there.
    """
    told, stop = stop, effort.until(stop)
    shift = Shift(part, wanted, effort)
    shift.begin(start)
    shift.price_out(stop)
    gone, value, nodes = start, worth_of(part, wanted, start), 0
    bound = _whole(shift.bound, wanted)
    if value - bound > max(_TINY, effort.gap * abs(value)):
        quick = replace(
            effort,
            gap=max(effort.gap / 2, _NEARLY),
            nodes=min(effort.nodes, _QUICK),
            seconds=effort.seconds / 4,
        )
        found = _solve(shift, *_at_hand(shift, gone), quick, gone, stop)
        nodes = found.nodes
        if found.gone is not None and found.value < value - 1e-9:
            gone, value = found.gone, worth_of(part, wanted, found.gone)
    if (
        only_clear and part.value(gone).over
    ):  # how little must remain is a question of its own, and a shorter one
        return Found(gone, value, min(bound, value), "gap", nodes)
    margin = value - shift.bound
    if _near(shift, margin) > _FEW:
        margin = min(margin, max(_MARGIN * abs(bound), 1.0))
    while value - bound > max(_TINY, effort.gap * abs(value)):
        _tell(told, wanted, value, bound)
        if stop():
            return Found(gone, value, bound, effort.why_stopped, nodes)
        sets, pairs, whole = _columns(shift, margin, gone, at_most)
        found = _solve(shift, sets, pairs, effort, gone, stop)
        nodes += found.nodes
        if found.gone is not None and found.value < value - 1e-9:
            gone, value = found.gone, worth_of(part, wanted, found.gone)
        if whole:
            bound = max(bound, _whole(min(found.bound, shift.bound + margin), wanted))
        if found.ended != "optimal":
            return Found(gone, value, min(bound, value), found.ended, nodes)
        if whole and margin >= value - shift.bound - _TINY:  # nothing better can be outside
            return Found(gone, value, value if effort.gap == 0 else min(bound, value), "optimal", nodes)
        if not whole and value - bound > max(_TINY, effort.gap * abs(value)):
            return Found(gone, value, min(bound, value), "nodes", nodes)
        margin = _wider(margin, max(value - shift.bound, 1.0))
    return Found(gone, value, min(bound, value), "optimal", nodes)


def _tell(told: Stop | None, wanted: Wanted, value: float, bound: float) -> None:
    """How far it is, once only the cost of moves counts."""
    if isinstance(told, Watching) and not wanted.over and wanted.moves:
        told.told(value, bound)


def _wider(margin: float, holds: float) -> float:
    """The next margin: four times as far, or as far as proves the answer, where that is little more."""
    return holds if margin * 8 >= holds else margin * 4


def _whole(bound: float, wanted: Wanted) -> float:
    """Where moves do not count, an answer is a whole number, and so is what it cannot beat."""
    return bound if wanted.moves else float(np.ceil(bound - _TINY))


def worth_of(part: Exchange, wanted: Wanted, gone: Mapping[int, int]) -> float:
    """What an answer costs by what is wanted."""
    value = part.value(gone)
    return float(value.cost) * wanted.moves + value.over * wanted.over + value.red * wanted.red


def _at_hand(shift: Shift, gone: Mapping[int, int]) -> tuple[Sets, Any]:
    """The sets and pairs that the relaxed model has, with those of an answer."""
    sets, pairs = shift.of_answer(gone)
    inside = shift.inside.copy()
    inside[pairs] = True
    return sorted(shift.known.union(sets)), np.flatnonzero(inside)


def _columns(
    shift: Shift, margin: float, gone: Mapping[int, int] | None, at_most: int
) -> tuple[Sets, Any, bool]:
    """Every set and pair that can be in an answer within the margin of the bound; whether that is all of them."""
    costs, least = shift.of_pairs(shift.prices)
    sets: Sets = []
    whole = True
    for giver, (values, table) in enumerate(shift.tables(shift.prices, least)):
        left = at_most - len(sets)
        most = float(table[0, 0]) + margin + _TINY
        found = (
            [(giver, one) for one in shift.givers[giver].within(values, table, most, left)] if left else []
        )
        whole &= len(found) < left
        sets += found
    needed = np.zeros(len(shift.units), dtype=bool)
    for giver, chosen in sets:
        needed[shift.own[giver][list(chosen)]] = True
    near = (costs - least[shift.k] <= margin + _TINY) & needed[shift.k]
    if gone is not None:
        own, pairs = shift.of_answer(gone)
        sets, near[pairs] = list(dict.fromkeys([*sets, *own])), True
    return sets, np.flatnonzero(near), whole


def _near(shift: Shift, margin: float) -> int:
    """How many pairs can be in an answer within the margin."""
    costs, least = shift.of_pairs(shift.prices)
    return int((costs - least[shift.k] <= margin).sum())


def _solve(
    shift: Shift, sets: Sets, pairs: Any, effort: Effort, gone: Mapping[int, int] | None, stop: Stop | None
) -> Found:
    """The model over these sets and pairs in whole choices."""
    model = Model()
    blocks = [shift.set_columns(sets), shift.pair_columns(pairs), shift.filling()]
    model.add_columns(blocks[0][0])
    model.add_columns(blocks[1][0])
    model.add_columns(blocks[2][0], upper=[np.nan] * len(shift.takers), whole=False)
    model.set_rows(shift.lower, shift.upper, [block[2:] for block in blocks])
    start = None if gone is None else _start(shift, sets, pairs, gone)
    solved = model.solve(effort, start=start, stop=stop)
    if solved.values is None:
        return Found(None, np.inf, solved.bound, solved.ended, solved.nodes)
    answer = _answer(shift, sets, pairs, solved.values)
    return Found(answer, solved.objective, solved.bound, solved.ended, solved.nodes)


def _start(shift: Shift, sets: Sets, pairs: Any, gone: Mapping[int, int]) -> Any:
    own, taken = shift.of_answer(gone)
    chosen = set(own)
    filled = np.zeros(len(shift.takers))
    np.add.at(filled, shift.j[taken], shift.worth[taken])
    first = [float(one in chosen) for one in sets]
    return np.concatenate([first, np.isin(pairs, taken), np.maximum(0.0, filled - shift.even)])


def _answer(shift: Shift, sets: Sets, pairs: Any, values: Any) -> Gone:
    going: set[int] = set()
    for at in np.flatnonzero(values[: len(sets)] > 0.5).tolist():
        giver, chosen = sets[at]
        going.update(shift.own[giver][list(chosen)].tolist())
    taken = pairs[values[len(sets) : len(sets) + len(pairs)] > 0.5]
    found: Gone = {}
    for k, j in sorted(zip(shift.k[taken].tolist(), shift.j[taken].tolist(), strict=True)):
        if k in going:
            found.setdefault(int(shift.units[k]), int(shift.takers[j]))
    return found
