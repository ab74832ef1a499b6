"""Contracted hours of the rows of practitioners: as given, or an exact part of the grade's full-time hours."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from safeload.domain.frames import hours_series
from safeload.domain.scheme import Scheme

#: Six places of FTE times four of full-time hours.
_MOST_PLACES = 10


def hours_column(rows: list[dict[str, Any]], scheme: Scheme) -> pl.Series:
    """Hours a week of every row, in hundredths; as decimals where an FTE gives more places. FTE is taken out."""
    return hours_series([_hours(row, scheme) for row in rows], _MOST_PLACES)


def _hours(row: dict[str, Any], scheme: Scheme) -> Fraction | None:
    """The row's own hours go before its FTE."""
    fte = row.pop("fte", None)
    own: Fraction | None = row.pop("weekly_hours", None)
    if own is not None:
        return own
    return None if fte is None else fte * _full_time(row, scheme)


def _full_time(row: dict[str, Any], scheme: Scheme) -> Fraction:
    """Full-time hours of the row's grade; the most of any where its grade is not known."""
    table, asked = scheme.line.hours.default, scheme.asked_of("practitioner")
    codes = tuple(_code(row.get(name), asked[name].default) for name in table.by)
    found = table.amounts.get(codes, table.otherwise)
    return max(table.amounts.values()) if found is None else found


def _code(value: Any, default: Any) -> str:
    found = default if value is None else value
    if isinstance(found, bool):
        return "yes" if found else "no"
    return str(found)
