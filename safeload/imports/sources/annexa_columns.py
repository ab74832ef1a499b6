"""One sheet of Annex A as columns of meanings.

Each column is read through a memory of the values met so far, because a list of ten thousand rows has a few
hundred different values a column: this is what keeps reading and checking within five times the bare
opening of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from safeload.imports import codes, names
from safeload.imports.sources import cells
from safeload.imports.sources.annexa_lists import ListForm
from safeload.imports.sources.annexa_model import Place
from safeload.imports.sources.records import Fault, quoted
from safeload.imports.sources.workbook import Row, Table
from safeload.imports.values import ValueMap

CODED: dict[str, codes.CodeList] = {
    "status": codes.CASE_STATUS,
    "legal_status": codes.LEGAL_STATUS,
    "need": codes.NEED,
    "abuse": codes.ABUSE,
    "first_abuse": codes.ABUSE,
    "disability": codes.DISABILITY,
    "uasc": codes.YES_NO_UNKNOWN,
    "out_of_area": codes.OUT_OF_AREA,
    "eligibility": codes.ELIGIBILITY,
    "outcome": codes.YES_NO_UNKNOWN,
}
DATES: Final = frozenset(
    {"start", "plan_start", "care_start", "last_visit", "last_review", "ended", "started", "finished"}
)


class _Unread:
    """Stands in a column where a cell could not be read."""


UNREAD: Final = _Unread()


class _Memory(dict[Any, Any]):
    """A reading remembered by the cell's value: each different value is read once."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        found = self[cell] = self._read(cell)
        return found


@dataclass(slots=True)
class Sheet:
    """A recognised sheet: its list, the index of its heading row, and its columns by field, all of one
    length."""

    form: ListForm
    table: Table
    heading_index: int
    columns: dict[str, list[Any]]
    used: int = 0

    @property
    def rows(self) -> Sequence[Row]:
        """The rows below the headings."""
        return self.table.rows[self.heading_index + 1 :]

    def row_number(self, index: int) -> int:
        """The spreadsheet's number of the row at an index of the columns."""
        return self.heading_index + 2 + index

    def place(self, index: int) -> Place:
        """Where the row at an index of the columns stands."""
        return Place(self.form.number, self.table.file, self.table.sheet, self.row_number(index))


def read_sheet(
    form: ListForm,
    table: Table,
    heading_index: int,
    at: dict[str, int],
    values: ValueMap,
    on: datetime.date | None,
    faults: list[Fault],
) -> Sheet:
    """Read the columns of a sheet whose fields stand at the columns `at`. What cannot be read becomes a
    fault."""
    rows = table.rows[heading_index + 1 :]
    raw = _columns(rows, at)
    sheet = Sheet(form, table, heading_index, {})
    # References and end dates first: nobody is asked about the cells of a closed case or of a row without a
    # child.
    for field in sorted(
        raw.keys() - {"age", "born", "-"}, key=lambda one: (one not in {"ref", "ended"}, one)
    ):
        column = raw[field]
        memory = _Memory(_reading(field, values))
        read = [memory[cell] for cell in column]
        if UNREAD in memory.values():
            _report(sheet, field, column, read, values, faults)
        sheet.columns[field] = read
    sheet.columns["age_band"] = _age_bands(raw, len(rows), on)
    return sheet


def _columns(rows: Sequence[Row], at: dict[str, int]) -> dict[str, list[Any]]:
    """The cells of each known column; a row that ends early is blank from there on."""
    columns: dict[str, list[Any]] = {}
    width = min((len(row) for row in rows), default=0)
    for field, place in at.items():
        if place < width:
            columns[field] = [row[place] for row in rows]
        else:
            columns[field] = [row[place] if place < len(row) else "" for row in rows]
    return columns


def _reading(field: str, values: ValueMap) -> Callable[[Any], Any]:
    """How the cells of a field are read."""
    if field in CODED:
        return lambda cell: _or_unread(values.code(CODED[field], cell))
    if field in DATES:
        return _day
    if field == "missing":
        return _count
    if field in {"worker", "adviser"}:
        return lambda cell: "" if names.is_nobody(cells.text(cell)) else cells.text(cell)
    if field == "ref":
        return cells.text
    return lambda cell: "" if cells.is_nothing(cell) else cells.text(cell)


def _or_unread(code: str | None) -> object:
    return UNREAD if code is None else code


def _day(cell: Any) -> object:
    try:
        return cells.day(cell)
    except cells.BadCellError:
        return UNREAD


def _count(cell: Any) -> object:
    try:
        return cells.count(cell)
    except cells.BadCellError:
        return UNREAD


def _age_bands(raw: dict[str, list[Any]], rows: int, on: datetime.date | None) -> list[str]:
    """Age bands; the ages and dates of birth they came from are kept nowhere."""
    ages, births = raw.get("age"), raw.get("born")
    if ages is not None and (on is None or births is None):
        memory = _Memory(lambda age: cells.age_band(age, "", None))
        return [memory[age] for age in ages]
    pairs = zip(ages or [""] * rows, births or [""] * rows, strict=True)
    both = _Memory(lambda pair: cells.age_band(pair[0], pair[1], on))
    return [both[pair] for pair in pairs]


def _report(
    sheet: Sheet, field: str, column: list[Any], read: list[Any], values: ValueMap, faults: list[Fault]
) -> None:
    """Turn unread cells into questions (codes) or faults (dates, numbers), and leave the values out.

    A cell of a row that names no child, or of a closed case, is not asked about: the row itself is explained.
    """
    refs, ends = sheet.columns.get("ref"), sheet.columns.get("ended")
    for index, found in enumerate(read):
        if found is not UNREAD:
            continue
        read[index] = "" if field in CODED else None
        if (refs and not refs[index]) or (ends and ends[index] is not None):
            continue
        row = sheet.row_number(index)
        if field in CODED:
            values.ask(CODED[field], column[index], sheet.table.sheet or sheet.table.file, row)
        else:
            faults.append(_bad_cell(sheet, field, column[index], row))


def _bad_cell(sheet: Sheet, field: str, cell: Any, row: int) -> Fault:
    try:
        cells.day(cell) if field in DATES else cells.count(cell)
        reason = "cannot be read"
    except cells.BadCellError as error:
        reason = str(error)
    then = "The child is counted as open." if field == "ended" else "It was left out."
    return Fault(
        sheet.table.file,
        sheet.table.sheet,
        row,
        sheet.form.heading(field),
        f"{quoted(cell)} {reason}. {then}",
        "warning",
    )
