"""What is asked: who is there, what waits, what it would be worth to whom; amounts in whole units of one scheme.

Nothing of this knows a database or a file. ``unit`` parts make one point or hour of the scheme, so that every sum is
exact. What stands in these classes is all that a proposal can depend on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

#: (stage of the line, protected): what limits of a scheme are said about.
Standing = tuple[str, bool]


@dataclass(frozen=True)
class Person:
    """A practitioner with their load and line on the day, dated commitments already taken off (ALL-03, ALL-04)."""

    id: str
    load: int
    #: None: not set, so that nothing can be said; 0: none.
    line: int | None
    #: The most that is not over the line, today and with what is dated in the weeks ahead: exactly 100 % is at the
    #: limit and allowed (X-04).
    full: int = 0
    #: The most that is still not red, likewise.
    short_of_red: int = 0
    #: The load at which green, amber and red begin today; None: as ``full`` and ``short_of_red`` say.
    green_from: int | None = None
    amber_from: int | None = None
    red_from: int | None = None
    #: The most that a hard limit of the scheme allows; None: there is none.
    most_load: int | None = None
    #: How many more they may be given this week, in halves (helping counts half); None: no limit.
    most_new: int | None = None
    #: Why they cannot be asked at all; empty: they can.
    cannot: str = ""
    #: By how much the weeks ahead lower ``full`` and ``short_of_red`` below today's, and what is booked then
    #: (``ahead.py``). Both edges are for taking; who is over their line, and gives, is told by today's.
    less: int = 0
    ahead: str = ""
    #: What ``cannot`` means in figures or dates, for the sentence.
    until: str = ""
    team: str = ""
    area: str = ""
    standing: Standing = ("", False)
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    patches: frozenset[str] = frozenset()
    #: They said that they can take one: of these kinds, or of any where it is empty; None: they did not say.
    offers: frozenset[str] | None = None

    @property
    def over_today(self) -> int:
        """Whole units of load that are over the line as it is today; 0 where no line is set."""
        return 0 if self.line is None else max(0, self.load - self.full - self.less)

    @property
    def red_today(self) -> int:
        """Whole units of load that are in red as it begins today; likewise."""
        return 0 if self.line is None else max(0, self.load - max(self.full, self.short_of_red) - self.less)

    def band(self, load: int) -> str:
        """The band of a load of theirs, by the edges that the scheme's bands gave."""
        if self.line is None:
            return "not_set"
        if self.line <= 0:
            return "not_available"
        if load >= (max(self.full, self.short_of_red) + 1 if self.red_from is None else self.red_from):
            return "red"
        if load >= (self.full + 1 if self.amber_from is None else self.amber_from):
            return "amber"
        return "green" if self.green_from is not None and load >= self.green_from else "room"


@dataclass(frozen=True)
class Waiting:
    """Cases that are placed together: a household's, or one part of a household that a court has split."""

    id: str
    cases: tuple[str, ...]
    worth: int
    #: What a co-worker would carry; None: no co-worker is asked for.
    helper_worth: int | None = None
    priority: int = 2
    days: int = 0
    team: str = ""
    area: str = ""
    patch: str = ""
    kinds: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    #: Who may not lead it by the scheme's limits: standing → the limit's words.
    not_led_by: Mapping[Standing, str] = field(default_factory=dict)
    conflicts: frozenset[str] = frozenset()
    #: Who was asked about it and answered "not agreed".
    declined: frozenset[str] = frozenset()
    #: Who held one of the cases before, and who holds a brother's or sister's now.
    former: frozenset[str] = frozenset()
    siblings_with: frozenset[str] = frozenset()
    #: Where it counts otherwise for somebody, since they hold a part of the household: id → whole units.
    worth_for: Mapping[str, int] = field(default_factory=dict)
    #: A cost of the employer's own for somebody, beside the named terms (plain input).
    cost_for: Mapping[str, int] = field(default_factory=dict)
    #: Only these may take it (plain input); None: everybody who may.
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Question:
    """Everything that a proposal depends on, beside the weights."""

    people: tuple[Person, ...]
    waiting: tuple[Waiting, ...]
    #: ``unit / shrink`` whole units make one point, hour or case of the scheme.
    unit: int
    #: The full line of the scheme in whole units, by which one percent of a line is priced.
    full_line: int
    #: Between two patches: how far, 0 (the same) and up; what is not named counts as ``far``.
    distances: Mapping[tuple[str, str], int] = field(default_factory=dict)
    shrink: int = 1

    def amount(self, units: int) -> Fraction:
        """Whole units as the amount of the scheme that they stand for."""
        return Fraction(units * self.shrink, self.unit)

    def as_data(self) -> dict[str, Any]:
        """The question as plain data, to be kept with a run and asked again."""
        return {
            "people": [plain(one) for one in self.people],
            "waiting": [plain(one) for one in self.waiting],
            "unit": self.unit,
            "shrink": self.shrink,
            "full_line": self.full_line,
            "distances": [[*pair, band] for pair, band in sorted(self.distances.items())],
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Question:
        """The question that ``as_data`` wrote."""
        return cls(
            people=tuple(Person(**typed(one)) for one in data["people"]),
            waiting=tuple(Waiting(**typed(one)) for one in data["waiting"]),
            unit=data["unit"],
            shrink=data.get("shrink", 1),
            full_line=data["full_line"],
            distances={(one, other): band for one, other, band in data["distances"]},
        )


_SETS = {
    "skills",
    "languages",
    "interests",
    "patches",
    "offers",
    "kinds",
    "conflicts",
    "declined",
    "former",
    "siblings_with",
    "only",
}
_DAYS = {"court", "contact"}


def plain(one: Person | Waiting) -> dict[str, Any]:
    """One of them as plain data."""
    found: dict[str, Any] = {}
    for name, value in vars(one).items():
        if isinstance(value, frozenset):
            found[name] = sorted(value)
        elif name == "not_led_by":
            found[name] = [[*standing, title] for standing, title in sorted(value.items())]
        elif name in {"standing", "cases"}:
            found[name] = list(value)
        elif isinstance(value, Mapping):
            found[name] = dict(sorted(value.items()))
        elif isinstance(value, date):
            found[name] = value.isoformat()
        else:
            found[name] = value
    return found


def typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data with the types that the classes have."""
    found = dict(data)
    for name in _SETS & found.keys():
        found[name] = None if found[name] is None else frozenset(found[name])
    for name in _DAYS & found.keys():
        found[name] = None if found[name] is None else date.fromisoformat(found[name])
    if "standing" in found:
        found["standing"] = tuple(found["standing"])
    if "cases" in found:
        found["cases"] = tuple(found["cases"])
    if "not_led_by" in found:
        found["not_led_by"] = {(stage, protected): title for stage, protected, title in found["not_led_by"]}
    return found
