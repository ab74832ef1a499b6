"""The employer, service areas and teams."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.models import Employer, Post, ServiceArea, Team
from safeload.people.rights import Thing
from safeload.people.rows import amend, keep, locked
from safeload.people.signals import loads_changed


@write
def correct_employer(*, by: Any, version: int | None = None, **changes: Any) -> Employer:
    """Change the employer's name, nation, days for discussion or settings."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    employer = locked(Employer, 1, version, "the employer")
    if different := amend(employer, changes):
        record(by=by, did="people.correct_employer", on=("employer", 1), changed=different)
    return employer


@write
def add_area(*, by: Any, name: str) -> ServiceArea:
    """Add a service area. Names are unique whatever their capitals."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    area = keep(ServiceArea(name=name.strip()))
    record(by=by, did="people.add_area", on=("service area", area.pk))
    return area


@write
def correct_area(*, by: Any, area_id: int, version: int | None = None, name: str) -> ServiceArea:
    """Rename a service area."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    area = locked(ServiceArea, area_id, version, "the service area")
    if different := amend(area, {"name": name.strip()}):
        record(by=by, did="people.correct_area", on=("service area", area.pk), changed=different)
    return area


@write
def end_area(*, by: Any, area_id: int, on: date | None, version: int | None = None) -> ServiceArea:
    """End a service area without running teams, or (``on`` None) take it up again."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    area = locked(ServiceArea, area_id, version, "the service area")
    if on is not None and area.teams.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).exists():
        raise Refusal("This service area still has teams. End them or move them first.")
    if different := amend(area, {"ended_on": on}):
        record(by=by, did="people.end_area", on=("service area", area.pk), changed=different)
    return area


@write
def add_team(*, by: Any, area_id: int, name: str, is_desk: bool = False) -> Team:
    """Add a team to a service area; a duty desk's work counts as unallocated (fixture 11)."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    team = keep(Team(service_area_id=area_id, name=name.strip(), is_desk=is_desk))
    record(by=by, did="people.add_team", on=("team", team.pk), area=area_id, desk=is_desk)
    return team


@write
def correct_team(*, by: Any, team_id: int, version: int | None = None, **changes: Any) -> Team:
    """Change a team's name, service area (``service_area_id``) or whether it is a duty desk."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    team = locked(Team, team_id, version, "the team")
    if different := amend(team, changes):
        record(by=by, did="people.correct_team", on=("team", team.pk), changed=different)
        loads_changed(team.posts.values_list("practitioner_id", flat=True))
    return team


@write
def end_team(*, by: Any, team_id: int, on: date | None, version: int | None = None) -> Team:
    """End a team in which nobody has a post any more, or (``on`` None) take it up again."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    team = locked(Team, team_id, version, "the team")
    if on is not None:
        lasting = Post.objects.filter(team=team).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
        if count := lasting.count():
            people = "one person has a post" if count == 1 else f"{count} people have posts"
            raise Refusal(f"In this team {people} beyond that day. End or move the posts first.")
    if different := amend(team, {"ended_on": on}):
        record(by=by, did="people.end_team", on=("team", team.pk), changed=different)
    return team
