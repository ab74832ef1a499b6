"""Agreeing what weighs when somebody is looked for: by whom, why, with the history kept (ALL-01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from safeload.allocation.models import AgreedWeights
from safeload.allocation.queries.weights import weights_in_force
from safeload.audit.refusals import Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.domain.allocation.weights import NonsenseError, weights_of
from safeload.people import permits
from safeload.people.models import ServiceArea
from safeload.people.rights import Thing
from safeload.people.rows import keep


@write
def agree_weights(
    *,
    by: Any,
    area_id: int | None,
    values: Mapping[str, int],
    reason: str,
    new_a_week: int | None = None,
    new_a_week_first_year: int | None = None,
) -> AgreedWeights:
    """Keep weights for a service area (None: for all that have none of their own), from now on.

    The same said again gives the row that holds. Raises Refusal for weights of nonsense, with a sentence for each,
    and without a reason; NotAllowed for whoever may not approve schemes.
    """
    permits.require(permits.scope_of(by), "approve", Thing.SCHEME)
    try:
        weights = weights_of(values)
    except NonsenseError as wrong:
        raise Refusal(" ".join(wrong.problems), "values") from wrong
    if area_id is not None and not ServiceArea.objects.filter(pk=area_id).exists():
        raise Refusal("There is no such service area.", "area_id")
    said = {
        "values": weights.as_data(),
        "new_a_week": new_a_week,
        "new_a_week_first_year": new_a_week_first_year,
    }
    holds = weights_in_force(area_id).row
    if (
        holds is not None
        and holds.service_area_id == area_id
        and all(getattr(holds, name) == value for name, value in said.items())
    ):
        return holds
    if not reason.strip():
        raise Refusal(
            "Say why, in a sentence: it stands beside every proposal made with these weights.", "reason"
        )
    made = keep(
        AgreedWeights(
            service_area_id=area_id,
            reason=screened(" ".join(reason.split()), "reason"),
            recorded_by=by,
            recorded_at=timezone.now(),
            **said,
        )
    )
    record(by=by, did="allocation.agree_weights", on=("weights", made.pk), area=area_id)
    return made
