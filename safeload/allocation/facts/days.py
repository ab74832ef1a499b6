"""Days of an allocation: of which the figures are told, how far ahead it is booked, when discussions are due."""

from __future__ import annotations

from datetime import date, timedelta

#: X-26: two working days to discuss what was only notified.
DISCUSS_WITHIN = 2
#: A start, or the end of a load over the line, further ahead than this is asked again: nobody knows that far.
FAR_AHEAD = timedelta(weeks=13)
_SATURDAY = 5


def measured_on(from_on: date, today: date) -> date:
    """The day of which the figures are told: the one on which the cases change hands, or today if that has been."""
    return max(from_on, today)


def working_days_after(day: date, number: int) -> date:
    """The day so many working days later. Bank holidays count as working days: they differ by nation."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < _SATURDAY
    return day
