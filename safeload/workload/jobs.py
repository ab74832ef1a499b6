"""What happens by itself: at night the new day's figures, on Mondays the count of the week."""

from __future__ import annotations

from django.utils import timezone

from safeload.workload.actions import bring_up_to_date


def new_day() -> bool:
    """Measure everybody for the day that has begun, and take the Monday counts that are due.

    Whoever looks first in the morning does the same if this has not run. Done again it does nothing.
    """
    return bring_up_to_date(timezone.localdate())
