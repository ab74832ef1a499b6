"""Which cases ask why they are open: one's own, or a team's for those to whom its cases are open."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from safeload.caseloads.queries import times_on
from safeload.people.models import Team
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.web.listing import address_with, ordered, page_of, sort_of
from safeload.workload.presenters.open_cases import ALL, KINDS, SORTS, kind_titles, open_row, per_person
from safeload.workload.queries.board import team_seen
from safeload.workload.queries.open_cases import OpenCase, asks, open_cases
from safeload.workload.views.shared import note_look, require


def why_open(request: Request) -> HttpResponse:
    """The cases behind a line of a first page: not seen for weeks, plan ended, review passed, no plan; or all."""
    scope, asked = request.scope, request.GET
    team, kind, times = _team(request), asked.get("kind", ""), times_on(request.scope.on)
    rows = (
        open_cases(scope.on, teams=[team.pk]) if team else open_cases(scope.on, practitioners=_own(request))
    )
    found = [(row, asks(row, scope.on, times)) for row in rows]
    found = [(row, why) for row, why in found if kind == ALL or (kind in why if kind in KINDS else why)]
    people = per_person([row for row, _ in found], _narrowing(request)) if team else []
    who = asked.get("who", "")
    if team and who:
        found = [(row, why) for row, why in found if str(row.practitioner_id) == who]
    sort = sort_of(request, tuple(SORTS), "case")
    back = f"?back={quote(address_with(request), safe='')}"
    may_change = team is None or scope.does("change", Thing.CASES).covers(team_id=team.pk)
    shown = [open_row(row, why, times, back, may_change) for row, why in found]
    page = page_of(request, ordered(shown, sort, SORTS))
    if team:
        _note(request, [row for row, _ in found])
    context = {
        "team": team,
        "kind": kind if kind in KINDS or kind == ALL else "",
        "kinds": kind_titles(times),
        "people": people,
        "who": who,
        "rows": page.object_list,
        "page": page,
        "sort": sort,
    }
    return render(request, "workload/why_open.html", context)


def _team(request: Request) -> Team | None:
    wanted = request.GET.get("team", "")
    if not wanted:
        require(request.scope.practitioner_id is not None)
        return None
    pk = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    team = team_seen(request.scope, pk)
    require(team is not None and request.scope.sees(Thing.CASES).covers(team_id=pk))
    return team


def _own(request: Request) -> list[int]:
    return [request.scope.practitioner_id] if request.scope.practitioner_id is not None else []


def _narrowing(request: Request) -> str:
    address = address_with(request, who=None, page=None)
    return f"{address}&" if "?" in address else f"{address}?"


def _note(request: Request, rows: list[OpenCase]) -> None:
    note_look(request, sorted({row.practitioner_id for row in rows}), "why cases are open")
