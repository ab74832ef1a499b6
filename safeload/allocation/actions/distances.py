"""Saying how far two patches are apart."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from safeload.allocation.models import PatchDistance
from safeload.allocation.queries.distances import WIDEST
from safeload.allocation.texts import same
from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rights import Thing


@write
def say_distance(*, by: Any, one: str, other: str, band: int | None) -> PatchDistance | None:
    """Say the band between two patches; None takes it back. The same again changes nothing.

    Raises Refusal for one patch with itself and for a band there is not.
    """
    permits.require(permits.scope_of(by), "approve", Thing.SCHEME)
    first, second = sorted((same(one), same(other)))
    if not first or first == second:
        raise Refusal("Name two patches that differ.", "other")
    if band is not None and not 0 <= band <= WIDEST:
        raise Refusal(f"A band is a whole number from 0 to {WIDEST}.", "band")
    row = PatchDistance.objects.filter(one=first, other=second).first()
    if (row.band if row else None) == band:
        return row
    if band is None:
        PatchDistance.objects.filter(one=first, other=second).delete()
        record(by=by, did="allocation.say_distance", on=("distance", row.pk if row else None), band=None)
        return None
    said = {"band": band, "said_by": by, "said_at": timezone.now()}
    made, _ = PatchDistance.objects.update_or_create(one=first, other=second, defaults=said)
    record(by=by, did="allocation.say_distance", on=("distance", made.pk), band=band)
    return made
