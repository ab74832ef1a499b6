"""Three tiers, each kept before the next is looked at; what hangs together is settled by itself.

1. As few people as possible are left in red. 2. As little as possible is left over anybody's line. 3. Then the least
cost of moves. Nearly always everybody can be brought to their line, which one look with a dear price for what is
left finds out; only where something must be left are the first two tiers settled before the third.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from safeload.domain.allocation.exchange import Exchange, Value
from safeload.domain.allocation.gentlest import Found, best
from safeload.domain.allocation.shifting import Gone, Wanted
from safeload.domain.allocation.solver import Effort, Ended, Stop

#: What the first look takes one percent of a full line over the line, and one person in red, to cost: more than any
#: few moves, and little enough to stay exact. It decides nothing: what it finds is proven by the tiers.
_DEAR, _DEAR_RED = 5_000, 20_000


@dataclass(frozen=True)
class Settled:
    """Household → taker, how good that is, and what no answer that leaves no more over the line can cost less than."""

    gone: Gone
    value: Value
    bound: Fraction
    ended: Ended
    nodes: int
    #: Whether no answer leaves fewer in red, or less over the line.
    tiers_proven: bool


def settle(part: Exchange, effort: Effort, stop: Stop | None = None) -> Settled:
    """The fewest and gentlest moves of one part."""
    start = simply(part)
    if not len(part.pairs):
        return Settled({}, part.value({}), Fraction(0), "optimal", 0, True)
    dear = 100 * _DEAR / part.scale
    first = best(part, Wanted(dear, _DEAR_RED), start, effort, stop, only_clear=True)
    gone = min((_found(first), start), key=part.value)
    value = part.value(gone)
    rest = value.over * dear + value.red * _DEAR_RED
    if not value.over or first.ended not in ("gap", "optimal"):
        return _settled(part, gone, first.bound - rest, first.ended, first.nodes, not value.over)
    return _by_tiers(part, gone, first, effort, stop)


def _by_tiers(part: Exchange, gone: Gone, first: Found, effort: Effort, stop: Stop | None) -> Settled:
    """Where something must be left: how little, then how gently."""
    red = float(sum(giver.removals.need for giver in part.givers) + 1)
    least = best(
        part, Wanted(1.0, red, moves=0), gone, replace(effort, gap=0.0, seconds=effort.seconds / 4), stop
    )
    if _tiers(part, _found(least)) < _tiers(part, gone):
        gone = _found(least)
    reds, over = _tiers(part, gone)
    limits = Wanted(0.0, 0.0, most_over=float(over), most_red=float(reds))
    last = best(part, limits, gone, effort, stop)
    gone = min((_found(last), gone), key=part.value)
    nodes = first.nodes + least.nodes + last.nodes
    return _settled(part, gone, last.bound, last.ended, nodes, least.ended == "optimal")


def _tiers(part: Exchange, gone: Gone) -> tuple[int, int]:
    value = part.value(gone)
    return value.red, value.over


def _found(found: Found) -> Gone:
    assert found.gone is not None
    return found.gone


def _settled(part: Exchange, gone: Gone, bound: float, ended: Ended, nodes: int, proven: bool) -> Settled:
    value = part.value(gone)
    low = Fraction(max(0.0, bound)).limit_denominator(10**6)
    if ended == "optimal" and abs(value.cost - low) < Fraction(1, 1000):
        low = value.cost
    return Settled(gone, value, min(low, value.cost), ended, nodes, proven)


def simply(part: Exchange) -> Gone:
    """A simple order, to start from: who is furthest over first, each time the household that brings most for its
    cost, to whom it costs least; then nothing that turns out not to be needed."""
    pairs, room, most = part.pairs, part.takers.room.copy(), part.takers.most.copy()
    gone: Gone = {}
    for giver in sorted(part.givers, key=lambda one: (-one.removals.need, one.place)):
        removals = giver.removals
        worths = dict(zip(removals.units, removals.worths, strict=True))
        rows = np.flatnonzero(np.isin(pairs.unit, removals.units))
        own: list[int] = []
        need = removals.need
        relief = np.array([worths[unit] for unit in pairs.unit[rows].tolist()], dtype=float)
        while need > 0:
            fits = (pairs.worth[rows] <= room[pairs.person[rows]]) & (most[pairs.person[rows]] > 0)
            fits &= ~np.isin(pairs.unit[rows], own)
            if not fits.any():
                break
            prices = np.where(fits, (pairs.cost[rows] + 1) / np.minimum(relief, need), np.inf)
            row = rows[int(np.argmin(prices))]
            unit, taker = int(pairs.unit[row]), int(pairs.person[row])
            own.append(unit)
            gone[unit] = taker
            room[taker] -= pairs.worth[row]
            most[taker] -= 1
            need -= worths[unit]
        for unit in sorted(own, key=lambda one: (-part.prices[one, gone[one]][1], one)):
            if need + worths[unit] <= 0:
                need += worths[unit]
                worth, _ = part.prices[unit, gone[unit]]
                room[gone[unit]] += worth
                most[gone.pop(unit)] += 1
    return gone
