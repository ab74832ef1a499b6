"""Moves as bare numbers: who gives, who has room, which household could go to whom and what it would pay.

Who is over their line today gives and takes nothing; who is not takes and gives nothing, and never goes over their
line, today or with what is booked for the weeks ahead. Whom only those weeks would bring over it does neither, and
likewise whose line is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.moving import Held, Rebalancing, leaving
from safeload.domain.allocation.numbers import Pairs
from safeload.domain.allocation.preferences import cost_column
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.removals import Removals
from safeload.domain.allocation.rules import may_hold
from safeload.domain.allocation.weights import Weights

#: Percent of a line from which what somebody takes costs more, and the weight that says how much.
NEARLY_FULL, NEARLY_FULL_WEIGHT = 90, "fuller_90"


@dataclass(frozen=True)
class Giver:
    """Somebody over their line: their place among the people, and what they could give."""

    place: int
    removals: Removals


@dataclass(frozen=True)
class Takers:
    """For each place: room up to the line, how many households, room until nearly full (columns)."""

    room: Any
    most: Any
    even: Any


@dataclass(frozen=True, order=True)
class Value:
    """How good an answer is, the weightiest first: people left in red, units left over the line, cost."""

    red: int
    over: int
    cost: Fraction


@dataclass(frozen=True)
class Exchange:
    """Who gives, who takes, and every household that could go to somebody; places as in ``ground``."""

    ground: Ground
    givers: tuple[Giver, ...]
    takers: Takers
    pairs: Pairs
    #: The price of a unit beyond nearly full, as parts of the full line.
    dearer: int
    #: Why a household of somebody over their line can go to nobody.
    stuck: Mapping[int, str]

    @property
    def scale(self) -> int:
        """Parts of one cost in which filling somebody up is priced."""
        return max(1, self.ground.question.full_line)

    @cached_property
    def prices(self) -> dict[tuple[int, int], tuple[int, int]]:
        """(household, taker) → what it counts there, and its cost."""
        return self.pairs.by_pair()

    def value(self, gone: Mapping[int, int]) -> Value:
        """How good an answer is, counted from the choices alone: household → taker."""
        cost = Fraction(0)
        taken: dict[int, int] = {}
        for unit, taker in gone.items():
            worth, price = self.prices[unit, taker]
            taken[taker] = taken.get(taker, 0) + worth
            cost += price
        beyond = sum(max(0, more - int(self.takers.even[taker])) for taker, more in taken.items())
        cost += Fraction(beyond * self.dearer, self.scale)
        red = over = 0
        for giver in self.givers:
            chosen = tuple(at for at, unit in enumerate(giver.removals.units) if unit in gone)
            left, in_red = giver.removals.left(chosen)
            over, red = over + left, red + in_red
        return Value(red, over, cost)

    def parts(self) -> list[Exchange]:
        """What hangs together by somebody who could take from both; each can be answered alone."""
        parent = {giver.place: giver.place for giver in self.givers}
        holder = {unit: giver.place for giver in self.givers for unit in giver.removals.units}

        def root(one: int) -> int:
            while parent.setdefault(one, one) != one:
                parent[one] = one = parent[parent[one]]
            return one

        owners = np.array([holder[unit] for unit in self.pairs.unit.tolist()], dtype=np.int64)
        links = np.stack([owners, self.pairs.person], axis=1)
        for giver, taker in np.unique(links, axis=0).tolist():
            parent[root(giver)] = root(taker)
        roots = np.array([root(one) for one in owners.tolist()], dtype=np.int64)
        found: dict[int, list[Giver]] = {}
        for one in self.givers:
            found.setdefault(root(one.place), []).append(one)
        return [
            replace(self, givers=tuple(givers), pairs=self.pairs.where(roots == key))
            for key, givers in found.items()
        ]


def exchange_of(question: Rebalancing, weights: Weights) -> Exchange:
    """Hold everything that somebody over their line holds against everybody with room."""
    ground = Ground(question.as_question())
    takers = _takers(ground)
    over = {one.id for one in ground.people if one.over_today}
    held: dict[str, list[tuple[int, int]]] = {}
    found: list[tuple[Any, Any, Any, Any]] = []
    stuck: dict[int, str] = {}
    for place, one in enumerate(ground.waiting):
        assert isinstance(one, Held)
        if one.holder not in over:
            continue
        reason, who, worth = _who(ground, takers, one, question.scope)
        if reason:
            stuck[place] = reason
            continue
        pays = sum(term.times * term.weight for term in leaving(question, one, weights))
        found.append((np.full(len(who), place), who, worth, cost_column(ground, one, weights)[who] + pays))
        held.setdefault(one.holder, []).append((place, one.worth))
    none = np.zeros(0, dtype=np.int64)
    joined = (np.concatenate([none, *(part[at] for part in found)]).astype(np.int64) for at in range(4))
    givers = tuple(
        Giver(place, _removals(one, held.get(one.id, [])))
        for place, one in enumerate(ground.people)
        if one.id in over
    )
    return Exchange(ground, givers, takers, Pairs(*joined), weights[NEARLY_FULL_WEIGHT] * 100, stuck)


def _removals(one: Person, held: list[tuple[int, int]]) -> Removals:
    return Removals(one.over_today, one.red_today, [unit for unit, _ in held], [worth for _, worth in held])


def _takers(ground: Ground) -> Takers:
    room, most, even = [], [], []
    for one in ground.people:
        limit = one.full if one.most_load is None else min(one.full, one.most_load)
        room.append(max(0, limit - one.load) if one.line else 0)
        most.append(len(ground.waiting) if one.most_new is None else one.most_new // 2)
        even.append(max(0, (one.line or 0) * NEARLY_FULL // 100 - one.load))
    return Takers(*(np.array(column, dtype=np.int64) for column in (room, most, even)))


def _who(ground: Ground, takers: Takers, one: Held, scope: str) -> tuple[str, Any, Any]:
    """Who could take it and what it counts there; or the one reason why nobody can."""
    none = np.zeros(0, dtype=np.int64)
    if one.stays:
        return "stays", none, none
    if one.worth <= 0:
        return "counts_nothing", none, none
    may = may_hold(ground, one)
    may[ground.at[one.holder]] = False
    if not may.any():
        return "nobody_may", none, none
    if scope != "across":
        holder = ground.people[ground.at[one.holder]]
        may &= ground.having(scope, getattr(holder, scope))
        if not may.any():
            return f"nobody_in_{scope}", none, none
    who = np.flatnonzero(may & (takers.most > 0) & (takers.room > 0))
    if not len(who):
        return "everyone_full", none, none
    worth = np.full(len(who), one.worth, dtype=np.int64)
    for other, own in one.worth_for.items():
        worth[who == ground.at.get(other, -1)] = own
    fits = worth <= takers.room[who]
    if not fits.any():
        return "heavier_than_any_room", none, none
    return "", who[fits], worth[fits]


def tightened(part: Exchange, takers: Any, j: Any) -> tuple[Any, Any]:
    """Room and number of each taker, cut to what households of these sizes can fill together."""
    room, most = [], []
    order = np.argsort(j, kind="stable")
    groups = np.split(part.pairs.worth[order], np.cumsum(np.bincount(j))[:-1]) if len(takers) else []
    for place, worths in zip(takers.tolist(), groups, strict=True):
        limit, number = int(part.takers.room[place]), int(part.takers.most[place])
        sizes = sorted({one for one in worths.tolist() if one > 0})
        fitting, reached, all_reached, count = (1 << (limit + 1)) - 1, 1, 1, 0
        if not sizes or len(sizes) < len(set(worths.tolist())):
            room.append(limit)
            most.append(number)
            continue
        while count < min(number, len(worths)):
            following = 0
            for size in sizes:
                following |= reached << size
            reached = following & fitting
            if not reached:
                break
            all_reached |= reached
            count += 1
        room.append(all_reached.bit_length() - 1)
        most.append(count)
    return np.array(room, dtype=float), np.array(most, dtype=float)
