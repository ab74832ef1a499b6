"""Which rows of a list speak of a child, and which columns a list cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safeload.imports.sources.annexa_columns import Sheet
from safeload.imports.sources.annexa_lists import ListForm
from safeload.imports.sources.records import Fault, Tally, listed

REFERENCE_CHARACTERS: Final = 64


def speaks_of_a_child(ref: str) -> bool:
    """True where a cell can be a child's reference: not blank, not too long, not a person's name."""
    return bool(ref) and len(ref) <= REFERENCE_CHARACTERS and not _is_a_name(ref)


def explain_unnamed(sheet: Sheet, tally: Tally, faults: list[Fault]) -> list[int]:
    """Explain blank rows and rows that name no child; gives the indexes of the rows that do."""
    named: list[int] = []
    table = sheet.table
    for index, ref in enumerate(sheet.columns["ref"]):
        if speaks_of_a_child(ref):
            named.append(index)
            continue
        row = sheet.row_number(index)
        if ref:
            what = (
                "is longer than a reference"
                if len(ref) > REFERENCE_CHARACTERS
                else "looks like a person’s name"
            )
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
    return len(words) > 1 and all(
        word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words
    )


def missing_columns(form: ListForm, at: Mapping[str, int]) -> str:
    """The sentence for needed headings that a sheet lacks; "" where it has all."""
    lacking = [form.heading(field) for field in form.needed if field not in at]
    if not lacking:
        return ""
    wanted = listed((f"“{heading}”" for heading in lacking), "and")
    return (
        f"this is List {form.number} ({form.title}) by its headings, but it has no column {wanted}. "
        "Add the heading as the Annex A template has it, and load the file again."
    )
