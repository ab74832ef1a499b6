"""Rows of lists that were not applied are let go after 14 days: nobody needs them any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from safeload.audit.writing import record, write
from safeload.imports.models import Import

#: How long the rows of a list that was neither applied nor set aside are kept.
KEPT_FOR = timedelta(days=14)


@write
def let_go() -> int:
    """Delete what is kept of old lists, and set the lists aside; how many. Run daily."""
    old = Import.objects.filter(
        state__in=[Import.State.UPLOADED, Import.State.CHECKED],
        uploaded_at__lt=timezone.now() - KEPT_FOR,
    )
    keys = list(old.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        record(by=None, did="imports.let_go", on=("import", pk))
    old.update(kept=None, state=Import.State.REFUSED, work=Import.Work.NOTHING)
    return len(keys)
