"""A question as bare numbers: who may take what, what it adds, what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.preferences import cost_column
from safeload.domain.allocation.question import Person, Waiting
from safeload.domain.allocation.rules import may_help, may_hold
from safeload.domain.allocation.steps import Steps, steps_of
from safeload.domain.allocation.weights import URGENT, Weights


@dataclass(frozen=True)
class Pairs:
    """Who may take what: place of the household, place of the person, whole units that it adds, cost by terms."""

    unit: Any
    person: Any
    worth: Any
    cost: Any

    def __len__(self) -> int:
        return len(self.unit)

    def where(self, mask: Any) -> Pairs:
        """Some of them."""
        return Pairs(self.unit[mask], self.person[mask], self.worth[mask], self.cost[mask])

    def by_pair(self) -> dict[tuple[int, int], tuple[int, int]]:
        """(household, person) → (whole units, cost)."""
        columns = (self.unit, self.person, self.worth, self.cost)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return {(unit, person): (worth, cost) for unit, person, worth, cost in rows}


@dataclass(frozen=True)
class Taken:
    """Who leads what and who helps with what: place of the household → place of the person."""

    leads: dict[int, int]
    helps: dict[int, int]


@dataclass(frozen=True)
class Numbers:
    """A question with weights, ready for a model. Costs of load are parts of ``scale``."""

    ground: Ground
    weights: Weights
    leads: Pairs
    helps: Pairs
    waits: Any
    urgent: Any
    helped: Any
    #: Which households somebody may hold at all, with a co-worker where that is asked for.
    possible: Any
    steps: tuple[Steps, ...]
    scale: int

    @property
    def people(self) -> tuple[Person, ...]:
        """In the order of the places."""
        return self.ground.people

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """In the order of the places."""
        return self.ground.waiting

    @property
    def number(self) -> int:
        """How many households are asked about."""
        return len(self.waits)

    def apart(self) -> list[Any]:
        """Masks of households that share nobody who may take them: each can be placed without the others."""
        whose = _roots(len(self.people), self.number, (self.leads, self.helps))
        return [whose == root for root in dict.fromkeys(whose.tolist())]

    def only(self, mask: Any) -> Numbers:
        """The same with the choices of some households alone; the others wait and cost nothing."""
        return replace(
            self,
            leads=self.leads.where(mask[self.leads.unit]),
            helps=self.helps.where(mask[self.helps.unit]),
            waits=np.where(mask, self.waits, 0),
            helped=self.helped & mask,
            possible=self.possible & mask,
        )

    def within(self, over: int, red: int) -> Numbers:
        """The same without choices that alone would push somebody further over than anything may be pushed.

        What is not urgent pushes nobody over their line.
        """
        return replace(
            self, leads=self._within(self.leads, over, red), helps=self._within(self.helps, over, red)
        )

    def _within(self, pairs: Pairs, over: int, red: int) -> Pairs:
        edge = self.ground.column(lambda one: max(one.load, one.full), np.int64)
        short = self.ground.column(lambda one: max(one.load, one.full, one.short_of_red), np.int64)
        after = self.ground.loads[pairs.person] + pairs.worth
        urgent = self.urgent[pairs.unit]
        fits = after <= edge[pairs.person] + np.where(urgent, over, 0)
        return pairs.where(fits & (after <= short[pairs.person] + np.where(urgent, red, 0)))

    def added(self, taken: Taken) -> dict[int, int]:
        """What each person's load grows by, in whole units."""
        found: dict[int, int] = {}
        for chosen, worth in ((taken.leads, self._of_leads), (taken.helps, self._of_helps)):
            for unit, person in chosen.items():
                found[person] = found.get(person, 0) + worth[unit, person][0]
        return found

    def new_of(self, taken: Taken) -> dict[int, int]:
        """How many each is given, in halves."""
        found: dict[int, int] = {}
        for chosen, halves in ((taken.leads, 2), (taken.helps, 1)):
            for person in chosen.values():
                found[person] = found.get(person, 0) + halves
        return found

    def cost_of(self, taken: Taken) -> Fraction:
        """The weighted cost of an answer, counted from the choices alone."""
        total = sum(int(cost) for unit, cost in enumerate(self.waits) if unit not in taken.leads)
        total += sum(self._of_leads[pair][1] for pair in taken.leads.items())
        total += sum(self._of_helps[pair][1] for pair in taken.helps.items())
        parts = sum(self.steps[person].cost(more) for person, more in self.added(taken).items())
        return total + Fraction(parts, self.scale)

    @cached_property
    def _of_leads(self) -> dict[tuple[int, int], tuple[int, int]]:
        return self.leads.by_pair()

    @cached_property
    def _of_helps(self) -> dict[tuple[int, int], tuple[int, int]]:
        return self.helps.by_pair()

    def simply(self) -> Taken:
        """A simple order to begin with: the dearest to leave waiting first, to whom it costs least.

        What is not urgent goes to nobody whom it would push over their line, what is urgent to whom it pushes least.
        """
        by_unit: dict[int, list[tuple[int, int, int]]] = {}
        for (unit, person), (worth, cost) in self._of_leads.items():
            by_unit.setdefault(unit, []).append((cost, person, worth))
        taken: dict[int, int] = {}
        loads: dict[int, int] = {}
        new: dict[int, int] = {}
        for unit in sorted(by_unit, key=lambda at: (-int(self.waits[at]), at)):
            ways = [
                (max(0, load - max(one.full, one.load)), cost, person, load)
                for cost, person, worth in by_unit[unit]
                for one in [self.people[person]]
                for load in [loads.get(person, one.load) + worth]
                if one.most_load is None or load <= one.most_load
                if one.most_new is None or new.get(person, 0) + 2 <= one.most_new
            ]
            best = min(ways, default=None)
            if best is not None and not self.helped[unit] and (not best[0] or self.urgent[unit]):
                _, _, person, load = best
                taken[unit], loads[person], new[person] = person, load, new.get(person, 0) + 2
        return Taken(taken, {})


def numbers_of(ground: Ground, weights: Weights) -> Numbers:
    """Hold every waiting household against everybody."""
    leads: list[Any] = []
    helps: list[Any] = []
    for place, one in enumerate(ground.waiting):
        costs = cost_column(ground, one, weights)
        who = np.flatnonzero(may_hold(ground, one))
        worth = np.full(len(who), one.worth, dtype=np.int64)
        for other, own in one.worth_for.items():
            if other in ground.at:
                worth[who == ground.at[other]] = own
        leads.append((np.full(len(who), place), who, worth, costs[who]))
        if one.helper_worth is not None:
            who = np.flatnonzero(may_help(ground, one))
            worth = np.full(len(who), one.helper_worth, dtype=np.int64)
            helps.append((np.full(len(who), place), who, worth, costs[who] // 2))
    all_leads, all_helps = (_within_limits(ground, _joined(part)) for part in (leads, helps))
    everyone = np.arange(len(ground.waiting))
    helped = np.array([one.helper_worth is not None for one in ground.waiting], dtype=bool)
    return Numbers(
        ground=ground,
        weights=weights,
        leads=all_leads,
        helps=all_helps,
        waits=np.array([weights.waiting(one.priority, one.days) for one in ground.waiting], dtype=np.int64),
        urgent=np.array([one.priority <= URGENT for one in ground.waiting], dtype=bool),
        helped=helped,
        possible=np.isin(everyone, all_leads.unit) & (~helped | np.isin(everyone, all_helps.unit)),
        steps=tuple(steps_of(one, weights) for one in ground.people),
        scale=max(1, ground.question.full_line),
    )


def _joined(parts: list[tuple[Any, Any, Any, Any]]) -> Pairs:
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, none, none)
    return Pairs(*(np.concatenate([part[at] for part in parts]).astype(np.int64) for at in range(4)))


def _within_limits(ground: Ground, pairs: Pairs) -> Pairs:
    """Without whom one household alone would bring over a hard limit or over what they may be given this week."""
    never = np.iinfo(np.int64).max // 4
    most = ground.column(lambda one: never if one.most_load is None else one.most_load, np.int64)
    new = ground.column(lambda one: never if one.most_new is None else one.most_new, np.int64)
    fits = ground.loads[pairs.person] + pairs.worth <= most[pairs.person]
    return pairs.where(fits & (new[pairs.person] >= 1))


def _roots(people: int, units: int, both: tuple[Pairs, ...]) -> Any:
    """For each household the first of all that hang together with it by people who may take either."""
    root = list(range(people + units))

    def found(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for pairs in both:
        for unit, person in zip(pairs.unit.tolist(), pairs.person.tolist(), strict=True):
            one, other = found(people + unit), found(person)
            root[max(one, other)] = min(one, other)
    return np.array([found(people + unit) for unit in range(units)], dtype=np.int64)
