"""The Monday snapshot: everybody's figures as they stood, kept once and never moved by later changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Max, Subquery

from safeload.domain.pooled import Share, pooled
from safeload.schemes.facts import scheme_of
from safeload.workload.facts import readings, rule_on
from safeload.workload.facts.kept import PersonFigures, PostFigures, people_of, posts_of, waiting_of
from safeload.workload.models import PostWeek, PractitionerWeek, Standing, TeamWeek, monday_of

_BATCH = 500
_WEEK = timedelta(weeks=1)
#: After a longer silence the weeks between are not made up: nobody looked at them.
_LONGEST_GAP = 12


@transaction.atomic
def take_monday_snapshot(on: date) -> int:
    """Keep everybody's figures of the Monday of this week; how many practitioners.

    Taken again it replaces what was kept for that Monday, and counts the weeks over anew from there.
    """
    monday = monday_of(on)
    rule = rule_on(monday)
    posts: list[PostFigures] = []
    people: list[PersonFigures] = []
    waiting: dict[int, dict[str, Any]] = {}
    for adoption, reading in readings(rule, monday, [*rule.areas, None]):
        measured = posts_of(reading, adoption)
        people += people_of(reading, adoption, measured, rule)
        posts += [one for one in measured if (under := rule.of_team(one.team)) and under.pk == adoption.pk]
        for team, kept in waiting_of(reading, adoption).items():
            under = rule.of_team(team or None)
            if under is not None and under.pk == adoption.pk:
                waiting[team] = kept
    for model in (PractitionerWeek, PostWeek, TeamWeek):
        model._default_manager.filter(monday=monday).delete()
    _keep_people(monday, people)
    _keep_posts(monday, posts)
    _keep_teams(monday, posts, people, waiting, rule.areas)
    _count_on(monday)
    _carry()
    return len(people)


def take_missing_mondays(on: date) -> list[date]:
    """Take the snapshots of every Monday since the last one, today's among them; which were taken."""
    this = monday_of(on)
    last = PractitionerWeek.objects.aggregate(last=Max("monday"))["last"]
    since = this if last is None or this - last > _LONGEST_GAP * _WEEK else last + _WEEK
    taken = []
    while since <= this:
        take_monday_snapshot(since)
        taken.append(since)
        since += _WEEK
    return taken


def _keep_people(monday: date, people: list[PersonFigures]) -> None:
    rows = [PractitionerWeek(monday=monday, practitioner_id=one.practitioner, **one.kept) for one in people]
    PractitionerWeek.objects.bulk_create(rows, batch_size=_BATCH)


def _keep_posts(monday: date, posts: list[PostFigures]) -> None:
    rows = [
        PostWeek(
            monday=monday, post_id=one.post, practitioner_id=one.practitioner, team_id=one.team, **one.kept
        )
        for one in posts
    ]
    PostWeek.objects.bulk_create(rows, batch_size=_BATCH)


def _keep_teams(
    monday: date,
    posts: list[PostFigures],
    people: list[PersonFigures],
    waiting: dict[int, dict[str, Any]],
    teams: Iterable[int],
) -> None:
    band = {one.practitioner: one.kept["band"] for one in people}
    members: dict[int, list[PostFigures]] = defaultdict(list)
    for one in posts:
        members[one.team].append(one)
    rows = []
    for team in sorted({*teams, *waiting}):
        if members[team] or team in waiting:
            rows.append(_team(monday, team, members[team], band, waiting.get(team)))
    TeamWeek.objects.bulk_create(rows, batch_size=_BATCH)


def _team(
    monday: date, team: int, posts: list[PostFigures], band: dict[int, str], waits: dict[str, Any] | None
) -> TeamWeek:
    """Pooled: the sum of loads over the sum of lines of those who hold allocated work (rules 2.6)."""
    shares = [one for one in posts if one.kept["allocatable"]]
    holding = [one.kept for one in shares]
    parked = [one.kept for one in posts if not one.kept["allocatable"]]
    whose = {one.practitioner for one in shares}
    first = posts[0].kept if posts else waits or {}
    scheme = scheme_of(first["adoption"])
    pool = pooled((_share(one) for one in shares), scheme)
    return TeamWeek(
        monday=monday,
        team_id=team or None,
        adoption=first["adoption"],
        unit=first["unit"],
        load=int(pool.load),
        line=int(pool.line or 0),
        band=pool.band or "",
        provisional=sum(one.kept["provisional"] for one in posts) + (waits["provisional"] if waits else 0),
        households=sum(kept["households"] for kept in holding),
        cases=sum(kept["cases"] for kept in holding),
        waiting=waits["load"] if waits else 0,
        waiting_cases=waits["cases"] if waits else 0,
        parked=sum(kept["work"] for kept in parked),
        parked_cases=sum(kept["cases"] for kept in parked),
        people=len(whose),
        bands=dict(sorted(Counter(band.get(pk, "") or "no band" for pk in whose).items())),
    )


def _share(one: PostFigures) -> Share:
    line = one.kept["line"]
    return Share(one.practitioner, Fraction(one.kept["load"]), None if line is None else Fraction(line))


def _count_on(monday: date) -> None:
    """Count the weeks over and red for this Monday and those after it, each from the one before."""
    before = _runs(monday - _WEEK)
    later = PractitionerWeek.objects.filter(monday__gte=monday).order_by("monday")
    by_monday: dict[date, list[PractitionerWeek]] = defaultdict(list)
    for row in later:
        by_monday[row.monday].append(row)
    expected = monday
    for day, rows in by_monday.items():
        earlier = before if day == expected else {}
        for row in rows:
            over, red = earlier.get(row.practitioner_id, (0, 0))
            row.weeks_over = over + 1 if is_over(row.band, row.load, row.line) else 0
            row.weeks_red = red + 1 if row.band == "red" else 0
        PractitionerWeek.objects.bulk_update(rows, ["weeks_over", "weeks_red"], batch_size=_BATCH)
        before = {row.practitioner_id: (row.weeks_over, row.weeks_red) for row in rows}
        expected = day + _WEEK


def _carry() -> None:
    """Carry the runs of the last Monday to the figures of today, where boards read them."""
    runs = last_runs()
    rows = list(Standing.objects.all())
    for row in rows:
        row.weeks_over, row.weeks_red = runs.get(row.practitioner_id, (0, 0))
    Standing.objects.bulk_update(rows, ["weeks_over", "weeks_red"], batch_size=_BATCH)


def last_runs(ids: Collection[int] | None = None) -> dict[int, tuple[int, int]]:
    """Weeks over and weeks red at the last Monday's count, by practitioner. One query."""
    last = PractitionerWeek.objects.order_by("-monday").values("monday")[:1]
    rows = PractitionerWeek.objects.filter(monday=Subquery(last))
    if ids is not None:
        rows = rows.filter(practitioner__in=ids)
    return {
        who: (over, red) for who, over, red in rows.values_list("practitioner", "weeks_over", "weeks_red")
    }


def _runs(monday: date) -> dict[int, tuple[int, int]]:
    rows = PractitionerWeek.objects.filter(monday=monday)
    return {
        who: (over, red) for who, over, red in rows.values_list("practitioner", "weeks_over", "weeks_red")
    }


def is_over(band: str, load: int, line: int | None) -> bool:
    """Over the line: amber above it, or red. At exactly the line nobody is over it (X-04)."""
    return band in {"amber", "red"} and load != line
