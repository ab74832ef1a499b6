"""What the employer agrees about waiting and about when something is asked again: data, with its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.models import AgreedTimes
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import keep


@write
def agree_times(
    *, by: Any, starts_on: date, agreed_by: str, agreed_on: date, **times: int | None
) -> AgreedTimes:
    """Keep what was agreed, by whom and when, from a day on. The same said again gives the row that is there."""
    permits.require(permits.scope_of(by), "approve", Thing.SCHEME)
    if agreed_on > timezone.localdate():
        raise Refusal("Enter a day up to today.", "agreed_on")
    said = {"starts_on": starts_on, "agreed_by": " ".join(agreed_by.split()), "agreed_on": agreed_on, **times}
    last = AgreedTimes.objects.order_by("-id").first()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    made = keep(AgreedTimes(**said, recorded_by=by, recorded_at=timezone.now()))
    record(by=by, did="caseloads.agree_times", on=("agreed times", made.pk), starts=starts_on, **times)
    return made
