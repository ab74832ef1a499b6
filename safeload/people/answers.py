"""Answers to a scheme's fields: from a form or file to JSON, to words on a page, to columns of the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from safeload.audit.refusals import Refusal
from safeload.domain.quantity import NotANumber, exact, hundredths, plain
from safeload.domain.scheme.model import Field


def checked(field: Field, value: Any) -> Any:
    """An answer as it is kept: code, list of codes, decimal text, true or false, ISO date.

    None (or empty text) is no answer; an empty list of codes is one: none of these. Raises Refusal, with the
    field's name, for what the scheme does not know or allow.
    """
    if value is None or value == "":
        return None
    try:
        return _CHECKS[field.kind](field, value)
    except (ValueError, KeyError) as problem:
        raise Refusal(f"{field.title}: {problem}.", field.name) from problem


def spoken(field: Field | None, value: Any) -> str:
    """An answer in words, codes written out."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(spoken(field, item) for item in value) or "none of these"
    if field is not None and value in field.codes:
        return field.codes[value]
    return str(value)


def field_columns(fields: Mapping[str, Field], answers: Sequence[Mapping[str, Any]]) -> list[pl.Series]:
    """A column for each field over rows of answers; for "codes" one yes-or-no column a code, ``field.CODE``.

    What is missing, or not of the field's kind, is null: the engine counts the scheme's stated default.
    """
    columns: list[pl.Series] = []
    for name, spec in fields.items():
        if spec.kind == "codes":
            chosen = [_codes(row.get(name)) for row in answers]
            columns += [
                pl.Series(
                    f"{name}.{code}", [None if held is None else code in held for held in chosen], pl.Boolean
                )
                for code in spec.codes
            ]
        else:
            read, kind = _KINDS[spec.kind]
            columns.append(pl.Series(name, [read(row.get(name)) for row in answers], kind))
    return columns


def _one_code(field: Field, value: Any) -> str:
    if str(value) not in field.codes:
        raise ValueError(f"“{value}” is none of {', '.join(field.codes.values())}")
    return str(value)


def _several_codes(field: Field, value: Any) -> list[str]:
    listed = [value] if isinstance(value, str) else list(value)
    return sorted({_one_code(field, item) for item in listed})


def _decimal(field: Field, value: Any) -> str:
    try:
        hundredths(value)
        number = exact(value)
    except NotANumber:
        raise ValueError("enter a number with at most two decimal places, such as 4 or 2.5") from None
    low, high = field.lowest, field.highest
    if low is not None and high is not None and not low <= number <= high:
        raise ValueError(f"enter a number from {plain(low)} to {plain(high)}")
    return plain(number)


def _truth(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    answers = {"yes": True, "no": False}
    if str(value).lower() not in answers:
        raise ValueError("answer yes or no")
    return answers[str(value).lower()]


def _iso(field: Field, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError("enter a date") from None


_CHECKS: dict[str, Callable[[Field, Any], Any]] = {
    "code": _one_code,
    "codes": _several_codes,
    "number": _decimal,
    "yes-no": _truth,
    "date": _iso,
}


def _codes(value: Any) -> frozenset[str] | None:
    return frozenset(map(str, value)) if isinstance(value, (list, tuple)) else None


def _code(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> int | None:
    try:
        return None if value is None else hundredths(value)
    except NotANumber:
        return None


def _yes_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


_KINDS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "code": (_code, pl.String),
    "number": (_number, pl.Int64),
    "yes-no": (_yes_no, pl.Boolean),
    "date": (_day, pl.Date),
}
