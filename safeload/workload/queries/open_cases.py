"""Open cases that ask a question of whoever holds them: not seen for weeks, plan ended, review passed, no plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from safeload.caseloads.models import Allocation, going_on
from safeload.caseloads.models.cases import open_on
from safeload.caseloads.queries import Times, held_since
from safeload.people.models import Post
from safeload.people.models.querysets import current_on
from safeload.people.statements import prepared


class OpenCase(NamedTuple):
    """A case that somebody holds, with what is known of why it is open."""

    case_id: int
    reference: str
    practitioner_id: int
    holder: str
    team_id: int
    held_since: date
    last_contact: date | None
    last_review: date | None
    plan: str | None
    plan_ends: date | None
    next_review: date | None
    why_open: str | None
    household_id: int | None
    provisional: bool | None


_FIELDS = (
    "case_id",
    "case__reference",
    "post__practitioner_id",
    "post__practitioner__name",
    "post__team_id",
    "starts_on",
    "case__last_contact_on",
    "case__last_review_on",
    "stated__plan",
    "stated__ends_on",
    "stated__next_review_on",
    "stated__why_open",
    "case__household_id",
    "case__household__provisional",
    "goes_on",
)


def open_cases(
    on: date, *, practitioners: Collection[int] | None = None, teams: Collection[int] | None = None
) -> list[OpenCase]:
    """What these people, or the practitioners of these teams, hold on a day; callers hold the scope.

    One query; a second where the share of one has changed, since whoever holds it has had it for longer.
    """
    if practitioners is None and teams is None:
        rows = list(_open(on))
    elif teams is None:
        rows = _of_people(on, list(practitioners or ()))
    else:
        rows = _of_teams(on, list(teams))
    whose = None if practitioners is None else set(practitioners)
    longer = [row[0] for row in rows if row[-1]]
    since = held_since(longer, on) if longer else {}
    told = (OpenCase(*row[:-1]) for row in rows)
    found = (row._replace(held_since=since.get(row.case_id, row.held_since)) for row in told)
    return [row for row in found if whose is None or row.practitioner_id in whose]


def _open(on: date) -> Any:
    found = Allocation.objects.held_on(on).holders().filter(open_on(on, "case__"))
    found = found.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))
    stated = FilteredRelation("case__plans", condition=Q(case__plans__valid_to=None))
    return (
        found.annotate(stated=stated, goes_on=going_on())
        .order_by("case__reference", "id")
        .values_list(*_FIELDS)
    )


@prepared
def _of_people(on: date, practitioners: Collection[int]) -> Any:
    return _open(on).filter(post__practitioner__in=practitioners)


@prepared
def _of_teams(on: date, teams: Collection[int]) -> Any:
    """What a manager or a desk holds is on the waiting list instead."""
    found = _open(on).filter(post__team__in=teams, post__team__is_desk=False)
    return found.exclude(post__role__in=Post.NOT_HOLDING)


def asks(row: OpenCase, on: date, times: Times) -> list[str]:
    """What is asked about a case: "contact", "ended", "review", "none"; nothing for most (CLO-01, CLO-03).

    Where no contact is known, the weeks count from when the case came to its holder.
    """
    found = []
    if (row.last_contact or row.held_since) <= times.unseen_before(on):
        found.append("contact")
    if row.plan is None:
        return [*found, "none"]
    if row.plan_ends is not None and row.plan_ends < on:
        found.append("ended")
    held = row.last_review is not None and row.next_review is not None and row.last_review >= row.next_review
    if row.next_review is not None and row.next_review < on and not held:
        found.append("review")
    return found


def counts(rows: Iterable[OpenCase], on: date, times: Times) -> Counter[str]:
    """How many cases ask what."""
    return Counter(kind for row in rows for kind in asks(row, on, times))
