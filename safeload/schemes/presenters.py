"""A scheme as a person reads it: what counts, how the line is set, where the bands begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from safeload.domain.quantity import plain
from safeload.domain.scheme import Commitment, Factor, Scheme
from safeload.domain.scheme.model import Condition, Part, Table
from safeload.schemes.models import Adoption

_PER = {"case": "for each child or adult", "household": "once for a household", "task": "for each task"}
_TREATED = {
    "load": "adds to the load",
    "capacity": "lowers the line",
    "in line": "already in the line",
    "ignored": "not counted",
}


def described(scheme: Scheme) -> dict[str, Any]:
    """Everything that the page of a scheme shows."""
    return {
        "factors": [_factor(factor, scheme) for factor in scheme.factors],
        "commitments": [_commitment(one, scheme) for one in scheme.commitments],
        "line": list(_line(scheme)),
        "bands": list(_bands(scheme)),
        "rules": sorted(scheme.rules.items()),
    }


def elsewhere(adoptions: Iterable[Adoption]) -> str:
    """What an adoption without a service area covers, beside these others."""
    areas = any(one.main and one.service_area_id for one in adoptions)
    return "Every other service area" if areas else "Every service area"


def _factor(factor: Factor, scheme: Scheme) -> dict[str, Any]:
    asked = scheme.asked_of("task" if factor.per == "task" else "case")
    parts = [
        {"title": part.title, "rule": part.rule, "amount": _amount(part, asked), "when": _when(part, asked)}
        for part in factor.parts
    ]
    notes = []
    if factor.combine == "highest":
        notes.append("only the highest counts")
    if factor.cap is not None:
        notes.append(f"at most {plain(factor.cap)}")
    if factor.siblings:
        percents = ", ".join(f"{plain(percent)} %" for percent in factor.siblings)
        notes.append(f"children of one household: {percents}, the last for all further ones")
    if factor.debit_owner:
        notes.append("its owner is relieved of the same")
    if factor.debit:
        notes.append("taken off the load of its owner, credited to nobody")
    if factor.lasts_days is not None:
        notes.append(f"counts for {factor.lasts_days} days from its start")
    return {
        "title": factor.title,
        "rule": factor.rule,
        "per": _PER[factor.per],
        "parts": parts,
        "notes": "; ".join(notes),
    }


def _amount(part: Part, asked: Any) -> str:
    if part.amount is not None:
        text = plain(part.amount)
    elif part.number is not None:
        each = "" if part.each == 1 else f" × {plain(part.each)}"
        text = f"the number given under “{asked[part.number].title}”{each}"
    elif part.table is not None:
        text = _table(part.table, asked)
    elif part.steps is not None:
        by = asked[part.steps.field].title if part.steps.field in asked else "children held"
        text = (
            ", ".join(f"{plain(amount)} from {plain(at)}" for at, amount in part.steps.steps)
            + f" ({by.lower()})"
        )
    else:
        text = "as typed"
    if part.typed is not None and part.typed in asked:
        text += f"; what is typed under “{asked[part.typed].title}” goes before it"
    return text if part.percent is None else f"{text}, by percent: {_table(part.percent, asked)}"


def _table(table: Table, asked: Any) -> str:
    if len(table.amounts) > 12:
        return f"a table of {len(table.amounts)} amounts (see the text)"
    titles = [asked[name].codes for name in table.by]
    return "; ".join(
        " and ".join(names.get(code, code) for names, code in zip(titles, codes, strict=True))
        + f": {plain(amount)}"
        for codes, amount in table.amounts.items()
    )


def _when(part: Part, asked: Any) -> str:
    return "; ".join(_condition(one, asked) for one in part.when)


def _condition(one: Condition, asked: Any) -> str:
    spec = asked[one.field]
    words = {True: "yes", False: "no"}
    values = " or ".join(
        spec.codes.get(str(v), words.get(v, str(v)) if isinstance(v, bool) else str(v)) for v in one.values
    )
    return f"{'not ' if one.negate else ''}{values}" if spec.codes else f"{spec.title.lower()}: {values}"


#: In which unit a commitment's own amounts are; "load": the scheme's.
_UNITS = {"percent": "per cent", "hours": "hours", "hours a week": "hours a week"}


def _commitment(one: Commitment, scheme: Scheme) -> dict[str, str]:
    steps = one.standing or one.standing_percent
    unit = "% of the line" if one.standing_percent else scheme.unit
    own = _UNITS.get(one.unit, scheme.unit)
    said = (
        [f"{plain(step.amount)} {unit} {step.title}" for step in steps]
        if len(steps) > 1
        else [f"{plain(step.amount)} {unit} for everybody" for step in steps]
    )
    if one.amount is not None:
        said.append(f"{plain(one.amount)} {own} each")
    if one.highest is not None:
        said.append(f"at most {plain(one.highest)} {own}")
    if one.highest_percent is not None:
        said.append(f"at most {plain(one.highest_percent)} per cent of contracted hours")
    if one.months is not None:
        said.append(f"for {one.months} months")
    if one.holds_until_reviewed:
        said.append("holds until it is reviewed")
    return {
        "title": one.title,
        "rule": one.rule,
        "treat": _TREATED[one.treat],
        "amount": "; ".join(said) or "as agreed",
    }


def _line(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    line = scheme.line
    hours = " or ".join(dict.fromkeys(plain(amount) for amount in line.hours.default.amounts.values()))
    if not line.published:
        yield "No line", "This scheme informs and sets no line.", ""
        return
    for step in line.stages:
        yield step.title, f"{plain(step.amount)} {scheme.unit}", step.rule
    if line.amount is not None:
        yield line.title, f"{plain(line.amount)} {scheme.unit}", line.rule
    if line.weeks is not None:
        yield line.title, f"contracted hours × {line.weeks} weeks", line.rule
    if line.table is not None:
        yield line.title, _table(line.table, scheme.asked_of("practitioner")), line.rule
    if line.percent is not None:
        by = scheme.asked_of("practitioner")[line.percent.by[0]].title
        yield (
            by,
            ", ".join(f"{codes[0]}: {plain(amount)} %" for codes, amount in line.percent.amounts.items()),
            "",
        )
    yield (
        "Full time",
        f"{hours} hours a week" + ("; part-time lines pro rata" if line.pro_rata or line.weeks else ""),
        "",
    )


def _bands(scheme: Scheme) -> Iterator[tuple[str, str]]:
    bands = scheme.bands
    if bands.kind == "none":
        yield "No bands", "The scheme is advisory."
        return
    word = "from" if bands.edge == "from" else "above"
    if bands.kind == "absolute":
        yield "green", f"up to {plain(bands.green_to)} for a full line"
        yield "amber", "between"
        yield "red", f"{word} {plain(bands.red_cases)}"
        return
    yield "room", f"below {plain(bands.green_from)} % of the line"
    for name, edge in (("green", bands.green_from), ("amber", bands.amber_from), ("red", bands.red_from)):
        yield name, f"{word} {plain(edge)} %"
