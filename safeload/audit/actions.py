"""Writes to the record of who looked; entries of changes are written by ``writing.record``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from safeload.audit.models import Look

#: Turning the same page again within this time is the same look.
SAME_LOOK = timedelta(minutes=30)


def looked(*, by: Any, practitioner_ids: Iterable[int], what: str, page: str) -> int:
    """Note that an account read named people's load, record or reason; looking at oneself is no look.

    ``what`` is one of Look.What, ``page`` the name of the page. Returns how many looks were noted. One query
    to see what was noted within the last half hour, at most one to add the rest. A reason is noted each time.
    """
    own = getattr(by, "practitioner_id", None)
    whose = {pk for pk in practitioner_ids if pk != own}
    if not whose:
        return 0
    now = timezone.now()
    if what != Look.What.REASON:
        again = Look.objects.filter(
            who=by, practitioner_id__in=whose, what=what, page=page, at__gte=now - SAME_LOOK
        )
        whose -= set(again.values_list("practitioner_id", flat=True))
    if not whose:
        return 0
    rows = [Look(at=now, who=by, practitioner_id=pk, what=what, page=page[:100]) for pk in sorted(whose)]
    with transaction.atomic():
        Look.objects.bulk_create(rows, batch_size=500)
    return len(rows)
