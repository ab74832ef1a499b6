"""Whether a score still fits: confirmed by somebody; and who joined or left a household, for those who ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.models import HouseholdMove, ScoreConfirmation
from safeload.caseloads.permits import case_for


@write
def confirm_score(
    *, by: Any, case_id: int, seen: datetime | None = None, at: datetime | None = None
) -> ScoreConfirmation | None:
    """Say that a case's score is still right: it is not asked about again before a change (PTS-17).

    ``seen``: as of when the page told it; somebody who said so since makes this one needless (None).
    """
    case, now = case_for(by, case_id), timezone.now()
    if case.closed_on is not None and case.closed_on <= timezone.localdate():
        raise Refusal(f"Case {case.reference} is closed.")
    if seen is not None and ScoreConfirmation.objects.filter(case=case, at__gte=seen).exists():
        return None
    made = ScoreConfirmation.objects.create(case=case, at=min(at or now, now), by=by)
    record(by=by, did="caseloads.confirm_score", on=("case", case.pk))
    return made


def note_moves(moves: Iterable[tuple[int | None, int, bool]]) -> None:
    """Keep who joined (True) or left which household: (household, case, joined); no household: nothing."""
    now = timezone.now()
    rows = [
        HouseholdMove(household_id=home, case_id=case, joined=joined, at=now)
        for home, case, joined in moves
        if home is not None
    ]
    HouseholdMove.objects.bulk_create(rows, batch_size=500)
