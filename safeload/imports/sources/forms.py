"""Reads a list whose columns Safeload has laid down itself: practitioners, commitments, cases, tasks.

A form says which columns there are, which headings mean them and what a cell must be. The same form writes
the template's headings and guidance (`template`), so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from safeload.imports.codes import CodeList
from safeload.imports.sources import cells, headings
from safeload.imports.sources.records import Fault, Tally, listed, quoted
from safeload.imports.sources.workbook import Table
from safeload.imports.values import ValueMap

#: Plain beginning of the headings that carry a scheme's own fields (“Scheme: intervention”).
SCHEME_COLUMNS = "scheme "

Kind = Literal["text", "date", "amount", "count", "code"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its published heading, what it holds, other headings that mean it.

    `least` and `most` bound an amount. A needed column must be there, and filled in every row.
    """

    field: str
    heading: str
    kind: Kind = "text"
    also: tuple[str, ...] = ()
    needed: bool = False
    codes: CodeList | None = None
    least: int | None = None
    most: int | None = None
    #: A code column whose unknown values cannot wait for an answer: an amount means nothing without its unit.
    strict: bool = False
    guidance: str = ""
    example: Any = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A list of ours: what it is called, its columns, and of which fields at least one must be filled in a
    row."""

    name: str
    columns: tuple[Column, ...]
    one_of: tuple[str, ...]

    def synonyms(self) -> dict[str, str]:
        """Plain heading → field, for the published headings and all others that mean the same."""
        known: dict[str, str] = {}
        for column in self.columns:
            for heading in (column.heading, *column.also):
                known.setdefault(headings.plain(heading), column.field)
        return known

    def column(self, name: str) -> Column:
        """The column that fills a field."""
        return next(column for column in self.columns if column.field == name)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row that can be used: its number in the spreadsheet, the values by field, a scheme's own fields as
    written."""

    row: int
    values: Mapping[str, Any]
    scheme: Mapping[str, Any]


@dataclass(slots=True)
class FormReading:
    """The rows of one sheet and what was found while reading them."""

    table: Table
    rows: list[FormRow] = field(default_factory=list)
    heading_row: int = 0


def looks_like(form: Form, table: Table) -> int:
    """How many of a form's columns a table's best heading row names."""
    found = headings.find(table.rows, lambda words: len(headings.places(words, form.synonyms())))
    return 0 if found is None else len(headings.places(found[1], form.synonyms()))


def read(form: Form, table: Table, values: ValueMap, tally: Tally, faults: list[Fault]) -> FormReading:
    """Read a sheet by its form. Rows with a fault are explained and not used; `tally` and `faults` are
    added to.

    Columns whose headings begin with “Scheme:” are passed on as written, by what follows in the heading.
    """
    reading = FormReading(table)
    tally.rows_in += len(table.rows)
    synonyms = form.synonyms()
    found = headings.find(table.rows, lambda words: len(headings.places(words, synonyms)))
    at = headings.places(found[1], synonyms) if found else {}
    lacking = _lacking(form, at)
    if found is None or lacking:
        place = found[0] + 1 if found else 1
        faults.append(
            Fault(table.file, table.sheet, place, "", lacking or _no_headings(form), "missing_column")
        )
        tally.explain(
            table.file, table.sheet, 1, "missing_column", "A needed column is missing.", len(table.rows)
        )
        return reading
    index, words = found
    reading.heading_row = index + 1
    tally.explain(table.file, table.sheet, 1, "heading", "Title or headings.", index + 1)
    extra = {
        column: _scheme_field(str(table.rows[index][column]))
        for column, word in enumerate(words)
        if word.startswith(SCHEME_COLUMNS)
    }
    _say_what_is_not_kept(table, index, words, {*at.values(), *extra}, faults)
    for offset, row in enumerate(table.rows[index + 1 :], index + 2):
        _take(form, reading, offset, row, at, extra, values, tally, faults)
    return reading


def _scheme_field(heading: str) -> str:
    return heading.partition(":")[2].strip() or heading.strip()


def _lacking(form: Form, at: Mapping[str, int]) -> str:
    missing = [column.heading for column in form.columns if column.needed and column.field not in at]
    if missing:
        return (
            f"the {form.name} list needs a column "
            f"{listed((quoted(one) for one in missing), 'and')}. Add it and load the file again."
        )
    if not any(name in at for name in form.one_of):
        wanted = listed(quoted(form.column(name).heading) for name in form.one_of)
        return f"the {form.name} list needs a column {wanted}. Add it and load the file again."
    return ""


def _no_headings(form: Form) -> str:
    return f"no row has the headings of the {form.name} list. Take them from Safeload’s template."


def _say_what_is_not_kept(
    table: Table, index: int, words: Sequence[str], kept: set[int], faults: list[Fault]
) -> None:
    for column, word in enumerate(words):
        if word and column not in kept:
            heading = str(table.rows[index][column])
            message = "Safeload has no use for this column and does not keep it."
            faults.append(Fault(table.file, table.sheet, index + 1, heading, message, "warning"))


def _take(
    form: Form, reading: FormReading, number: int, row: Sequence[Any], at: Mapping[str, int],
    extra: Mapping[int, str], values: ValueMap, tally: Tally, faults: list[Fault],
) -> None:  # fmt: skip
    table = reading.table
    if all(cells.is_nothing(cell) for cell in row):
        tally.explain(table.file, table.sheet, number, "blank", "Blank row.")
        return
    read: dict[str, Any] = {
        column.field: "" if column.kind in {"text", "code"} else None for column in form.columns
    }
    wrong = []
    for name, place in at.items():
        column = form.column(name)
        cell = row[place] if place < len(row) else ""
        try:
            read[name] = _cell(column, cell, values, table, number)
        except cells.BadCellError as error:
            wrong.append(
                Fault(table.file, table.sheet, number, column.heading, f"{quoted(cell)} {error}.", "value")
            )
    if not wrong and not any(read[name] for name in form.one_of):
        wanted = listed(quoted(form.column(name).heading) for name in form.one_of)
        wrong.append(Fault(table.file, table.sheet, number, "", f"the row has no {wanted}.", "value"))
    if wrong:
        faults += wrong
        tally.explain(table.file, table.sheet, number, "fault", wrong[0].message)
        return
    passed_on = {
        heading: row[place] for place, heading in extra.items() if place < len(row) and row[place] != ""
    }
    reading.rows.append(FormRow(number, read, passed_on))


def _cell(column: Column, cell: Any, values: ValueMap, table: Table, row: int) -> Any:
    """One cell as its column says; raises BadCellError."""
    if column.needed and cells.is_nothing(cell):
        raise cells.BadCellError("stands where a value is needed")
    if column.kind == "date":
        return cells.day(cell)
    if column.kind == "count":
        return cells.count(cell)
    if column.kind == "amount":
        return _bounded(column, cells.amount(cell))
    if column.codes is not None:
        code = values.code(column.codes, cell)
        if code is None and column.strict:
            raise cells.BadCellError(f"is not one of: {listed(column.codes.labels.values())}")
        if code is None:
            values.ask(column.codes, cell, table.sheet or table.file, row)
        return code or ""
    return "" if cells.is_nothing(cell) else cells.text(cell)


def _bounded(column: Column, number: Any) -> Any:
    if number is not None and column.least is not None and number < column.least:
        raise cells.BadCellError(
            "is negative" if column.least == 0 and number < 0 else f"is less than {column.least}"
        )
    if number is not None and column.most is not None and number > column.most:
        raise cells.BadCellError(f"is more than {column.most}")
    return number


def refuse_row(
    reading: FormReading, row: FormRow, column: str, message: str, tally: Tally, faults: list[Fault]
) -> None:
    """Explain a row that its cells allow and its meaning does not: a fault that stops the import."""
    table = reading.table
    faults.append(Fault(table.file, table.sheet, row.row, column, message, "value"))
    tally.explain(table.file, table.sheet, row.row, "fault", message)
