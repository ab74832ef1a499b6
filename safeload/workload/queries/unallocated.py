"""Work without a practitioner: waiting, or parked on a manager, a duty desk or a leaver (fixture 11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from operator import attrgetter
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.models.cases import open_on
from safeload.people.models import Post
from safeload.people.rights import Sight, Thing
from safeload.people.scope import Reach, Scope

_FIELDS = (
    "id",
    "version",
    "reference",
    "household__reference",
    "household__provisional",
    "priority",
    "reached_team_on",
    "opened_on",
    "next_contact_due_on",
    "next_contact_made_on",
    "why_waiting",
    "team_id",
    "part__post_id",
    "part__starts_on",
)


#: The fingerprint of a team where nothing waits.
NOTHING_WAITS = sha256(b"").hexdigest()


@dataclass(frozen=True)
class Unallocated:
    """One case that no practitioner holds. ``parked`` is "", "manager", "duty" or "leaver"."""

    case_id: int
    version: int
    reference: str
    household: str
    priority: str
    since: date | None
    contact_due: date | None
    contact_made: date | None
    why: str
    team_id: int | None
    parked: str = ""
    parked_with: str = ""
    post_id: int | None = None


def unallocated(scope: Scope, team_ids: Collection[int] | None = None) -> list[Unallocated]:
    """Cases within the scope's reach that wait or are parked, in these teams or anywhere. Three queries."""
    return _found(scope.on, _within(scope.sees(Thing.CASES), team_ids))


def counted(scope: Scope, team_ids: Collection[int] | None = None) -> list[Unallocated]:
    """The same rows for whoever sees loads or totals: to be counted, not shown one by one. Three queries."""
    reach = scope.sees(Thing.TOTALS, Sight.TOTALS) | scope.sees(Thing.LOAD)
    return _found(scope.on, _within(reach, team_ids))


def fingerprints(on: date, team_ids: Collection[int] | None) -> dict[int, str]:
    """What waits in each team (0: none), as a text that changes when anything of it does. Three queries."""
    return fingerprints_of(_found(on, team_ids), ())


def fingerprints_of(rows: Iterable[Unallocated], teams: Collection[int]) -> dict[int, str]:
    """Fingerprints of rows that hold all that waits in these teams; parked ones are passed over."""
    parts: dict[int, list[str]] = {pk: [] for pk in teams}
    for row in sorted(rows, key=attrgetter("case_id")):
        if row.post_id is None:
            parts.setdefault(row.team_id or 0, []).append(f"{row.case_id}:{row.version}:{row.household}")
    return {team: sha256(" ".join(found).encode()).hexdigest() for team, found in parts.items()}


def _found(on: date, teams: Collection[int] | None) -> list[Unallocated]:
    """Open cases of these teams that nobody holds today who may, by priority and then the longest wait.

    Three queries, of which one passes over the cases: those without an open part, or whose part begins later or
    is with one of the few posts that hold nothing. Asking "no part that holds today" of each case took six
    times as long.
    """
    posts = _posts_that_hold_nothing(on)
    rows = list(_candidates(on, teams, posts).values_list(*_FIELDS))
    found = [_row(row, on, posts) for row in rows]
    still = _held_until_later(on, [row.case_id for row in found if row.post_id is None], posts)
    found = [row for row in found if row.post_id is not None or row.case_id not in still]
    return sorted(found, key=lambda row: (row.priority, row.since or date.max, row.reference))


def _within(reach: Reach, team_ids: Collection[int] | None) -> Collection[int] | None:
    if reach.everywhere:
        return team_ids
    return reach.teams if team_ids is None else reach.teams & set(team_ids)


def _posts_that_hold_nothing(on: date) -> dict[int, tuple[str, str]]:
    """Posts with open parts of managers, desks and leavers: what they are, and whose."""
    gone = Q(ended_on__lt=on) | Q(practitioner__ended_on__lt=on)
    odd = Post.objects.filter(gone | Q(role__in=Post.NOT_HOLDING) | Q(team__is_desk=True))
    lasting = Allocation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), known_to=None, post=OuterRef("pk")
    )
    rows = odd.filter(Exists(lasting)).values_list(
        "id", "role", "team__is_desk", "practitioner__name", "ended_on", "practitioner__ended_on"
    )
    return {pk: (_what(on, role, desk, ends), name) for pk, role, desk, name, *ends in rows}


def _what(on: date, role: str, desk: bool, ends: Iterable[date | None]) -> str:
    if any(end is not None and end < on for end in ends):
        return "leaver"
    return "duty" if role == Post.Role.DUTY or desk else "manager"


def _candidates(on: date, teams: Collection[int] | None, posts: Collection[int]) -> QuerySet[Case]:
    holds = Q(allocations__role=Allocation.Role.HOLDER, allocations__known_to=None, allocations__ends_on=None)
    found = Case.objects.filter(open_on(on)).order_by()
    found = found.annotate(part=FilteredRelation("allocations", condition=holds))
    if teams is not None:
        found = found.filter(team__in=teams)
    return found.filter(Q(part__id=None) | Q(part__starts_on__gt=on) | Q(part__post__in=list(posts)))


def _held_until_later(on: date, case_ids: Collection[int], posts: Mapping[int, tuple[str, str]]) -> set[int]:
    """Those of the cases that somebody who is here holds until a day to come."""
    rows = Allocation.objects.filter(
        known_to=None, role=Allocation.Role.HOLDER, starts_on__lte=on, ends_on__gt=on, case__in=case_ids
    )
    left = {pk for pk, (what, _) in posts.items() if what == "leaver"}
    return {case for case, post in rows.values_list("case_id", "post_id") if post not in left}


def _row(row: tuple[Any, ...], on: date, posts: Mapping[int, tuple[str, str]]) -> Unallocated:
    post, starts = row[12], row[13]
    parked, name = posts[post] if post in posts and starts <= on else ("", "")
    return Unallocated(
        case_id=row[0],
        version=row[1],
        reference=row[2],
        household="" if row[4] else row[3] or "",
        priority=row[5],
        since=row[6] or row[7],
        contact_due=row[8],
        contact_made=row[9],
        why=row[10],
        team_id=row[11],
        parked=parked,
        parked_with=name,
        post_id=post if parked in {"manager", "duty"} else None,
    )
