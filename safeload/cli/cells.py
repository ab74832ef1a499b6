"""What each column of the plain lists means, and how a cell of it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from safeload.cli import values
from safeload.cli.statuses import UnknownStatusError, status_columns
from safeload.cli.values import CellError
from safeload.domain.scheme import Field, Scheme
from safeload.imports.codes import COMMITMENT
from safeload.imports.sources import cells
from safeload.imports.sources.headings import plain as plain_words
from safeload.imports.sources.records import listed, quoted
from safeload.imports.sources.staff_forms import PRACTITIONERS


@dataclass(frozen=True)
class Reading:
    """A column's frame columns with their types, and how a cell fills them."""

    columns: Mapping[str, Any]
    read: Callable[[Any], dict[str, Any]]
    required: bool = False


def reading_for(name: str, scheme: Scheme) -> dict[str, Reading]:
    """The columns of a list by heading: the engine's own and those that the scheme asks for."""
    own = {"practitioners": _practitioners, "cases": _cases, "commitments": _commitments, "tasks": _tasks}[
        name
    ](scheme)
    of = {"practitioners": "practitioner", "cases": "case", "tasks": "task"}.get(name)
    for spec in scheme.asked_of(of).values() if of else ():
        own.update(_asked(spec))
    return own


def _practitioners(scheme: Scheme) -> dict[str, Reading]:
    return {
        "practitioner": _one("practitioner", pl.String, values.reference, required=True),
        "post": _one("post", pl.String, values.text),
        "team": _one("team", pl.String, values.text),
        "stage": _one("stage", pl.String, _stage(scheme)),
        "weekly_hours": _one("weekly_hours", pl.Int64, _weekly_hours),
        "fte": Reading({"weekly_hours": pl.Int64}, _fte),
        "role": Reading({"allocatable": pl.Boolean}, _role),
        "allocatable": _one("allocatable", pl.Boolean, values.yes_no),
        **{day: _one(day, pl.Date, values.day) for day in ("qualified", "step_confirmed", "starts", "ends")},
    }


def _cases(scheme: Scheme) -> dict[str, Reading]:
    return {
        **{
            heading: Reading(columns, _status(read))
            for heading, (columns, read) in status_columns(scheme).items()
        },
        "case": _one("case", pl.String, values.reference, required=True),
        "household": _one("household", pl.String, values.text),
        "practitioner": _one("practitioner", pl.String, values.text),
        "post": _one("post", pl.String, values.text),
        "team": _one("team", pl.String, values.text),
        "share": _one("share", pl.Int64, values.number(Fraction(0), Fraction(100))),
    }


def _status(read: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    def checked(cell: Any) -> dict[str, Any]:
        try:
            return read(cell)
        except UnknownStatusError as problem:
            raise CellError(str(problem)) from problem
        except cells.BadCellError as problem:
            raise CellError(f"{quoted(cell)} {problem}.") from problem

    return checked


def _commitments(scheme: Scheme) -> dict[str, Reading]:
    return {
        "id": _one("id", pl.String, values.text),
        "practitioner": _one("practitioner", pl.String, values.reference, required=True),
        "post": _one("post", pl.String, values.text),
        "kind": _one("kind", pl.String, _kind(scheme), required=True),
        "amount": Reading({"amount": pl.Int64, "unit": pl.String}, _commitment_amount),
        "unit": _one("unit", pl.String, _unit),
        **{day: _one(day, pl.Date, values.day) for day in ("starts", "ends", "reviewed")},
    }


def _tasks(_: Scheme) -> dict[str, Reading]:
    return {
        "id": _one("id", pl.String, values.text),
        "practitioner": _one("practitioner", pl.String, values.text),
        "owner": _one("owner", pl.String, values.text),
        "case": _one("case", pl.String, values.text),
        "task": _one("task", pl.String, values.text),
        "number": _one("number", pl.Int64, values.number(Fraction(0), None)),
        **{day: _one(day, pl.Date, values.day) for day in ("starts", "ends")},
    }


def _one(column: str, kind: Any, read: Callable[[Any], Any], required: bool = False) -> Reading:
    return Reading({column: kind}, lambda cell: {column: read(cell)}, required)


def _asked(spec: Field) -> dict[str, Reading]:
    """A scheme's field: several codes stand in one column, or in one yes-or-no column for each code."""
    if spec.kind == "codes":
        flags = {f"{spec.name}.{code}": pl.Boolean for code in spec.codes}
        own = {name: _one(name, pl.Boolean, values.yes_no) for name in flags}
        return {
            spec.name: Reading(flags, lambda cell: values.several_codes(cell, spec), spec.required),
            **own,
        }
    kind, read = {
        "code": (pl.String, lambda cell: values.one_code(cell, spec)),
        "number": (pl.Int64, values.number(spec.lowest, spec.highest)),
        "yes-no": (pl.Boolean, values.yes_no),
        "date": (pl.Date, values.day),
    }[spec.kind]
    return {spec.name: _one(spec.name, kind, _needed(spec, read) if spec.required else read, spec.required)}


def _needed(spec: Field, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def checked(cell: Any) -> Any:
        value = read(cell)
        if value is None:
            raise CellError(
                f"the cell is empty, and the scheme cannot count the row without it ({spec.title}). Fill it in."
            )
        return value

    return checked


def _limits(name: str) -> tuple[Fraction, Fraction]:
    """The least and most of a column, as the import of practitioners has them."""
    column = PRACTITIONERS.column(name)
    return Fraction(column.least or 0), Fraction(column.most or 0)


def _commitment_amount(cell: Any) -> dict[str, Any]:
    """The amount; a percent sign gives the unit as well."""
    found = values.number(Fraction(0), None)(cell)
    if found is not None and str(cell).rstrip().endswith("%"):
        return {"amount": found * 100, "percent sign": True}
    return {"amount": found}


def _kind(scheme: Scheme) -> Callable[[Any], str]:
    """A kind of the scheme, by id or title; one that others know and this scheme does not is said of later."""
    known = {one.kind.casefold(): one.kind for one in scheme.commitments}
    titles = {one.title.casefold(): one.kind for one in scheme.commitments}

    def read(cell: Any) -> str:
        word = values.reference(cell).casefold()
        found = known.get(word.replace(" ", "_")) or known.get(word) or titles.get(word)
        said = COMMITMENT.words.get(plain_words(word), word.replace(" ", "_"))
        return found or known.get(said, said)

    return read


def _unit(cell: Any) -> str | None:
    word = values.text(cell)
    if word is None:
        return None
    known = {
        "load": "load",
        "points": "load",
        "cases": "load",
        "hours": "hours",
        "hours a week": "hours a week",
        "hours per week": "hours a week",
        "weekly hours": "hours a week",
        "percent": "percent",
        "%": "percent",
        "per cent": "percent",
    }
    if word.casefold() not in known:
        raise CellError(f"{quoted(cell)} is no unit. Write load, hours, hours a week or percent.")
    return known[word.casefold()]


def _stage(scheme: Scheme) -> Callable[[Any], str | None]:
    known = [step.id for step in scheme.line.stages]

    def read(cell: Any) -> str | None:
        word = values.text(cell)
        if word is not None and known and word not in known:
            raise CellError(f"{quoted(cell)} is no stage of this scheme. It knows {listed(known)}.")
        return word

    return read


def _weekly_hours(cell: Any) -> Fraction | None:
    """Hours a week, exact."""
    least, most = _limits("weekly_hours")
    value = _exactly(cell)
    if value is not None and not least <= value <= most:
        raise CellError(f"{quoted(cell)} is outside {least} to {most}. Correct it.")
    return value


def _fte(cell: Any) -> dict[str, Any]:
    """Full-time equivalent, exact; which hours that is, is told from the whole row."""
    least, most = _limits("fte")
    value = _exactly(cell)
    if value is not None and not least <= value <= most:
        raise CellError(f"{quoted(cell)} is no full-time equivalent from {least} to {most}. Write 1 or 0.6.")
    return {"fte": value}


def _exactly(cell: Any) -> Fraction | None:
    try:
        value = cells.amount(cell)
    except cells.BadCellError as problem:
        raise CellError(f"{quoted(cell)} is no number. Write it as 37, 22.2 or 0.6.") from problem
    if value is not None and 10**6 % Fraction(value).denominator:
        raise CellError(f"{quoted(cell)} is no number with at most 6 decimal places. Correct it.")
    return None if value is None else Fraction(value)


def _role(cell: Any) -> dict[str, bool | None]:
    """Work that a manager or a duty desk holds is not allocated (fixture 11)."""
    word = (values.text(cell) or "").casefold()
    return {
        "allocatable": None
        if not word
        else not any(part in word for part in ("manager", "duty", "desk", "head of"))
    }
