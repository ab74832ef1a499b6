"""The numbers of a scheme that one may think otherwise: where bands begin, and how the line is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from safeload.domain.scheme.check import inconsistencies
from safeload.domain.scheme.model import Bands, Line, Scheme, SchemeError

#: How the codes of numbers begin that say where bands begin.
BANDS = "bands."
_PERCENT = (
    ("green_from", "Green begins, in per cent of the line"),
    ("amber_from", "Amber begins, in per cent of the line"),
    ("red_from", "Red begins, in per cent of the line"),
)
_CASES = (
    ("green_to", "Green up to and including, in cases for a full line"),
    ("red_cases", "Red begins, in cases for a full line"),
)


@dataclass(frozen=True)
class Threshold:
    """One number of a scheme: ``code`` names it, ``value`` is what the scheme says."""

    code: str
    title: str
    value: Fraction


def thresholds(scheme: Scheme) -> tuple[Threshold, ...]:
    """Everything in the bands and the line of a scheme that is a number, in the scheme's own words."""
    return (*_of_bands(scheme.bands), *_of_line(scheme))


def _of_bands(bands: Bands) -> Iterator[Threshold]:
    names = {"percent": _PERCENT, "absolute": _CASES, "none": ()}[bands.kind]
    for name, title in names:
        yield Threshold(f"{BANDS}{name}", title, getattr(bands, name))


def _of_line(scheme: Scheme) -> Iterator[Threshold]:
    line, asked = scheme.line, scheme.asked_of("practitioner")
    if line.amount is not None:
        yield Threshold("line.amount", f"{line.title}, in {scheme.unit}", line.amount)
    if line.weeks is not None:
        yield Threshold("line.weeks", f"{line.title}: weeks in the period", Fraction(line.weeks))
    for step in line.stages:
        yield Threshold(f"stage.{step.id}", f"{line.title}, {step.title}, in {scheme.unit}", step.amount)
    if line.table is not None:
        for codes, amount in line.table.amounts.items():
            said = [
                asked[name].codes.get(code, code) for name, code in zip(line.table.by, codes, strict=True)
            ]
            title = f"{line.title}, {', '.join(said)}, in {scheme.unit}"
            yield Threshold(f"amounts.{'/'.join(codes)}", title, amount)


def with_thresholds(scheme: Scheme, values: Mapping[str, Fraction]) -> Scheme:
    """The scheme with other numbers, by code. Codes that it does not have are left out.

    Raises SchemeError, with every reason in words, for numbers that do not hold together.
    """
    known = {one.code: one.title for one in thresholds(scheme)}
    values = {code: value for code, value in values.items() if code in known}
    negative = [known[code] for code, value in values.items() if value < 0]
    if negative:
        raise SchemeError([f"{title}: less than nothing" for title in negative], scheme.id)
    found = replace(scheme, bands=_bands(scheme.bands, values), line=_line(scheme.line, values))
    if problems := inconsistencies(found):
        raise SchemeError(problems, scheme.id)
    return found


def _bands(bands: Bands, values: Mapping[str, Fraction]) -> Bands:
    own: dict[str, Any] = {
        code.removeprefix(BANDS): value for code, value in values.items() if code.startswith(BANDS)
    }
    return replace(bands, **own)


def _line(line: Line, values: Mapping[str, Fraction]) -> Line:
    weeks = values.get("line.weeks")
    if weeks is not None and line.weeks is not None:
        if weeks.denominator != 1 or weeks < 1:
            raise SchemeError([f"{line.title}: a whole number of weeks, one or more"])
        line = replace(line, weeks=int(weeks))
    if line.amount is not None:
        line = replace(line, amount=values.get("line.amount", line.amount))
    stages = tuple(replace(one, amount=values.get(f"stage.{one.id}", one.amount)) for one in line.stages)
    line = replace(line, stages=stages)
    if line.table is not None:
        amounts = line.table.amounts.items()
        other = {codes: values.get(f"amounts.{'/'.join(codes)}", amount) for codes, amount in amounts}
        line = replace(line, table=replace(line.table, amounts=other))
    return line
