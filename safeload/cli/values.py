"""How a cell of the plain lists is read: text, days, numbers, yes and no, codes; else a sentence saying what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from safeload.domain.quantity import DATA_PLACES, DATA_UNIT, NotANumber, hundredths, plain
from safeload.domain.scheme import Field
from safeload.imports.sources import cells
from safeload.imports.sources.records import listed, quoted

_YES = {"yes", "y", "true", "1", "a yes", "x"}
_NO = {"no", "n", "false", "0", "b no"}


class CellError(ValueError):
    """A cell that cannot be read as what its column is for; the text says what to do."""


def text(cell: Any) -> str | None:
    """One line of text; None where there is nothing."""
    return None if cells.is_nothing(cell) else cells.text(cell)


def day(cell: Any) -> Any:
    """A date; None where there is nothing."""
    try:
        return cells.day(cell)
    except cells.BadCellError as problem:
        raise CellError(f"{quoted(cell)} {problem}.") from problem


def reference(cell: Any) -> str:
    """A reference, which may not be missing."""
    value = text(cell)
    if value is None:
        raise CellError("the cell is empty. Fill it in, or take the row out.")
    return value


def number(lowest: Fraction | None, highest: Fraction | None) -> Callable[[Any], int | None]:
    """Numbers as whole hundredths, within their range."""

    def read(cell: Any) -> int | None:
        try:
            value = cells.amount(cell)
            scaled = None if value is None else hundredths(value)
        except (cells.BadCellError, NotANumber) as problem:
            raise CellError(
                f"{quoted(cell)} is no number with at most {DATA_PLACES} decimal places. Correct it."
            ) from problem
        if scaled is None:
            return None
        if (lowest is not None and scaled < lowest * DATA_UNIT) or (
            highest is not None and scaled > highest * DATA_UNIT
        ):
            raise CellError(f"{quoted(cell)} is {_bounds(lowest, highest)}. Correct it.")
        return scaled

    return read


def _bounds(lowest: Fraction | None, highest: Fraction | None) -> str:
    if highest is None:
        return f"less than {plain(lowest or Fraction(0))}"
    return f"outside {plain(lowest or Fraction(0))} to {plain(highest)}"


def yes_no(cell: Any) -> bool | None:
    """Yes or no; None where there is nothing."""
    word = text(cell)
    if word is None:
        return None
    spoken = re.sub(r"[^a-z0-9 ]", "", word.casefold())
    if spoken in _YES | _NO:
        return spoken in _YES
    raise CellError(f"{quoted(cell)} is neither yes nor no. Write yes or no.")


def one_code(cell: Any, spec: Field) -> str | None:
    """One code of a field, by itself or by its title."""
    word = text(cell)
    if word is None:
        return None
    for code, title in spec.codes.items():
        if word.casefold() in (code.casefold(), title.casefold()):
            return code
    raise CellError(f"{quoted(cell)} is none of {listed(spec.codes)}. Use one of these codes.")


def several_codes(cell: Any, spec: Field) -> dict[str, bool | None]:
    """Several codes in one cell, as a flag for each."""
    word = text(cell)
    if word is None:
        return {f"{spec.name}.{code}": None for code in spec.codes}
    found = {one_code(part, spec) for part in re.split(r"[;,+|]", word) if part.strip()}
    return {f"{spec.name}.{code}": code in found for code in spec.codes}
