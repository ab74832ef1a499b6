"""What happens by itself: what is overdue or has ended is brought to mind, proposals to leavers are closed."""

from __future__ import annotations

from django.utils import timezone

from safeload.allocation.actions import (
    bring_back,
    close_left,
    end_over_the_line,
    tell_covers,
    tell_over_ends,
    tell_overdue,
)


def remind() -> int:
    """Tell of what is overdue or has ended, close what nothing can come of; how many, each once."""
    today = timezone.localdate()
    told = tell_overdue(on=today) + tell_covers(on=today) + close_left(on=today)
    return told + tell_over_ends(on=today) + end_over_the_line(on=today) + bring_back(on=today)
