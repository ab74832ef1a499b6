"""Scenarios that were kept: found again, named, shared, copied, compared, taken away as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.web.listing import page_of
from safeload.whatif import actions
from safeload.whatif.forms import CompareForm
from safeload.whatif.presenters import page as present
from safeload.whatif.presenters.compare import compared
from safeload.whatif.presenters.workbook import workbook
from safeload.whatif.queries import scenarios as queries
from safeload.whatif.views.supposing import address_of, found
from safeload.workload.queries.board import team_seen, teams_seen
from safeload.workload.views.shared import colours, fresh, note_look, require, two_colours

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def scenarios(request: Request) -> HttpResponse:
    """One's own scenarios, and those that others share; the teams for which one can begin one."""
    require(queries.takes_part(request.scope))
    rows = queries.named(request.scope).order_by("team__name", "name", "pk")
    page = {"rows": page_of(request, rows), "teams": teams_seen(request.scope)}
    return render(request, "whatif/scenarios.html", page)


def compare_scenarios(request: Request, team_id: int) -> HttpResponse:
    """Two scenarios of a team side by side, and each beside how things stand."""
    team = team_seen(request.scope, team_id)
    require(team)
    assert team is not None
    rows = {row.pk: row for row in queries.scenarios(request.scope).filter(team=team_id)}
    names = [(pk, row.name or "What you are at") for pk, row in rows.items()]
    form = CompareForm(request.GET if request.GET else None, choices=names)
    chosen: list[int | None] = [None, None]
    if form.is_bound and form.is_valid():
        chosen = [form.cleaned_data["one"], form.cleaned_data["other"]]
    fresh(request)
    sides = [present.measured(request.scope, team, rows[pk]) for pk in chosen if pk is not None]
    titles = [dict(names)[pk] for pk in chosen if pk is not None]
    page: dict[str, Any] = {"team": team, "form": form, "names": names, "chosen": chosen}
    if sides:
        note_look(request, [one.id for one in sides[0].before.people], "what if")
        page |= compared(sides, titles, colours(request), request.scope)
    page["two_colours"] = two_colours(request)
    return render(request, "whatif/compare.html", page)


def scenario_workbook(request: Request, pk: int) -> HttpResponse:
    """The scenario as a workbook whose formulas go on working: another holder in a cell moves the loads."""
    row = found(request, pk)
    team = team_seen(request.scope, row.team_id)
    require(team)
    assert team is not None
    fresh(request)
    seen = present.measured(request.scope, team, row)
    require(seen.adoption)
    note_look(request, [one.id for one in seen.before.people], "what if")
    data = workbook(seen, request.scope, team.name, row.name)
    headers = {"Content-Disposition": f'attachment; filename="what-if-{row.pk}.xlsx"'}
    return HttpResponse(data, content_type=_XLSX, headers=headers)


@require_POST
def keep_scenario(request: Request, pk: int) -> HttpResponse:
    """Keep what one is at under a name, or give a scenario another name."""
    row = found(request, pk)
    named = lambda: actions.keep_as(by=request.user, scenario_id=pk, name=request.POST.get("name", ""))  # noqa: E731
    answer = press(request, named, to=address_of(row), said="It is kept under its name.")
    row.refresh_from_db()
    return redirect(address_of(row)) if row.name else answer


@require_POST
def share_scenario(request: Request, pk: int) -> HttpResponse:
    """Share a scenario with others who may open the board, or no longer."""
    row = found(request, pk)
    shared = request.POST.get("shared") == "yes"
    said = "Others who may open this board can read it now." if shared else "It is yours alone again."
    act = lambda: actions.share(by=request.user, scenario_id=pk, shared=shared)  # noqa: E731
    return press(request, act, to=address_of(row), said=said)


@require_POST
def copy_scenario(request: Request, pk: int) -> HttpResponse:
    """A copy of one's own, to change."""
    found(request, pk)
    made = actions.copy(by=request.user, scenario_id=pk)
    return redirect(address_of(made))


@require_POST
def delete_scenario(request: Request, pk: int) -> HttpResponse:
    """Delete a scenario of one's own."""
    found(request, pk)
    act = lambda: actions.delete(by=request.user, scenario_id=pk)  # noqa: E731
    return press(request, act, to=reverse("scenarios"), said="The scenario is deleted. Nothing else changed.")
