"""Which step of the line somebody was on, day by day: as the engine has it, for one person at a time (BEN-01, X-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from safeload.domain.dates import months_since
from safeload.domain.scheme import Step


def stage_on(
    stages: Sequence[Step], on: date, qualified: date | None, confirmed: date | None = None, stated: str = ""
) -> str:
    """The step on a day; empty where neither a date of qualification nor a step is known, or before qualifying.

    A stated step holds whatever the dates say; after the last confirmed step the line stands still (X-09).
    """
    known = {step.id for step in stages}
    if stated in known:
        return stated
    if qualified is None:
        return ""
    months = months_since(qualified, min(on, confirmed) if confirmed else on)
    return next((step.id for step in reversed(stages) if months >= step.months), "")


def steps_begin(stages: Sequence[Step], qualified: date | None) -> list[date]:
    """The days on which steps begin by the date of qualification alone."""
    return [] if qualified is None else [_reached(qualified, step.months) for step in stages]


def _reached(start: date, months: int) -> date:
    """The first day on which so many months are completed."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:  # no such day in this month: the next one begins
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)
