"""What practitioners bring, and the steps of their first years."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Router

from safeload.api.bearer import Call
from safeload.api.door import writes
from safeload.api.nouns.shared import person_for, within
from safeload.api.shapes import (
    Body,
    Kept,
    Key,
    Undo,
    kept,
)
from safeload.people import actions
from safeload.people.models import StepConfirmation, Strength

router = Router(tags=["practitioners"])


class StrengthIn(Body):
    """What a practitioner brings, or would like to learn."""

    kind: Strength.Kind
    text: Annotated[str, Field(min_length=1, max_length=80)]


@writes(router, "POST", "/practitioners/{int:pk}/strengths", actions.add_strength, status=201)
def add_strength(request: Call, pk: Key, body: StrengthIn) -> Kept:
    """Note a skill, language, patch or development interest."""
    person_for(request, pk)
    return kept(actions.add_strength(by=request.account, practitioner_id=pk, **body.given()))


@writes(router, "POST", "/strengths/{int:pk}/remove", actions.remove_strength)
def remove_strength(request: Call, pk: Key, body: Undo) -> Kept:
    """Take a strength off the list, or put it back."""
    person_for(request, within(Strength.objects.all(), pk).practitioner_id)
    return kept(actions.remove_strength(by=request.account, strength_id=pk, undo=body.undo))


@writes(router, "POST", "/steps/{int:pk}/confirm", actions.confirm_step)
def confirm_step(request: Call, pk: Key) -> Kept:
    """Confirm a step for one’s own line, or as manager."""
    person_for(request, within(StepConfirmation.objects.all(), pk).practitioner_id)
    return kept(actions.confirm_step(by=request.account, confirmation_id=pk))
