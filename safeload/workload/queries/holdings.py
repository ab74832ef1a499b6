"""What one practitioner holds: the case rows behind the figures, and who agreed each answer when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from safeload.caseloads.models import Allocation, CaseValue
from safeload.caseloads.models.cases import open_on
from safeload.people.models import Commitment
from safeload.people.models.querysets import current_on


def holdings(practitioner_id: int, on: date) -> list[dict[str, Any]]:
    """The cases a practitioner held or worked on, by reference. One query; the callers hold the scope."""
    found = Allocation.objects.held_on(on).filter(open_on(on, "case__"), post__practitioner=practitioner_id)
    found = found.filter(current_on(on, "post__"))
    names = {
        "id": "case_id",
        "reference": "case__reference",
        "household": "case__household__reference",
        "provisional": "case__household__provisional",
        "kind": "case__kind",
        "role": "role",
        "share": "share",
        "since": "starts_on",
        "team": "post__team__name",
        "team_id": "post__team_id",
    }
    rows = found.order_by("case__reference", "id").values_list(*names.values())
    return [dict(zip(names, row, strict=True)) for row in rows]


def answers(case_ids: Collection[int]) -> dict[str, dict[str, dict[str, Any]]]:
    """By reference and field, the answer that holds, where it came from and who agreed it. One query."""
    rows = CaseValue.objects.filter(case__in=case_ids, valid_to__isnull=True).values_list(
        "case__reference", "field", "value", "source", "agreed_by__name", "agreed_on", "valid_from"
    )
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for reference, name, value, source, by, agreed_on, since in rows:
        found[reference][name] = {
            "value": value,
            "source": source,
            "by": by or "",
            "on": agreed_on.isoformat() if agreed_on else "",
            "since": since.isoformat(),
        }
    return dict(found)


def commitments(practitioner_id: int, on: date) -> list[dict[str, Any]]:
    """Commitments begun by the day: kind, amount, dates, review. Never a reason. One query."""
    rows = Commitment.objects.standing().filter(practitioner=practitioner_id)
    names = (
        "id",
        "kind",
        "amount",
        "unit",
        "starts_on",
        "ends_on",
        "review_on",
        "reviewed_on",
        "agreed_by__name",
        "agreed_on",
    )
    return [
        dict(zip(names, row, strict=True)) for row in rows.order_by("starts_on", "id").values_list(*names)
    ]
