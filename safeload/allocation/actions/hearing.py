"""The practitioner's view after a decision: what was only notified is answered, discussed, confirmed (X-26, X-27)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.telling_after import tell_discussed
from safeload.allocation.models import Answer, Proposal
from safeload.allocation.queries.proposals import may_decide, signing_in
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rows import locked


def hear(one: Proposal, says: str) -> None:
    """Take an answer that came after the decision into the row, which the caller saves; while it is open, nothing.

    A no comes back to whoever decided; where the load is red with it, to the next tier too.
    """
    if not one.outcome:
        return
    one.heard_at = timezone.now()
    one.disagreed_at = one.heard_at if says == Answer.Says.NOT_AGREED else None
    if one.disagreed_at and one.decided_on_figures.get("red"):
        one.escalated_at, one.tier_answered_at = one.escalated_at or one.heard_at, None


@write
def note_discussion(*, by: Any, proposal_id: int, on: date, version: int | None = None) -> Proposal:
    """Record that what was only notified has been discussed (X-26); the practitioner confirms it by the same act.

    It counts once the practitioner has answered or confirmed it; over the line only an answer does (X-27). Within
    the line, for somebody without an account, what the manager records counts, and the record says so.
    """
    one = locked(Proposal, proposal_id, version, "this allocation")
    scope = permits.scope_of(by)
    own = scope.is_own(one.post.practitioner_id)
    if not own and not may_decide(scope, one):
        raise NotAllowed("Only the practitioner and whoever decides for the team can record this.")
    check_discussed(one, on)
    over = one.decided_on_figures.get("over")
    if own and over and not one.answers.exists():
        raise Refusal(
            "Your load is over the line with it, so your own words are asked for: answer first.", "on"
        )
    if one.discussed_on == on and (not own or one.heard_at is not None):
        return one
    one.discussed_on = on
    has_account = one.post.practitioner_id in signing_in([one.post.practitioner_id], scope.on)
    for_them = not (own or over or has_account)
    if own or for_them:
        one.heard_at = one.heard_at or timezone.now()
    one.version += 1
    one.save(update_fields=["discussed_on", "heard_at", "version"])
    record(
        by=by,
        did="allocation.discussed",
        on=("proposal", one.pk),
        on_day=on,
        confirmed=own,
        for_them=for_them,
    )
    if one.heard_at is None:
        tell_discussed(by, one)
    return one


def check_discussed(one: Proposal, on: date) -> None:
    """Raise Refusal for a day on which this cannot have been discussed."""
    if one.discussion_due_on is None:
        raise Refusal("This was discussed before it was decided; nothing is left to record.")
    if on > timezone.localdate():
        raise Refusal("The day lies ahead. Record the discussion once it has taken place.", "on")
    if one.decided_at is not None and on < timezone.localdate(one.decided_at):
        raise Refusal("The case was allocated after that day.", "on")
