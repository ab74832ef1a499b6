"""What needs deciding today in a team, and what needs one practitioner's own answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from safeload.people.models import Commitment, StepConfirmation
from safeload.people.statements import prepared


@dataclass(frozen=True)
class ReviewDue:
    """A commitment past its end, or past the day on which it was to be looked at (fixture 14)."""

    commitment_id: int
    practitioner_id: int
    kind: str
    ends_on: date | None
    review_on: date | None


@dataclass(frozen=True)
class StepDue:
    """A step of the line that one or both have still to confirm (X-09)."""

    step_id: int
    practitioner_id: int
    title: str
    due_on: date
    by_practitioner: bool
    by_manager: bool


def reviews_due(practitioner_ids: Collection[int], kinds: Collection[str], on: date) -> list[ReviewDue]:
    """Commitments of these kinds that wait for a review, the longest first. One query; never a reason."""
    found = [ReviewDue(*row) for row in _to_review(list(practitioner_ids), on)]
    return [row for row in found if _is_over(row, kinds, on)]


def _is_over(row: ReviewDue, kinds: Collection[str], on: date) -> bool:
    ended = row.ends_on is not None and row.ends_on < on and row.kind in kinds
    return ended or (row.review_on is not None and row.review_on <= on)


@prepared
def _to_review(people: Collection[int], on: date) -> Any:
    """What has ended or is to be reviewed by a day, of any kind; the kinds are for the caller to tell apart."""
    rows = Commitment.objects.standing().filter(practitioner__in=people, reviewed_on__isnull=True)
    rows = rows.filter(Q(ends_on__lt=on) | Q(review_on__lte=on)).order_by("ends_on", "review_on", "id")
    return rows.values_list("id", "practitioner_id", "kind", "ends_on", "review_on")


def steps_due(practitioner_ids: Collection[int], on: date) -> list[StepDue]:
    """Steps of the line due by today and not confirmed by both. One query."""
    return [
        StepDue(pk, who, title, due, by_them is not None, by_manager is not None)
        for pk, who, title, due, by_them, by_manager in _steps_of(list(practitioner_ids), on)
    ]


@prepared
def _steps_of(people: Collection[int], on: date) -> Any:
    rows = StepConfirmation.objects.filter(practitioner__in=people, due_on__lte=on)
    rows = rows.filter(Q(practitioner_at__isnull=True) | Q(manager_at__isnull=True)).order_by("due_on", "id")
    return rows.values_list("id", "practitioner_id", "title", "due_on", "practitioner_at", "manager_at")


def steps_held(on: date) -> dict[int, date]:
    """The first step each practitioner has due and not confirmed by both, by its day. One query."""
    rows = StepConfirmation.objects.filter(due_on__lte=on)
    rows = rows.filter(Q(practitioner_at__isnull=True) | Q(manager_at__isnull=True))
    return dict(rows.order_by("practitioner", "-due_on").values_list("practitioner_id", "due_on"))
