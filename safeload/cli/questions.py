"""A question in JSON (``docs/planner.md``), held against what each of its fields may be before anything is asked.

What a field may be stands in one table for each kind of row; whatever else a file says is refused with its place.
Kept questions are the product's own and are not read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from safeload.cli.measuring import Refused
from safeload.cli.plain_json import read_json
from safeload.domain.allocation.ahead import booked_said
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.imports.sources.records import listed, quoted

#: The most that an amount may be: sums and prices of amounts stay exact in the solver.
MOST = 100_000_000
#: The longest wait in days, a hundred years; the furthest band of distance; the longest text in characters.
LONGEST, FURTHEST, TEXT = 36_525, 100, 1_000

#: What is wrong with a value that stands at a place: a sentence for each thing.
Check = Callable[[Any, str], Iterator[str]]


def whole(least: int, most: int) -> Check:
    """A whole number within its range."""

    def check(value: Any, place: str) -> Iterator[str]:
        if type(value) is not int or not least <= value <= most:
            yield f"{place} is {_said(value)}: write a whole number from {least} to {most}."

    return check


def text(value: Any, place: str) -> Iterator[str]:
    """Text, which may be empty."""
    if not isinstance(value, str) or len(value) > TEXT:
        yield f"{place} is {_said(value)}: write text of at most {TEXT} characters."
    elif any("\ud800" <= letter <= "\udfff" for letter in value):
        yield f"{place} is {_said(value)}: half a character cannot be printed. Correct it."


def name(value: Any, place: str) -> Iterator[str]:
    """Text that is there."""
    yield from text(value, place)
    if value == "":
        yield f"{place} is empty: write the id or the name of what is meant."


def yes_no(value: Any, place: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{place} is {_said(value)}: write true or false."


def day(value: Any, place: str) -> Iterator[str]:
    """A day, which may be left empty."""
    if value == "":
        return
    with suppress(ValueError, TypeError):
        date.fromisoformat(value)
        return
    yield f"{place} is {_said(value)}: write a day as 2026-12-08, or leave it out."


def booked(value: Any, place: str) -> Iterator[str]:
    """What is booked in the weeks ahead, as ``ahead.py`` writes it."""
    yield from text(value, place)
    if isinstance(value, str) and value:
        with suppress(ValueError):
            booked_said(value)
            return
        yield f"{place} is {_said(value)}: write it as 2026-12-08|2026-12-05|2026-12-18|leave, or leave it out."


def none_or(one: Check) -> Check:
    """The same, or null."""
    return lambda value, place: iter(()) if value is None else one(value, place)


def several(one: Check, least: int = 0) -> Check:
    """A list."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) < least:
            yield f"{place} is {_said(value)}: write a list{' that is not empty' if least else ''}, such as […]."
            return
        for at, each in enumerate(value):
            yield from one(each, f"{place}[{at}]")

    return check


def row(*checks: Check, like: str) -> Check:
    """A list of so many values, each with its own meaning."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) != len(checks):
            yield f"{place} is {_said(value)}: write it as {like}."
            return
        for at, (one, each) in enumerate(zip(checks, value, strict=True)):
            yield from one(each, f"{place}[{at}]")

    return check


def by_name(one: Check) -> Check:
    """An object: somebody's id → a value."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f'{place} is {_said(value)}: write an object, such as {{"ann": 3}}.'
            return
        for key, each in value.items():
            yield from name(key, f"{place}, a name in it,")
            yield from one(each, f"{place}.{key}")

    return check


def record(kind: type, table: Mapping[str, Check]) -> Check:
    """An object with the fields of a class: those without a default have to be there, and no others may be."""
    needed = [one.name for one in fields(kind) if one.default is one.default_factory is MISSING]

    def check(value: Any, place: str) -> Iterator[str]:
        at = f"{place}." if place else ""
        if not isinstance(value, dict):
            yield f"{place or 'the question'} is {_said(value)}: write an object with {listed(needed, 'and')}."
            return
        for key in needed:
            if key not in value:
                yield f"{at}{key} is missing: write it down."
        for key, each in value.items():
            if key in table:
                yield from table[key](each, at + key)
            else:
                yield f"{at}{key} is nothing that is read here: take it out, or write {listed(table)}."

    return check


_amount, _names = whole(0, MOST), several(name)
#: An edge of a line that what is booked for the weeks ahead may have brought below nothing.
_edge = whole(-MOST, MOST)
_standing = (text, yes_no)
PERSON: dict[str, Check] = {
    "id": name,
    "load": _amount,
    "line": none_or(_amount),
    "full": _edge,
    "short_of_red": _edge,
    "green_from": none_or(_amount),
    "amber_from": none_or(_amount),
    "red_from": none_or(_amount),
    "most_load": none_or(_edge),
    "most_new": none_or(_edge),
    "cannot": text,
    "less": _amount,
    "ahead": booked,
    "until": day,
    "team": text,
    "area": text,
    "standing": row(*_standing, like='["stage", true]'),
    "skills": _names,
    "languages": _names,
    "interests": _names,
    "patches": _names,
    "offers": none_or(_names),
}
WAITING: dict[str, Check] = {
    "id": name,
    "cases": several(name, least=1),
    "worth": _amount,
    "helper_worth": none_or(_amount),
    "priority": whole(1, 3),
    "days": whole(0, LONGEST),
    "team": text,
    "area": text,
    "patch": text,
    "kinds": _names,
    "skills": _names,
    "languages": _names,
    "not_led_by": several(row(*_standing, text, like='["stage", true, "words of the limit"]')),
    "conflicts": _names,
    "declined": _names,
    "former": _names,
    "siblings_with": _names,
    "worth_for": by_name(_amount),
    "cost_for": by_name(_amount),
    "only": none_or(_names),
}
QUESTION: dict[str, Check] = {
    "people": several(record(Person, PERSON)),
    "waiting": several(record(Waiting, WAITING)),
    "unit": whole(1, MOST),
    "full_line": _amount,
    "distances": several(row(name, name, whole(0, FURTHEST), like='["north", "south", 2]')),
    "shrink": whole(1, MOST),
}
#: Who is named here has to be there; who held a case before, or has a brother or sister, may be gone or elsewhere.
_OF_PEOPLE = ("conflicts", "declined", "only", "worth_for", "cost_for")
_LIKE = "Write a question as docs/planner.md describes it."


def question_of_file(path: str) -> Question:
    """The question of a file. Raises Refused with a sentence for each thing that is wrong, and its place."""
    given = read_json(path, _LIKE)
    wrong = [*record(Question, QUESTION)(given, "")] or [*_contradictions(given)]
    if wrong:
        raise Refused([_printable(f"{path}: {sentence}") for sentence in wrong])
    return Question.of_data({"distances": [], **given})


def _contradictions(given: Mapping[str, Any]) -> Iterator[str]:
    people = {one["id"]: f"people[{at}].id" for at, one in enumerate(given["people"])}
    yield from _twice((one["id"], f"people[{at}].id") for at, one in enumerate(given["people"]))
    yield from _twice((one["id"], f"waiting[{at}].id") for at, one in enumerate(given["waiting"]))
    yield from _twice(
        (case, f"waiting[{at}].cases[{number}]")
        for at, one in enumerate(given["waiting"])
        for number, case in enumerate(one["cases"])
    )
    for at, one in enumerate(given["waiting"]):
        for key in _OF_PEOPLE:
            for who in one.get(key) or ():
                if who not in people:
                    yield f"waiting[{at}].{key} names {quoted(who)}, who is not among the people: correct it."


def _twice(ids: Iterator[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for id, place in ids:
        if id in first:
            yield f"{place} is {quoted(id)}, as {first[id]} is: each may be there once."
        first.setdefault(id, place)


def _said(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list | dict):
        kind = "a list" if isinstance(value, list) else "an object"
        return kind if value else f"{kind} with nothing in it"
    return quoted(value) if isinstance(value, str) else quoted(repr(value))[1:-1]


def _printable(sentence: str) -> str:
    return sentence.encode("utf-8", "backslashreplace").decode("utf-8")
