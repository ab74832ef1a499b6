"""Reads Safeload's own documented workbook: sheets Practitioners, Commitments, Cases and Tasks.

A sheet may be left out. Sheets are known by their names, since all four share columns; sheets of other
names are explained and not read. The template is written by `template`.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from safeload.imports.sources import commitments, forms, practitioners, workbook
from safeload.imports.sources.case_forms import CASES, TASKS
from safeload.imports.sources.commitments import Commitment, Commitments
from safeload.imports.sources.headings import plain
from safeload.imports.sources.practitioners import Practitioner, Practitioners
from safeload.imports.sources.records import Explained, Fault, RefusedError, Tally
from safeload.imports.sources.workbook import Table
from safeload.imports.values import Settled, Unrecognised, ValueMap


@dataclass(frozen=True, slots=True)
class Case:
    """One row of Cases. Codes are those of `codes`; `scheme` holds a scheme's own fields as written, by
    heading."""

    ref: str
    household: str
    staff_id: str
    worker: str
    team: str
    status: str
    legal_status: str
    abuse: str
    need: str
    disability: str
    uasc: str
    out_of_area: str
    age_band: str
    missing: int | None
    start: datetime.date | None
    plan_start: datetime.date | None
    last_visit: datetime.date | None
    last_review: datetime.date | None
    scheme: Mapping[str, Any]
    row: int


@dataclass(frozen=True, slots=True)
class Task:
    """One row of Tasks: `number` of them, 1 where none is given; `hours` only where typed."""

    ref: str
    staff_id: str
    worker: str
    task: str
    number: int
    hours: Decimal | None
    due: datetime.date | None
    scheme: Mapping[str, Any]
    row: int


@dataclass(slots=True)
class SafeloadWorkbook:
    """The whole reading. `rows_in == rows_used + rows_explained` has been checked."""

    practitioners: list[Practitioner] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unrecognised: tuple[Unrecognised, ...] = ()
    tally: Tally = field(default_factory=Tally)

    @property
    def explained(self) -> list[Explained]:
        """The rows that were not used, each with its reason."""
        return self.tally.explained


def read(path: str | os.PathLike[str], settled: Settled | None = None) -> SafeloadWorkbook:
    """Read the workbook. Raises RefusedError where it cannot be opened or none of its sheets is one of the
    four."""
    return read_tables(workbook.open_tables(path), settled)


def read_tables(tables: Sequence[Table], settled: Settled | None = None) -> SafeloadWorkbook:
    """As `read`, for sheets already opened."""
    values, result = ValueMap(settled or {}), SafeloadWorkbook()
    for table in tables:
        _take(table, values, result)
    if not result.sheets:
        raise RefusedError(Fault(tables[0].file, "", None, "", _NO_SHEETS, "refused"))
    result.unrecognised = values.unrecognised()
    result.tally.check()
    return result


_NO_SHEETS = (
    "it has none of the sheets Practitioners, Commitments, Cases and "
    "Tasks. Take them from Safeload’s template."
)


def _take(table: Table, values: ValueMap, result: SafeloadWorkbook) -> None:
    name = plain(table.sheet)
    if name in {"practitioners", "commitments", "cases", "tasks"}:
        result.sheets.append(name.capitalize())
    if name == "practitioners":
        people = Practitioners(result.practitioners, result.faults, (), result.tally)
        practitioners.read_table(table, values, people)
    elif name == "commitments":
        commitments.read_table(
            table, values, Commitments(result.commitments, result.faults, (), result.tally)
        )
    elif name == "cases":
        _cases(table, values, result)
    elif name == "tasks":
        _tasks(table, values, result)
    else:
        result.tally.rows_in += len(table.rows)
        message = "The sheet is none of Practitioners, Commitments, Cases and Tasks."
        result.tally.explain(table.file, table.sheet, 1, "not_a_list", message, len(table.rows))


def _cases(table: Table, values: ValueMap, result: SafeloadWorkbook) -> None:
    """Each case reference once: a second row with the same reference is explained."""
    reading = forms.read(CASES, table, values, result.tally, result.faults)
    first: dict[str, int] = {}
    for row in reading.rows:
        ref = row.values["ref"]
        if ref in first:
            sentence = f"the same case stands in row {first[ref]}. One case is one row."
            forms.refuse_row(reading, row, "Case reference", sentence, result.tally, result.faults)
            continue
        first[ref] = row.row
        result.tally.rows_used += 1
        result.cases.append(Case(**row.values, scheme=row.scheme, row=row.row))


def _tasks(table: Table, values: ValueMap, result: SafeloadWorkbook) -> None:
    reading = forms.read(TASKS, table, values, result.tally, result.faults)
    for row in reading.rows:
        result.tally.rows_used += 1
        number = 1 if row.values["number"] is None else row.values["number"]
        result.tasks.append(Task(**{**row.values, "number": number}, scheme=row.scheme, row=row.row))
