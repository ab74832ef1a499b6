"""The eleven lists of Ofsted's Annex A: their headings, and how each is recognised by them.

Headings: published template, “Update: August 2019”; List 9 also as authorities send it since January 2024.
A list is known by headings that no other list has: sheet names and titles are the first thing that people
change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeload.imports.sources.headings import plain


@dataclass(frozen=True, slots=True)
class ListForm:
    """One list: its number and title, plain heading → field, the plain headings that are its own, fields
    needed."""

    number: int
    title: str
    fields: Mapping[str, str]
    own: frozenset[str]
    needed: tuple[str, ...] = ("ref",)

    def heading(self, field: str) -> str:
        """The heading that the published template gives to a field."""
        return _PUBLISHED[self.number][field]


_FILE = Path(__file__).parents[1] / "definitions" / "annexa.toml"
_GIVEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
_CHILD: dict[str, str] = _GIVEN["child"]
_DISABILITY: dict[str, str] = _GIVEN["disability"]
_HOLDER: dict[str, str] = _GIVEN["holder"]
_OWN: dict[int, dict[str, str]] = {int(number): given["headings"] for number, given in _GIVEN["list"].items()}


def _form(number: int) -> ListForm:
    given, own = _GIVEN["list"][str(number)], _OWN[number]
    known = dict(_CHILD) if number != 11 else {}
    if number in range(3, 10):
        known |= _HOLDER
    if number in range(4, 10):
        known |= _DISABILITY
    fields = {plain(heading): field for heading, field in (known | own).items()}
    return ListForm(number, given["title"], fields, frozenset(map(plain, own)), tuple(given["needed"]))


def _published(number: int) -> dict[str, str]:
    """Field → the template's heading; the first heading given for a field is the published one."""
    found: dict[str, str] = {}
    for heading, field in (_CHILD | _DISABILITY | _HOLDER | _OWN[number]).items():
        found.setdefault(field, heading)
    return found


def published_headings(number: int) -> list[tuple[str, str]]:
    """The headings of a list with the field of each, one heading a field, those not kept included (field
    “-”)."""
    form, seen, found = LISTS[number], set(), []
    for heading in (*_CHILD, *_DISABILITY, *_OWN[number], *_HOLDER):
        field = form.fields.get(plain(heading))
        if field == "-" or (field is not None and field not in seen):
            seen.add(field)
            found.append((heading, field))
    return found


_PUBLISHED = {number: _published(number) for number in _OWN}
LISTS: dict[int, ListForm] = {number: _form(number) for number in _OWN}
#: A plain heading → the numbers of the lists that alone have it.
_OWNERS: dict[str, list[int]] = {}
for _number, _list in LISTS.items():
    for _heading in _list.own:
        _OWNERS.setdefault(_heading, []).append(_number)

#: So many of its own headings must a list show; two, because one may be a local column of another list.
_ENOUGH = 2


def rate(words: list[str]) -> int:
    """How much a row looks like the headings of a list: its own headings count twice, the common ones
    once."""
    best = recognise(words)
    if best is None:
        return 0
    known = LISTS[best]
    return sum(2 if word in known.own else word in known.fields for word in words)


def recognise(words: list[str]) -> int | None:
    """The number of the list whose own headings these plain headings show most; None where none shows
    enough."""
    points: dict[int, int] = {}
    for word in set(words):
        for number in _OWNERS.get(word, ()):
            points[number] = points.get(number, 0) + 1
    if not points:
        return None
    number = max(points, key=lambda one: (points[one], -one))
    return number if points[number] >= _ENOUGH else None
