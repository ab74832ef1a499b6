"""How far ahead something may be said: beyond a quarter of a year it is asked again, in words."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from safeload.allocation.facts import FAR_AHEAD
from safeload.audit.refusals import Refusal
from safeload.web import formats

_WEEKS = FAR_AHEAD.days // 7


def check_start(from_on: date) -> None:
    """Raise Refusal for a start so far ahead that its figures would be of no day that anybody knows."""
    if from_on > timezone.localdate() + FAR_AHEAD:
        raise Refusal(
            f"This start is more than {_WEEKS} weeks ahead. Nobody knows the loads of that day yet: "
            "choose a nearer day, or propose it when it comes nearer.",
            "from_on",
        )


def end_in_the_way(until: date, last: date | None = None) -> str:
    """Why a day that something lasts until is none; empty where it is to come, and within reach.

    ``last``: somebody's last day in the post that it is about, where one is set.
    """
    if until <= timezone.localdate():
        return "The end date lies in the past. Choose a day to come."
    if until > timezone.localdate() + FAR_AHEAD:
        return (
            f"This is more than {_WEEKS} weeks ahead. Over the line is for a while: choose a nearer day. "
            "When it comes, you are asked whether it goes on."
        )
    if last is not None and until > last:
        return f"The last day of this post is {formats.day(last, weekday=False)}. Choose it, or a day before."
    return ""


def check_end(until: date, field: str, last: date | None = None) -> None:
    """Raise Refusal unless a day that something lasts until is to come, and within reach; ``last`` as above."""
    if why := end_in_the_way(until, last):
        raise Refusal(why, field)
