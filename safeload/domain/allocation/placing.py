"""Who gets what: four tiers, each kept before the next is looked at.

1. No urgent household waits that somebody may hold. 2. Nobody is pushed into red. 3. Nobody is pushed over their
line. 4. Then one weighted sum: waiting, the terms, and load that gets dearer the fuller somebody is. Only urgent
households are worth tiers 2 and 3; everything else waits rather than push anybody over. Nearly always tiers 1 to 3
cost nothing, which one look finds out; only when they must be paid are they settled one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from safeload.domain.allocation.choosing import Asked, TooManyError, choose
from safeload.domain.allocation.numbers import Numbers, Pairs, Taken
from safeload.domain.allocation.patterns import Choices
from safeload.domain.allocation.reducing import at_least, capacity, compact, kept
from safeload.domain.allocation.single import Single
from safeload.domain.allocation.solver import Effort, Ended, Solved, Stop

#: From so many choices on the solver's cuts run far beyond any time limit: a tier is not looked at further than so.
_HUGE, _ROUGH = 50_000, 0.002


@dataclass(frozen=True)
class Paid:
    """What the first three tiers cost at best: cost of urgent waiting, units pushed into red, units over the line."""

    urgent: int = 0
    red: int = 0
    over: int = 0

    def __bool__(self) -> bool:
        return bool(self.urgent or self.red or self.over)


@dataclass(frozen=True)
class Placed:
    """Who takes what; the tiers paid; what it costs and what no answer can beat."""

    taken: Taken
    paid: Paid
    cost: Fraction
    bound: Fraction
    ended: Ended
    nodes: int = 0
    #: Whether the first three tiers were proven, or are the best that was found.
    tiers_proven: bool = True


def place(numbers: Numbers, effort: Effort, stop: Stop | None = None) -> Placed:
    """The best placing by the four tiers, with its proof.

    Households and people that have nothing to do with each other are placed apart: the tiers are sums, so that
    nothing is lost by it.
    """
    units = kept(numbers)
    few = numbers if len(units) == numbers.number else compact(numbers, units)
    parts = [_part(few.only(mask), effort, stop) for mask in apart(few)]
    return _joined(numbers, units, parts)


def apart(numbers: Numbers) -> list[Any]:
    """Masks of households that can be placed without the others."""
    return numbers.apart()


def _joined(numbers: Numbers, units: Any, parts: list[Placed]) -> Placed:
    """All parts together with what was left out, which waits."""
    place = units.tolist()
    taken = Taken(
        {place[unit]: who for part in parts for unit, who in part.taken.leads.items()},
        {place[unit]: who for part in parts for unit, who in part.taken.helps.items()},
    )
    waits = int(numbers.waits.sum()) - int(numbers.waits[units].sum())
    return Placed(
        taken=taken,
        paid=_paid(numbers, taken),
        cost=numbers.cost_of(taken),
        bound=sum((part.bound for part in parts), Fraction(waits)),
        ended=next((part.ended for part in parts if part.ended != "optimal"), "optimal"),
        nodes=sum(part.nodes for part in parts),
        tiers_proven=all(part.tiers_proven for part in parts),
    )


def _part(numbers: Numbers, effort: Effort, stop: Stop | None) -> Placed:
    if int((numbers.urgent & numbers.possible).sum()) <= capacity(numbers, urgent=True):
        found = _weighted(numbers, Paid(), effort, stop)
        if found is not None:
            return found
    urgent = numbers.only(numbers.urgent)  # everything else only adds load
    paid, proven, taken, over = Paid(), True, urgent.simply(), effort.until(stop)
    gap = _ROUGH if len(urgent.leads) > _HUGE else 0.0
    for tier in ("urgent", "red", "over"):
        if not over():
            stage = Single(urgent, _limits(paid, tier), aim=tier)
            solved = stage.solve(replace(effort, gap=gap, seconds=effort.seconds / 4), taken, over)
            proven &= solved.ended == "optimal" and (not gap or solved.objective - solved.bound < 1e-6)
            if solved.values is not None:
                taken = min(taken, stage.taken(solved.values), key=lambda one: _tiers(urgent, one))
        paid = replace(paid, **{tier: tier_cost(urgent, taken, tier)})
    found = None if over() else _weighted(numbers, paid, effort, stop, proven, taken)
    return found or _finished(numbers, paid, taken, None, effort.why_stopped, 0, False)


def _limits(paid: Paid, aim: str) -> dict[str, int]:
    """What the tiers before this one may cost."""
    tiers = ("urgent", "red", "over", "weighted")
    return {tier: getattr(paid, tier) for tier in tiers[: tiers.index(aim)]}


def _weighted(
    numbers: Numbers,
    paid: Paid,
    effort: Effort,
    stop: Stop | None,
    proven: bool = True,
    begin: Taken | None = None,
) -> Placed | None:
    """The last tier, where the first three may cost no more than ``paid``; None where that cannot be."""
    fitting = numbers.within(paid.over, paid.red)
    if paid:  # what may be pushed over is shared by all, and makes far too many handfuls possible
        return _singly(numbers, fitting, paid, effort, stop, proven, begin)
    try:
        chosen = choose(Choices(fitting, (paid.over, paid.red)), _asked(numbers, paid), effort, stop)
    except TooManyError:
        return _singly(numbers, fitting, paid, effort, stop, proven, begin)
    if chosen.handfuls is None:
        return None if chosen.ended == "infeasible" else _unfinished(numbers, paid, chosen)
    taken = chosen.handfuls.taken()
    return _finished(numbers, paid, taken, chosen.bound, chosen.ended, chosen.nodes, proven)


def _singly(
    numbers: Numbers,
    fitting: Numbers,
    paid: Paid,
    effort: Effort,
    stop: Stop | None,
    proven: bool,
    begin: Taken | None,
) -> Placed | None:
    stage = Single(fitting, _limits(paid, "weighted"))
    solved = stage.solve(effort, begin, stop)
    if solved.values is None:
        return None if solved.ended == "infeasible" else _unfinished(numbers, paid, solved)
    taken = stage.taken(solved.values)
    return _finished(numbers, paid, taken, solved.bound, solved.ended, solved.nodes, proven)


def _asked(numbers: Numbers, paid: Paid) -> Asked:
    must = numbers.urgent & numbers.possible
    return Asked(
        waits=numbers.waits,
        helped=numbers.helped,
        most_wait=np.where(must & (paid.urgent == 0), 0.0, 1.0),
        limits=(float(paid.over), float(paid.red), float(paid.urgent)),
        urgent=np.where(must, numbers.waits, 0),
        scale=numbers.scale,
    )


def _unfinished(numbers: Numbers, paid: Paid, solved: Any) -> Placed:
    """Nothing was found in time: the simple order, with what is known of how good it is."""
    return _finished(numbers, paid, numbers.simply(), solved.bound, solved.ended, solved.nodes, False)


def _finished(
    numbers: Numbers, paid: Paid, taken: Taken, bound: float | None, ended: Ended, nodes: int, proven: bool
) -> Placed:
    cost = numbers.cost_of(taken)
    low = Fraction(0) if bound is None or not np.isfinite(bound) else Fraction(bound).limit_denominator(10**6)
    low = max(low, at_least(numbers)) if ended != "optimal" else low
    paid = _paid(numbers, taken)
    proven |= not paid
    if ended == "optimal" and abs(cost - low) < Fraction(1, 1000):
        low = cost
    return Placed(taken, paid, cost, min(cost, max(Fraction(0), low)), ended, nodes, proven)


def _paid(numbers: Numbers, taken: Taken) -> Paid:
    """What the tiers cost in an answer, whatever was hoped for."""
    return Paid(*_tiers(numbers, taken))


def _tiers(numbers: Numbers, taken: Taken) -> tuple[int, ...]:
    """The same, the weightiest first."""
    return tuple(tier_cost(numbers, taken, tier) for tier in ("urgent", "red", "over"))


def tier_cost(numbers: Numbers, taken: Taken, tier: str) -> int:
    """What a tier costs in an answer, counted again from the choices alone."""
    if tier == "urgent":
        left = [
            unit for unit in np.flatnonzero(numbers.possible & numbers.urgent) if int(unit) not in taken.leads
        ]
        return int(numbers.waits[left].sum())
    return sum(beyond(numbers.people[who], more, tier) for who, more in numbers.added(taken).items())


def beyond(one: Any, more: int, tier: str) -> int:
    """Whole units by which more load pushes somebody beyond their line (``over``), or into ``red``."""
    edge = max(one.load, one.full if tier == "over" else max(one.full, one.short_of_red))
    return max(0, int(one.load + more - edge))


__all__ = ["Effort", "Paid", "Pairs", "Placed", "Solved", "beyond", "place", "tier_cost"]
