"""The service view: teams as they stand and as they stood each Monday, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from safeload.people.models import Team
from safeload.people.rights import Sight, Thing
from safeload.people.scope import Scope
from safeload.people.statements import prepared
from safeload.workload.models import (
    PostStanding,
    PostWeek,
    PractitionerWeek,
    TeamWaiting,
    TeamWeek,
    monday_of,
)
from safeload.workload.queries.adopted import Adopted, adopted_among
from safeload.workload.queries.unallocated import Unallocated

#: How many Mondays the heat map shows.
WEEKS = 10


class TeamNow(NamedTuple):
    """A team as it stands, in its scheme's unit.

    ``load`` and ``capacity`` are of those who have a line; ``without`` is the load of the ``left_out`` who have
    none, because it is not set (``unset``) or they are not available.
    """

    team: int
    adoption: int
    load: Fraction
    capacity: Fraction
    without: Fraction
    left_out: int
    unset: bool
    parked: Fraction
    people: int


class TeamThen(NamedTuple):
    """A team on a Monday."""

    team: int
    monday: date
    adoption: int
    load: int
    line: int
    people: int
    band: str


class RedRow(NamedTuple):
    """Somebody red today; ``weeks_red``: at how many Monday counts without a break."""

    practitioner: int
    name: str
    team: int
    weeks_red: int


@dataclass(frozen=True)
class ServiceView:
    """What the service view is drawn from, within the scope's reach."""

    teams: list[Team]
    now: dict[int, TeamNow]
    bands: dict[int, dict[str, int]]
    waiting: dict[int, TeamWaiting]
    weeks: list[TeamThen]
    red: list[RedRow]
    unallocated: list[Unallocated]
    adopted: Adopted


def service_teams(scope: Scope) -> list[Team]:
    """Running teams whose totals are open to this account, by service area and name. One query."""
    reach = scope.sees(Thing.TOTALS, Sight.TOTALS)
    found = Team.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=scope.on)).select_related(
        "service_area"
    )
    if not reach.everywhere:
        found = found.filter(pk__in=reach.teams)
    return list(found.order_by("service_area__name", "name"))


def service_view(
    scope: Scope, teams: list[Team], rows: list[Unallocated], waiting: dict[int, TeamWaiting]
) -> ServiceView:
    """Everything for the service view of these teams; ``rows`` and ``waiting``: what is unallocated. Five queries."""
    ids = [team.pk for team in teams]
    now, weeks = _now(ids), _weeks(ids, scope.on)
    adoptions = {row.adoption for row in now.values()} | {row.adoption for row in weeks}
    adoptions |= {row.adoption_id for row in waiting.values() if row.adoption_id}
    return ServiceView(
        teams=teams,
        now=now,
        bands=_bands(ids),
        waiting=waiting,
        weeks=weeks,
        red=_red(ids),
        unallocated=rows,
        adopted=adopted_among(adoptions),
    )


def _now(ids: Collection[int]) -> dict[int, TeamNow]:
    lined, rest = Q(allocatable=True, line__gt=0), Q(allocatable=True) & ~Q(line__gt=0)
    rows = PostStanding.objects.filter(team__in=ids).order_by().values("team_id", "adoption_id", "unit")
    sums: Any = rows.annotate(
        load_lined=Sum("load", filter=lined, default=0),
        capacity=Sum("line", filter=lined, default=0),
        without=Sum("load", filter=rest, default=0),
        left_out=Count("practitioner", filter=rest, distinct=True),
        unset=Count("pk", filter=Q(allocatable=True, line__isnull=True)),
        parked_work=Sum("work", filter=Q(allocatable=False), default=0),
        people=Count("practitioner", filter=Q(allocatable=True), distinct=True),
    )
    return {row["team_id"]: _team_now(row) for row in sums}


def _team_now(row: dict[str, Any]) -> TeamNow:
    unit = row["unit"]
    return TeamNow(
        team=row["team_id"],
        adoption=row["adoption_id"],
        load=Fraction(row["load_lined"], unit),
        capacity=Fraction(row["capacity"], unit),
        without=Fraction(row["without"], unit),
        left_out=row["left_out"],
        unset=bool(row["unset"]),
        parked=Fraction(row["parked_work"], unit),
        people=row["people"],
    )


def _bands(ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many stand where; whoever is not asked for more is never counted as room (X-01)."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for team, band, shielded, people in _grouped(ids):
        found[team][_shown(band, shielded)] += people
    return found


@prepared
def _grouped(ids: Collection[int]) -> Any:
    rows = PostStanding.objects.filter(team__in=ids, allocatable=True).order_by()
    own = ("practitioner__standing__band", "practitioner__standing__protected")
    return rows.values_list("team_id", *own).annotate(people=Count("practitioner", distinct=True))


def _weeks(ids: Collection[int], on: date) -> list[TeamThen]:
    since = monday_of(on) - timedelta(weeks=WEEKS - 1)
    return [TeamThen(*row) for row in _then(ids, since, on)]


@prepared
def _then(ids: Collection[int], since: date, on: date) -> Any:
    rows = TeamWeek.objects.filter(team__in=ids, monday__gte=since, monday__lte=on).order_by("monday")
    return rows.values_list("team_id", "monday", "adoption_id", "load", "line", "people", "band")


def _red(ids: Collection[int]) -> list[RedRow]:
    """Those red today who hold allocated work in these teams, the longest first."""
    return [RedRow(*row) for row in _red_rows(ids)]


@prepared
def _red_rows(ids: Collection[int]) -> Any:
    rows = PostStanding.objects.filter(team__in=ids, allocatable=True, practitioner__standing__band="red")
    names = ("practitioner_id", "practitioner__name", "team_id", "practitioner__standing__weeks_red")
    return rows.order_by(f"-{names[3]}", names[1], "team").values_list(*names)


class WeekRow(NamedTuple):
    """One post, today or on a Monday, with the practitioner's band over all posts."""

    practitioner: int
    name: str
    load: int
    line: int | None
    unit: int
    cases: int
    band: str
    adoption: int
    allocatable: bool


def week_rows(team_id: int, monday: date) -> list[WeekRow]:
    """The rows that a cell of the heat map counts, by name. Two queries; the caller holds the scope."""
    bands = dict(PractitionerWeek.objects.filter(monday=monday).values_list("practitioner", "band"))
    rows = PostWeek.objects.filter(team=team_id, monday=monday).order_by("practitioner__name", "post_id")
    names = ("practitioner__name", "load", "line", "unit", "cases", "adoption_id", "allocatable")
    return [
        WeekRow(who, name, load, line, unit, cases, bands.get(who, ""), adoption, allocatable)
        for who, name, load, line, unit, cases, adoption, allocatable in rows.values_list(
            "practitioner_id", *names
        )
    ]


def today_rows(team_id: int) -> list[WeekRow]:
    """The rows that a team's figures of today count, by name. One query; the caller holds the scope."""
    rows = PostStanding.objects.filter(team=team_id).order_by("practitioner__name", "post_id")
    names = ("practitioner__name", "load", "line", "unit", "cases", "adoption_id", "allocatable")
    own = ("practitioner__standing__band", "practitioner__standing__protected")
    return [
        WeekRow(who, name, load, line, unit, cases, _shown(band, shielded), adoption, allocatable)
        for who, name, load, line, unit, cases, adoption, allocatable, band, shielded in rows.values_list(
            "practitioner_id", *names, *own
        )
    ]


def _shown(band: str | None, shielded: str) -> str:
    """The band as pages of a team count it: whoever is not asked for more is never room (X-01)."""
    return "protected" if shielded and band == "room" else band or ""
