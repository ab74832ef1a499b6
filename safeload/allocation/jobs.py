"""What happens by itself: discussions that are overdue and cover that has ended are brought to mind."""

from __future__ import annotations

from django.utils import timezone

from safeload.allocation.actions import tell_covers, tell_overdue


def remind() -> int:
    """Tell of overdue discussions and of cover that is over, each once; how many. Done again it does nothing."""
    today = timezone.localdate()
    return tell_overdue(on=today) + tell_covers(on=today)
