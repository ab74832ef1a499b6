"""Reads a list of practitioners from HR or the case system (.csv, .xlsx, .xls): one row is one post.

A practitioner who works in two teams stands in two rows with the same staff id. Full-time equivalents and
weekly hours are kept as given; turning one into the other needs the employer's full-time week and is done
later.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from safeload.imports.names import normalise
from safeload.imports.sources import forms, workbook
from safeload.imports.sources.forms import FormReading, FormRow
from safeload.imports.sources.records import Explained, Fault, RefusedError, Tally
from safeload.imports.sources.staff_forms import PRACTITIONERS as FORM
from safeload.imports.sources.workbook import Table
from safeload.imports.values import Settled, Unrecognised, ValueMap


@dataclass(frozen=True, slots=True)
class Post:
    """One row: the post of a practitioner in a team. `weekly_hours` or `fte` (0 to 1) as given, or neither.

    `scheme` holds the scheme's own fields of a practitioner, as written.
    """

    team: str
    role: str
    weekly_hours: Decimal | None
    fte: Decimal | None
    starts: datetime.date | None
    ends: datetime.date | None
    agency: str
    scheme: Mapping[str, Any]
    row: int


@dataclass(frozen=True, slots=True)
class Practitioner:
    """A practitioner and the posts held. `key` is the staff id, else the SWE number, else the normalised
    name."""

    key: str
    staff_id: str
    name: str
    swe_number: str
    qualified: datetime.date | None
    #: When both confirmed the latest step of the line, where the list says so (X-09).
    step_confirmed: datetime.date | None
    asye: str
    posts: tuple[Post, ...]


@dataclass(slots=True)
class Practitioners:
    """The whole reading. `rows_in == rows_used + rows_explained` has been checked."""

    practitioners: list[Practitioner] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unrecognised: tuple[Unrecognised, ...] = ()
    tally: Tally = field(default_factory=Tally)

    @property
    def explained(self) -> list[Explained]:
        """The rows that were not used, each with its reason."""
        return self.tally.explained


def read(path: str | os.PathLike[str], settled: Settled | None = None) -> Practitioners:
    """Read a file of practitioners. Of a workbook with several sheets, those with the headings are read.

    Raises RefusedError where the file cannot be opened.
    """
    values, result = ValueMap(settled or {}), Practitioners()
    tables = workbook.open_tables(path)
    chosen = [table for table in tables if forms.looks_like(FORM, table) >= 3] or tables[:1]
    if not chosen:
        raise RefusedError(Fault(str(path), "", None, "", "it has no sheets.", "refused"))
    for table in tables:
        if table in chosen:
            read_table(table, values, result)
        else:
            result.tally.rows_in += len(table.rows)
            message = "The sheet has no headings of a list of practitioners."
            result.tally.explain(table.file, table.sheet, 1, "not_a_list", message, len(table.rows))
    result.unrecognised = values.unrecognised()
    result.tally.check()
    return result


def read_table(table: Table, values: ValueMap, result: Practitioners) -> None:
    """Read one sheet into `result`."""
    reading = forms.read(FORM, table, values, result.tally, result.faults)
    groups: dict[str, list[FormRow]] = {}
    for row in reading.rows:
        groups.setdefault(_key(row), []).append(row)
    for key, rows in groups.items():
        _practitioner(key, rows, reading, result)


def _key(row: FormRow) -> str:
    for name in ("staff_id", "swe_number"):
        if row.values[name]:
            return str(row.values[name]).upper()
    return normalise(_name(row))


def _name(row: FormRow) -> str:
    return row.values["name"] or f"{row.values['first_name']} {row.values['surname']}".strip()


def _practitioner(key: str, rows: list[FormRow], reading: FormReading, result: Practitioners) -> None:
    """One practitioner from the rows that bear the same key; rows that contradict or repeat are explained."""
    first = rows[0]
    posts: list[Post] = []
    for row in rows:
        if message := _contradiction(first, row):
            forms.refuse_row(reading, row, *message, result.tally, result.faults)
            continue
        post = _post(row)
        twin = next((other for other in posts if _same_post(other, post)), None)
        if twin:
            sentence = f"The same post stands in row {twin.row}, which was used."
            result.tally.explain(reading.table.file, reading.table.sheet, row.row, "duplicate", sentence)
            continue
        posts.append(post)
        result.tally.rows_used += 1
    if posts:
        qualified = next((row.values["qualified"] for row in rows if row.values["qualified"]), None)
        confirmed = next((row.values["step_confirmed"] for row in rows if row.values["step_confirmed"]), None)
        asye = next((row.values["asye"] for row in rows if row.values["asye"]), "")
        swe_number = next((row.values["swe_number"] for row in rows if row.values["swe_number"]), "")
        result.practitioners.append(
            Practitioner(
                key,
                first.values["staff_id"],
                _name(first),
                swe_number,
                qualified,
                confirmed,
                asye,
                tuple(posts),
            )
        )


def _contradiction(first: FormRow, row: FormRow) -> tuple[str, str] | None:
    """Column and sentence where a row cannot be true by itself or beside the first row of the same
    practitioner."""
    values = row.values
    if not _name(row):
        return "Name", "the row has no name. Lists of cases know practitioners by their names."
    if normalise(_name(row)) != normalise(_name(first)):
        return (
            "Name",
            f"the same staff id stands beside another name in row {first.row}. Put one of them right.",
        )
    if values["starts"] and values["ends"] and values["ends"] < values["starts"]:
        return "End", "the post ends before it starts."
    if values["weekly_hours"] == 0 and values["fte"]:
        return (
            "Weekly hours",
            "no hours a week, but a full-time equivalent above nought. Put one of them right.",
        )
    return None


def _post(row: FormRow) -> Post:
    values = row.values
    return Post(
        values["team"],
        values["role"],
        values["weekly_hours"],
        values["fte"],
        values["starts"],
        values["ends"],
        values["agency"],
        row.scheme,
        row.row,
    )


def _same_post(one: Post, other: Post) -> bool:
    return (one.team, one.role, one.starts) == (other.team, other.role, other.starts)
