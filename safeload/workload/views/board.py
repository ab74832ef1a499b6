"""The team board, and the board of those whom somebody supports by name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.web.listing import sort_of
from safeload.workload import matters
from safeload.workload.actions import bring_waiting_up_to_date
from safeload.workload.presenters.board import SORTS
from safeload.workload.presenters.team import board_page, team_page
from safeload.workload.queries.board import team_seen, teams_seen
from safeload.workload.queries.team import people_view, team_view
from safeload.workload.queries.unallocated import counted, fingerprints_of
from safeload.workload.views.shared import colours, fresh, note_look, require, two_colours


def team_board(request: Request, team_id: int) -> HttpResponse:
    """What needs deciding today, everybody's load line, and what waits."""
    team = team_seen(request.scope, team_id)
    require(team)
    fresh(request)
    rows = counted(request.scope, [team_id])
    waiting = bring_waiting_up_to_date(request.scope.on, fingerprints_of(rows, [team_id]))
    view = team_view(request.scope, team_id, rows, waiting.get(team_id))
    note_look(request, [person.id for person in view.board.people], "team board")
    sort = sort_of(request, tuple(SORTS), "name")
    page = team_page(view, team_id, colours(request), request.scope, sort)
    page |= {"team": team, "two_colours": two_colours(request)}
    page["matters"] = matters.of_team(request.scope, team_id) + page.get("matters", [])
    return render(request, "workload/team_board.html", page)


def team_boards(request: Request) -> HttpResponse:
    """The boards open to this person; the only one at once."""
    teams = teams_seen(request.scope)
    require(teams)
    if len(teams) == 1:
        return team_board(request, teams[0].pk)
    return render(request, "workload/team_boards.html", {"teams": teams})


def my_people(request: Request) -> HttpResponse:
    """The board of those whom this account supports by name: an assessor's, a supervisor's."""
    require(request.scope.sees(Thing.LOAD).practitioners)
    fresh(request)
    board, adopted = people_view(request.scope)
    note_look(request, [person.id for person in board.people], "board of people supported")
    page = board_page(board, adopted, colours(request), request.scope, sort_of(request, tuple(SORTS), "name"))
    page["two_colours"] = two_colours(request)
    return render(request, "workload/my_people.html", page)
