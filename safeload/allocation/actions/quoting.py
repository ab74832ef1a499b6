"""Over the line, what somebody without an account said: quoted by a manager, heard by a second person (X-27).

Nobody speaks for a practitioner over the line. Who has no account can still be heard: whoever decides writes down
what they said, and it counts once the next tier has heard it from them too.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.hearing import check_discussed, hear
from safeload.allocation.actions.proposing import require_decider
from safeload.allocation.actions.telling_after import tell_quoted, tell_quoted_heard
from safeload.allocation.models import Proposal, Quoted
from safeload.allocation.queries.proposals import may_override
from safeload.allocation.queries.quoted import may_be_quoted, to_be_heard
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rows import locked


@write
def quote_words(
    *,
    by: Any,
    proposal_id: int,
    says: str,
    words: str,
    on: date,
    how: str,
    version: int | None = None,
) -> Quoted:
    """Write down what a practitioner without an account said, as whoever decides; the next tier is asked to hear it.

    By itself it counts as no answer. Raises Refusal where they can answer themselves, or need not.
    """
    one = locked(Proposal, proposal_id, version, "this allocation")
    require_decider(by, one)
    today = timezone.localdate()
    if not may_be_quoted(one, today):
        raise Refusal(
            "Words are written down for somebody who has no account, while their load is over the line by a decision "
            "that is still to be discussed. Others answer themselves."
        )
    check_discussed(one, on)
    made = Quoted(proposal=one, says=says, said_on=on, how=how, by=by, at=timezone.now())
    made.words = screened(words, "words")
    if not made.words:
        raise Refusal("Write down what they said, in their own words.", "words")
    made.save()
    one.discussed_on = on
    one.version += 1
    one.save(update_fields=["discussed_on", "version"])
    record(by=by, did="allocation.quote", on=("proposal", one.pk), says=says, on_day=on, how=how)
    tell_quoted(by, one)
    return made


@write
def confirm_words(*, by: Any, proposal_id: int, how: str, version: int | None = None) -> Quoted:
    """Say, as the next tier, that one has heard from the practitioner what was written down last: now it counts."""
    one = locked(Proposal, proposal_id, version, "this allocation")
    if not may_override(permits.scope_of(by), one):
        raise NotAllowed("Only the service’s manager can say this.")
    last = one.quoted.last()
    if last is not None and last.heard_by_id == by.pk:
        return last
    if not to_be_heard(one) or last is None:
        raise Refusal("Nothing is written down here that is still to be heard.")
    if last.by_id == by.pk:
        raise Refusal("You wrote it down yourself: somebody else has to hear it from them.")
    last.heard_by, last.heard_how, last.heard_at = by, how, timezone.now()
    last.save(update_fields=["heard_by", "heard_how", "heard_at"])
    hear(one, last.says)
    one.version += 1
    one.save()
    record(by=by, did="allocation.quote_heard", on=("proposal", one.pk), how=how)
    tell_quoted_heard(by, one)
    return last
