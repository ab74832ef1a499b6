"""Headings as people write them, brought to one form, and the row of a sheet that holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

#: Headings stand within the first rows, below a title, a blank row or a note.
SEARCHED_ROWS = 12

_PIVOT = re.compile(r"^(sum|count|max|min|average) of (?=\S)")
_YES_NO = re.compile(r" y n$")
_NOT_WORDS = re.compile(r"[^a-z0-9%]+")
_APOSTROPHES = re.compile(r"['‘’‛`´]")


def plain(heading: object) -> str:
    """Lower case, words with one space between: “Child's  Legal Status (Y/N)) ” → “childs legal status y n”.

    Apostrophes of every kind vanish; a pivot table's “Sum of …” is taken off.
    """
    text = unicodedata.normalize("NFKD", str(heading)).casefold()
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", text)).strip()
    return _YES_NO.sub("", _PIVOT.sub("", text))


def find(rows: Sequence[Sequence[object]], score: Callable[[list[str]], int]) -> tuple[int, list[str]] | None:
    """The index of the row that `score` rates highest (above nothing) and its plain headings; None if none
    does."""
    best: tuple[int, int, list[str]] | None = None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        words = [plain(cell) if cell != "" else "" for cell in row]
        points = score(words)
        if points > 0 and (best is None or points > best[0]):
            best = (points, index, words)
    return None if best is None else (best[1], best[2])


def places(words: Sequence[str], synonyms: Mapping[str, str]) -> dict[str, int]:
    """For each field the first column whose plain heading means it; `synonyms` gives plain heading →
    field."""
    found: dict[str, int] = {}
    for column, heading in enumerate(words):
        field = synonyms.get(heading)
        if field is not None:
            found.setdefault(field, column)
    return found


def letter(column: int) -> str:
    """A column as a spreadsheet names it: 0 → A, 27 → AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
