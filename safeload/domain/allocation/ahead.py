"""What is booked for the weeks ahead and leaves somebody less room than today has: in which week, and what begins.

It counts for whoever would take something on, since it will be theirs in that week too. It makes nobody a giver: two
weeks of leave end, and no child should change their worker for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from safeload.domain.frames import collected
from safeload.domain.reading import Reading

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: A kind of commitment that everybody may be told by its name; of others the neutral title of the scheme.
_LEAVE = "leave"


@dataclass(frozen=True)
class Booked:
    """The day on which least is left, and what has begun by then, as far as it is known: code of the words, dates."""

    on: date
    what: str = ""
    starts: date | None = None
    ends: date | None = None

    def as_text(self) -> str:
        """In one line, as it is kept with a question."""
        days = (self.on, self.starts, self.ends)
        return "|".join([*("" if day is None else day.isoformat() for day in days), self.what])


def booked(readings: Sequence[Reading], at: int, id: str) -> Booked:
    """What has begun for somebody between today's reading and the one at ``at``."""
    today, then = readings[0], readings[at]
    begun = [
        row
        for row in _rows(then)
        if str(row["practitioner"]) == id
        and row.get("starts") is not None
        and today.on < row["starts"] <= then.on
        and (row.get("ends") is None or row["ends"] >= then.on)
    ]
    rules = {rule.kind: rule for rule in then.scheme.commitments if rule.treat in ("load", "capacity")}
    begun = sorted(
        (row for row in begun if row["kind"] in rules), key=lambda row: (row["starts"], row["kind"])
    )
    if not begun:
        return Booked(then.on)
    first = begun[0]
    kind = str(first["kind"])
    what = _LEAVE if kind == _LEAVE else rules[kind].neutral_title.casefold()
    return Booked(then.on, what, first["starts"], first.get("ends"))


def _rows(reading: Reading) -> list[dict[str, Any]]:
    return list(collected(reading.given.commitments).iter_rows(named=True))


def booked_said(text: str) -> str:
    """The same in words: "two weeks of leave from 5 December", or "what is booked for 12 December"."""
    on, starts, ends, what = text.split("|", 3)
    if not starts:
        return f"what is booked for {_day(on)}"
    first = date.fromisoformat(starts)
    if not ends:
        return f"{what} from {_day(starts)}"
    return f"{_length(date.fromisoformat(ends) - first + timedelta(days=1))} of {what} from {_day(starts)}"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B}"


def _length(time: timedelta) -> str:
    weeks, rest = divmod(time.days, 7)
    number, noun = (time.days, "day") if rest else (weeks, "week")
    words = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{words} {noun}" if number == 1 else f"{words} {noun}s"
