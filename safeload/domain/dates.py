"""Months and weeks between dates, as the schemes of the field count them: completed months, completed weeks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any


def months_before(on: date, months: int) -> date:
    """The date so many months before; the last of the month where the day does not exist."""
    index = on.year * 12 + on.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def months_since(start: date, on: date) -> int:
    """Completed months from ``start`` to ``on``; negative before it."""
    return (on.year - start.year) * 12 + on.month - start.month - (on.day < start.day)


def months_since_column(x: Any, start: Any, on: Any) -> Any:
    """``months_since`` for columns; null where the start is null."""
    begun = x.when(on.dt.day() < start.dt.day()).then(1).otherwise(0)
    years = (on.dt.year().cast(x.Int64) - start.dt.year().cast(x.Int64)) * 12
    return years + on.dt.month().cast(x.Int64) - start.dt.month().cast(x.Int64) - begun


def reached_since(x: Any, start: Any, on: date, weeks: int, months: int) -> Any:
    """True where so many weeks and months have passed on ``on`` since the dates of a column."""
    day = x.lit(on - timedelta(weeks=weeks), dtype=x.Date)
    return months_since_column(x, start, day) >= months
