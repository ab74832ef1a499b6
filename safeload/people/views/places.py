"""The employer, service areas and teams."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.people import actions, queries
from safeload.people.forms.places import AreaForm, EmployerForm, TeamForm
from safeload.people.forms.practitioners import LastDayForm
from safeload.people.models import Employer, ServiceArea, Team
from safeload.people.pages import bound, form_page, press
from safeload.people.presenters import practitioners as present
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.views.shared import require

_TEAMS = "teams"


def teams(request: Request) -> HttpResponse:
    """Service areas and their teams, with how many people each has."""
    scope = request.scope
    require(scope.system or scope.roles or scope.practitioner_id)
    counts = queries.headcounts(scope.on)
    reach, may_change = scope.sees(Thing.PEOPLE), bool(scope.does("change", Thing.STRUCTURE))
    areas = [
        (
            area,
            [
                (team, counts.get(team.pk, 0), may_change or reach.covers(team_id=team.pk))
                for team in area.running
            ],
        )
        for area in queries.areas()
    ]
    return render(request, "people/teams.html", {"areas": areas, "may_change": may_change})


def team(request: Request, pk: int) -> HttpResponse:
    """One team: who has a post in it, as far as this account may see them."""
    scope = request.scope
    row = get_object_or_404(Team.objects.select_related("service_area"), pk=pk)
    require(scope.sees(Thing.PEOPLE).covers(team_id=pk) or scope.does("change", Thing.STRUCTURE))
    people = queries.with_posts(queries.practitioners(scope, team_id=pk), scope.on)
    context = {
        "team": row,
        "rows": [present.person_row(person, scope.on) for person in people],
        "may_change": bool(scope.does("change", Thing.STRUCTURE)),
        "may_add": scope.does("change", Thing.PEOPLE).covers(team_id=pk),
    }
    return render(request, "people/team.html", context)


def add_team(request: Request) -> HttpResponse:
    """A further team."""
    form = bound(TeamForm, _structure(request), areas=queries.areas())

    def act(_: dict[str, Any]) -> None:
        taken = form.taken()
        actions.add_team(by=request.user, area_id=taken.pop("service_area_id"), **taken)

    return form_page(
        request, form, act, to=reverse(_TEAMS), said="Added.", heading="Add a team", button="Add"
    )


def correct_team(request: Request, pk: int) -> HttpResponse:
    """A team's name, service area, and whether it is a duty desk."""
    row = get_object_or_404(Team, pk=pk)
    now = {name: getattr(row, name) for name in TeamForm.base_fields}
    form = bound(TeamForm, _structure(request), now, areas=queries.areas())

    def act(given: dict[str, Any]) -> None:
        actions.correct_team(by=request.user, team_id=pk, version=given["version"], **form.taken())

    heading, to = f"Change {row.name}", reverse("team", args=[pk])
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, button="Save")


def end_team(request: Request, pk: int) -> HttpResponse:
    """The last day of a team in which nobody has a post beyond it."""
    row = get_object_or_404(Team, pk=pk)
    form = bound(LastDayForm, _structure(request), {"on": row.ended_on, "version": row.version})

    def act(given: dict[str, Any]) -> None:
        actions.end_team(by=request.user, team_id=pk, on=given["on"], version=given["version"])

    heading = f"Last day of {row.name}"
    return form_page(request, form, act, to=reverse(_TEAMS), said="Saved.", heading=heading, button="Save")


@require_POST
def keep_team(request: Request, pk: int) -> HttpResponse:
    """Take a team up again."""
    _structure(request)
    act = lambda: actions.end_team(by=request.user, team_id=pk, on=None)  # noqa: E731
    return press(request, act, to=reverse("team", args=[pk]), said="The team goes on.")


def add_area(request: Request) -> HttpResponse:
    """A further service area."""
    form = bound(AreaForm, _structure(request))

    def act(given: dict[str, Any]) -> None:
        actions.add_area(by=request.user, name=given["name"])

    return form_page(
        request, form, act, to=reverse(_TEAMS), said="Added.", heading="Add a service area", button="Add"
    )


def correct_area(request: Request, pk: int) -> HttpResponse:
    """The name of a service area."""
    area = get_object_or_404(ServiceArea, pk=pk)
    form = bound(AreaForm, _structure(request), {"name": area.name, "version": area.version})

    def act(given: dict[str, Any]) -> None:
        actions.correct_area(by=request.user, area_id=pk, version=given["version"], name=given["name"])

    heading = f"Rename {area.name}"
    return form_page(request, form, act, to=reverse(_TEAMS), said="Saved.", heading=heading, button="Save")


def end_area(request: Request, pk: int) -> HttpResponse:
    """The last day of a service area without running teams."""
    area = get_object_or_404(ServiceArea, pk=pk)
    form = bound(LastDayForm, _structure(request), {"version": area.version})

    def act(given: dict[str, Any]) -> None:
        actions.end_area(by=request.user, area_id=pk, on=given["on"], version=given["version"])

    heading = f"Last day of {area.name}"
    return form_page(request, form, act, to=reverse(_TEAMS), said="Saved.", heading=heading, button="Save")


def employer(request: Request) -> HttpResponse:
    """The employer's name, nation and agreed times."""
    row = Employer.objects.first()
    if row is None:
        return redirect("home")
    now = {name: getattr(row, name) for name in EmployerForm.base_fields}
    form = bound(EmployerForm, _structure(request), now)

    def act(given: dict[str, Any]) -> None:
        actions.correct_employer(by=request.user, version=given["version"], **form.taken())

    return form_page(
        request, form, act, to=reverse(_TEAMS), said="Saved.", heading="The employer", button="Save"
    )


def _structure(request: Request) -> Request:
    require(request.scope.does("change", Thing.STRUCTURE))
    return request
