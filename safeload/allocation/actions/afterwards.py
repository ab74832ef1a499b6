"""What comes after a decision: taking it back, and the end of temporary cover."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from safeload.allocation.actions.deciding import lock_cases
from safeload.allocation.actions.parts import giving_teams
from safeload.allocation.actions.proposing import require_decider
from safeload.allocation.actions.telling import tell_undone
from safeload.allocation.facts import shares_add_up
from safeload.allocation.models import Proposal, ProposedCase
from safeload.allocation.queries.afterwards import gone_since
from safeload.allocation.queries.proposals import may_decide
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal, RowsRefused
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions import Change, Part, set_holders, share_case
from safeload.caseloads.models import Allocation
from safeload.people import permits
from safeload.people.rows import locked


@write
def undo(*, by: Any, proposal_id: int, why: str) -> Proposal:
    """Take an allocation back: the cases are with whom they were, as if it had not been. A new entry, nothing erased.

    What came from somebody who has left by now waits with them again, from where all of it can be handed over at
    once, and since their last day; a co-worker carries what they did before.
    ``why``: a few words, which everybody concerned reads.
    Raises ChangedMeanwhile where a case has changed hands or closed since; Refusal for what was not allocated.
    """
    lock_cases([proposal_id])
    one = locked(Proposal, proposal_id, None, "this allocation")
    require_decider(by, one)
    if one.undone_at is not None:
        return one
    if one.outcome != Proposal.Outcome.ALLOCATED:
        raise Refusal("Nothing was allocated here, so there is nothing to take back.")
    _check_still(one)
    one.undone_why = screened(why, "why")
    if not one.undone_why:
        raise Refusal("Say in a few words why it is taken back.", "why")
    told = [one.post.practitioner_id]
    _as_before(by, one, one.from_on, Allocation.Reason.TAKEN_BACK, told, one.decided_at)
    one.undone_by, one.undone_at = by, timezone.now()
    one.cover_ended_at = one.cover_ended_at or one.undone_at
    one.version += 1
    one.save()
    record(by=by, did="allocation.undo", on=("proposal", one.pk))
    tell_undone(by, one)
    return one


@write
def undo_hand_over(*, by: Any, hand_over_id: int, why: str) -> list[Proposal]:
    """Take back all that was allocated by a hand-over, where one may decide: all of it, or nothing.

    Raises RowsRefused with what stands in the way of each, by proposal. Again changes nothing.
    """
    allocated = Proposal.objects.filter(hand_over=hand_over_id, outcome=Proposal.Outcome.ALLOCATED)
    found = list(allocated.select_related("post").order_by("pk"))
    scope = permits.scope_of(by)
    mine = [one for one in found if may_decide(scope, one)]
    if not mine:
        raise NotAllowed("There is nothing here that you could take back.")
    lock_cases([one.pk for one in mine])
    refused: dict[int, str] = {}
    done = []
    for one in mine:
        try:
            with transaction.atomic():
                done.append(undo(by=by, proposal_id=one.pk, why=why))
        except Refusal as refusal:
            refused[one.pk] = refusal.sentence
    if refused:
        advice = "Each says what. Single ones can be taken back on their own pages."
        raise RowsRefused(refused, len(mine), "practitioner", advice)
    if any(one.undone_at is None for one in mine):
        record(by=by, did="allocation.undo_hand_over", on=("hand-over", hand_over_id), proposals=len(done))
    return done


@write
def hand_back(*, by: Any, proposal_id: int, on: date) -> Proposal:
    """End temporary cover: the cases, or a co-worker's part of them, go back to whom they came from, from a day on."""
    lock_cases([proposal_id])
    one = _cover(by, proposal_id)
    _check_still(one)
    _as_before(by, one, on, Allocation.Reason.MANAGING)
    return _ended(by, one, "back", on)


@write
def keep_covering(*, by: Any, proposal_id: int, until: date | None) -> Proposal:
    """Let cover go on until another day, or (None) for good: then it is temporary no longer."""
    one = _cover(by, proposal_id)
    if until is None:
        return _ended(by, one, "for good", None)
    if until <= timezone.localdate():
        raise Refusal("Choose a day to come.", "until")
    if one.cover_until != until:
        one.cover_until = until
        one.version += 1
        one.save(update_fields=["cover_until", "version"])
        record(by=by, did="allocation.cover_goes_on", on=("proposal", one.pk), until=until)
    return one


def _cover(by: Any, proposal_id: int) -> Proposal:
    one = locked(Proposal, proposal_id, None, "this cover")
    require_decider(by, one)
    if one.outcome != Proposal.Outcome.ALLOCATED or one.cover_until is None:
        raise Refusal("This is no temporary cover, so there is no end of it to decide.")
    if one.cover_ended_at is not None or one.undone_at is not None:
        raise Refusal("This cover has ended already.")
    return one


def _ended(by: Any, one: Proposal, how: str, on: date | None) -> Proposal:
    one.cover_ended_at = timezone.now()
    one.version += 1
    one.save(update_fields=["cover_ended_at", "version"])
    record(by=by, did="allocation.cover_ended", on=("proposal", one.pk), how=how, on_day=on)
    return one


def _check_still(one: Proposal) -> None:
    """Raise ChangedMeanwhile unless the cases are still open and with whom they were allocated to."""
    if gone := gone_since(one):
        what = "has changed hands" if one.share is None else "is shared otherwise"
        raise ChangedMeanwhile(
            f"Case {gone} {what} or closed since, so nothing was taken back. Look at the case and decide anew."
        )


def _as_before(
    by: Any,
    one: Proposal,
    on: date,
    reason: str,
    told: Collection[int] = (),
    takes_back: datetime | None = None,
) -> None:
    """Put the cases of a proposal back, from a day on, as they were before it."""
    rows = list(one.cases.select_related("held_by__practitioner", "held_by__team").order_by("case"))
    if one.share is None:
        _give_back(by, one, rows, on, reason, told, takes_back)
    for row in rows:
        helped = one.share is None and row.helped_with is not None and _who_gave(row, on) is not None
        if one.share is not None or helped:
            _carries_again(by, one, row, on, told)


def _carries_again(by: Any, one: Proposal, row: ProposedCase, on: date, told: Collection[int]) -> None:
    """Whoever took a case, or a part of it, carries of it what they did before; the holder the rest."""
    parts = Allocation.objects.open_parts().filter(case=row.case_id)
    shares = dict(parts.values_list("post_id", "share"))
    before = row.helped_with or Decimal(0)
    if one.share is None and one.post_id in shares:
        return  # it is theirs again already
    adds_up = shares_add_up(one.team or one.post.team, on)
    holder = row.held_by_id or 0
    if adds_up:
        shares[holder] = shares.get(holder, Decimal(0)) + shares.get(one.post_id, Decimal(0)) - before
    if shares.get(holder, Decimal(0)) <= 0:
        return
    shares.pop(one.post_id, None)
    if before:
        shares[one.post_id] = before
    share_case(
        by=by,
        case_id=row.case_id,
        parts=[Part(post, share) for post, share in sorted(shares.items())],
        from_on=on,
        expected=row.held_by_id,
        adds_up=adds_up,
        agreed_in=giving_teams(one),
        joining=[one.post_id],
        told=told,
    )


def _who_gave(row: ProposedCase, on: date) -> int | None:
    """The post that held a case before, if it is still there on a day; a leaver's case waits instead."""
    post = row.held_by
    if post is None or any(
        day is not None and day < on for day in (post.ended_on, post.practitioner.ended_on)
    ):
        return None
    return int(post.pk)


def _give_back(
    by: Any,
    one: Proposal,
    rows: Sequence[ProposedCase],
    on: date,
    reason: str,
    told: Collection[int],
    takes_back: datetime | None,
) -> None:
    changes = []
    for row in rows:
        # Taken back, it is with whoever had it, a leaver too; handed back, it goes to nobody who has left.
        back = row.held_by_id if takes_back else _who_gave(row, on)
        # Where it waited before, or its holder has left meanwhile, it waits in the team that gave it.
        waits = row.held_by.team_id if row.held_by else one.team_id
        why = reason if back or takes_back else Allocation.Reason.WAITING
        changes.append(
            Change(
                row.case_id,
                back,
                on,
                why,
                expected=one.post_id,
                team_id=waits,
                takes_back=takes_back,
            )
        )
    teams = [*giving_teams(one), *(row.held_by.team_id for row in rows if row.held_by)]
    set_holders(by=by, changes=changes, agreed_in=teams, told=told, decided=True)
