"""The service view: teams in sums, hidden where they are over too few people."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from ninja import Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import fresh, note_look, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Page
from safeload.domain.quantity import plain
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.workload.actions import bring_waiting_up_to_date
from safeload.workload.presenters.capacity import SMALLEST, Sides, exact_for, sides_of, suppressed
from safeload.workload.presenters.service import red_counts
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.service import ServiceView, TeamThen, service_teams, service_view
from safeload.workload.queries.unallocated import counted, fingerprints_of

router = Router(tags=["loads"])


class TeamTotals(Schema):
    """A team’s capacity against demand; hidden where it is over fewer than five people (X-38)."""

    team_id: int
    name: str
    service_area_id: int
    hidden: bool
    people: int | None = None
    held: str | None = None
    capacity: str | None = None
    waiting: str | None = None
    parked: str | None = None
    band: str | None = None
    unit: str | None = None
    scheme: str | None = None
    unallocated_cases: int


class TeamWeekOut(Schema):
    """A team on a Monday: held work in whole per cent of its lines, cut; hidden as in the totals (X-38)."""

    team_id: int
    monday: date
    hidden: bool
    percent: str | None = None
    band: str = ""
    scheme: str = ""


class ServiceWeeks(Schema):
    """What the heat map is drawn from."""

    weeks: list[TeamWeekOut]


class RedPerson(Schema):
    """Somebody red today; ``weeks``: Monday counts without a break, 0 since this week."""

    practitioner_id: int
    team_id: int
    weeks: int


class ServiceRed(Schema):
    """Who is red, as far as names are open; and how many for how long, of all open teams."""

    people: list[RedPerson]
    counts: list[str]


@reads(router, "/service")
def service(request: Call, paging: Query[Paging]) -> Page[TeamTotals]:
    """Totals of teams that are open to the account: capacity against demand, and what is not allocated."""
    view = _view(request)
    sides = sides_of(view)
    hidden = suppressed(sides, request.scope)
    cases = Counter(row.team_id for row in view.unallocated)
    return page_of(
        request,
        view.teams,
        paging,
        lambda team: _totals(team, sides.get(team.pk), team.pk in hidden, cases[team.pk]),
    )


@reads(router, "/service/weeks")
def service_weeks(request: Call) -> ServiceWeeks:
    """Each open team at each Monday’s count of the past ten weeks, as the heat map shows it."""
    view = _view(request)
    return ServiceWeeks(weeks=[_week(row, view.adopted, request.scope) for row in view.weeks])


@reads(router, "/service/red")
def service_red(request: Call) -> ServiceRed:
    """Who is red today and for how many Mondays: by name where loads are open, else how many."""
    view, reach = _view(request), request.scope.sees(Thing.LOAD)
    open_rows = [row for row in view.red if reach.covers(team_id=row.team, practitioner_id=row.practitioner)]
    note_look(request, [row.practitioner for row in open_rows], "service view")
    return ServiceRed(
        people=[
            RedPerson(practitioner_id=row.practitioner, team_id=row.team, weeks=row.weeks_red)
            for row in open_rows
        ],
        counts=red_counts(view),
    )


def _view(request: Call) -> ServiceView:
    teams = service_teams(request.scope)
    require(teams)
    fresh(request)
    keys = [team.pk for team in teams]
    rows = counted(request.scope, keys)
    waiting = bring_waiting_up_to_date(request.scope.on, fingerprints_of(rows, keys))
    return service_view(request.scope, teams, rows, waiting)


def _week(row: TeamThen, adopted: Adopted, scope: Scope) -> TeamWeekOut:
    hidden = not exact_for(scope, row.team) and row.people < SMALLEST
    known = adopted.get(row.adoption)
    percent = None if hidden or row.line <= 0 else str(row.load * 100 // row.line)
    return TeamWeekOut(
        team_id=row.team,
        monday=row.monday,
        hidden=hidden,
        percent=percent,
        band="" if hidden else row.band,
        scheme=known[1].id if known else "",
    )


def _totals(team: Any, side: Sides | None, hidden: bool, cases: int) -> TeamTotals:
    who = {"team_id": team.pk, "name": team.name, "service_area_id": team.service_area_id}
    if side is None or hidden:
        return TeamTotals(**who, hidden=hidden, unallocated_cases=cases)
    figure = side.figure
    return TeamTotals(
        **who,
        hidden=False,
        people=side.people,
        held=plain(figure.load),
        capacity=None if figure.line is None else plain(figure.line),
        waiting=plain(side.waiting),
        parked=plain(side.parked),
        band=figure.band or "",
        unit=figure.scheme.unit,
        scheme=figure.scheme.id,
        unallocated_cases=cases,
    )
