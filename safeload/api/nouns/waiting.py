"""What waits for somebody to hold it: the rows for whom the cases are, the numbers for who sees totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Literal

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Key, Page
from safeload.caseloads.models import Case, Keeping
from safeload.caseloads.queries import Times, keepers, own_keepings, times_on, why_kind
from safeload.people import queries as people
from safeload.people.rights import Thing
from safeload.web.listing import Sort, ordered
from safeload.workload.presenters.capacity import exact_for
from safeload.workload.presenters.service import AGES, age_of
from safeload.workload.presenters.waiting import SORTS, WHICH, WaitingRow, waiting_row
from safeload.workload.queries.service import service_teams
from safeload.workload.queries.unallocated import Unallocated, counted, looked_after, unallocated

router = Router(tags=["cases"])
_WHICH = "; ".join(f"{code}: {title}" for code, (title, _) in WHICH.items())
_SORTED = tuple(f"{sign}{name}" for name in SORTS for sign in ("", "-"))


class UnnamedOut(Schema):
    """How long a case has waited against its target, and what is due; ``parked``: on a manager, a desk or a leaver."""

    priority: str
    days: int | None
    target_days: int | None
    days_over: int | None
    reached_team: date | None
    contact_due: date | None
    contact_made: date | None
    contact_late: bool
    rate_again: date | None
    rating_late: bool
    looked_after: bool
    approved: bool
    parked: str
    #: What kind of reason is given: one of a list's, "words", or none.
    why_kind: str
    #: The day from which somebody holds it, which was decided already. Until then it waits.
    allocated_from: date | None


class WaitingOut(UnnamedOut):
    """A case that no practitioner holds, with who looks after it and who approved that it waits.

    ``mine``: this account is named for it.
    """

    case_id: int
    version: int
    reference: str
    household: str
    since: date | None
    why: str
    team_id: int | None
    parked_with: str
    next_holder: str
    post_id: int | None
    keeper: str
    keeper_account_id: int | None
    keeper_practitioner_id: int | None
    approved_by: str
    approved_on: date | None
    mine: bool


class WaitingCountsOut(Schema):
    """How many cases of a team wait, by priority; ``rows`` one by one, unnamed, where its exact totals are open."""

    team_id: int
    name: str
    cases: int
    parked: int
    by_priority: dict[str, int]
    rows: list[UnnamedOut] | None


class OfTeam(Paging):
    """Of which team."""

    team: Key | None = None


class Asked(OfTeam):
    """What of the list, and in which order, as on the page."""

    which: Literal[tuple(WHICH)] | None = Field(None, description=_WHICH)  # type: ignore[valid-type]
    priority: Case.Priority | None = None
    age: int | None = Field(
        None,
        ge=0,
        lt=len(AGES),
        description="How long it has waited: " + "; ".join(title for _, title in AGES),
    )
    sort: Literal[_SORTED] | None = Field(  # type: ignore[valid-type]
        None, description="By what, - before it the other way round; left out: by key."
    )


@reads(router, "/waiting")
def waiting(request: Call, of: Query[Asked]) -> Page[WaitingOut]:
    """Cases within reach that wait for somebody, or are parked; and those that the account looks after."""
    scope = request.scope
    mine = set(own_keepings(scope).values_list("case", flat=True))
    require(scope.sees(Thing.CASES) or mine)
    found = unallocated(scope, None if of.team is None else [of.team])
    known = {row.case_id for row in found}
    found += [
        row
        for row in (looked_after(scope, mine - known) if mine - known else [])
        if of.team is None or row.team_id == of.team
    ]
    named, times = keepers([row.case_id for row in found], scope.on), times_on(scope.on)
    names = {team.pk: team.name for team in people.teams(scope.on)} if of.sort else {}
    rows = []
    for row in found:
        shown = waiting_row(row, scope.on, times)
        if _asked_for(row, shown, of, scope.on, row.case_id in mine):
            shown = replace(shown, team=names.get(row.team_id or 0, ""))
            rows.append(SimpleNamespace(pk=row.case_id, row=row, shown=shown))
    if of.sort:
        by = SORTS[of.sort.removeprefix("-")]
        rows.sort(key=lambda one: one.pk)
        sort = Sort(of.sort.removeprefix("-"), of.sort.startswith("-"))
        rows = ordered(rows, sort, {sort.by: lambda one: by(one.shown)})
    return page_of(
        request,
        rows,
        of,
        lambda one: _row(one.row, scope.on, times, named.get(one.pk), one.pk in mine),
        as_they_are=bool(of.sort),
    )


def _asked_for(row: Unallocated, shown: WaitingRow, of: Asked, on: date, mine: bool) -> bool:
    """Whether a row is among those that were asked for."""
    if (of.priority and row.priority != of.priority) or (of.age is not None and age_of(row, on) != of.age):
        return False
    return mine if of.which == "mine" else of.which is None or bool(WHICH[of.which][1](shown))


@reads(router, "/waiting/counts")
def waiting_counts(request: Call, of: Query[OfTeam]) -> Page[WaitingCountsOut]:
    """How many wait in each team whose totals are open, and of what priority."""
    scope = request.scope
    teams = [team for team in service_teams(scope) if of.team in {None, team.pk}]
    require(teams)
    found, times = counted(scope, [team.pk for team in teams]), times_on(scope.on)
    within: dict[int, list[Unallocated]] = {team.pk: [] for team in teams}
    for row in found:
        within[row.team_id or 0].append(row)

    def show(team: SimpleNamespace) -> WaitingCountsOut:
        rows = within[team.pk]
        unnamed = [_unnamed(row, scope.on, times) for row in rows]
        return WaitingCountsOut(
            team_id=team.pk,
            name=team.name,
            cases=len(rows),
            parked=sum(bool(row.parked) for row in rows),
            by_priority=Counter(row.priority for row in rows),
            rows=unnamed if exact_for(scope, team.pk) else None,
        )

    return page_of(request, teams, of, show)


def _unnamed(row: Unallocated, on: date, times: Times) -> UnnamedOut:
    shown = waiting_row(row, on, times)
    return UnnamedOut(
        priority=row.priority,
        days=shown.days,
        target_days=times.target(row.priority),
        days_over=shown.over,
        reached_team=row.reached_team,
        contact_due=row.contact_due,
        contact_made=row.contact_made,
        contact_late=shown.contact_late,
        rate_again=row.rate_again,
        rating_late=shown.rating_late,
        looked_after=bool(row.keeper),
        approved=bool(shown.approved),
        parked=row.parked,
        why_kind=why_kind(row.why),
        allocated_from=row.coming_on,
    )


def _row(row: Unallocated, on: date, times: Times, keeper: Keeping | None, mine: bool) -> WaitingOut:
    return WaitingOut(
        **_unnamed(row, on, times).model_dump(),
        case_id=row.case_id,
        version=row.version,
        reference=row.reference,
        household=row.household,
        since=row.since,
        why=row.why,
        team_id=row.team_id,
        parked_with=row.parked_with,
        next_holder=row.coming,
        post_id=row.post_id,
        keeper=keeper.name if keeper else "",
        keeper_account_id=keeper.account_id if keeper else None,
        keeper_practitioner_id=keeper.practitioner_id if keeper else None,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        mine=mine,
    )
