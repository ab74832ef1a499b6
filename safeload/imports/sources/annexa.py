"""Reads Ofsted's Annex A child-level data as an authority really sends it: `read(path) -> AnnexA`.

Who holds what comes from Lists 6 to 9. Lists 3 to 5 are counted as demand and throughput; their worker is
who took the referral or did the assessment, not who holds the case. Lists 1, 2, 10 and 11 say nothing of
caseloads.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safeload.imports.sources import annexa_lists, headings, workbook
from safeload.imports.sources.annexa_columns import Sheet, read_sheet
from safeload.imports.sources.annexa_lists import LISTS, ListForm
from safeload.imports.sources.annexa_model import Activity, AnnexA, ListRead
from safeload.imports.sources.annexa_rows import explain_unnamed, missing_columns
from safeload.imports.sources.annexa_union import HELD, Union
from safeload.imports.sources.records import Fault, RefusedError, Tally
from safeload.imports.sources.workbook import Table
from safeload.imports.values import Settled, ValueMap

_ACTIVITY: Mapping[int, str] = {3: "referral", 4: "assessment", 5: "enquiry"}
#: A sheet with a list's headings but none of these is a page of codes or guidance, not a list of children.
_OF_A_CHILD = frozenset({"ref", "age", "born", "team", "worker"})


@dataclass(slots=True)
class _Reading:
    """What is gathered while the sheets are read."""

    values: ValueMap
    on: datetime.date | None
    tally: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    found: list[tuple[ListForm, Table, int]] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)


def read(
    *paths: str | os.PathLike[str], on: datetime.date | None = None, settled: Settled | None = None
) -> AnnexA:
    """Read one workbook, or several files of one list each, as one set of lists.

    `on` is the day for which ages are reckoned where a list gives a date of birth and no age. `settled` is
    what was answered before for values not recognised. Raises RefusedError where a file cannot be opened or
    holds no list.
    """
    tables: list[Table] = []
    for path in paths:
        tables += workbook.open_tables(path)
    return read_tables(tables, on=on, settled=settled)


def read_tables(
    tables: Iterable[Table], *, on: datetime.date | None = None, settled: Settled | None = None
) -> AnnexA:
    """As `read`, for sheets already opened."""
    given = list(tables)
    reading = _Reading(ValueMap(settled or {}), on)
    for table in given:
        _take(table, reading)
    if not reading.found and not any(fault.blocking for fault in reading.faults):
        raise RefusedError(_no_list(given))
    return _finish(given, reading)


def _take(table: Table, reading: _Reading) -> None:
    """Recognise one sheet and read its columns, or explain all of its rows."""
    reading.tally.rows_in += len(table.rows)
    found = headings.find(table.rows, annexa_lists.rate)
    number = annexa_lists.recognise(found[1]) if found else None
    if found is None or number is None:
        _explain_all(table, reading, "not_a_list", "The sheet has no list’s headings.")
        return
    form, heading = LISTS[number], found[0]
    at = headings.places(found[1], form.fields)
    if number in range(1, 11) and not _OF_A_CHILD & at.keys():
        _explain_all(table, reading, "not_a_list", "The sheet explains codes and is no list.")
    elif sentence := missing_columns(form, at):
        reading.faults.append(Fault(table.file, table.sheet, heading + 1, "", sentence, "missing_column"))
        _explain_all(table, reading, "missing_column", "A needed column is missing.")
    else:
        _explain_all(table, reading, "heading", "Title or headings.", 1, heading + 1)
        _read_list(form, table, heading, at, reading)


def _read_list(form: ListForm, table: Table, heading: int, at: dict[str, int], reading: _Reading) -> None:
    """Read the columns of a list that Safeload uses; explain the rows of one that it does not."""
    reading.found.append((form, table, heading))
    if form.number in HELD or form.number in _ACTIVITY:
        reading.sheets.append(
            read_sheet(form, table, heading, at, reading.values, reading.on, reading.faults)
        )
    else:
        message = f"List {form.number} ({form.title}) says nothing of caseloads and is not used."
        _explain_all(table, reading, "list_not_used", message, heading + 2)


def _explain_all(
    table: Table, reading: _Reading, kind: str, message: str, first: int = 1, last: int | None = None
) -> None:
    end = len(table.rows) if last is None else last
    reading.tally.explain(table.file, table.sheet, first, kind, message, end)


def _finish(given: list[Table], reading: _Reading) -> AnnexA:
    """Make the union and the activities, and check that no row was lost."""
    union = Union(reading.tally)
    for sheet in reading.sheets:
        named = explain_unnamed(sheet, reading.tally, reading.faults)
        if sheet.form.number in HELD:
            union.add(sheet, named)
        else:
            reading.activities += _activities(sheet, named)
            sheet.used = len(named)
            reading.tally.rows_used += len(named)
    children = union.children()
    reading.faults += _lists_absent(reading)
    reading.tally.check()
    return AnnexA(
        files=tuple(dict.fromkeys(table.file for table in given)),
        lists=_lists_read(reading),
        children=tuple(children),
        activities=tuple(reading.activities),
        conflicts=tuple(union.conflicts),
        unrecognised=reading.values.unrecognised(),
        faults=tuple(reading.faults),
        explained=tuple(reading.tally.explained),
        rows_in=reading.tally.rows_in,
        rows_used=reading.tally.rows_used,
    )


def _lists_read(reading: _Reading) -> tuple[ListRead, ...]:
    used = {id(sheet.table): sheet.used for sheet in reading.sheets}
    return tuple(
        ListRead(
            form.number, form.title, table.file, table.sheet, heading + 1,
            len(table.rows) - heading - 1, used.get(id(table), 0),
        )
        for form, table, heading in reading.found
    )  # fmt: skip


def _activities(sheet: Sheet, indexes: list[int]) -> list[Activity]:
    """The referrals, assessments or enquiries of one sheet."""
    kind, blank = _ACTIVITY[sheet.form.number], [""] * len(sheet.rows)
    nothing = [None] * len(sheet.rows)
    column = sheet.columns
    started, finished = column.get("started", nothing), column.get("finished", nothing)
    outcome, team, worker = (column.get(name, blank) for name in ("outcome", "team", "worker"))
    refs = column["ref"]
    return [
        Activity(
            kind, refs[at], started[at], finished[at], outcome[at], team[at], worker[at], sheet.place(at)
        )
        for at in indexes
    ]


def _lists_absent(reading: _Reading) -> list[Fault]:
    """One warning for each of Lists 6 to 9 that no sheet holds: its children or details will be missing."""
    there = {form.number for form, _, _ in reading.found}
    file = ", ".join(dict.fromkeys(table.file for _, table, _ in reading.found))
    return [
        Fault(
            file, "", None, "", f"List {number} ({LISTS[number].title}) is not in what was sent.", "warning"
        )
        for number in sorted(HELD - there)
    ]


def _no_list(given: list[Table]) -> Fault:
    file = ", ".join(dict.fromkeys(table.file for table in given))
    return Fault(
        file, "", None, "",
        "no sheet has the headings of an Annex A list. The headings, such as "
        "“Child Unique ID” and “CIN Start Date”, "
        "must stand in one of the first twelve rows.",
        "refused",
    )  # fmt: skip
