"""What follows a decision, in words: for the first pages, and as rows of the page of the proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from safeload.allocation.models import FollowUp, Proposal
from safeload.allocation.models.proposals import BEFORE_END
from safeload.allocation.presenters.naming import cases_said, lowered
from safeload.allocation.presenters.quoted import quoted_rows
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters.deciding import Matter, RedRow

_FOLLOWED: dict[str, str] = {
    FollowUp.What.REPLY: "Replied: it stays",
    FollowUp.What.DONE: "What was promised is done",
    FollowUp.What.GOES_ON: "Over the line goes on until",
    FollowUp.What.SEEN: "Seen",
    FollowUp.What.AGREED: "Agreed until",
    FollowUp.What.BACK: "To be brought back on",
}


def of_own(one: Proposal, scope: Scope) -> Iterator[Matter]:
    """What an allocation asks of the practitioner who holds the cases."""
    address = reverse("proposal", args=[one.pk])
    if one.is_to_discuss() and one.heard_at is None:
        comes = "came to you"
        if one.from_on > scope.on:
            comes = f"will come to you on {formats.day(one.from_on, weekday=False)}, decided"
        said = f"{cases_said(one)} {comes} before this was discussed."
        if one.discussed_on:
            said = f"{_decider(one)} recorded a discussion of {lowered(cases_said(one))} with you."
        yield Matter(said, address, "Say what you think")
    if _ends_near(one, scope):
        yield Matter(
            f"Your load may be over the line {_until(one, scope)}.", address, "See what was promised"
        )


def of_decider(one: Proposal, scope: Scope) -> Iterator[Matter]:
    """What a decided allocation asks of whoever decides for the team."""
    address, name = reverse("follow_up_proposal", args=[one.pk]), one.post.practitioner.name
    if one.holds() and one.disagreed_at is not None:
        said = f"{name} does not agree to {lowered(cases_said(one))}, allocated all the same"
        yield Matter(said, address, "Read and reply")
    if _ends_near(one, scope):
        promised = f"; promised: {one.what_will_be_done}" if one.what_will_be_done else ""
        said = f"{name}: over the line {_until(one, scope)}{promised}"
        yield Matter(said, address, "Say whether it is done")
    back = _wanted_back(one)
    if back is not None:
        due = " (due)" if _is_due(back, scope) else ""
        said = f"{name}: {back.by.name} sees {lowered(cases_said(one))} again on {_day_of(back)}{due}"
        yield Matter(said, address, "Say how it stands")


def _wanted_back(one: Proposal) -> FollowUp | None:
    """What the next tier wants to see again on a day, until they have said something else to it."""
    tier = [row for row in one.follow_ups.all() if row.what in FollowUp.OF_THE_TIER]
    wanted = bool(tier) and tier[-1].what == FollowUp.What.BACK and one.is_red_by_decision()
    return tier[-1] if wanted else None


def _is_due(back: FollowUp, scope: Scope) -> bool:
    return back.until_on is not None and back.until_on <= scope.on


def _day_of(row: FollowUp) -> str:
    return formats.day(row.until_on, weekday=False)


def _ends_near(one: Proposal, scope: Scope) -> bool:
    until = one.over_until
    return one.is_over_for_a_while() and until is not None and until <= scope.on + BEFORE_END


def _until(one: Proposal, scope: Scope) -> str:
    until = one.over_until
    said = f"with {lowered(cases_said(one))} until {formats.day(until, weekday=False)}"
    return said + (" (that day has passed)" if until is not None and until < scope.on else "")


def _decider(one: Proposal) -> str:
    return one.decided_by.name if one.decided_by else "Somebody"


@dataclass(frozen=True)
class SaidRow:
    """One act after the decision."""

    what: str
    words: str
    who: str
    when: str


def said_rows(one: Proposal) -> list[SaidRow]:
    """Everything that was said after the decision, the oldest first."""
    return [
        SaidRow(_followed(row), row.words, row.by.name, formats.moment(row.at))
        for row in one.follow_ups.all()
    ]


def _followed(row: FollowUp) -> str:
    until = f" {_day_of(row)}" if row.until_on else ""
    return f"{_FOLLOWED[row.what]}{until}"


def red_row(one: Proposal, scope: Scope) -> RedRow:
    """A load that a decision made red, as the service view lists it."""
    since = timezone.localdate(one.escalated_at) if one.escalated_at else scope.on
    days = (scope.on - since).days
    ago = f"{formats.plural(days, 'day')} ago" if days else "today"
    said, waits = _said_by_tier(one, scope)
    until = f"until {formats.day(one.over_until, weekday=False)}" if one.over_until else ""
    return RedRow(
        name=one.post.practitioner.name,
        href=reverse("proposal", args=[one.pk]),
        team=one.post.team.name,
        what=f"{cases_said(one)}, {ago} by {_decider(one)}",
        until=until,
        said=said,
        waits=waits,
    )


def _said_by_tier(one: Proposal, scope: Scope) -> tuple[str, bool]:
    """What the next tier said last, and whether it waits for them: also on the day they wanted to see it again."""
    back = _wanted_back(one)
    if back is not None and _is_due(back, scope):
        return f"Due: brought back on {_day_of(back)}, as {back.by.name} asked", True
    tier = [row for row in one.follow_ups.all() if row.what in FollowUp.OF_THE_TIER]
    if not tier or one.tier_answered_at is None:
        return "Waits for your word", True
    return f"{_followed(tier[-1])}, {tier[-1].by.name}", False


def lead_of(one: Proposal) -> str:
    """What it is about, above the form: the practitioner's latest words, and what was promised until when."""
    said = []
    answers = list(one.answers.all())
    if one.disagreed_at is not None and answers and answers[-1].words:
        said.append(f"{answers[-1].by.name} says: “{answers[-1].words}”")
    if one.is_over_for_a_while():
        day = formats.day(one.over_until, weekday=False)
        said.append(f"Over the line until {day}. Promised: “{one.what_will_be_done}”")
    return " ".join(said)


def page(one: Proposal, scope: Scope, led: bool) -> dict[str, Any]:
    """What the page of a proposal shows of what follows its decision. ``led``: somebody leads the service area."""
    return {
        "followed": said_rows(one),
        "quoted": quoted_rows(one),
        "to_discuss": one.is_to_discuss(),
        "tier_said": _tier_said(one, led),
        "left": one.left_at is not None,
    }


def _tier_said(one: Proposal, led: bool) -> str:
    if one.escalated_at is None:
        return ""
    if not led:
        return (
            "The load is red, but nobody leads this service in Safeload, so nobody of the next tier was told."
        )
    return f"Open to the service’s manager since {formats.moment(one.escalated_at)}, because the load is red."
