"""The only door of the planner for what waits: a question and weights become a Proposal, which changes nothing.

It names for each waiting household who could take it and why, what that would make of everybody's load, what goes on
waiting and why, what was paid that nobody wanted to pay, and how good the plan is: nothing can cost less than its
bound. People discuss it and decide (ALL-01, REA-07).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.numbers import Numbers, numbers_of
from safeload.domain.allocation.placing import Placed, beyond, place
from safeload.domain.allocation.question import Question, Waiting
from safeload.domain.allocation.rules import keeping_out, may_hold
from safeload.domain.allocation.solver import Effort, version
from safeload.domain.allocation.weights import Weights
from safeload.domain.allocation.why import Given, Option, in_the_way, options


class QuestionError(ValueError):
    """A question that cannot be asked; one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Assignment:
    """Who could take one waiting household, and who would help."""

    unit: str
    cases: tuple[str, ...]
    practitioner: str
    co_worker: str | None


@dataclass(frozen=True)
class StillWaiting:
    """One that goes on waiting. ``reasons``: code and what it is about, the first is the one to tell."""

    unit: str
    cases: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Load:
    """One practitioner's load in whole units, without and with what is proposed."""

    id: str
    before: int
    after: int
    line: int | None
    band_before: str
    band_after: str
    #: Whole units by which the proposal pushes them over their line, and into red.
    over: int
    red: int


@dataclass(frozen=True)
class Proposal:
    """The answer, with everything that it was made of."""

    question: Question
    weights: Weights
    effort: Effort
    numbers: Numbers = field(repr=False)
    placed: Placed = field(repr=False)
    solver: str = field(default_factory=version)

    @property
    def cost(self) -> Fraction:
        """The weighted cost."""
        return self.placed.cost

    @property
    def bound(self) -> Fraction:
        """What no plan can cost less than."""
        return self.placed.bound

    @property
    def gap(self) -> Fraction:
        """The difference, as a part of the cost; 0: no plan is better."""
        return (self.cost - self.bound) / self.cost if self.cost else Fraction(0)

    @property
    def proven(self) -> bool:
        """Whether no plan can be better by any of the tiers."""
        return self.placed.tiers_proven and self.cost == self.bound

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Who could take what, in the order of the households' ids."""
        people, helps = self.numbers.people, self.placed.taken.helps
        return [
            Assignment(one.id, one.cases, people[who].id, people[helps[unit]].id if unit in helps else None)
            for unit, who in sorted(self.placed.taken.leads.items())
            for one in [self.numbers.waiting[unit]]
        ]

    @cached_property
    def loads(self) -> list[Load]:
        """Everybody, in the order of their ids: never by load."""
        added = self.numbers.added(self.placed.taken)
        return [
            Load(
                id=one.id,
                before=one.load,
                after=one.load + more,
                line=one.line,
                band_before=one.band(one.load),
                band_after=one.band(one.load + more),
                over=beyond(one, more, "over") if more else 0,
                red=beyond(one, more, "red") if more else 0,
            )
            for place, one in enumerate(self.numbers.people)
            for more in [added.get(place, 0)]
        ]

    def newly(self, band: str) -> list[str]:
        """Who would be in a band with the proposal and is not without it."""
        return [one.id for one in self.loads if one.band_after == band != one.band_before]

    def unit(self, id: str) -> Waiting:
        """One waiting household. Raises KeyError for one that was not asked about."""
        return self.numbers.waiting[self._places[id]]

    def options(self, unit: str, only: str | None = None) -> list[Option]:
        """Everybody for one waiting household, or one of them. Raises KeyError for one that was not asked about."""
        place = None if only is None else self.numbers.ground.at[only]
        return options(self.numbers, self.placed.taken, self._places[unit], self._given, place)

    @cached_property
    def _given(self) -> Given:
        return Given.by(self.numbers, self.placed.taken)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one.id: place for place, one in enumerate(self.numbers.waiting)}

    @cached_property
    def waiting(self) -> list[StillWaiting]:
        """What goes on waiting, and why."""
        return [self.still_waiting(one.id) for one in self.left]

    @cached_property
    def urgent_left(self) -> list[int]:
        """Places of the urgent households that go on waiting."""
        leads = self.placed.taken.leads
        return [
            unit for unit, urgent in enumerate(self.numbers.urgent.tolist()) if urgent and unit not in leads
        ]

    @cached_property
    def left(self) -> list[Waiting]:
        """What goes on waiting; why takes looking at everybody for each, and is told one by one."""
        leads = self.placed.taken.leads
        return [one for unit, one in enumerate(self.numbers.waiting) if unit not in leads]

    def still_waiting(self, unit: str) -> StillWaiting:
        """Why one household goes on waiting. Raises KeyError for one that was not asked about."""
        place = self._places[unit]
        return StillWaiting(unit, self.numbers.waiting[place].cases, tuple(self._why_waits(place)))

    def _why_waits(self, unit: int) -> list[tuple[str, str]]:
        if not self.numbers.people:
            return [("nobody", "")]
        ways = in_the_way(self.numbers, self._given, unit)
        if not ways:
            out = keeping_out(self.numbers.ground, self.numbers.waiting[unit])
            return [(f"rule:{rule.code}", rule.what) for rule in out]
        if not self.numbers.possible[unit] and bool(self.numbers.helped[unit]):
            return [("no_helper", "")]
        if self.heavy(unit):
            return [("heavier_than_any_line", "")]
        return [(kind, str(number)) for kind, number in Counter(ways).most_common()]

    def place_of(self, unit: str) -> int:
        """The place of a household in the numbers."""
        return self._places[unit]

    def may_be_held(self, unit: int) -> bool:
        """Whether rules let anybody hold it, whatever room there is."""
        return unit in self._led or bool(may_hold(self.numbers.ground, self.numbers.waiting[unit]).any())

    @cached_property
    def _led(self) -> frozenset[int]:
        return frozenset(self.numbers.leads.unit.tolist())

    def heavy(self, unit: int) -> bool:
        """Whether it counts more than anybody's whole line, to whoever would take it."""
        one = self.numbers.waiting[unit]
        return min(one.worth, *one.worth_for.values(), one.worth) > self.longest_line > 0

    @cached_property
    def longest_line(self) -> int:
        """The longest line of all, in whole units."""
        return max((one.line or 0 for one in self.numbers.people), default=0)


def propose(
    question: Question, weights: Weights, effort: Effort | None = None, stop: Callable[[], bool] | None = None
) -> Proposal:
    """Propose who could take what waits. Raises QuestionError for a question that cannot be asked.

    The same question has the same answer, in whatever order it is given; ``stop`` is asked now and then, and ends
    the search with the best so far.
    """
    _check(question)
    effort = effort or Effort()
    numbers = numbers_of(Ground(question), weights)
    return Proposal(question, weights, effort, numbers, place(numbers, effort.running(), stop))


def _check(question: Question) -> None:
    problems = [
        f"{what} {id!r} is there {number} times: each may be there once."
        for what, ids in (
            ("Practitioner", [one.id for one in question.people]),
            ("Waiting household", [one.id for one in question.waiting]),
            ("Case", [case for one in question.waiting for case in one.cases]),
        )
        for id, number in sorted(Counter(ids).items())
        if number > 1
    ]
    problems += [f"{one.id}: a load below nothing." for one in question.people if one.load < 0]
    problems += [
        f"{one.id}: it counts less than nothing."
        for one in question.waiting
        if min(one.worth, one.helper_worth or 0, *one.worth_for.values(), 0) < 0
    ]
    if problems:
        raise QuestionError(problems)


__all__: list[Any] = ["Assignment", "Load", "Proposal", "QuestionError", "StillWaiting", "propose"]
