"""How evenly cases fell, in words: each measure with its question, groups side by side, and what that says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from safeload.allocation.facts.fairness import stages_of
from safeload.domain.fairness import BY_TIME, Comparison, Found, Measure, Says
from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.presenters.figures import units

#: How long a look back may be, in days, and what that is called.
SPANS = {"182": "the past 6 months", "365": "the past 12 months", "730": "the past 2 years"}
DEFAULT = "365"

#: What is compared by, what that is called, and what is to be known of it.
BY = {
    "hours": (
        "Part-time and full-time",
        "By contracted hours on each day; whoever changed their hours counts in each group for its own time.",
    ),
    "agency": ("Agency and employed", "As it stands today: earlier changes are not known."),
    "stage": (
        "Stage",
        "The step of the line that each was on when the household was given. The newly qualified are meant to be "
        "given less and lighter work (PRN-08, PRN-09); but whoever is new is given a whole caseload in a few months.",
    ),
    "adjustment": (
        "Agreed adjustments",
        "Whether an agreed adjustment was in force on the day; its reason is not known here. A lowered line should "
        "mean that less is given: an even share by hours then says that the adjustment did not reach allocation.",
    ),
    "offer": (
        "“I can take one”",
        "Whether somebody had offered to take a case when it was given to them. More than an even share says that "
        "the willing get more.",
    ),
}
_GROUPS = {
    "full-time": "Full-time",
    "part-time": "Part-time",
    "agency": "Agency",
    "employed": "Employed",
    "adjusted": "With an agreed adjustment",
    "not-adjusted": "Without one",
    "offered": "Had offered to take one",
    "not-offered": "Had not",
    "not-known": "Stage not known",
}
_MEASURES = {
    Measure.HOUSEHOLDS: (
        "How many households?",
        "Given for each full-time year. Siblings given together count once.",
    ),
    Measure.CASES: ("How many cases?", "Children and adults in these households, for each full-time year."),
    Measure.WORTH: (
        "How much work?",
        "What these households counted for when they were given, by today’s scheme, for each full-time year.",
    ),
    Measure.WEIGHT: ("How hard?", "What one household counted for, on average."),
    Measure.URGENT: (
        "How urgent?",
        "How many of the households were urgent or of high priority when they were given.",
    ),
    Measure.FAR: (
        "How far?",
        "How many of the households live in another patch than the practitioner works in, where both are known.",
    ),
    Measure.SHORT: (
        "At what notice?",
        "How many began on the day on which it was decided, or the day after. Without those that a list brought.",
    ),
    Measure.OVER: (
        "Over the line?",
        "How many took the practitioner over their line. Only those given by a proposal, since its figures are kept.",
    ),
}
#: In the scheme's unit.
_IN_UNITS = (Measure.WORTH, Measure.WEIGHT)
SAYS = {
    Says.MORE: "more than chance explains",
    Says.LESS: "less than chance explains",
    Says.EVEN: "as chance would have it",
    Says.TOO_FEW: "too few to say",
    Says.WITHHELD: "not shown: too few people",
    Says.ALONE: "nobody to compare with",
}
_SILENT = {Says.TOO_FEW, Says.WITHHELD}


@dataclass(frozen=True)
class Row:
    """One group of a measure, as it is shown; ``strong``: beyond what chance explains; ``closed``: not shown."""

    group: str
    people: str
    value: str
    even: str
    chance: str
    says: str
    strong: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Section:
    """One measure: its question, what it counts, the groups in the order of the scheme or the alphabet, everybody."""

    code: str
    title: str
    about: str
    rows: tuple[Row, ...]
    everybody: Row | None


def unknown(found: Sequence[Comparison]) -> list[str]:
    """The questions of which nothing is known."""
    return [_MEASURES[one.measure][0] for one in found if not one.groups]


def sections(found: Sequence[Comparison], scheme: Scheme) -> list[Section]:
    """Every measure of which something is known."""
    return [_section(one, scheme) for one in found if one.groups]


def summary(found: Sequence[Comparison], scheme: Scheme) -> Iterator[str]:
    """What can be said beyond chance, a sentence each; then how much can be said at all."""
    asked = [(one.measure, group) for one in found for group in one.groups]
    for measure, group in asked:
        if group.says in (Says.MORE, Says.LESS):
            question, name = _MEASURES[measure][0].removesuffix("?"), name_of(group.group, scheme)
            yield f"{name}: {SAYS[group.says]}. {question}: {_told(measure, group, scheme)}."
    said = [group.says for _, group in asked]
    if set(said) - _SILENT == {Says.ALONE}:
        yield "Everybody was in one group all the time: there is nobody to compare with."
        return
    silent = sum(one in _SILENT for one in said)
    if silent == len(said):
        yield "Nothing can be said: too few people, or too few households."
        return
    if not {Says.MORE, Says.LESS} & set(said):
        yield "Nothing here is more or less than chance explains."
    if silent:
        yield f"Of {formats.plural(len(said), 'comparison')}, {silent} cannot be told: too few people or households."


def _told(measure: Measure, group: Found, scheme: Scheme) -> str:
    even = group.range.even if group.range else None
    told = _shown(measure, group.value)
    if measure in _IN_UNITS and group.value is not None:
        told = units(Fraction(formats.cut(group.value, 1)), scheme)
    return f"{told}, an even share would be {_shown(measure, even)}"


def name_of(group: str, scheme: Scheme) -> str:
    """What a group is called; a stage by its title in the scheme."""
    stages = {step.id: step.title for step in stages_of(scheme)}
    return _GROUPS.get(group) or stages.get(group, group)


def _section(one: Comparison, scheme: Scheme) -> Section:
    title, about = _MEASURES[one.measure]
    if one.measure in _IN_UNITS:
        about = f"{about} In {scheme.unit}."
    order = [*(step.id for step in stages_of(scheme)), *_GROUPS]
    groups = sorted(one.groups, key=lambda row: order.index(row.group) if row.group in order else -1)
    everybody = None
    if one.everybody is not None:
        value = _shown(one.measure, one.everybody)
        everybody = Row("Everybody", str(one.people), value, "–", "–", "–")
    return Section(
        one.measure, title, about, tuple(_row(one.measure, row, scheme) for row in groups), everybody
    )


def _row(measure: Measure, row: Found, scheme: Scheme) -> Row:
    name, says = name_of(row.group, scheme), SAYS[row.says]
    if row.value is None or row.range is None:
        return Row(name, str(row.people) if row.people else "–", "–", "–", "–", says, closed=True)
    low, even, high = (_shown(measure, value) for value in row.range)
    alone = row.says is Says.ALONE
    return Row(
        name,
        str(row.people),
        _shown(measure, row.value),
        "–" if alone else even,
        "–" if alone else f"{low} to {high}",
        says,
        row.says in (Says.MORE, Says.LESS),
    )


def _shown(measure: Measure, value: Fraction | None) -> str:
    if value is None:
        return "–"
    if measure in BY_TIME or measure in _IN_UNITS:
        return formats.amount(value)
    return formats.percent(value * 100)


HEADINGS = ("Measure", "Group", "Practitioners", "Given", "Even share", "By chance alone", "What it says")


def table(shown: Sequence[Section]) -> Iterator[tuple[str, ...]]:
    """The tables of the page as one, for a spreadsheet: what is not shown there is not in here."""
    yield HEADINGS
    for one in shown:
        for row in (*one.rows, *([one.everybody] if one.everybody else [])):
            yield one.title, row.group, row.people, row.value, row.even, row.chance, row.says
