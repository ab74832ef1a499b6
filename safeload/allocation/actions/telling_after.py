"""Tells those concerned what follows a decision, inside the act: views, ends, the next tier; and of offers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.telling import _practitioner, _tell
from safeload.allocation.models import Offer, Proposal
from safeload.allocation.models.proposals import BEFORE_END
from safeload.audit.writing import write
from safeload.notices import actions as notices
from safeload.notices.queries import told_of
from safeload.people import queries as people


def tell_heard(by: Any, one: Proposal, says: str) -> None:
    """Whoever decided and proposed, of an answer that came after the decision; a no at red goes to the next tier."""
    _tell(by, one, "answered-afterwards", {one.decided_by_id, one.proposed_by_id} - {None}, says=says)
    if one.disagreed_at is not None and one.is_red_by_decision():
        _tell(by, one, "not-agreed-at-red", _tier(one))


def tell_discussed(by: Any, one: Proposal) -> None:
    """The practitioner, who can confirm that it was discussed."""
    _tell(by, one, "discussion-noted", _practitioner(one))


def tell_followed_up(by: Any, one: Proposal, what: str) -> None:
    """The practitioner, whoever decided and proposed, and the next tier where it is with them."""
    to = {*_practitioner(one), one.decided_by_id, one.proposed_by_id} - {None, by.pk}
    _tell(by, one, "follow-up", to, what=what)
    if one.escalated_at is not None:
        _tell(by, one, "follow-up", set(_tier(one)) - to - {by.pk}, what=what)


def tell_quoted(by: Any, one: Proposal) -> None:
    """The next tier, of words that were written down for somebody without an account, and are to be heard."""
    _tell(by, one, "words-quoted", set(_tier(one)) - {by.pk})


def tell_quoted_heard(by: Any, one: Proposal) -> None:
    """Whoever decided and proposed, and whoever wrote them down: the words count now."""
    wrote = set(one.quoted.values_list("by", flat=True))
    _tell(by, one, "quoted-heard", {one.decided_by_id, one.proposed_by_id, *wrote} - {None, by.pk})


def tell_offered(by: Any, one: Offer) -> None:
    """Those who manage the team, of somebody who can take a case."""
    to = people.managers_of(one.post.team_id, timezone.localdate())
    words, link = {"who": one.post.practitioner.name}, ("team_board", one.post.team_id)
    notices.tell(by=by, to=to, kind="can-take", about=("post", one.post_id), link=link, words=words)


def tell_traded_off(by: Any, one: Proposal) -> None:
    """The practitioner who is asked, of what makes room for it."""
    _tell(by, one, "trade-off", _practitioner(one))


@write
def tell_over_ends(*, on: date) -> int:
    """Tell both sides of the end of a load over the line: once a week before, once on the day (X-27). Run daily."""
    rows = list(
        Proposal.objects.over_for_a_while()
        .filter(over_until__lte=on + BEFORE_END)
        .select_related("post__practitioner")
        .order_by("pk")
    )
    ahead = [one for one in rows if one.over_until > on]
    come = [one for one in rows if one.over_until == on]
    return _tell_ends("over-line-ending", ahead, BEFORE_END) + _tell_ends("over-line-end", come, timedelta(0))


def _tell_ends(kind: str, rows: Collection[Proposal], before: timedelta) -> int:
    told, number = told_of(kind, "proposal", [one.pk for one in rows]), 0
    for one in rows:
        until = one.over_until
        if until is not None and told.get(one.pk, date.min) < until - before:
            to = {*_practitioner(one), one.decided_by_id} - {None}
            _tell(None, one, kind, to, until=until.isoformat())
            number += 1
    return number


def tell_still_over(one: Proposal) -> bool:
    """The next tier, once for each end that has passed with the load still over the line; it is with them now."""
    told = told_of("over-line-passed", "proposal", [one.pk]).get(one.pk, date.min)
    if one.over_until is None or told > one.over_until:
        return False
    one.escalated_at, one.tier_answered_at = one.escalated_at or timezone.now(), None
    one.version += 1
    one.save(update_fields=["escalated_at", "tier_answered_at", "version"])
    _tell(None, one, "over-line-passed", _tier(one), until=one.over_until.isoformat())
    return True


def tell_tier_again(one: Proposal) -> None:
    """The next tier, of what they asked to see again."""
    _tell(None, one, "brought-back", _tier(one))


def _tier(one: Proposal) -> list[int]:
    return people.next_tier(one.post.team.service_area_id, timezone.localdate())
