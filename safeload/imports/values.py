"""Turns what authorities write into the codes that Safeload keeps; what is not recognised is asked once.

A value that nobody has settled is left out of the case and listed with its count and first place: the case
still comes in. Answers are passed in as data, so that the same file reads the same way everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from safeload.imports.codes import CodeList
from safeload.imports.sources import cells
from safeload.imports.sources.headings import plain

#: “a) Yes”, “zz) T4”: the letter that puts a list of codes in order.
_ORDERING = re.compile(r"^\s*[a-z]{1,2}\d?\)\s*", re.IGNORECASE)

#: (name of a code list, plain wording) → code; "" means “leave it out”.
Settled = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A wording to be settled once: in which field, how often, where first, and the codes to choose from."""

    field: str
    value: str
    plain: str
    rows: int
    sheet: str
    first_row: int
    choices: Mapping[str, str]


@dataclass(slots=True)
class _Seen:
    value: str
    rows: int
    sheet: str
    first_row: int


def wording(value: object) -> str:
    """The form by which a value is remembered: no ordering letter, plain words."""
    return plain(_ORDERING.sub("", cells.text(value)))


@dataclass(slots=True)
class ValueMap:
    """Reads values by the code lists and by what was settled before, and collects what neither knows."""

    settled: Settled = field(default_factory=dict)
    _unknown: dict[tuple[str, str], tuple[CodeList, _Seen]] = field(default_factory=dict)

    def code(self, codes: CodeList, value: object) -> str | None:
        """The code of a value; "" where there is nothing or it was settled to be left out; None if not
        recognised."""
        if cells.is_nothing(value):
            return ""
        words = wording(value)
        if (answer := self.settled.get((codes.name, words))) is not None:
            return answer
        if (known := codes.words.get(words)) is not None:
            return known
        for code, label in codes.labels.items():
            if words in {plain(code), plain(label)}:
                return code
        first = words.partition(" ")[0].upper()
        return first if codes.leading and first in codes.labels else None

    def ask(self, codes: CodeList, value: object, sheet: str, row: int) -> None:
        """Put a value that `code` did not recognise on the list."""
        key = (codes.name, wording(value))
        if key in self._unknown:
            self._unknown[key][1].rows += 1
        else:
            self._unknown[key] = (codes, _Seen(cells.text(value)[:80], 1, sheet, row))

    def unrecognised(self) -> tuple[Unrecognised, ...]:
        """Every value not recognised so far, the most frequent first."""
        found = [
            Unrecognised(name, seen.value, words, seen.rows, seen.sheet, seen.first_row, codes.labels)
            for (name, words), (codes, seen) in self._unknown.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.rows, one.field, one.plain)))
