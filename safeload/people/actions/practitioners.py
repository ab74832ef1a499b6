"""Practitioners: adding, correcting, ending; and the steps of their first years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.actions.accounts import end_access
from safeload.people.actions.posts import add_post
from safeload.people.models import Account, Practitioner, StepConfirmation
from safeload.people.rights import Thing
from safeload.people.rows import amend, keep, locked
from safeload.people.signals import last_day_set, loads_changed


@write
def add_practitioner(*, by: Any, team_id: int | None = None, **fields: Any) -> Practitioner:
    """Add a practitioner: ``staff_ref``, ``name`` and what else is known. Posts are added by ``add_post``.

    ``team_id`` is the team of the first post, in which the account must have the right to change people.
    """
    permits.require(permits.scope_of(by), "change", Thing.PEOPLE, team_id=team_id)
    _step_of_today(fields)
    person = keep(Practitioner(**{name: _trimmed(value) for name, value in fields.items()}))
    record(by=by, did="people.add_practitioner", on=("practitioner", person.pk))
    loads_changed([person.pk])
    return person


@write
def add_practitioner_with_post(*, by: Any, person: dict[str, Any], post: dict[str, Any]) -> Practitioner:
    """Add a practitioner and their first post, both or neither."""
    added = add_practitioner(by=by, team_id=post["team_id"], **person)
    add_post(by=by, practitioner_id=added.pk, **post)
    return added


@write
def correct_practitioner(
    *, by: Any, practitioner_id: int, version: int | None = None, **changes: Any
) -> Practitioner:
    """Change what is known of a practitioner, except posts, hours and the last day."""
    permits.require_for(permits.scope_of(by), "change", Thing.PEOPLE, practitioner_id)
    person = locked(Practitioner, practitioner_id, version, "this person’s record")
    if person.step_confirmed_on is None:
        _step_of_today(changes)
    if different := amend(person, {name: _trimmed(value) for name, value in changes.items()}):
        record(by=by, did="people.correct_practitioner", on=("practitioner", person.pk), changed=different)
        loads_changed([person.pk])
    return person


@write
def end_practitioner(
    *, by: Any, practitioner_id: int, on: date | None, version: int | None = None
) -> Practitioner:
    """Set the last day (inclusive) of a practitioner, of running posts and of access; None takes it back.

    What they hold then waits; it is not moved to anybody by itself.
    """
    permits.require_for(permits.scope_of(by), "change", Thing.PEOPLE, practitioner_id)
    person = locked(Practitioner, practitioner_id, version, "this person’s record")
    last = person.ended_on
    posts = person.posts.select_for_update(no_key=True).order_by("id")
    posts = (
        posts.filter(ended_on=last)
        if on is None
        else posts.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    )
    for post in posts:
        amend(post, {"ended_on": on})
    if different := amend(person, {"ended_on": on}):
        record(by=by, did="people.end_practitioner", on=("practitioner", person.pk), changed=different)
        loads_changed([person.pk])
        last_day_set(person.pk)
    for account in Account.objects.select_for_update().filter(practitioner=person):
        end_access(account, on)
    return person


@write
def step_due(*, by: Any, practitioner_id: int, step: str, title: str, due_on: date) -> StepConfirmation:
    """Note that a step of the line falls due; noting it again changes nothing (X-09)."""
    known = StepConfirmation.objects.filter(practitioner=practitioner_id, step=step).first()
    if known is not None:
        return known
    due = keep(StepConfirmation(practitioner_id=practitioner_id, step=step, title=title, due_on=due_on))
    record(by=by, did="people.step_due", on=("practitioner", practitioner_id), step=step, due=due_on)
    return due


@write
def confirm_step(*, by: Any, confirmation_id: int) -> StepConfirmation:
    """Confirm a step for one's own line, or as manager; the line moves when both have (X-09)."""
    due = locked(StepConfirmation, confirmation_id, what="the step")
    scope, now = permits.scope_of(by), timezone.now()
    if scope.is_own(due.practitioner_id):
        due.practitioner_at, due.practitioner_by = due.practitioner_at or now, due.practitioner_by or by
    elif permits.reaches(scope.does("change", Thing.ADJUSTMENTS), due.practitioner_id, scope):
        due.manager_at, due.manager_by = due.manager_at or now, due.manager_by or by
    else:
        raise NotAllowed("A step is confirmed by the practitioner and by their manager.")
    if due.due_on > timezone.localdate():
        raise Refusal("This step is not due yet.")
    due.save()
    both = due.practitioner_at is not None and due.manager_at is not None
    record(
        by=by, did="people.confirm_step", on=("practitioner", due.practitioner_id), step=due.step, both=both
    )
    if both:
        _move_line(due)
    return due


def _move_line(due: StepConfirmation) -> None:
    person = locked(Practitioner, due.practitioner_id)
    if person.step_confirmed_on is None or person.step_confirmed_on < due.due_on:
        amend(person, {"step_confirmed_on": due.due_on})
    loads_changed([person.pk])


def _step_of_today(fields: dict[str, Any]) -> None:
    """The stage that a qualifying date gives on the day it becomes known holds; later steps are confirmed (X-09)."""
    if fields.get("qualified_on") and not fields.get("step_confirmed_on"):
        fields["step_confirmed_on"] = timezone.localdate()


def _trimmed(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
