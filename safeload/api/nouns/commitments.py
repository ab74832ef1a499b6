"""Commitments and adjustments: amounts and dates. Why one was agreed has no place here (fixture 12)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import note_look, person_for, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Correction, Day, Kept, Key, Page, Versioned, kept
from safeload.audit.models import Look
from safeload.audit.refusals import Refusal
from safeload.people import actions, asked, queries
from safeload.people.models import Commitment

router = Router(tags=["commitments"])
Amount = Annotated[Decimal, Field(ge=0, le=100_000, max_digits=8, decimal_places=2)]


class CommitmentOut(Schema):
    """Leave, a duty or an adjustment. An amount that is left open is the scheme’s to say."""

    id: int
    kind: str
    post_id: int | None
    amount: Decimal | None
    unit: str
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    reviewed_on: date | None
    outcome: str
    agreed_by_id: int | None
    agreed_on: date | None
    version: int


@reads(router, "/practitioners/{int:pk}/commitments")
def commitments(request: Call, pk: Key, paging: Query[Paging]) -> Page[CommitmentOut]:
    """A practitioner’s commitments, for themselves and for whom amounts and dates are open; noted as a look."""
    person = person_for(request, pk)
    require(queries.opens_commitments(request.scope, person))
    note_look(request, [pk], "commitments", Look.What.RECORD)
    return page_of(request, queries.commitments(request.scope, person), paging)


class CommitmentFields(Body):
    """An amount has a unit with it; both left out, the scheme says how much the kind counts."""

    amount: Amount | None = None
    unit: Commitment.Unit | Literal[""] = ""
    post_id: Key | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    review_on: Day | None = None
    agreed_on: Day | None = None


class CommitmentIn(CommitmentFields):
    """A commitment to note."""

    kind: Annotated[str, Field(min_length=1, max_length=40)]


class CommitmentChange(CommitmentFields, Correction):
    """What can be put right."""

    kind: Annotated[str, Field(min_length=1, max_length=40)] = ""


class Review(Versioned):
    """What a review found."""

    outcome: Commitment.Outcome
    reviewed_on: Day
    ends_on: Day | None = None
    review_on: Day | None = None


class Removal(Versioned):
    """Taking out what was entered by mistake."""


def _known_kind(call: Call, kind: str | None) -> None:
    kinds = asked.kinds(call.scope.on)
    if kind is not None and kind not in kinds:
        raise Refusal(f"Choose one of these kinds: {', '.join(kinds)}.", "kind")


@writes(router, "POST", "/practitioners/{int:pk}/commitments", actions.add_commitment, status=201)
def add_commitment(request: Call, pk: Key, body: CommitmentIn) -> Kept:
    """Note leave, a duty or an adjustment."""
    person_for(request, pk)
    _known_kind(request, body.kind)
    agreed_by = request.account if body.agreed_on else None
    return kept(
        actions.add_commitment(by=request.account, practitioner_id=pk, agreed_by=agreed_by, **body.given())
    )


@writes(router, "PATCH", "/commitments/{int:pk}", actions.correct_commitment)
def correct_commitment(request: Call, pk: Key, body: CommitmentChange) -> Kept:
    """Put right a commitment."""
    _found(request, pk)
    changes = body.given()
    _known_kind(request, changes.get("kind"))
    return kept(actions.correct_commitment(by=request.account, commitment_id=pk, **changes))


@writes(router, "POST", "/commitments/{int:pk}/review", actions.review_commitment)
def review_commitment(request: Call, pk: Key, body: Review) -> Kept:
    """Record what a review found."""
    _found(request, pk)
    return kept(actions.review_commitment(by=request.account, commitment_id=pk, **body.given()))


@writes(router, "POST", "/commitments/{int:pk}/remove", actions.remove_commitment)
def remove_commitment(request: Call, pk: Key, body: Removal) -> Kept:
    """Take out a commitment that was entered by mistake."""
    _found(request, pk)
    return kept(actions.remove_commitment(by=request.account, commitment_id=pk, **body.given()))


@writes(router, "POST", "/commitments/{int:pk}/restore", actions.restore_commitment)
def restore_commitment(request: Call, pk: Key) -> Kept:
    """Put a commitment back."""
    _found(request, pk)
    return kept(actions.restore_commitment(by=request.account, commitment_id=pk))


def _found(call: Call, pk: int) -> None:
    row = within(Commitment.objects.all(), pk)
    require(queries.opens_commitments(call.scope, row.practitioner))
