"""What is asked when cases are to change hands: who holds what, what a change would pay, and how far it may go.

A household that is held is asked about like one that waits: the same rules say who may take it and the same terms
what speaks for whom. Beside that it has somebody who knows it, and dates that make a change dearer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from safeload.domain.allocation.question import Person, Question, Waiting, plain, typed
from safeload.domain.allocation.weights import LONGEST, NonsenseError, Weights

#: How far a household may go: to a practitioner of its holder's team, of its holder's area, or to anybody who may.
SCOPES = ("team", "area", "across")


@dataclass(frozen=True, kw_only=True)
class Held(Waiting):
    """Cases that move together and who holds them; ``worth`` is what they count to the holder."""

    holder: str
    #: Whole months that the holder has known the household.
    months: int = 0
    #: The next court date and the next visit or contact that is planned.
    court: date | None = None
    contact: date | None = None
    children: int = 1
    closing: bool = False
    #: How many workers the children have had so far, the holder included.
    workers: int = 1
    #: Why it stays with the holder whatever happens, in words; empty: it may move.
    stays: str = ""


@dataclass(frozen=True)
class Rebalancing:
    """Everything that moves depend on, beside the weights. Only what is named in ``held`` can move."""

    people: tuple[Person, ...]
    held: tuple[Held, ...]
    unit: int
    full_line: int
    #: The day on which cases would change hands.
    day: date
    scope: str = "across"
    #: A court date up to so many days from ``day`` counts as near.
    court_days: int = 28
    distances: Mapping[tuple[str, str], int] = field(default_factory=dict)
    #: ``unit / shrink`` whole units make one point, hour or case of the scheme.
    shrink: int = 1

    def as_question(self) -> Question:
        """The same as a question of who could take what. Raises NonsenseError where it contradicts itself."""
        problems = [*self._problems()]
        if problems:
            raise NonsenseError(problems)
        return Question(self.people, self.held, self.unit, self.full_line, self.distances, self.shrink)

    def _problems(self) -> Iterator[str]:
        yield from _twice("practitioner", (one.id for one in self.people))
        yield from _twice("household", (one.id for one in self.held))
        yield from _twice("case", (case for one in self.held for case in one.cases))
        known = {one.id for one in self.people}
        for one in sorted(self.held, key=lambda one: one.id):
            if one.holder not in known:
                yield f"{one.id} is held by {one.holder!r}, who is not among the practitioners."
            if one.worth < 0 or min(one.worth_for.values(), default=0) < 0:
                yield f"{one.id} counts less than nothing."
            if min(one.cost_for.values(), default=0) < 0:
                yield f"{one.id} has a cost of less than nothing."
        if self.scope not in SCOPES:
            yield f"The scope is {self.scope!r}: it is one of {', '.join(SCOPES)}."

    def near_court(self, one: Held) -> bool:
        """Whether its next court date is so near that a change would be felt there."""
        return one.court is not None and 0 <= (one.court - self.day).days <= self.court_days

    def as_data(self) -> dict[str, Any]:
        """The question as plain data, to be kept with a run and asked again."""
        return {
            "people": [plain(one) for one in self.people],
            "held": [plain(one) for one in self.held],
            "unit": self.unit,
            "shrink": self.shrink,
            "full_line": self.full_line,
            "day": self.day.isoformat(),
            "scope": self.scope,
            "court_days": self.court_days,
            "distances": [[*pair, band] for pair, band in sorted(self.distances.items())],
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Rebalancing:
        """The question that ``as_data`` wrote."""
        return cls(
            people=tuple(Person(**typed(one)) for one in data["people"]),
            held=tuple(Held(**typed(one)) for one in data["held"]),
            unit=data["unit"],
            shrink=data["shrink"],
            full_line=data["full_line"],
            day=date.fromisoformat(data["day"]),
            scope=data["scope"],
            court_days=data["court_days"],
            distances={(one, other): band for one, other, band in data["distances"]},
        )


class Pays(NamedTuple):
    """One thing that a change pays for: the name of its weight, how often it counts, and the weight."""

    name: str
    times: int
    weight: int


def leaving(question: Rebalancing, one: Held, weights: Weights) -> list[Pays]:
    """What it pays that a household leaves its holder, whoever takes it; only what counts."""
    times = {
        "move": 1,
        "move_month": min(max(one.months, 0), LONGEST),
        "move_court": int(question.near_court(one)),
        "move_child": max(one.children - 1, 0),
        "move_closing": int(one.closing),
        "move_worker": max(one.workers, 0),
    }
    return [Pays(name, number, weights[name]) for name, number in times.items() if number]


def _twice(noun: str, ids: Iterable[str]) -> Iterator[str]:
    for one, number in sorted(Counter(ids).items()):
        if number > 1:
            yield f"The {noun} {one} is there {number} times."
