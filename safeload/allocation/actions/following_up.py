"""After a decision that weighs on somebody: the reply to a no, the end over the line, the next tier's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.horizon import check_end
from safeload.allocation.actions.proposing import require_decider
from safeload.allocation.actions.telling_after import tell_followed_up
from safeload.allocation.models import FollowUp, Proposal
from safeload.allocation.models.follow_ups import open_to_say
from safeload.allocation.queries.proposals import last_day_of, may_override
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rows import locked

_What = FollowUp.What


@write
def follow_up(
    *,
    by: Any,
    proposal_id: int,
    what: str,
    words: str = "",
    until: date | None = None,
    version: int | None = None,
) -> FollowUp:
    """Record what becomes of an allocation after it was decided (X-27). Both sides and the other tier are told.

    ``reply`` to a practitioner's no; ``done`` or ``goes-on`` of a load over the line, by whoever decides in the team.
    ``seen``, ``agreed`` until a day, or ``back`` on a day, by the next tier, of a load that a decision made red.
    """
    one = locked(Proposal, proposal_id, version, "this allocation")
    if what in FollowUp.OF_THE_TIER:
        if not may_override(permits.scope_of(by), one):
            raise NotAllowed("Only the service’s manager can say this.")
    else:
        require_decider(by, one)
    if what not in open_to_say(one):
        raise Refusal("There is nothing of this kind left to say about this allocation.", "what")
    made = FollowUp(proposal=one, what=what, by=by, at=timezone.now(), words=screened(words, "words"))
    made.until_on = _checked_day(what, until, one)
    if what in _ASKS and not made.words:
        raise Refusal(_ASKS[what], "words")
    made.save()
    _BRINGS[what](one, made)
    one.version += 1
    one.save()
    record(by=by, did="allocation.follow_up", on=("proposal", one.pk), what=what, until=made.until_on)
    tell_followed_up(by, one, what)
    return made


#: What has to be said in words.
_ASKS: Mapping[str, str] = {
    _What.REPLY: "Say what you answer to it.",
    _What.DONE: "Say what was done.",
    _What.GOES_ON: "Say why it goes on.",
}


def _checked_day(what: str, until: date | None, one: Proposal) -> date | None:
    if what not in FollowUp.WITH_DAY:
        return None
    if until is None:
        raise Refusal("Give the day.", "until_on")
    check_end(until, "until_on", last_day_of(one.post) if what == _What.GOES_ON else None)
    return until


def _reply(one: Proposal, made: FollowUp) -> None:
    one.disagreed_at = None


def _done(one: Proposal, made: FollowUp) -> None:
    one.over_ended_at = made.at


def _goes_on(one: Proposal, made: FollowUp) -> None:
    one.over_until = made.until_on


def _tier(one: Proposal, made: FollowUp) -> None:
    """What the next tier agrees to holds no longer than they said."""
    one.tier_answered_at = made.at
    if made.what == _What.AGREED and one.over_until and made.until_on:
        one.over_until = min(one.over_until, made.until_on)


_BRINGS: Mapping[str, Callable[[Proposal, FollowUp], None]] = {
    _What.REPLY: _reply,
    _What.DONE: _done,
    _What.GOES_ON: _goes_on,
    _What.SEEN: _tier,
    _What.AGREED: _tier,
    _What.BACK: _tier,
}
