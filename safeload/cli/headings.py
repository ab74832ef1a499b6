"""Which column of a plain list is which, which stand twice, and what stands under no heading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from safeload.cli.cells import Reading
from safeload.imports.sources.cells import is_nothing, text
from safeload.imports.sources.headings import plain
from safeload.imports.sources.records import Fault, FaultKind, quoted
from safeload.imports.sources.workbook import Table

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


class Headings:
    """The columns of one list. Faults: one that is needed and missing, two of one name."""

    def __init__(
        self, name: str, table: Table, at: int, readings: Mapping[str, Reading], said: list[Fault]
    ) -> None:
        self.table, self.at = table, at
        self.places: dict[str, int] = {}
        self.unread: list[str] = []
        #: Columns that mean what an earlier one means: place → the heading that is used.
        self._again: dict[int, str] = {}
        self._unnamed = {place for place, cell in enumerate(table.rows[at]) if is_nothing(cell)}
        known = {heading.casefold(): heading for heading in readings}
        written: dict[str, str] = {}
        for place, cell in enumerate(table.rows[at]):
            if not is_nothing(cell):
                self._take(place, text(cell), known, written, said)
        for heading, reading in readings.items():
            if reading.required and heading not in self.places:
                said.append(
                    self._fault(
                        heading, "this column is missing. Add it, with this heading.", "missing_column"
                    )
                )

    def _take(
        self, place: int, cell: str, known: Mapping[str, str], written: dict[str, str], said: list[Fault]
    ) -> None:
        meant = _meaning(cell, known)
        heading = known.get(meant)
        if heading is None:
            self.unread.append(meant)
        elif heading not in self.places:
            self.places[heading], written[heading] = place, cell
        elif plain(written[heading]) == plain(cell):
            said.append(self._fault(cell, f"two columns are called {quoted(cell)}. Take one of them out."))
        else:
            self._again[place] = heading
            message = f"not read: the column {quoted(written[heading])} says the same."
            said.append(self._fault(cell, message, "warning"))

    def unused(self, number: int, row: Sequence[Any]) -> Iterator[Fault]:
        """Cells of a row that are not read: under no heading, or in a second column while the first is empty."""
        width = len(self.table.rows[self.at])
        for place, cell in enumerate(row):
            if is_nothing(cell):
                continue
            if place >= width or place in self._unnamed:
                message = f"not used: {quoted(cell)} stands under no heading."
                yield Fault(self.table.file, self.table.sheet, number, _letters(place), message, "warning")
            elif place in self._again and is_nothing(row[self.places[self._again[place]]]):
                used = text(self.table.rows[self.at][self.places[self._again[place]]])
                message = f"{quoted(cell)} is not read, and {quoted(used)} is empty. Fill that in."
                heading = text(self.table.rows[self.at][place])
                yield Fault(self.table.file, self.table.sheet, number, heading, message, "value")

    def _fault(self, column: str, message: str, kind: FaultKind = "value") -> Fault:
        return Fault(self.table.file, self.table.sheet, self.at + 1, column, message, kind)


def _meaning(cell: str, known: Collection[str]) -> str:
    """What a heading means: a column's own name, or words for it; "Scheme: x" and "x" are one."""
    if cell.casefold() in known:
        return cell.casefold()
    words = plain(cell).removeprefix("scheme ")
    return _ALSO.get(words, words.replace(" ", "_"))


def _letters(place: int) -> str:
    """A column as a spreadsheet names it: A, Z, AA."""
    found = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        found, place = chr(ord("A") + rest) + found, place - 1
    return found
