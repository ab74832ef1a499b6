"""Reads commitments: leave, duties, adjustments. What, how much, from when to when; never why.

A column “Reason” or “Notes” is not read beyond its heading: why somebody's load was adjusted is theirs to
share (rules 5.2), and a file is no safe place for it.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, field
from decimal import Decimal

from safeload.imports.sources import cells, forms, workbook
from safeload.imports.sources.forms import FormReading, FormRow
from safeload.imports.sources.records import Explained, Fault, Tally
from safeload.imports.sources.staff_forms import COMMITMENTS as FORM
from safeload.imports.sources.workbook import Table
from safeload.imports.values import Settled, Unrecognised, ValueMap

#: The most that a commitment may be, by its unit; ``safeload measure`` holds to the same.
MOST = {"hours": Decimal(168), "percent": Decimal(100), "points": Decimal(1000)}
_SEALED = (
    "Reasons are not kept. Nothing in this column was read; remove it from the file before it is sent on."
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment: `amount` in hours a week, per cent of capacity (20 is a fifth) or points."""

    staff_id: str
    name: str
    kind: str
    amount: Decimal
    unit: str
    starts: datetime.date | None
    ends: datetime.date | None
    review: datetime.date | None
    row: int


@dataclass(slots=True)
class Commitments:
    """The whole reading. `rows_in == rows_used + rows_explained` has been checked."""

    commitments: list[Commitment] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unrecognised: tuple[Unrecognised, ...] = ()
    tally: Tally = field(default_factory=Tally)

    @property
    def explained(self) -> list[Explained]:
        """The rows that were not used, each with its reason."""
        return self.tally.explained


def read(path: str | os.PathLike[str], settled: Settled | None = None) -> Commitments:
    """Read a file of commitments. Raises RefusedError where it cannot be opened."""
    values, result = ValueMap(settled or {}), Commitments()
    tables = workbook.open_tables(path)
    chosen = [table for table in tables if forms.looks_like(FORM, table) >= 4] or tables[:1]
    for table in tables:
        if table in chosen:
            read_table(table, values, result)
        else:
            result.tally.rows_in += len(table.rows)
            message = "The sheet has no headings of a list of commitments."
            result.tally.explain(table.file, table.sheet, 1, "not_a_list", message, len(table.rows))
    result.unrecognised = values.unrecognised()
    result.tally.check()
    return result


def read_table(table: Table, values: ValueMap, result: Commitments) -> None:
    """Read one sheet into `result`."""
    before = len(result.faults)
    reading = forms.read(FORM, table, values, result.tally, result.faults)
    result.faults[before:] = [_sealed(fault) for fault in result.faults[before:]]
    for row in reading.rows:
        _take(row, reading, result)


def _sealed(fault: Fault) -> Fault:
    """Say of a column of reasons that it was not read, instead of the general sentence."""
    words = fault.column.casefold()
    if fault.kind == "warning" and any(
        word in words for word in ("reason", "note", "comment", "detail", "diagnosis")
    ):
        return Fault(fault.file, fault.sheet, fault.row, fault.column, _SEALED, "warning")
    return fault


def _take(row: FormRow, reading: FormReading, result: Commitments) -> None:
    values = row.values
    try:
        amount, unit = _amount(values["amount"], values["unit"])
    except cells.BadCellError as error:
        forms.refuse_row(reading, row, "Amount", f"the amount {error}.", result.tally, result.faults)
        return
    if values["starts"] and values["ends"] and values["ends"] < values["starts"]:
        sentence = "the commitment ends before it starts."
        forms.refuse_row(reading, row, "Ends", sentence, result.tally, result.faults)
        return
    result.tally.rows_used += 1
    result.commitments.append(
        Commitment(
            values["staff_id"],
            values["name"],
            values["kind"],
            amount,
            unit,
            values["starts"],
            values["ends"],
            values["review"],
            row.row,
        )
    )


def _amount(written: str, unit: str) -> tuple[Decimal, str]:
    """Amount and unit: “20%” is 20 per cent, and so is a cell formatted as per cent (0.2); hours where no
    unit is given."""
    amount = cells.amount(written)
    if amount is None:
        raise cells.BadCellError("is missing")
    percent_sign = written.endswith("%")
    if percent_sign and unit in {"hours", "points"}:
        raise cells.BadCellError(f"is a percentage, but its unit is {unit}")
    if percent_sign or (unit == "percent" and 0 < amount < 1):
        amount, unit = amount * 100, "percent"
    unit = unit or "hours"
    if amount < 0:
        raise cells.BadCellError("is negative")
    if amount > MOST[unit]:
        raise cells.BadCellError(f"is more than {MOST[unit]} {'per cent' if unit == 'percent' else unit}")
    return amount, unit
