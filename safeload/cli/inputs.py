"""A folder or workbook of plain lists as the frames that ``measure`` takes. No database.

Headings are the names of ``docs/engine.md`` and of the scheme's own fields; those of Safeload's workbook mean the
same. Every fault is noted with file, sheet, row and column; with one fault nothing is measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from safeload.cli.cells import Reading, reading_for
from safeload.cli.checks import Read, checked
from safeload.cli.headings import Headings
from safeload.cli.hours import hours_column
from safeload.cli.statuses import settle
from safeload.cli.values import CellError
from safeload.domain.scheme import Scheme
from safeload.imports.sources import workbook
from safeload.imports.sources.cells import is_nothing, text
from safeload.imports.sources.headings import plain
from safeload.imports.sources.records import Fault, RefusedError
from safeload.imports.sources.workbook import Table

LISTS = ("practitioners", "cases", "commitments", "tasks")
_FILES = (*LISTS, "kinds")
_WORKBOOKS = (".xlsx", ".xls")
_ENDINGS = (".csv", *_WORKBOOKS)


class BadInputError(Exception):
    """The lists cannot be measured; carries every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass
class Lists:
    """The four frames, headings that nobody asked for, and whatever else is not used."""

    practitioners: pl.DataFrame
    cases: pl.DataFrame
    commitments: pl.DataFrame
    tasks: pl.DataFrame | None
    unread: list[str] = field(default_factory=list)
    #: What is not used, with its place and why.
    notes: list[Fault] = field(default_factory=list)
    #: Rows of the lists that were asked for besides, with their places.
    besides: dict[str, Read] = field(default_factory=dict)


Columns = Mapping[str, Mapping[str, Reading]]


def read_lists(path: str, scheme: Scheme, also: Columns | None = None) -> Lists:
    """Read a folder of lists or one workbook. Raises BadInputError with every fault found.

    ``also``: by list, columns beside those that are measured; lists that are not measured come back as rows.
    """
    also = also or {}
    try:
        tables = _tables(Path(path), (*_FILES, *(name for name in also if name not in _FILES)))
    except RefusedError as refused:
        raise BadInputError([refused.fault]) from refused
    said: list[Fault] = []
    unread: list[str] = []
    read = {
        name: _rows(name, table, _readings(name, scheme, also), scheme, said, unread)
        for name, table in tables.items()
        if name in LISTS or name in also
    }
    if "practitioners" not in tables:
        said.append(Fault(path, "", None, "", _NO_PRACTITIONERS, "refused"))
    if not any(fault.blocking for fault in said):
        rows = {
            name: Read(tables[name], found, numbers)
            for name, (found, numbers, _) in read.items()
            if name in LISTS
        }
        kinds = {"kinds": _kinds(tables["kinds"])} if "kinds" in tables else {}
        said += checked({**rows, **kinds}, scheme)
    if any(fault.blocking for fault in said):
        raise BadInputError([fault for fault in said if fault.blocking])
    frames = {
        name: _frame(name, *read[name], scheme) if name in read else _none(name, scheme) for name in LISTS
    }
    tasks = frames["tasks"] if "tasks" in tables else None
    besides = {
        name: Read(tables[name], rows, numbers) for name, (rows, numbers, _) in read.items() if name in also
    }
    return Lists(
        frames["practitioners"], frames["cases"], frames["commitments"], tasks, unread, said, besides
    )


def _readings(name: str, scheme: Scheme, also: Columns) -> dict[str, Reading]:
    return {**(reading_for(name, scheme) if name in LISTS else {}), **also.get(name, {})}


_NO_PRACTITIONERS = (
    "there is no list called practitioners. Put practitioners.csv there, or a sheet Practitioners."
)


def _tables(path: Path, names: Sequence[str]) -> dict[str, Table]:
    """Each list's table: files by their names, sheets by theirs."""
    found: dict[str, Table] = {}
    if path.is_dir():
        for name in names:
            for ending in _ENDINGS:
                file = path / f"{name}{ending}"
                if file.is_file() and name not in found:
                    found[name] = workbook.open_tables(file)[0]
        return found
    tables = workbook.open_tables(path)
    if path.suffix.lower() in _WORKBOOKS and not tables[0].sheet:
        message = "it is text and no workbook. Save it as a workbook, or call it .csv."
        raise RefusedError(Fault(path.name, "", None, "", message, "refused"))
    for table in tables:
        name = plain(table.sheet or path.stem)
        if name in names:
            found[name] = table
    return found


def _rows(
    name: str,
    table: Table,
    readings: dict[str, Reading],
    scheme: Scheme,
    said: list[Fault],
    unread: list[str],
) -> tuple[list[dict[str, Any]], list[int], dict[str, Any]]:
    """The rows of one list as its frame holds them, their numbers, and the frame's columns with their types."""
    schema = {column: kind for reading in readings.values() for column, kind in reading.columns.items()}
    at = next((n for n, row in enumerate(table.rows) if any(not is_nothing(cell) for cell in row)), None)
    if at is None:
        return [], [], schema
    columns = Headings(name, table, at, readings, said)
    unread += [f"{name}: {heading}" for heading in columns.unread]
    rows, numbers = [], []
    for number, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if all(is_nothing(cell) for cell in row):
            continue
        said += columns.unused(number, row)
        values = _finished(_row(table, number, row, columns.places, readings, said))
        if name == "cases" and not settle(values, scheme):
            message = "not used: the list says that the case is closed."
            said.append(Fault(table.file, table.sheet, number, "", message, "warning"))
            continue
        rows.append(values)
        numbers.append(number)
    present = {c: schema[c] for heading in columns.places for c in readings[heading].columns}
    return rows, numbers, present


def _finished(values: dict[str, Any]) -> dict[str, Any]:
    """What one cell says for another: a percent sign is a unit."""
    if values.pop("percent sign", False) and values.get("unit") is None:
        values["unit"] = "percent"
    return values


def _frame(
    name: str, rows: list[dict[str, Any]], numbers: list[int], present: dict[str, Any], scheme: Scheme
) -> pl.DataFrame:
    if name == "tasks" and "practitioner" not in present:  # all of them only relieve their owners
        present = present | {"practitioner": pl.String}
    if name != "practitioners" or "weekly_hours" not in present:
        return pl.DataFrame(rows, schema=present)
    hours = hours_column(rows, scheme)
    return pl.DataFrame(rows, schema=present).with_columns(hours)


def _none(name: str, scheme: Scheme) -> pl.DataFrame:
    """A list that nobody gave."""
    readings = reading_for(name, scheme)
    schema = {column: kind for reading in readings.values() for column, kind in reading.columns.items()}
    return pl.DataFrame(schema={column: schema[column] for column in schema if column in _always(name)})


def _kinds(table: Table) -> Read:
    """The words for commitments that an installation uses, whether or not this scheme counts them."""
    rows = [{"kind": text(row[0])} for row in table.rows[1:] if row]
    return Read(table, rows, list(range(2, len(table.rows) + 1)))


def _always(name: str) -> set[str]:
    return {
        "practitioners": {"practitioner"},
        "cases": {"case", "practitioner", "household"},
        "commitments": {"practitioner", "kind"},
        "tasks": {"practitioner"},
    }[name]


def _row(
    table: Table,
    number: int,
    row: Sequence[Any],
    columns: dict[str, int],
    readings: dict[str, Reading],
    said: list[Fault],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for heading, place in columns.items():
        cell = row[place] if place < len(row) else ""
        try:
            values |= readings[heading].read(cell)
        except CellError as problem:
            said.append(Fault(table.file, table.sheet, number, heading, str(problem), "value"))
    return values
