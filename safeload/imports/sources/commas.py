"""Reads .csv text as spreadsheet programs and reporting tools write it."""

from __future__ import annotations

import csv
import io

from safeload.imports.sources import limits

_FIELD_CHARACTERS = 32_767  # the most that a spreadsheet cell holds
_SEPARATORS = (",", ";", "\t", "|")


class NotTextError(ValueError):
    """The bytes are not text."""


class TooLargeError(ValueError):
    """More rows, columns or characters than are read; the text is the end of a sentence."""


def rows(content: bytes) -> list[list[str]]:
    """The rows of a .csv, all cells as text, none dropped. Encoding and separator are told from the text.

    Raises NotTextError or TooLargeError.
    """
    text = _text(content)
    csv.field_size_limit(_FIELD_CHARACTERS)
    found: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            found.append(row)
            cells += len(row)
            if len(found) > limits.ROWS or len(row) > limits.COLUMNS or cells > limits.CELLS:
                raise TooLargeError(
                    f"it has more than {limits.ROWS:,} rows or {limits.COLUMNS:,} columns. "
                    "Send the list in parts."
                )
    except csv.Error as error:
        raise TooLargeError(
            f"near line {len(found) + 1} a cell never ends or has more than "
            f"{_FIELD_CHARACTERS:,} characters. "
            "Look for a quotation mark without its partner."
        ) from error
    return found


def _text(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Excel on Windows writes the old code page when asked for plain “CSV”.
    encodings = ("utf-16",) if wide else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise NotTextError


def _is_text(text: str) -> bool:
    control = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13))
    return control == 0


def _separator(text: str) -> str:
    """The separator that the first filled line uses most; a comma where it uses none."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    counts = {mark: line.count(mark) for mark in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda mark: counts[mark])
    return best if counts[best] else ","
