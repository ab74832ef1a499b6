"""Commitments and adjustments, their review, and strengths."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.models import Commitment, Post, Strength
from safeload.people.rights import Thing
from safeload.people.rows import amend, keep, locked
from safeload.people.signals import loads_changed


@write
def add_commitment(*, by: Any, practitioner_id: int, **fields: Any) -> Commitment:
    """Note leave, a duty or an adjustment: ``kind``, ``amount`` and ``unit``, dates, who agreed it when.

    The amount is in the unit given; without one the scheme's amount for the kind counts.
    """
    permits.require_for(permits.scope_of(by), "change", Thing.ADJUSTMENTS, practitioner_id)
    row = Commitment(practitioner_id=practitioner_id, recorded_by=by, **fields)
    _check(row)
    keep(row)
    told = {
        "kind": row.kind,
        "amount": row.amount,
        "unit": row.unit,
        "starts": row.starts_on,
        "ends": row.ends_on,
    }
    record(
        by=by, did="people.add_commitment", on=("commitment", row.pk), practitioner=practitioner_id, **told
    )
    loads_changed([practitioner_id])
    return row


@write
def correct_commitment(
    *, by: Any, commitment_id: int, version: int | None = None, **changes: Any
) -> Commitment:
    """Change a commitment's kind, amount, dates or who agreed it."""
    row = _theirs(by, commitment_id, version)
    different = amend(row, changes, _check)
    if different:
        record(by=by, did="people.correct_commitment", on=("commitment", row.pk), changed=different)
        loads_changed([row.practitioner_id])
    return row


@write
def review_commitment(
    *,
    by: Any,
    commitment_id: int,
    outcome: str,
    reviewed_on: date,
    ends_on: date | None = None,
    review_on: date | None = None,
    version: int | None = None,
) -> Commitment:
    """Record what a review found: ended as planned, or goes on until ``ends_on`` (fixture 14)."""
    row = _theirs(by, commitment_id, version)
    changes: dict[str, Any] = {"outcome": outcome, "reviewed_on": reviewed_on, "review_on": review_on}
    if outcome != Commitment.Outcome.ENDED:
        changes |= {"ends_on": ends_on, "reviewed_on": None}
    elif row.ends_on is None or row.ends_on > reviewed_on:
        changes["ends_on"] = reviewed_on
    different = amend(row, changes, _check)
    record(by=by, did="people.review_commitment", on=("commitment", row.pk), changed=different)
    loads_changed([row.practitioner_id])
    return row


@write
def remove_commitment(*, by: Any, commitment_id: int, version: int | None = None) -> Commitment:
    """Take out a commitment that was entered by mistake; it is kept and counted nowhere."""
    row = _theirs(by, commitment_id, version)
    if row.removed_at is None:
        amend(row, {"removed_at": timezone.now()})
        record(by=by, did="people.remove_commitment", on=("commitment", row.pk))
        loads_changed([row.practitioner_id])
    return row


@write
def restore_commitment(*, by: Any, commitment_id: int) -> Commitment:
    """Undo ``remove_commitment``."""
    row = _theirs(by, commitment_id, None)
    if row.removed_at is not None:
        amend(row, {"removed_at": None})
        record(by=by, did="people.restore_commitment", on=("commitment", row.pk))
        loads_changed([row.practitioner_id])
    return row


@write
def add_strength(*, by: Any, practitioner_id: int, kind: str, text: str) -> Strength:
    """Note a skill, language, patch or development interest; one's own, or of somebody in one's team."""
    permits.require_for(permits.scope_of(by), "change", Thing.PEOPLE, practitioner_id, own=True)
    row = keep(Strength(practitioner_id=practitioner_id, kind=kind, text=screened(text, "text")))
    record(by=by, did="people.add_strength", on=("practitioner", practitioner_id), kind=kind, strength=row.pk)
    return row


@write
def remove_strength(*, by: Any, strength_id: int, undo: bool = False) -> Strength:
    """Take a strength off the list, or (``undo``) put it back."""
    row = locked(Strength, strength_id, what="this entry")
    permits.require_for(permits.scope_of(by), "change", Thing.PEOPLE, row.practitioner_id, own=True)
    did = "people.restore_strength" if undo else "people.remove_strength"
    if amend(row, {"removed_at": None if undo else row.removed_at or timezone.now()}):
        record(by=by, did=did, on=("practitioner", row.practitioner_id), strength=row.pk)
    return row


def _theirs(by: Any, commitment_id: int, version: int | None) -> Commitment:
    row = locked(Commitment, commitment_id, version, "this commitment")
    permits.require_for(permits.scope_of(by), "change", Thing.ADJUSTMENTS, row.practitioner_id)
    return row


def _check(row: Commitment) -> None:
    if row.amount is not None and not row.unit:
        raise Refusal("Say what the amount is counted in.", "unit")
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise Refusal("The last day is before the first.", "ends_on")
    if row.post_id and not Post.objects.filter(pk=row.post_id, practitioner=row.practitioner_id).exists():
        raise NotAllowed("This post is somebody else’s.")
