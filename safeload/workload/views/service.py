"""The service view, and the rows behind each of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from safeload.people.models import Team
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload import matters
from safeload.workload.actions import bring_waiting_up_to_date
from safeload.workload.presenters.capacity import SMALLEST, exact_for
from safeload.workload.presenters.service import service_page
from safeload.workload.presenters.week import week_page
from safeload.workload.queries.adopted import adopted_among
from safeload.workload.queries.service import WeekRow, service_teams, service_view, today_rows, week_rows
from safeload.workload.queries.unallocated import counted, fingerprints_of
from safeload.workload.views.shared import colours, fresh, note_look, require, two_colours


def service(request: Request) -> HttpResponse:
    """Teams by week, capacity against demand, unallocated with age, who is red for how long."""
    teams = service_teams(request.scope)
    require(teams)
    fresh(request)
    rows = counted(request.scope, [team.pk for team in teams])
    waiting = bring_waiting_up_to_date(request.scope.on, fingerprints_of(rows, [team.pk for team in teams]))
    view = service_view(request.scope, teams, rows, waiting)
    page = service_page(view, request.scope, colours(request))
    page["red_by_decision"] = matters.red_by_decision(request.scope)
    page["brings_lists"] = bool(request.scope.sees(Thing.LISTS))
    note_look(request, [row.practitioner for row in view.red if _named(request, row.team)], "service view")
    return render(request, "workload/service.html", page | {"two_colours": two_colours(request)})


def service_team(request: Request, team_id: int) -> HttpResponse:
    """What a team's figures of today count: by name where loads are open, else how many stand where."""
    fresh(request)
    team, rows = _team(request, team_id), today_rows(team_id)
    named = _enough(request, team_id, rows)
    if named:
        note_look(request, [row.practitioner for row in rows], "a team today")
    adopted = adopted_among([row.adoption for row in rows])
    page = week_page(rows, adopted, colours(request), named)
    page |= {"team": team, "named": named, "two_colours": two_colours(request)}
    return render(request, "workload/service_team.html", page)


def service_week(request: Request, team_id: int, monday: str) -> HttpResponse:
    """What one cell of the heat map counts: by name where loads are open, else how many stand where."""
    team = _team(request, team_id)
    try:
        day = date.fromisoformat(monday)
    except ValueError:
        raise Http404 from None
    rows = week_rows(team_id, day)
    named = _enough(request, team_id, rows)
    if named:
        note_look(request, [row.practitioner for row in rows], "week of a team")
    adopted = adopted_among([row.adoption for row in rows])
    page = week_page(rows, adopted, colours(request), named)
    page |= {"team": team, "monday": day, "named": named, "two_colours": two_colours(request)}
    return render(request, "workload/service_week.html", page)


def _team(request: Request, team_id: int) -> Team:
    team = next((one for one in service_teams(request.scope) if one.pk == team_id), None)
    if team is None:
        raise Http404
    return team


def _enough(request: Request, team_id: int, rows: Sequence[WeekRow]) -> bool:
    """Whether the rows are open by name; 404 where not even their counts are, being of too few people (X-38)."""
    people = {row.practitioner for row in rows}
    require(rows and (exact_for(request.scope, team_id) or len(people) >= SMALLEST))
    return _named(request, team_id)


def _named(request: Request, team_id: int) -> bool:
    return request.scope.sees(Thing.LOAD).covers(team_id=team_id)
