"""What every reader gives back besides its rows: faults, explained rows, and a count that must add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal["refused", "missing_column", "value", "conflict", "warning"]

#: Kinds that stop an import: nothing is kept until the file is put right.
BLOCKING: frozenset[str] = frozenset({"refused", "missing_column", "value"})

#: The most characters of a cell that a message repeats.
QUOTED = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file, and where. `row` is the row number as the spreadsheet shows it."""

    file: str
    sheet: str
    row: int | None
    column: str
    message: str
    kind: FaultKind

    @property
    def blocking(self) -> bool:
        """True where nothing may be imported until this is put right."""
        return self.kind in BLOCKING

    def __str__(self) -> str:
        """One sentence with the place in front of it, for a terminal or a log."""
        where = [self.file]
        if self.sheet:
            where.append(f"sheet “{self.sheet}”")
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column “{self.column}”")
        return f"{', '.join(where)}: {self.message}"


class RefusedError(Exception):
    """A file that cannot be read at all. Carries the one fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class RowsLostError(Exception):
    """Rows in differ from rows used plus rows explained: a defect of the reader, never of the file."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Rows that were read and not used, with the reason; `first_row` to `last_row` inclusive."""

    file: str
    sheet: str
    first_row: int
    last_row: int
    kind: str
    message: str

    @property
    def rows(self) -> int:
        """How many rows this explains."""
        return self.last_row - self.first_row + 1


@dataclass(slots=True)
class Tally:
    """Counts rows in, used and explained for one file or one set of files."""

    rows_in: int = 0
    rows_used: int = 0
    explained: list[Explained] = field(default_factory=list)

    @property
    def rows_explained(self) -> int:
        """How many rows were read and not used, each with its reason."""
        return sum(entry.rows for entry in self.explained)

    def explain(
        self, file: str, sheet: str, row: int, kind: str, message: str, last_row: int | None = None
    ) -> None:
        """Record rows not used. Neighbouring rows with the same reason are kept as one entry."""
        end = row if last_row is None else last_row
        if end < row:
            return
        if self.explained:
            before = self.explained[-1]
            same = (before.file, before.sheet, before.kind, before.message) == (file, sheet, kind, message)
            if same and before.last_row == row - 1:
                self.explained[-1] = Explained(file, sheet, before.first_row, end, kind, message)
                return
        self.explained.append(Explained(file, sheet, row, end, kind, message))

    def check(self) -> None:
        """Raise RowsLostError unless every row that came in was used or explained."""
        if self.rows_in != self.rows_used + self.rows_explained:
            raise RowsLostError(
                f"{self.rows_in} rows in, {self.rows_used} used, {self.rows_explained} "
                "explained: they do not add up."
            )


def quoted(value: object) -> str:
    """A cell as a message may repeat it: one line, at most sixty characters, in quotation marks."""
    whole = isinstance(value, float) and value.is_integer()
    text = " ".join(str(int(value) if isinstance(value, float) and whole else value).split())
    if len(text) > QUOTED:
        text = text[: QUOTED - 1] + "…"
    return f"“{text}”"


def listed(words: Iterable[str], joining: str = "or") -> str:
    """“a, b or c”: a list as a sentence says it."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joining} {items[-1]}"
