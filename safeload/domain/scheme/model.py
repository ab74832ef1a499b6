"""What a workload scheme is: plain, frozen data. ``read.py`` builds it and refuses what does not hold together.

The language is described for its writers in ``docs/scheme-language.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

FieldKind = Literal["code", "codes", "number", "yes-no", "date"]
Per = Literal["case", "household", "task"]
Treatment = Literal["load", "capacity", "in line", "ignored"]
BandName = Literal["room", "green", "amber", "red", "not_available", "not_set"]


class SchemeError(ValueError):
    """A scheme that may not exist: every reason, each with its place in the file."""

    def __init__(self, problems: list[str], source: str = "scheme") -> None:
        self.problems = problems
        self.source = source
        super().__init__("; ".join(f"{source}: {problem}" for problem in problems))


@dataclass(frozen=True)
class Field:
    """Something a scheme asks of a case, a task or a practitioner."""

    of: Literal["case", "task", "practitioner"]
    name: str
    title: str
    kind: FieldKind
    codes: Mapping[str, str] = field(default_factory=dict)
    lowest: Fraction | None = None
    highest: Fraction | None = None
    #: Counted when the value is missing; what follows from it is shown as provisional.
    default: str | bool | Fraction | tuple[str, ...] | None = None
    hint: str = ""
    #: A row without it is refused at the door, with the row named.
    required: bool = False


@dataclass(frozen=True)
class Condition:
    """True where the field has one of the values (and, for ``negate``, where it has none of them)."""

    field: str
    values: tuple[str | bool, ...]
    negate: bool = False


@dataclass(frozen=True)
class Table:
    """Amounts by one or more code fields: ``{("A1", "community"): 30}``."""

    by: tuple[str, ...]
    amounts: Mapping[tuple[str, ...], Fraction]
    otherwise: Fraction | None = None


@dataclass(frozen=True)
class Steps:
    """Amounts by a number: from each threshold on, that amount; below the first, nothing."""

    field: str
    steps: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class Part:
    """One amount of a factor: a constant, a table, steps, or a typed number times an amount each."""

    title: str
    rule: str
    when: tuple[Condition, ...] = ()
    amount: Fraction | None = None
    table: Table | None = None
    steps: Steps | None = None
    number: str | None = None
    each: Fraction = Fraction(1)
    #: A typed amount in this field replaces the scheme's own (typed hours over a benchmark timing).
    typed: str | None = None
    percent: Table | None = None


@dataclass(frozen=True)
class Factor:
    """Something that counts towards the load."""

    id: str
    title: str
    rule: str
    per: Per
    parts: tuple[Part, ...]
    combine: Literal["sum", "highest"] = "sum"
    cap: Fraction | None = None
    #: Percent for the first, second … child of a household; the last repeats (PTS-02).
    siblings: tuple[Fraction, ...] = ()
    #: For tasks: the practitioner whose work was done by another is credited the same amount.
    debit_owner: bool = False
    #: For tasks: it only relieves, whoever owns the row (else does it), and credits nobody.
    debit: bool = False
    #: For tasks: so many days from its start a task counts, the first among them.
    lasts_days: int | None = None


@dataclass(frozen=True)
class Step:
    """A dated step of somebody's first years: reached after so many weeks and months since qualifying."""

    id: str
    title: str
    weeks: int
    months: int
    amount: Fraction
    rule: str = ""
    reduced: bool = False


@dataclass(frozen=True)
class Commitment:
    """How the scheme treats a kind of commitment: as load, as capacity, or as already in the line."""

    kind: str
    title: str
    rule: str
    treat: Treatment
    #: A fixed amount for each one held; without it the row's own amount counts.
    amount: Fraction | None = None
    unit: Literal["load", "hours", "hours a week", "percent"] = "load"
    standing: tuple[Step, ...] = ()
    standing_percent: tuple[Step, ...] = ()
    highest: Fraction | None = None
    #: The most a row of hours or percent may take, in percent of contracted hours.
    highest_percent: Fraction | None = None
    months: int | None = None
    #: An adjustment past its end holds until somebody has reviewed it (fixture 14).
    holds_until_reviewed: bool = False
    #: What colleagues read instead of the kind (rules 5.2: "TU facility time" discloses membership).
    neutral_title: str = "Agreed other duty"


@dataclass(frozen=True)
class Hours:
    """Contracted hours a week: the full-time figure, and what a missing one means."""

    default: Table
    missing: Literal["not_set", "default"] = "not_set"


@dataclass(frozen=True)
class Line:
    """How a practitioner's line is set: a benchmark (by stage, by grade) or contracted hours."""

    title: str
    rule: str
    hours: Hours
    amount: Fraction | None = None
    stages: tuple[Step, ...] = ()
    table: Table | None = None
    #: For a line made of contracted hours: weeks in the period.
    weeks: int | None = None
    pro_rata: bool = True
    percent: Table | None = None

    @property
    def published(self) -> bool:
        """False where an advisory scheme names no line at all (X-24)."""
        return (
            self.weeks is not None or self.amount is not None or bool(self.stages) or self.table is not None
        )

    @property
    def full(self) -> Fraction:
        """The line of a full-time practitioner with nothing reduced, in load units; 0 where none is published."""
        if not self.published:
            return Fraction(0)
        if self.weeks is not None:
            return max(self.hours.default.amounts.values()) * self.weeks
        if self.amount is not None:
            return self.amount
        amounts = [step.amount for step in self.stages] or list(
            self.table.amounts.values() if self.table else ()
        )
        return max(amounts)


@dataclass(frozen=True)
class Bands:
    """Where room, green, amber and red begin; ``kind`` "none" for an advisory scheme (X-24)."""

    kind: Literal["percent", "absolute", "none"]
    green_from: Fraction = Fraction(95)
    amber_from: Fraction = Fraction(100)
    red_from: Fraction = Fraction(110)
    edge: Literal["from", "above"] = "from"
    #: Absolute bands, in cases for a full line: green up to and including; red by the edge rule.
    green_to: Fraction = Fraction(0)
    red_cases: Fraction = Fraction(0)
    actions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def multiples(self) -> tuple[Fraction, Fraction, Fraction]:
        """The multiples of a line at which red, amber and green begin, where bands are percentages."""
        return self.red_from / 100, self.amber_from / 100, self.green_from / 100


@dataclass(frozen=True)
class Rounding:
    """The stated rounding policy of a total: exact, cut, or half up, to so many places."""

    how: Literal["exact", "cut", "half-up"] = "exact"
    places: int = 0


@dataclass(frozen=True)
class Setting:
    """A choice that a scheme leaves open, such as what it calls a case."""

    name: str
    title: str
    #: What may be chosen; empty where any amount may be given.
    choices: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class Limit:
    """What may not be exceeded or led without a named senior's override (X-27, ALL-04)."""

    title: str
    rule: str = ""
    #: Whom it is for: those on these steps of the line, or whoever is protected; everybody where neither is said.
    stages: tuple[str, ...] = ()
    protected: bool = False
    #: Met when the load would be in this band or a higher one.
    from_band: BandName | None = None
    #: Met when the load would be more than the line; at exactly the line it is not.
    over_line: bool = False
    #: Met when one of the cases is of this kind.
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """What the employer agreed about allocating, beside what counts how much."""

    #: "shared": what a co-worker carries the holder is relieved of. "added": help comes on top (COW-01).
    co_working: Literal["shared", "added"] = "shared"
    #: What practitioners read of their colleagues: bands, or figures too (rules 5.1).
    others: Literal["bands", "figures"] = "bands"
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, eq=False)
class Scheme:
    """An agreed way of measuring workload. Everything that could be disputed is in here.

    Two schemes are the same only if they are the same object: what was prepared for one is kept by identity.
    """

    id: str
    title: str
    version: str
    unit: str
    source: str
    dated: date
    review: date | None
    author: str
    summary: str
    supervision_and_cpd: Literal["in line", "as load", "not counted"]
    fields: tuple[Field, ...]
    factors: tuple[Factor, ...]
    commitments: tuple[Commitment, ...]
    line: Line
    bands: Bands
    load_rounding: Rounding
    line_rounding: Rounding
    settings: tuple[Setting, ...] = ()
    notes: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    allocation: Agreed = Agreed()

    def asked_of(self, of: str) -> dict[str, Field]:
        """The fields this scheme asks of a "case", a "task" or a "practitioner", by name."""
        return {f.name: f for f in self.fields if f.of == of}

    @property
    def advisory(self) -> bool:
        """True where the scheme informs and sets no bands (X-24)."""
        return self.bands.kind == "none"
