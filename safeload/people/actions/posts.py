"""Posts and their hours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.models import HoursChange, Post, Practitioner
from safeload.people.rights import Thing
from safeload.people.rows import amend, keep, locked
from safeload.people.signals import last_day_set, loads_changed


@write
def add_post(*, by: Any, practitioner_id: int, team_id: int, **fields: Any) -> Post:
    """Give a practitioner a post: ``role``, ``weekly_hours`` (None: unknown), ``grade``, ``started_on``."""
    permits.require(permits.scope_of(by), "change", Thing.PEOPLE, team_id=team_id)
    person = locked(Practitioner, practitioner_id, what="this person’s record")
    _within(person, fields.get("started_on"), fields.get("ended_on"))
    post = keep(Post(practitioner=person, team_id=team_id, **fields))
    hours = post.weekly_hours
    record(
        by=by, did="people.add_post", on=("post", post.pk), practitioner=person.pk, team=team_id, hours=hours
    )
    loads_changed([person.pk])
    return post


@write
def correct_post(*, by: Any, post_id: int, version: int | None = None, **changes: Any) -> Post:
    """Put right what a post says. Hours that change from a day on are ``change_hours``."""
    post = _own_post(by, post_id, version)
    if changes.get("team_id", post.team_id) != post.team_id:
        permits.require(permits.scope_of(by), "change", Thing.PEOPLE, team_id=changes["team_id"])
    if different := amend(post, changes):
        record(by=by, did="people.correct_post", on=("post", post.pk), changed=different)
        loads_changed([post.practitioner_id])
        if "ended_on" in different:
            last_day_set(post.practitioner_id)
    return post


@write
def end_post(*, by: Any, post_id: int, on: date | None, version: int | None = None) -> Post:
    """Set the last day of a post (inclusive), or take it back. What it holds then waits."""
    post = _own_post(by, post_id, version)
    if different := amend(post, {"ended_on": on}):
        record(by=by, did="people.end_post", on=("post", post.pk), changed=different)
        loads_changed([post.practitioner_id])
        last_day_set(post.practitioner_id)
    return post


@write
def change_hours(
    *, by: Any, post_id: int, from_on: date, weekly_hours: Decimal | None, version: int | None = None
) -> Post:
    """From a day on, a post has these hours a week; what it had before stays as it was."""
    post = _own_post(by, post_id, version)
    if post.started_on is not None and from_on < post.started_on:
        raise Refusal("The post had not begun on that day.", "from_on")
    if post.ended_on is not None and from_on > post.ended_on:
        raise Refusal("The post has ended by that day.", "from_on")
    before = hours_on(post, from_on)
    if before == weekly_hours:
        return post
    if from_on == post.started_on:
        post.weekly_hours = weekly_hours
    else:
        change = HoursChange.objects.filter(post=post, from_on=from_on).first()
        change = change or HoursChange(post=post, from_on=from_on)
        change.weekly_hours = weekly_hours
        keep(change)
    post.version += 1
    keep(post)
    record(
        by=by, did="people.change_hours", on=("post", post.pk), hours=[before, weekly_hours], starts=from_on
    )
    loads_changed([post.practitioner_id])
    return post


def hours_on(post: Post, day: date) -> Decimal | None:
    """The hours a week of a post on a day; None is unknown."""
    change = post.hours_changes.filter(from_on__lte=day).order_by("-from_on").first()
    hours: Decimal | None = change.weekly_hours if change else post.weekly_hours
    return hours


def _own_post(by: Any, post_id: int, version: int | None) -> Post:
    post = locked(Post, post_id, version, "the post")
    permits.require(permits.scope_of(by), "change", Thing.PEOPLE, team_id=post.team_id)
    return post


def _within(person: Practitioner, first: date | None, last: date | None) -> None:
    if first and person.ended_on and first > person.ended_on:
        raise Refusal("This person has left by that day.", "started_on")
    if last and person.started_on and last < person.started_on:
        raise Refusal("This person had not started by that day.", "ended_on")
