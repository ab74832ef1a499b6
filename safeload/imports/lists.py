"""The four kinds of list as one shape, whatever they came from: people, commitments, cases, tasks, activity."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeload.imports.codes import PROCEEDINGS
from safeload.imports.sources import annexa, commitments, forms, practitioners, safeload_workbook
from safeload.imports.sources.annexa_model import Activity, AnnexA, Child, Conflict
from safeload.imports.sources.commitments import Commitment, Commitments
from safeload.imports.sources.kept import OUR_FORMS, Kind
from safeload.imports.sources.practitioners import Practitioner, Practitioners
from safeload.imports.sources.records import Explained, Fault, Tally
from safeload.imports.sources.safeload_workbook import SafeloadWorkbook, Task
from safeload.imports.sources.workbook import Table
from safeload.imports.status import is_on_plan
from safeload.imports.values import Settled, Unrecognised, ValueMap

#: Fields of a list of cases that a scheme may ask for by the same name.
CASE_FIELDS = (
    "legal_status",
    "abuse",
    "need",
    "disability",
    "uasc",
    "out_of_area",
    "eligibility",
    "age_band",
    "missing",
    "plan_start",
    "care_start",
    "last_visit",
    "last_review",
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One open case of a list, as written. ``household`` None: the list does not know households."""

    ref: str
    team: str
    worker: str
    staff_id: str
    status: str
    on_plan: bool
    proceedings: str
    start: datetime.date | None
    household: str | None
    said: Mapping[str, Any]
    scheme: Mapping[str, Any]
    sheet: str
    row: int


@dataclass(slots=True)
class Lists:
    """What the files say. ``rows_in == rows_used + rows_explained`` has been checked by the reader."""

    kind: Kind
    people: list[Practitioner] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    cases: list[CaseRow] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    activities: Sequence[Activity] = ()
    conflicts: Sequence[Conflict] = ()
    faults: Sequence[Fault] = ()
    unrecognised: Sequence[Unrecognised] = ()
    explained: Sequence[Explained] = ()
    rows_in: int = 0
    rows_used: int = 0
    #: What was read, for the page: (title, sheet, rows, rows used).
    sheets: list[tuple[str, str, int, int]] = field(default_factory=list)

    @property
    def blocked(self) -> list[Fault]:
        """The faults for which nothing may be applied until the file is put right."""
        return [fault for fault in self.faults if fault.blocking]


def read(kind: Kind, tables: Sequence[Table], on: datetime.date, settled: Settled) -> Lists:
    """Read sheets of one kind. Raises RefusedError where they hold no list of it."""
    if kind == "annex-a":
        return _annexa(annexa.read_tables(tables, on=on, settled=settled))
    if kind == "safeload-workbook":
        return _workbook(safeload_workbook.read_tables(tables, settled))
    values, tally, faults = ValueMap(settled), Tally(), list[Fault]()
    found = Lists(kind, faults=faults)
    if kind == "practitioners":
        people = Practitioners(found.people, faults, (), tally)
        _each(kind, tables, tally, lambda table: practitioners.read_table(table, values, people), found)
    else:
        rows = Commitments(found.commitments, faults, (), tally)
        _each(kind, tables, tally, lambda table: commitments.read_table(table, values, rows), found)
    return _added_up(found, values.unrecognised(), tally)


def _each(kind: Kind, tables: Sequence[Table], tally: Tally, read_table: Any, found: Lists) -> None:
    form = OUR_FORMS[kind]
    chosen = [table for table in tables if forms.looks_like(form, table) >= 3] or list(tables[:1])
    for table in tables:
        before = tally.rows_used
        if table in chosen:
            read_table(table)
            found.sheets.append(
                (form.name, table.sheet or table.file, len(table.rows), tally.rows_used - before)
            )
        else:
            tally.rows_in += len(table.rows)
            message = f"The sheet has no headings of a list of {kind}."
            tally.explain(table.file, table.sheet, 1, "not_a_list", message, len(table.rows))


def _added_up(found: Lists, unrecognised: Sequence[Unrecognised], tally: Tally) -> Lists:
    tally.check()
    found.unrecognised, found.explained = unrecognised, tally.explained
    found.rows_in, found.rows_used = tally.rows_in, tally.rows_used
    return found


def _annexa(reading: AnnexA) -> Lists:
    return Lists(
        "annex-a",
        cases=[_child(child) for child in reading.children],
        activities=reading.activities,
        conflicts=reading.conflicts,
        faults=reading.faults,
        unrecognised=reading.unrecognised,
        explained=reading.explained,
        rows_in=reading.rows_in,
        rows_used=reading.rows_used,
        sheets=[(f"List {one.number}: {one.title}", one.sheet, one.rows, one.used) for one in reading.lists],
    )


def _child(child: Child) -> CaseRow:
    place = child.source("worker") or child.places[0]
    return CaseRow(
        ref=child.ref,
        team=child.team,
        worker=child.worker,
        staff_id="",
        status=child.status,
        on_plan=child.on_plan,
        proceedings=child.proceedings,
        start=child.start,
        household=None,
        said={name: getattr(child, name) for name in CASE_FIELDS},
        scheme={},
        sheet=f"List {place.list_number}",
        row=place.row,
    )


def _workbook(reading: SafeloadWorkbook) -> Lists:
    tally = reading.tally
    found = Lists(
        "safeload-workbook",
        people=reading.practitioners,
        commitments=reading.commitments,
        cases=[_case(case) for case in reading.cases if case.status != "closed"],
        tasks=reading.tasks,
        faults=reading.faults,
        sheets=[
            (name, name, len(rows), len(rows))
            for name, rows in (
                ("Practitioners", reading.practitioners),
                ("Commitments", reading.commitments),
                ("Cases", reading.cases),
                ("Tasks", reading.tasks),
            )
            if name in reading.sheets
        ],
    )
    for case in reading.cases:
        if case.status == "closed":
            tally.rows_used -= 1
            tally.explain("", "Cases", case.row, "ended", "Not open: the list says that the case is closed.")
    return _added_up(found, reading.unrecognised, tally)


def _case(case: safeload_workbook.Case) -> CaseRow:
    said = {name: getattr(case, name, "") for name in CASE_FIELDS}
    return CaseRow(
        ref=case.ref,
        team=case.team,
        worker=case.worker,
        staff_id=case.staff_id,
        status=case.status,
        on_plan=is_on_plan(case.status, bool(case.plan_start)),
        proceedings=PROCEEDINGS.get(case.legal_status, ""),
        start=case.start,
        household=case.household or None,
        said=said,
        scheme=case.scheme,
        sheet="Cases",
        row=case.row,
    )
