"""Kept figures follow every change, in the change's own transaction; a new day measures everybody once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from safeload.people.statements import prepared
from safeload.workload.actions.steps import note_steps_due
from safeload.workload.actions.weeks import last_runs, take_missing_mondays
from safeload.workload.facts import Rule, readings, rule_on
from safeload.workload.facts.kept import PersonFigures, PostFigures, people_of, posts_of, waiting_of
from safeload.workload.models import Beside, Detail, Freshness, PostStanding, Standing, TeamWaiting
from safeload.workload.queries.adopted import forget
from safeload.workload.queries.places import teams_of
from safeload.workload.queries.protections import protections
from safeload.workload.queries.unallocated import NOTHING_WAITS, fingerprints

_AMOUNTS = ["adoption", "unit", "load", "line", "provisional", "households", "cases"]
_OF_PERSON = ["band", "stage", "protected", "protected_until", "weeks_over", "weeks_red", "computed_for"]
_BATCH = 500


def follow_change(*, practitioner_ids: Collection[int], **_: Any) -> None:
    """Receives ``people.signals.load_changed``, inside the change."""
    refresh(practitioner_ids=practitioner_ids, on=timezone.localdate())


def follow_adoption(**_: Any) -> None:
    """Receives the saving of an adoption: whoever looks next measures everybody under it."""
    forget()
    Freshness.objects.update(adoptions="")


@transaction.atomic
def refresh(*, on: date, practitioner_ids: Collection[int] | None = None) -> int:
    """Work out the figures of these practitioners, or of everybody, for a day; how many practitioners.

    Their rows are locked in the order of their keys before anything is read: who waits for another change
    reads what it wrote, so that no figure is left behind. Constant queries for each scheme in force.
    """
    rule = rule_on(on)
    _lock(practitioner_ids)
    teams = list(rule.areas) if practitioner_ids is None else teams_of(practitioner_ids, on)
    posts: list[PostFigures] = []
    people: list[PersonFigures] = []
    for adoption, reading in readings(rule, on, teams, practitioners=practitioner_ids):
        measured = posts_of(reading, adoption)
        people += people_of(reading, adoption, measured, rule)
        posts += [one for one in measured if (under := rule.of_team(one.team)) and under.pk == adoption.pk]
        if practitioner_ids is None:
            _keep_waiting(on, waiting_of(reading, adoption), rule, None)
    _keep_people(on, people, practitioner_ids)
    _keep_posts(posts, practitioner_ids)
    if practitioner_ids is None:
        Freshness.objects.update_or_create(id=1, defaults={"computed_for": on, "adoptions": rule.key})
    return len(people)


@prepared
def _fresh(on: date) -> Any:
    return Freshness.objects.filter(id=1, computed_for=on).exclude(adoptions="").values_list("id")


def bring_up_to_date(on: date) -> bool:
    """Measure everybody if this is a new day, or a scheme was adopted; whether that was so.

    Called by every page that shows figures (one query where nothing is due) and by the job at night, which
    therefore leaves it nothing to do.
    """
    if _fresh(on):
        return False
    with transaction.atomic():
        Freshness.objects.get_or_create(id=1)
        held = Freshness.objects.select_for_update().get(id=1)
        rule = rule_on(on)
        if held.computed_for == on and held.adoptions == rule.key:
            return False
        if held.computed_for is not None and held.computed_for < on:
            note_steps_due(on=on, since=held.computed_for, rule=rule)
        refresh(on=on)
        take_missing_mondays(on)
    return True


def bring_waiting_up_to_date(on: date, waiting: Mapping[int, str]) -> dict[int, TeamWaiting]:
    """What waits in each team, measured again where other cases wait now than were measured.

    ``waiting``: each team's fingerprint (``queries.unallocated.fingerprints_of``). One query where nothing moved.
    """
    rows = TeamWaiting.objects.filter(place__in=list(waiting))
    known = {row.place: row for row in rows}
    moved = [pk for pk, seen in waiting.items() if pk not in known or known[pk].fingerprint != seen]
    if moved:
        refresh_waiting(on=on, team_ids=moved)
        known = {row.place: row for row in rows.all()}
    return known


@transaction.atomic
def refresh_waiting(*, on: date, team_ids: Collection[int | None]) -> None:
    """Measure again what waits in these teams (None: what has no team)."""
    rule = rule_on(on)
    named = [pk for pk in team_ids if pk is not None]
    whose: dict[str, Any] = {} if None in team_ids else {"teams": named}
    for adoption, reading in readings(rule, on, team_ids, **whose):
        _keep_waiting(on, waiting_of(reading, adoption), rule, team_ids)


def _lock(ids: Collection[int] | None) -> None:
    if ids is not None:
        Standing.objects.bulk_create(
            [Standing(practitioner_id=pk) for pk in sorted(ids)], ignore_conflicts=True
        )
        list(Standing.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    else:
        list(Standing.objects.select_for_update().order_by("pk").values_list("pk"))


def _keep_people(on: date, people: list[PersonFigures], ids: Collection[int] | None) -> None:
    adjusted = {one.practitioner for one in people if one.adjusted}
    protected, runs = protections(on, ids, adjusted), last_runs(ids)
    rows = []
    for one in sorted(people, key=lambda one: one.practitioner):
        why, until = protected[one.practitioner]
        kept: dict[str, Any] = {
            "stage": one.stage,
            "protected": why,
            "protected_until": until,
            "computed_for": on,
        }
        over, red = runs.get(one.practitioner, (0, 0))
        kept |= {"weeks_over": over, "weeks_red": red}
        rows.append(Standing(practitioner_id=one.practitioner, **one.kept, **kept))
    Standing.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["practitioner"],
        update_fields=[
            *_AMOUNTS,
            "band",
            "stage",
            "protected",
            "protected_until",
            "weeks_over",
            "weeks_red",
            "computed_for",
        ],
    )
    gone = Standing.objects.exclude(pk__in=[row.pk for row in rows])
    details, beside = Detail.objects.all(), Beside.objects.all()
    if ids is not None:
        gone, details = gone.filter(pk__in=ids), details.filter(pk__in=ids)
        beside = beside.filter(practitioner__in=ids)
    gone.delete()
    details.delete()
    beside.delete()


def _keep_posts(posts: list[PostFigures], ids: Collection[int] | None) -> None:
    rows = [
        PostStanding(post_id=one.post, practitioner_id=one.practitioner, team_id=one.team, **one.kept)
        for one in sorted(posts, key=lambda one: one.post)
    ]
    PostStanding.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=[*_AMOUNTS, "practitioner", "team", "work", "allocatable", "hours"],
    )
    gone = PostStanding.objects.exclude(pk__in=[row.pk for row in rows])
    (gone if ids is None else gone.filter(practitioner__in=ids)).delete()


def _keep_waiting(
    on: date, found: dict[int, dict[str, Any]], rule: Rule, team_ids: Collection[int | None] | None
) -> None:
    """Keep what waits in the teams that this adoption measures; nothing waiting is nothing anywhere."""
    wanted = {*rule.areas, None} if team_ids is None else set(team_ids)
    named = [pk for pk in wanted if pk is not None]
    prints = fingerprints(on, None if None in wanted else named)
    rows = []
    for team in sorted(wanted, key=lambda pk: pk or 0):
        under = rule.of_team(team)
        kept = found.get(team or 0) or {"adoption": under}
        if under is not None and kept["adoption"].pk == under.pk:
            seen = prints.get(team or 0, NOTHING_WAITS)
            rows.append(TeamWaiting(place=team or 0, team_id=team, fingerprint=seen, **kept))
    fields = ["adoption", "unit", "load", "provisional", "cases", "households", "fingerprint"]
    TeamWaiting.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["place"], update_fields=fields
    )
