"""Work without a practitioner: waiting, or parked on a manager, a duty desk or a leaver (fixture 11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.models.cases import open_on
from safeload.caseloads.queries import held_and_ceased, keepers_named
from safeload.people.models import Post
from safeload.people.rights import Sight, Thing
from safeload.people.scope import Reach, Scope

#: The household comes last: its table is then looked up only for the cases that are left.
_FIELDS = (
    "id",
    "version",
    "reference",
    "priority",
    "reached_team_on",
    "opened_on",
    "next_contact_due_on",
    "next_contact_made_on",
    "why_waiting",
    "rate_again_on",
    "waiting_approved_by__name",
    "waiting_approved_on",
    "team_id",
    "part__post_id",
    "part__starts_on",
    "part__post__role",
    "part__post__team__is_desk",
    "part__post__practitioner__name",
    "part__post__ended_on",
    "part__post__practitioner__ended_on",
    "household__reference",
    "household__provisional",
    "keeper",
)


#: Up to so many teams the holders of their cases are looked up one by one.
_FEW = 8

#: The fingerprint of a team where nothing waits.
NOTHING_WAITS = sha256(b"").hexdigest()


@dataclass(frozen=True)
class Unallocated:
    """One case that no practitioner holds. ``parked`` is "", "manager", "duty" or "leaver".

    ``since``: when it reached the team, or when somebody who could hold it ceased to.
    """

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
    #: Who looks after it while it waits.
    keeper: str = ""
    reached_team: date | None = None
    rate_again: date | None = None
    #: Who approved this wait, and when; an approval of an earlier one is none.
    approved_by: str = ""
    approved_on: date | None = None
    parked: str = ""
    parked_with: str = ""
    #: The post that counts it among its work; of a leaver none does.
    post_id: int | None = None
    #: With which post it is parked, a leaver's too: from there it can be handed over.
    parked_post: int | None = None
    #: Who holds it from a day to come on, which was decided already. Until then it waits.
    coming: str = ""
    coming_on: date | None = None


def unallocated(scope: Scope, team_ids: Collection[int] | None = None) -> list[Unallocated]:
    """Cases within the scope's reach that wait or are parked, in these teams or anywhere. Two queries."""
    return _found(scope.on, _within(scope.sees(Thing.CASES), team_ids))


def counted(scope: Scope, team_ids: Collection[int] | None = None) -> list[Unallocated]:
    """The same rows for whoever sees loads or totals: to be counted, not shown one by one. Two queries."""
    reach = scope.sees(Thing.TOTALS, Sight.TOTALS) | scope.sees(Thing.LOAD)
    return _found(scope.on, _within(reach, team_ids))


def looked_after(scope: Scope, case_ids: Collection[int]) -> list[Unallocated]:
    """Those of these cases that wait: for whoever is named for them. Two queries."""
    return _found(scope.on, None, case_ids)


def fingerprints(on: date, team_ids: Collection[int] | None) -> dict[int, str]:
    """What waits in each team (0: none), as a text that changes when anything of it does. Two queries."""
    return fingerprints_of(_found(on, team_ids), ())


def fingerprints_of(rows: Iterable[Unallocated], teams: Collection[int]) -> dict[int, str]:
    """Fingerprints of rows that hold all that waits in these teams; parked ones are passed over."""
    parts: dict[int, list[str]] = {pk: [] for pk in teams}
    for row in sorted(rows, key=attrgetter("case_id")):
        if row.post_id is None:
            parts.setdefault(row.team_id or 0, []).append(f"{row.case_id}:{row.version}:{row.household}")
    return {team: sha256(" ".join(found).encode()).hexdigest() for team, found in parts.items()}


def _found(
    on: date, teams: Collection[int] | None, case_ids: Collection[int] | None = None
) -> list[Unallocated]:
    """Open cases of these teams that nobody holds today who may, by priority and then the longest wait."""
    asked = _candidates(on, many=teams is None or len(teams) > _FEW)
    asked = asked.all() if teams is None else asked.filter(team__in=teams)
    rows = list(asked if case_ids is None else asked.filter(pk__in=case_ids))
    still, ceased = held_and_ceased([row[0] for row in rows], on)
    found = [_row(row, on, ceased.get(row[0])) for row in rows]
    found = [row for row in found if row.post_id is not None or row.case_id not in still]
    return sorted(found, key=lambda row: (row.priority, row.since or date.max, row.reference))


def _within(reach: Reach, team_ids: Collection[int] | None) -> Collection[int] | None:
    if reach.everywhere:
        return team_ids
    return reach.teams if team_ids is None else reach.teams & set(team_ids)


@lru_cache(maxsize=4)
def _candidates(on: date, many: bool) -> Any:
    """Open cases without an open part, or whose holder has it from later on, has left, manages or is a desk.

    One pass over the cases with what is known of the holder beside them: asking "no part that holds today" of
    each took six times as long. ``many``: for a whole service the cases in good hands are listed once and passed
    over, which looks up nobody's post for them and takes a third of the time; for a team that list is too long.
    The query is put together once a day, which takes as long as running it.
    """
    holds = Q(allocations__role=Allocation.Role.HOLDER, allocations__known_to=None, allocations__ends_on=None)
    found = Case.objects.filter(open_on(on)).order_by()
    found = found.annotate(part=FilteredRelation("allocations", condition=holds))
    found = found.annotate(keeper=Subquery(keepers_named(on).filter(case=OuterRef("pk"))[:1]))
    gone = Q(part__post__ended_on__lt=on) | Q(part__post__practitioner__ended_on__lt=on)
    parked = Q(part__post__role__in=Post.NOT_HOLDING) | Q(part__post__team__is_desk=True)
    found = found.filter(Q(part__id=None) | Q(part__starts_on__gt=on) | parked | gone)
    if many:
        found = found.exclude(pk__in=_in_good_hands(on))
    return found.values_list(*_FIELDS)


def _in_good_hands(on: date) -> Any:
    """Keys of cases held on the day by somebody who is here, manages nobody and runs no desk."""
    gone = Q(ended_on__lt=on) | Q(practitioner__ended_on__lt=on)
    away = Post.objects.filter(Q(role__in=Post.NOT_HOLDING) | Q(team__is_desk=True) | gone)
    held = Allocation.objects.open_parts().holders().filter(starts_on__lte=on)
    return held.exclude(post__in=away.order_by().values("pk")).order_by().values("case")


def _over(days: Iterable[date | None], on: date) -> bool:
    return any(day is not None and day < on for day in days)


def _row(row: tuple[Any, ...], on: date, ceased: date | None) -> Unallocated:
    parked, name, post = _where(on, *row[13:20])
    since = max((day for day in (row[4] or row[5], ceased) if day), default=None)
    stands = row[11] is not None and (since is None or row[11] >= since)
    return Unallocated(
        case_id=row[0],
        version=row[1],
        reference=row[2],
        household="" if row[21] else row[20] or "",
        priority=row[3],
        since=since,
        contact_due=row[6],
        contact_made=row[7],
        why=row[8],
        team_id=row[12],
        keeper=row[22] or "",
        reached_team=row[4],
        rate_again=row[9],
        approved_by=(row[10] or "") if stands else "",
        approved_on=row[11] if stands else None,
        parked=parked,
        parked_with=name,
        post_id=post,
        parked_post=row[13] if parked else None,
        coming=row[17] if row[14] and row[14] > on else "",
        coming_on=row[14] if row[14] and row[14] > on else None,
    )


def _where(
    on: date,
    post: int | None,
    starts: date | None,
    role: str | None,
    desk: bool | None,
    name: str | None,
    *ends: date | None,
) -> tuple[str, str, int | None]:
    """Where it is parked, with whom, and the post that holds it there (a leaver's work waits)."""
    if post is None or starts is None or starts > on:
        return "", "", None
    if _over(ends, on):
        return "leaver", name or "", None
    return "duty" if role == Post.Role.DUTY or desk else "manager", name or "", post
