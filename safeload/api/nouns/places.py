"""The employer, service areas and teams."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Correction, Kept, Key, LastDay, Page, kept
from safeload.people import actions, queries
from safeload.people.models import Employer, ServiceArea, Team

router = Router(tags=["places"])
Name = Annotated[str, Field(min_length=1, max_length=80)]


class EmployerOut(Schema):
    """The one employer of this installation."""

    name: str
    nation: str
    discussion_days: int
    version: int


class AreaOut(Schema):
    """A service area."""

    id: int
    name: str
    ended_on: date | None
    version: int


class TeamOut(Schema):
    """A team; ``people``: how many have a post in it today."""

    id: int
    name: str
    service_area_id: int
    service_area: str = Field("", alias="service_area.name")
    is_desk: bool
    ended_on: date | None
    people: int = 0
    version: int


def _signed_in(call: Call) -> None:
    require(call.scope.roles or call.scope.practitioner_id)


@reads(router, "/employer")
def employer(request: Call) -> EmployerOut:
    """The employer."""
    _signed_in(request)
    row = queries.employer()
    require(row)
    return EmployerOut.model_validate(row)


@reads(router, "/service-areas")
def service_areas(request: Call, paging: Query[Paging]) -> Page[AreaOut]:
    """Service areas that have not ended."""
    _signed_in(request)
    return page_of(request, queries.areas(), paging)


@reads(router, "/teams")
def teams(request: Call, paging: Query[Paging]) -> Page[TeamOut]:
    """Running teams, with how many people each has."""
    _signed_in(request)
    counts = queries.headcounts(request.scope.on)

    def show(team: Any) -> Any:
        team.people = counts.get(team.pk, 0)
        return team

    return page_of(request, queries.teams(request.scope.on), paging, show)


class EmployerIn(Correction):
    """What can be changed about the employer."""

    name: Annotated[str, Field(min_length=1, max_length=120)] = ""
    nation: Employer.Nation = Employer.Nation.ENGLAND
    discussion_days: int = Field(2, ge=1, le=20)


class AreaIn(Body):
    """A service area to add."""

    name: Name


class AreaChange(Correction):
    """A service area's name."""

    name: Name


class TeamIn(Body):
    """A team to add."""

    area_id: Key
    name: Name
    is_desk: bool = False


class TeamChange(Correction):
    """What can be changed about a team."""

    name: Name = ""
    service_area_id: Key = 0
    is_desk: bool = False


@writes(router, "PATCH", "/employer", actions.correct_employer)
def correct_employer(request: Call, body: EmployerIn) -> Kept:
    """Change the employer’s details."""
    return kept(actions.correct_employer(by=request.account, **body.given()))


@writes(router, "POST", "/service-areas", actions.add_area, status=201)
def add_area(request: Call, body: AreaIn) -> Kept:
    """Add a service area."""
    return kept(actions.add_area(by=request.account, name=body.name))


@writes(router, "PATCH", "/service-areas/{int:pk}", actions.correct_area)
def correct_area(request: Call, pk: Key, body: AreaChange) -> Kept:
    """Rename a service area."""
    within(ServiceArea.objects.all(), pk)
    return kept(actions.correct_area(by=request.account, area_id=pk, **body.given()))


@writes(router, "POST", "/service-areas/{int:pk}/last-day", actions.end_area)
def end_area(request: Call, pk: Key, body: LastDay) -> Kept:
    """End a service area without running teams, or take it up again."""
    within(ServiceArea.objects.all(), pk)
    return kept(actions.end_area(by=request.account, area_id=pk, **body.given()))


@writes(router, "POST", "/teams", actions.add_team, status=201)
def add_team(request: Call, body: TeamIn) -> Kept:
    """Add a team to a service area."""
    return kept(actions.add_team(by=request.account, **body.given()))


@writes(router, "PATCH", "/teams/{int:pk}", actions.correct_team)
def correct_team(request: Call, pk: Key, body: TeamChange) -> Kept:
    """Change a team."""
    within(Team.objects.all(), pk)
    return kept(actions.correct_team(by=request.account, team_id=pk, **body.given()))


@writes(router, "POST", "/teams/{int:pk}/last-day", actions.end_team)
def end_team(request: Call, pk: Key, body: LastDay) -> Kept:
    """End a team in which nobody has a post any more, or take it up again."""
    within(Team.objects.all(), pk)
    return kept(actions.end_team(by=request.account, team_id=pk, **body.given()))
