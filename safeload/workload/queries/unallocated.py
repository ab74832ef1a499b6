"""Work without a practitioner: waiting, or parked on a manager, a duty desk or a leaver (fixture 11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.models.cases import open_on
from safeload.people.models import Post
from safeload.people.models.querysets import current_on
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
)


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
    """Cases within the scope's reach that wait or are parked, in these teams or anywhere. Two queries."""
    return _found(scope.on, _within(scope.sees(Thing.CASES), team_ids))


def counted(scope: Scope, team_ids: Collection[int] | None = None) -> list[Unallocated]:
    """The same rows for whoever sees loads or totals: to be counted, not shown one by one. Two queries."""
    reach = scope.sees(Thing.TOTALS, Sight.TOTALS) | scope.sees(Thing.LOAD)
    return _found(scope.on, _within(reach, team_ids))


def fingerprints(on: date, team_ids: Collection[int] | None) -> dict[int | None, str]:
    """What waits in each team, as a text that changes when anything of it does. One query."""
    return fingerprints_of(_waiting_rows(on, team_ids))


def fingerprints_of(rows: Iterable[Unallocated]) -> dict[int | None, str]:
    """Fingerprints of rows that hold all that waits in their teams; parked ones are passed over."""
    parts: dict[int | None, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.case_id):
        if row.post_id is None:
            parts[row.team_id].append(f"{row.case_id}:{row.version}:{row.household}")
    return {team: sha256(" ".join(found).encode()).hexdigest() for team, found in parts.items()}


def _found(on: date, teams: Collection[int] | None) -> list[Unallocated]:
    return sorted(
        [*_waiting_rows(on, teams), *_parked_rows(on, teams)],
        key=lambda row: (row.priority, row.since or date.max, row.reference),
    )


def _within(reach: Reach, team_ids: Collection[int] | None) -> Collection[int] | None:
    if reach.everywhere:
        return team_ids
    return reach.teams if team_ids is None else reach.teams & set(team_ids)


def _waiting(on: date, teams: Collection[int] | None) -> QuerySet[Case]:
    """Open cases whose holder, if any, does not work here on the day."""
    held = Allocation.objects.held_on(on).filter(case=OuterRef("pk"), role=Allocation.Role.HOLDER)
    held = held.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))
    found = Case.objects.filter(open_on(on)).filter(~Exists(held))
    return found if teams is None else found.filter(team__in=teams)


def _waiting_rows(on: date, teams: Collection[int] | None) -> Iterator[Unallocated]:
    left = Allocation.objects.held_on(on).filter(case=OuterRef("pk"), role=Allocation.Role.HOLDER)
    rows = _waiting(on, teams).annotate(leaver=Subquery(left.values("post__practitioner__name")[:1]))
    for row in rows.order_by("id").values_list(*_FIELDS, "team_id", "leaver"):
        yield _row(row, "leaver" if row[12] else "", row[12] or "", None)


def _parked_rows(on: date, teams: Collection[int] | None) -> Iterator[Unallocated]:
    found = Allocation.objects.held_on(on).filter(open_on(on, "case__"), role=Allocation.Role.HOLDER)
    found = found.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))
    found = found.filter(Q(post__role__in=Post.NOT_HOLDING) | Q(post__team__is_desk=True))
    if teams is not None:
        found = found.filter(post__team__in=teams)
    names = ("post__team_id", "post__practitioner__name", "post__role", "post__team__is_desk", "post_id")
    for row in found.order_by("case_id").values_list(*(f"case__{name}" for name in _FIELDS), *names):
        where = "duty" if row[13] == Post.Role.DUTY or row[14] else "manager"
        yield _row(row, where, row[12], row[15])


def _row(row: tuple[Any, ...], parked: str, parked_with: str, post: int | None) -> Unallocated:
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
        parked_with=parked_with,
        post_id=post,
    )
