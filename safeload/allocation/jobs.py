"""What happens by itself: what is overdue, what has ended, and what is to be looked at again is brought to mind."""

from __future__ import annotations

from django.utils import timezone

from safeload.allocation.actions import (
    bring_back,
    end_over_the_line,
    tell_covers,
    tell_over_ends,
    tell_overdue,
)


def remind() -> int:
    """Tell of discussions, cover and loads over the line whose day has come, each once; how many."""
    today = timezone.localdate()
    told = tell_overdue(on=today) + tell_covers(on=today)
    return told + tell_over_ends(on=today) + end_over_the_line(on=today) + bring_back(on=today)
