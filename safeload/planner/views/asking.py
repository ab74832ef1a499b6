"""Asking the planner: who could take what waits, which moves would help, what if somebody leaves or starts."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people.requests import Request
from safeload.planner import actions, jobs
from safeload.planner.forms import ALL, AREA, AskForm, RehearseForm
from safeload.planner.models import Run
from safeload.planner.presenters.asked import with_words
from safeload.planner.queries import runs as queries
from safeload.web.listing import page_of
from safeload.workload.views.shared import fresh, require


def planner(request: Request) -> HttpResponse:
    """Ask who could take what waits, or which moves would help; what was asked before."""
    require(queries.takes_part(request.scope))
    choices = _choices(request)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        about=list(choices.items()),
        chosen=f"team{request.GET.get('team', '')}",
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = _teams(request, given["about"])
        made = _made(request, form, given["key"], chosen, given["kind"], {})
        if made:
            return redirect("planner_run", made[0].pk) if len(made) == 1 else redirect("planner")
    found = page_of(request, queries.runs(request.scope), 25)
    page = {"form": form, "runs": found, "rows": with_words(found), "choices": choices}
    return render(request, "planner/planner.html", page, status=422 if form.errors else 200)


def rehearse(request: Request) -> HttpResponse:
    """Rehearse that somebody leaves, is away, starts, or that teams become one."""
    require(queries.takes_part(request.scope))
    teams = queries.teams_led(request.scope)
    people = queries.people_of(request.scope, [team.pk for team in teams])
    form = RehearseForm(
        request.POST if request.method == "POST" else None,
        people=[(pk, name) for pk, (name, _) in people.items()],
        teams=[(team.pk, team.name) for team in teams],
        initial={"key": uuid.uuid4(), "day": request.scope.on, "scope": "team", "share": 70}
        | ({"who": who} if (who := request.GET.get("who", "")) else {}),
    )
    if request.method == "POST" and form.is_valid():
        made = _rehearsed(request, form, {pk: team for pk, (_, team) in people.items()})
        if made:
            return redirect("planner_run", made[0].pk)
    return render(request, "planner/rehearse.html", {"form": form}, status=422 if form.errors else 200)


def _rehearsed(request: Request, form: RehearseForm, team_of: dict[int, int]) -> list[Run]:
    given = form.cleaned_data
    merging = given["kind"] == "merge"
    if merging:
        chosen = given["teams"]
    else:
        own = team_of[given["who"]]
        near = queries.near_teams(request.scope, own)
        chosen = [own] if given["scope"] == "team" else near
    asks: dict[str, Any] = {
        "kind": given["kind"],
        "who": None if merging else given["who"],
        "day": given["day"].isoformat(),
        "scope": "across" if merging else given["scope"],
        "share": 70 if given["share"] is None else given["share"],
    }
    return _made(request, form, given["key"], chosen, Run.Kind.REHEARSE, asks)


def _choices(request: Request) -> dict[str, str]:
    """What can be asked about, widest last."""
    teams = queries.teams_to_ask(request.scope)
    found = {f"team{team.pk}": team.name for team in teams}
    areas = {team.service_area_id: team.service_area.name for team in teams}
    for pk, name in areas.items():
        if sum(team.service_area_id == pk for team in teams) > 1:
            found[f"{AREA}{pk}"] = f"{name}, all teams together"
    if len(areas) > 1:
        found[ALL] = "Everything, each service by itself"
    return found


def _teams(request: Request, about: str) -> list[int]:
    return [
        team.pk
        for team in queries.teams_to_ask(request.scope)
        if about in (ALL, f"team{team.pk}", f"{AREA}{team.service_area_id}")
    ]


def _made(
    request: Request, form: Any, key: uuid.UUID, teams: list[int], kind: str, asks: dict[str, Any]
) -> list[Run]:
    """Ask, and carry out; none where that was refused, with the reason on the form."""
    fresh(request)
    try:
        made = actions.ask(by=request.user, key=key, team_ids=teams, kind=kind, asks=asks)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return []
    jobs.carry_out(made)
    return made
