"""Commitments, strengths and steps of the line."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.people import actions, asked, queries
from safeload.people.forms.commitments import (
    CommitmentForm,
    ReviewForm,
    StrengthForm,
)
from safeload.people.models import Commitment, StepConfirmation, Strength
from safeload.people.pages import bound, form_page, press
from safeload.people.presenters import practitioners as present
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.views.shared import page_of_person, person_for, require


def add_commitment(request: Request, pk: int) -> HttpResponse:
    """Note leave, a duty or an adjustment."""
    person = _agreeing(request, pk)
    form = _commitment_form(request, pk)

    def act(_: dict[str, Any]) -> None:
        taken = form.taken()
        agreed_by = request.user if taken["agreed_on"] else None
        actions.add_commitment(by=request.user, practitioner_id=pk, agreed_by=agreed_by, **taken)

    heading = f"Add a commitment for {person.name}"
    lead = "Amount and dates only. Why it was agreed is for them to say, under seal."
    return form_page(
        request, form, act, to=page_of_person(pk), said="Added.", heading=heading, lead=lead, button="Add"
    )


def correct_commitment(request: Request, commitment_id: int) -> HttpResponse:
    """Put right a commitment."""
    row = _row(request, commitment_id)
    form = _commitment_form(request, row.practitioner_id, row)

    def act(given: dict[str, Any]) -> None:
        actions.correct_commitment(
            by=request.user, commitment_id=row.pk, version=given["version"], **form.taken()
        )

    to = page_of_person(row.practitioner_id)
    return form_page(request, form, act, to=to, said="Saved.", heading="Correct a commitment", button="Save")


def review_commitment(request: Request, commitment_id: int) -> HttpResponse:
    """What a review found; an adjustment past its end holds until then (fixture 14)."""
    row = _row(request, commitment_id)
    form = bound(ReviewForm, request, {"version": row.version, "reviewed_on": request.scope.on})

    def act(_: dict[str, Any]) -> None:
        version = form.cleaned_data["version"]
        actions.review_commitment(by=request.user, commitment_id=row.pk, version=version, **form.taken())

    kind = asked.kind_named(row.kind, request.scope.on)
    heading, to = f"Review: {kind.title}", page_of_person(row.practitioner_id)
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, button="Save")


@require_POST
def remove_commitment(request: Request, commitment_id: int) -> HttpResponse:
    """Take out a commitment entered by mistake."""
    row = _row(request, commitment_id)
    undo = reverse("restore_commitment", args=[row.pk])
    return press(
        request,
        lambda: actions.remove_commitment(by=request.user, commitment_id=row.pk),
        to=page_of_person(row.practitioner_id),
        said="The commitment was taken out.",
        undo=undo,
    )


@require_POST
def restore_commitment(request: Request, commitment_id: int) -> HttpResponse:
    """Put a commitment back."""
    row = _row(request, commitment_id)
    act = lambda: actions.restore_commitment(by=request.user, commitment_id=row.pk)  # noqa: E731
    return press(request, act, to=page_of_person(row.practitioner_id), said="The commitment is back.")


def add_strength(request: Request, pk: int) -> HttpResponse:
    """Note a skill, language, patch or development interest."""
    person = person_for(request, pk)
    require(request.scope.is_own(pk) or person_for(request, pk, "change"))
    form = bound(StrengthForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.add_strength(by=request.user, practitioner_id=pk, **given)

    heading = f"Add a skill, language, patch or interest of {person.name}"
    return form_page(request, form, act, to=page_of_person(pk), said="Added.", heading=heading, button="Add")


@require_POST
def remove_strength(request: Request, strength_id: int) -> HttpResponse:
    """Take a strength off the list."""
    row = get_object_or_404(Strength, pk=strength_id)
    person_for(request, row.practitioner_id)
    return press(
        request,
        lambda: actions.remove_strength(by=request.user, strength_id=row.pk),
        to=page_of_person(row.practitioner_id),
        said=f"“{row.text}” was taken off the list.",
        undo=reverse("restore_strength", args=[row.pk]),
    )


@require_POST
def restore_strength(request: Request, strength_id: int) -> HttpResponse:
    """Put a strength back on the list."""
    row = get_object_or_404(Strength, pk=strength_id)
    person_for(request, row.practitioner_id)
    act = lambda: actions.remove_strength(by=request.user, strength_id=row.pk, undo=True)  # noqa: E731
    return press(
        request, act, to=page_of_person(row.practitioner_id), said=f"“{row.text}” is back on the list."
    )


@require_POST
def confirm_step(request: Request, confirmation_id: int) -> HttpResponse:
    """Confirm a step of the line, as the practitioner or as their manager (X-09)."""
    due = get_object_or_404(StepConfirmation, pk=confirmation_id)
    person_for(request, due.practitioner_id)
    act = lambda: actions.confirm_step(by=request.user, confirmation_id=due.pk)  # noqa: E731
    return press(request, act, to=page_of_person(due.practitioner_id), said="Confirmed.")


def _agreeing(request: Request, pk: int) -> Any:
    return person_for(request, pk, "change", Thing.ADJUSTMENTS)


def _row(request: Request, commitment_id: int) -> Commitment:
    row = get_object_or_404(Commitment, pk=commitment_id)
    _agreeing(request, row.practitioner_id)
    return row


def _commitment_form(request: Request, pk: int, row: Commitment | None = None) -> CommitmentForm:
    kinds = asked.kinds(request.scope.on)
    if row is not None and row.kind not in kinds:
        kinds[row.kind] = asked.kind_named(row.kind, request.scope.on)
    person = person_for(request, pk)
    posts = [
        post for post, _ in present.current(queries.posts_of(person, request.scope.on), request.scope.on)
    ]
    now = {name: getattr(row, name) for name in CommitmentForm.base_fields} if row else None
    form: CommitmentForm = bound(CommitmentForm, request, now, kinds=kinds.values(), posts=posts)
    return form
