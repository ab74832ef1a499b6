"""Runs that an account may read, and what it may do with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from safeload.allocation.models import Proposal, ProposedCase
from safeload.caseloads.models import Case
from safeload.people.models import Post, Team
from safeload.people.rights import Thing
from safeload.people.scope import Reach, Scope
from safeload.planner.models import Run, RunTeam
from safeload.planner.queries.naming import Reader, key_of


def reach_of(scope: Scope) -> Reach:
    """The teams that somebody may ask about: where they allocate, and whose loads they read as the next tier."""
    tier = scope.does("override", Thing.CASES)
    return scope.does("allocate", Thing.CASES) | tier


def takes_part(scope: Scope) -> bool:
    """Whether the planner is for this account: it leads somebody, or agrees what weighs."""
    reach = reach_of(scope)
    return reach.everywhere or bool(reach.teams) or bool(scope.does("approve", Thing.SCHEME))


def may_ask(scope: Scope, team_id: int) -> bool:
    """Whether the account may ask about a team: its own, or one of the same service area as its own."""
    return reach_of(scope).covers(team_id=team_id) or team_id in _same_service(scope)


def _same_service(scope: Scope) -> set[int]:
    reach = scope.does("allocate", Thing.CASES)
    if not reach.teams:
        return set()
    areas = Team.objects.filter(pk__in=reach.teams).values("service_area")
    return set(Team.objects.filter(service_area__in=areas).values_list("pk", flat=True))


def runs(scope: Scope) -> Any:
    """Every run open to this account, newest first: its own, and those that touch its teams. Two queries."""
    reach = reach_of(scope)
    found = Run.objects.select_related(
        "asked_by", "adoption__version", "agreed_weights__recorded_by", "replayed_by"
    )
    found = found.prefetch_related("places__team")
    if reach.everywhere:
        return found
    if not reach.teams:
        return found.filter(asked_by=scope.account_id)
    touched = RunTeam.objects.filter(team__in=reach.teams).order_by().values("run")
    return found.filter(Q(asked_by=scope.account_id) | Q(pk__in=touched))


def may_stop(scope: Scope, one: Run) -> bool:
    """Whether the account may stop a run, start it again, or ask the same again: whoever asked, or leads there."""
    if not takes_part(scope):
        return False
    reach = reach_of(scope)
    teams = {team.pk for team in one.teams}
    return one.asked_by_id == scope.account_id or reach.everywhere or teams <= reach.teams


def teams_to_ask(scope: Scope) -> list[Team]:
    """Running teams that somebody may ask about: their own first, by service and name. Three queries."""
    reach = reach_of(scope)
    found = Team.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=scope.on), is_desk=False)
    if not reach.everywhere:
        found = found.filter(pk__in=reach.teams | _same_service(scope))
    found = found.select_related("service_area").order_by("service_area__name", "name")
    return sorted(found, key=lambda team: not reach.covers(team_id=team.pk))


def run_of_household(scope: Scope, pk: int, unit: str) -> tuple[Run | None, bool]:
    """The run, if the account may read this household of it; and whether only as whoever was asked about it.

    A practitioner reads what was said of a household that was proposed to them since.
    """
    found = runs(scope).filter(pk=pk, kind=Run.Kind.PROPOSE).first() if takes_part(scope) else None
    if found is None and scope.practitioner_id is not None:
        found = Run.objects.select_related("adoption__version").filter(pk=pk, kind=Run.Kind.PROPOSE).first()
        if found is not None and not _asked_about(scope, found, unit):
            return None, False
        return found, True
    if found is not None and not any(one["id"] == unit for one in found.question.get("waiting", ())):
        return None, False
    return found, False


def _asked_about(scope: Scope, one: Run, unit: str) -> bool:
    cases = next((home["cases"] for home in one.question.get("waiting", ()) if home["id"] == unit), ())
    rows = ProposedCase.objects.filter(
        case__in=[key_of(case) for case in cases],
        proposal__post__practitioner=scope.practitioner_id,
        proposal__proposed_at__gte=one.asked_at,
    )
    return bool(cases) and rows.exists()


def with_references(reader: Reader, cases: Collection[str]) -> Reader:
    """The same reader with the references of cases that they were asked about. One query."""
    found = Case.objects.filter(pk__in=[key_of(case) for case in cases]).values_list("pk", "reference")
    return replace(reader, references={**reader.references, **{f"case{pk}": said for pk, said in found}})


def teams_of_area(area_id: int | None, on: date) -> list[int]:
    """Running teams of a service area, or of every one. One query."""
    found = Team.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), is_desk=False)
    found = found if area_id is None else found.filter(service_area=area_id)
    return list(found.order_by("pk").values_list("pk", flat=True))


def teams_led(scope: Scope) -> list[Team]:
    """Running teams that the account leads itself, by name. One query."""
    return [team for team in teams_to_ask(scope) if reach_of(scope).covers(team_id=team.pk)]


def near_teams(scope: Scope, team_id: int) -> list[int]:
    """The teams of the same service area as a team that may be asked about."""
    teams = {team.pk: team.service_area_id for team in teams_to_ask(scope)}
    return [pk for pk, area in teams.items() if area == teams.get(team_id)]


def people_of(scope: Scope, teams: Collection[int]) -> dict[int, tuple[str, int]]:
    """Whoever holds cases in these teams, or begins to, by name: their name and team. One query."""
    posts = Post.objects.filter(team__in=teams).exclude(role__in=Post.NOT_HOLDING)
    posts = posts.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=scope.on))
    posts = posts.filter(Q(practitioner__ended_on__isnull=True) | Q(practitioner__ended_on__gte=scope.on))
    rows = posts.order_by("practitioner__name", "practitioner", "pk")
    found: dict[int, tuple[str, int]] = {}
    for who, name, team in rows.values_list("practitioner", "practitioner__name", "team"):
        found.setdefault(who, (name, team))
    return found


#: So long before a proposal a run may have been asked for it to be about the same state of things.
_RECENT = timedelta(days=14)


def address_of(scope: Scope, proposal: Proposal) -> str:
    """Where the household of a proposal was weighed before it was proposed; for who is asked, and who leads there.

    The latest of the runs shortly before. Two queries.
    """
    leads = reach_of(scope).covers(team_id=proposal.team_id)
    if not leads and not scope.is_own(proposal.post.practitioner_id):
        return ""
    rows = Run.objects.filter(
        kind=Run.Kind.PROPOSE, state=Run.State.DONE, places__team=proposal.team_id,
        asked_at__lte=proposal.proposed_at, asked_at__gte=proposal.proposed_at - _RECENT,
    )  # fmt: skip
    cases = {f"case{row.case_id}" for row in proposal.cases.all()}
    for pk, waiting in rows.order_by("-asked_at").values_list("pk", "question__waiting")[:3]:
        for unit in waiting or ():
            if cases & set(unit["cases"]):
                return reverse("planner_household", args=[pk, unit["id"]])
    return ""
