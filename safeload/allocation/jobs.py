"""What happens by itself: overdue discussions and ended cover are brought to mind, proposals to leavers are closed."""

from __future__ import annotations

from django.utils import timezone

from safeload.allocation.actions import close_left, tell_covers, tell_overdue


def remind() -> int:
    """Tell of overdue discussions and ended cover, close what nothing can come of; how many, each once."""
    today = timezone.localdate()
    return tell_overdue(on=today) + tell_covers(on=today) + close_left(on=today)
