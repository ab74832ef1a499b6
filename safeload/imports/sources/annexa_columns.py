"""One sheet of Annex A as columns of meanings.

Each column is read through a memory of the values met so far, because a list of ten thousand rows has a few hundred
different values a column: this is what keeps reading and checking within five times the bare opening of the file.
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
from safeload.imports.sources.records import Fault, Tally, listed, quoted
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
REFERENCE_CHARACTERS: Final = 64


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
    """A recognised sheet: its list, the index of its heading row, and its columns by field, all of one length."""

    form: ListForm
    table: Table
    heading_index: int
    columns: dict[str, list[Any]]
    used: int = 0

    @property
    def rows(self) -> list[Row]:
        """The rows below the headings."""
        return self.table.rows[self.heading_index + 1 :]

    def row_number(self, index: int) -> int:
        """The spreadsheet's number of the row at an index of the columns."""
        return self.heading_index + 2 + index

    def place(self, index: int) -> Place:
        """Where the row at an index of the columns stands."""
        return Place(self.form.number, self.table.file, self.table.sheet, self.row_number(index))


def read_sheet(
    form: ListForm, table: Table, heading_index: int, at: dict[str, int], values: ValueMap, on: datetime.date | None,
    faults: list[Fault],
) -> Sheet:  # fmt: skip
    """Read the columns of a sheet whose fields stand at the columns `at`. What cannot be read becomes a fault."""
    rows = table.rows[heading_index + 1 :]
    raw = _columns(rows, at)
    sheet = Sheet(form, table, heading_index, {})
    for field, column in raw.items():
        if field in {"age", "born", "-"}:
            continue
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
    except cells.BadCell:
        return UNREAD


def _count(cell: Any) -> object:
    try:
        return cells.count(cell)
    except cells.BadCell:
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


def _report(sheet: Sheet, field: str, column: list[Any], read: list[Any], values: ValueMap, faults: list[Fault]) -> None:
    """Turn unread cells into questions (codes) or faults (dates, numbers), and leave the values out.

    A cell of a row that names no child is not asked about: the row itself is explained.
    """
    for index, found in enumerate(read):
        if found is not UNREAD:
            continue
        row = sheet.row_number(index)
        if field in CODED:
            values.ask(CODED[field], column[index], sheet.table.sheet or sheet.table.file, row)
            read[index] = ""
        else:
            faults.append(_bad_cell(sheet, field, column[index], row))
            read[index] = None


def _bad_cell(sheet: Sheet, field: str, cell: Any, row: int) -> Fault:
    try:
        cells.day(cell) if field in DATES else cells.count(cell)
        reason = "cannot be read"
    except cells.BadCell as error:
        reason = str(error)
    then = "The child is counted as open." if field == "ended" else "It was left out."
    return Fault(
        sheet.table.file, sheet.table.sheet, row, sheet.form.heading(field), f"{quoted(cell)} {reason}. {then}", "warning"
    )


def explain_unnamed(sheet: Sheet, tally: Tally, faults: list[Fault]) -> list[int]:
    """Explain blank rows and rows that name no child; gives the indexes of the rows that do."""
    named: list[int] = []
    table = sheet.table
    for index, ref in enumerate(sheet.columns["ref"]):
        if ref and len(ref) <= REFERENCE_CHARACTERS and not _is_a_name(ref):
            named.append(index)
            continue
        row = sheet.row_number(index)
        if ref:
            what = "is longer than a reference" if len(ref) > REFERENCE_CHARACTERS else "looks like a person’s name"
            message = f"the child’s reference {what}. Give the case system’s number. The row was not used."
            faults.append(Fault(table.file, table.sheet, row, sheet.form.heading("ref"), message, "warning"))
            tally.explain(table.file, table.sheet, row, "not_a_reference", message)
        elif any(cell != "" for cell in table.rows[sheet.heading_index + 1 + index]):
            message = "the row has no Child Unique ID, so it cannot be told whose it is. It was not used."
            faults.append(Fault(table.file, table.sheet, row, sheet.form.heading("ref"), message, "warning"))
            tally.explain(table.file, table.sheet, row, "no_reference", message)
        else:
            tally.explain(table.file, table.sheet, row, "blank", "Blank row.")
    return named


def _is_a_name(ref: str) -> bool:
    """Two words or more, all of letters: a name stands where the number should."""
    words = ref.replace(",", " ").split()
    return len(words) > 1 and all(word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words)


def missing_columns(form: ListForm, at: dict[str, int]) -> str:
    """The sentence for needed headings that a sheet lacks; "" where it has all."""
    lacking = [form.heading(field) for field in form.needed if field not in at]
    if not lacking:
        return ""
    wanted = listed((f"“{heading}”" for heading in lacking), "and")
    return (
        f"this is List {form.number} ({form.title}) by its headings, but it has no column {wanted}. "
        "Add the heading as the Annex A template has it, and load the file again."
    )
