"""A folder or workbook of plain lists as the frames that ``measure`` takes. No database.

Headings are the names of ``docs/engine.md`` and of the scheme's own fields; those of Safeload's workbook mean the
same. Every fault is noted with file, sheet, row and column; with one fault nothing is measured.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from safeload.cli.cells import CellError, Reading, reading_for
from safeload.domain.scheme import Scheme
from safeload.imports.sources import workbook
from safeload.imports.sources.cells import is_nothing, text
from safeload.imports.sources.headings import plain
from safeload.imports.sources.records import Fault, RefusedError
from safeload.imports.sources.workbook import Table

LISTS = ("practitioners", "cases", "commitments", "tasks")
_ENDINGS = (".csv", ".xlsx", ".xls")
#: Headings of Safeload's own workbook and of other lists that mean the engine's columns.
_ALSO = {
    "staff id": "practitioner",
    "practitioner id": "practitioner",
    "held by": "practitioner",
    "id": "id",
    "case reference": "case",
    "reference": "case",
    "household reference": "household",
    "qualified date": "qualified",
    "date qualified": "qualified",
    "qualified on": "qualified",
    "start": "starts",
    "start date": "starts",
    "starts on": "starts",
    "end": "ends",
    "end date": "ends",
    "ends on": "ends",
    "full time equivalent": "fte",
    "hours a week": "weekly_hours",
    "contracted hours": "weekly_hours",
    "team name": "team",
    "newly qualified asye": "asye",
    "done by": "practitioner",
}


class BadInputError(Exception):
    """The lists cannot be measured; carries every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass
class Lists:
    """The four frames, and headings that nobody asked for."""

    practitioners: pl.DataFrame
    cases: pl.DataFrame
    commitments: pl.DataFrame
    tasks: pl.DataFrame | None
    unread: list[str] = field(default_factory=list)


def read_lists(path: str, scheme: Scheme) -> Lists:
    """Read a folder of lists or one workbook. Raises BadInputError with every fault found."""
    try:
        tables = _tables(Path(path))
    except RefusedError as refused:
        raise BadInputError([refused.fault]) from refused
    faults: list[Fault] = []
    unread: list[str] = []
    frames = {name: _frame(name, tables.get(name), scheme, faults, unread) for name in LISTS}
    if "practitioners" not in tables:
        faults.append(
            Fault(
                path,
                "",
                None,
                "",
                "there is no list called practitioners. "
                "Put practitioners.csv there, or a sheet Practitioners.",
                "refused",
            )
        )
    if not faults:
        _referring(frames, tables, faults)
    if faults:
        raise BadInputError(faults)
    given = {name: frame for name, (frame, _) in frames.items()}
    tasks = given["tasks"] if "tasks" in tables else None
    return Lists(given["practitioners"], given["cases"], given["commitments"], tasks, unread)


def _tables(path: Path) -> dict[str, Table]:
    """Each list's table: files by their names, sheets by theirs."""
    found: dict[str, Table] = {}
    if path.is_dir():
        for name in LISTS:
            for ending in _ENDINGS:
                file = path / f"{name}{ending}"
                if file.is_file() and name not in found:
                    found[name] = workbook.open_tables(file)[0]
        return found
    for table in workbook.open_tables(path):
        name = plain(table.sheet or path.stem)
        if name in LISTS:
            found[name] = table
    return found


def _heading(cell: Any, known: Collection[str]) -> str:
    """What a heading means: a column's own name, or words for it; "Scheme: x" and "x" are one."""
    written = text(cell).casefold()
    if written in known:
        return written
    words = plain(text(cell)).removeprefix("scheme ")
    return _ALSO.get(words, words.replace(" ", "_"))


def _frame(
    name: str, table: Table | None, scheme: Scheme, faults: list[Fault], unread: list[str]
) -> tuple[pl.DataFrame, list[int]]:
    """One list as a typed frame and its row numbers."""
    readings = reading_for(name, scheme)
    schema = {column: kind for reading in readings.values() for column, kind in reading.columns.items()}
    if table is None:
        return pl.DataFrame(schema={c: schema[c] for c in schema if c in _always(name)}), []
    at = next((n for n, row in enumerate(table.rows) if any(not is_nothing(cell) for cell in row)), None)
    if at is None:
        return pl.DataFrame(schema=schema), []
    known = {heading.casefold() for heading in readings}
    found = {
        _heading(cell, known): place
        for place, cell in reversed(list(enumerate(table.rows[at])))
        if not is_nothing(cell)
    }
    columns = _columns(name, table, readings, found, at, faults, unread)
    rows, numbers = [], []
    for number, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if all(is_nothing(cell) for cell in row):
            continue
        rows.append(_row(table, number, row, columns, readings, faults))
        numbers.append(number)
    present = {c: schema[c] for heading in columns for c in readings[heading].columns} if columns else {}
    return pl.DataFrame(rows, schema=present), numbers


def _always(name: str) -> set[str]:
    return {
        "practitioners": {"practitioner"},
        "cases": {"case", "practitioner", "household"},
        "commitments": {"practitioner", "kind"},
        "tasks": {"practitioner"},
    }[name]


def _columns(
    name: str,
    table: Table,
    readings: dict[str, Reading],
    found: dict[str, int],
    at: int,
    faults: list[Fault],
    unread: list[str],
) -> dict[str, int]:
    known = {heading.lower(): heading for heading in readings}
    columns = {known[heading]: place for heading, place in found.items() if heading in known}
    for heading, reading in readings.items():
        if reading.required and heading not in columns:
            faults.append(
                Fault(
                    table.file,
                    table.sheet,
                    at + 1,
                    heading,
                    "this column is missing. Add it, with this heading.",
                    "missing_column",
                )
            )
    unread += [f"{name}: {heading}" for heading in found if heading not in known]
    return columns


def _row(
    table: Table,
    number: int,
    row: Sequence[Any],
    columns: dict[str, int],
    readings: dict[str, Reading],
    faults: list[Fault],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for heading, place in columns.items():
        cell = row[place] if place < len(row) else ""
        try:
            values |= readings[heading].read(cell)
        except CellError as problem:
            faults.append(Fault(table.file, table.sheet, number, heading, str(problem), "value"))
    return values


def _referring(
    frames: dict[str, tuple[pl.DataFrame, list[int]]], tables: dict[str, Table], faults: list[Fault]
) -> None:
    """Who is named has to be in the list of practitioners; a post and a case-with-holder stand there once."""
    people = set(frames["practitioners"][0]["practitioner"].to_list())
    for name, column in (
        ("cases", "practitioner"),
        ("commitments", "practitioner"),
        ("tasks", "practitioner"),
        ("tasks", "owner"),
    ):
        frame, numbers = frames[name]
        if name not in tables or column not in frame.columns:
            continue
        for number, who in zip(numbers, frame[column].to_list(), strict=True):
            if who is not None and who not in people:
                message = f"{who} is not in the list of practitioners. Add a row there, or correct this one."
                faults.append(Fault(tables[name].file, tables[name].sheet, number, column, message, "value"))
    _once(frames, tables, "practitioners", ("practitioner", "post"), faults)
    _once(frames, tables, "cases", ("case", "practitioner"), faults)


def _once(
    frames: dict[str, tuple[pl.DataFrame, list[int]]],
    tables: dict[str, Table],
    name: str,
    keys: tuple[str, ...],
    faults: list[Fault],
) -> None:
    if name not in tables:
        return
    frame, numbers = frames[name]
    seen: dict[tuple[Any, ...], int] = {}
    rows = frame.select([key for key in keys if key in frame.columns]).rows()
    for number, row in zip(numbers, rows, strict=True):
        if row in seen:
            message = f"the same stands in row {seen[row]}. Take one of them out."
            faults.append(Fault(tables[name].file, tables[name].sheet, number, keys[0], message, "value"))
        seen.setdefault(row, number)
