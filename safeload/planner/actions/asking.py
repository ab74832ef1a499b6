"""Asking the planner: what is asked, by whom, with which weights; the answer comes when it is run."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from safeload.allocation.queries.weights import weights_in_force
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.domain.allocation.weights import NonsenseError, weights_of
from safeload.people import permits
from safeload.people.models import Post, Team
from safeload.people.rights import Thing
from safeload.planner.models import Run, RunTeam
from safeload.planner.queries.runs import may_ask, teams_of_area
from safeload.web import formats
from safeload.workload.facts import rule_on

#: Until the plan is within a hundredth of a percent, for so many nodes of the search; the clock is the last resort.
EFFORT = {"gap": 0.0001, "nodes": 20_000, "seconds": 400.0}
#: A rehearsal is of a day within a year: so far ahead long absences, leavers and teams that become one are talked
#: over. What is decided about has the nearer horizon of the allocation.
FAR_AHEAD = timedelta(days=365)


@write
def ask(
    *,
    by: Any,
    key: uuid.UUID,
    team_ids: Collection[int],
    kind: str = Run.Kind.PROPOSE,
    asks: Mapping[str, Any] | None = None,
) -> list[Run]:
    """Ask about teams: one run for each scheme that measures some of them, in the order of the schemes.

    The same key again finds the runs that are there. Raises NotAllowed for teams that are not open to the account,
    Refusal where none of them is measured by a scheme. Each run is to be carried out by ``run``.
    """
    there = list(Run.objects.filter(key=key, asked_by=by).order_by("pk"))
    if there:
        return there
    scope = permits.scope_of(by)
    teams = list(Team.objects.filter(pk__in=team_ids).order_by("pk"))
    if kind == Run.Kind.EFFECT:
        permits.require(scope, "approve", Thing.SCHEME)
    elif not teams or not all(may_ask(scope, team.pk) for team in teams):
        raise NotAllowed("You may not ask this for these teams. Ask their manager, or the service’s manager.")
    rule = rule_on(scope.on)
    _check(kind, asks or {}, teams, scope.on)
    together: dict[int, list[Team]] = {}
    for team in teams:
        if (adoption := rule.of_team(team.pk)) is not None:
            together.setdefault(adoption.pk, []).append(team)
    if not together:
        raise Refusal("No scheme measures these teams today, so that nobody’s room can be told.", "team_ids")
    return [
        _made(by, key, kind, adoption, found, dict(asks or {}))
        for adoption, found in sorted(together.items())
    ]


@write
def try_weights(
    *,
    by: Any,
    key: uuid.UUID,
    area_id: int | None,
    values: Mapping[str, int],
    new_a_week: int | None = None,
    new_a_week_first_year: int | None = None,
) -> list[Run]:
    """Ask what other weights would have said of last month, in a service area or (None) in every team.

    Raises as ``ask`` does, and Refusal for weights of nonsense. Nothing is agreed by it.
    """
    asks = {
        "area": area_id,
        "values": dict(values),
        "new_a_week": new_a_week,
        "new_a_week_first_year": new_a_week_first_year,
    }
    teams = teams_of_area(area_id, timezone.localdate())
    return ask(by=by, key=key, team_ids=teams, kind=Run.Kind.EFFECT, asks=asks)


def _check(kind: str, asks: Mapping[str, Any], teams: list[Team], on: date) -> None:
    """A rehearsal says what, about whom and from when; other weights are none of nonsense."""
    if kind == Run.Kind.EFFECT:
        _check_weights(asks)
    if not all(0 < share < 100 for share in (asks.get("helped") or {}).values()):
        raise Refusal("A co-worker carries more than 0 and less than 100 percent.", "helped")
    if kind != Run.Kind.REHEARSE:
        return
    if not asks.get("kind"):
        raise Refusal("Say what is rehearsed: somebody leaves, is away, starts, or teams become one.", "kind")
    _check_day(date.fromisoformat(asks["day"]), on)
    if asks["kind"] == "merge":
        if len(teams) < 2:
            raise Refusal("Choose two teams or more that become one.", "teams")
        return
    posts = Post.objects.filter(practitioner=asks.get("who"), team__in=teams)
    if not posts.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).exists():
        raise Refusal("Choose somebody who has a post in these teams.", "who")


def _check_day(day: date, on: date) -> None:
    if day < on:
        raise Refusal("This day has passed. Choose today, or a day to come.", "day")
    if day > on + FAR_AHEAD:
        last = formats.day(on + FAR_AHEAD, weekday=False)
        raise Refusal(
            f"Nothing is known of a day so far ahead. Choose one up to {last}, a year from now.", "day"
        )


def _check_weights(asks: Mapping[str, Any]) -> None:
    try:
        weights_of(asks.get("values") or {})
    except NonsenseError as wrong:
        raise Refusal(" ".join(wrong.problems), "values") from wrong


def _made(by: Any, key: uuid.UUID, kind: str, adoption: int, teams: list[Team], asks: dict[str, Any]) -> Run:
    areas = {team.service_area_id for team in teams}
    area = areas.pop() if len(areas) == 1 else None
    agreed = weights_in_force(asks.get("area") if kind == Run.Kind.EFFECT else area)
    made = Run.objects.create(
        key=key,
        kind=kind,
        on=timezone.localdate(),
        asked_by=by,
        asked_at=timezone.now(),
        asks=asks,
        adoption_id=adoption,
        agreed_weights=agreed.row,
        weights=agreed.weights.as_data(),
        effort=EFFORT,
    )
    RunTeam.objects.bulk_create(RunTeam(run=made, team=team) for team in teams)
    record(by=by, did="planner.ask", on=("run", made.pk), kind=kind, teams=[team.pk for team in teams])
    return made
