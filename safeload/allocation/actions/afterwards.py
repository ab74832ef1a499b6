"""What comes after a decision: taking it back, and the end of temporary cover."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.deciding import lock_cases
from safeload.allocation.actions.proposing import require_decider
from safeload.allocation.actions.telling import tell_undone
from safeload.allocation.models import Proposal, ProposedCase
from safeload.allocation.queries.proposals import holders_of
from safeload.audit.refusals import ChangedMeanwhile, Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.actions import Change, Part, set_holders, share_case
from safeload.caseloads.models import Allocation
from safeload.people.rows import locked


@write
def undo(*, by: Any, proposal_id: int) -> Proposal:
    """Take an allocation back: the cases are with whom they were, from the same day on. A new entry, nothing erased.

    Raises ChangedMeanwhile where a case has changed hands or closed since; Refusal for what was not allocated.
    """
    lock_cases([proposal_id])
    one = locked(Proposal, proposal_id, None, "this allocation")
    require_decider(by, one)
    if one.undone_at is not None:
        return one
    if one.outcome != Proposal.Outcome.ALLOCATED:
        raise Refusal("Nothing was allocated here, so there is nothing to take back.")
    if one.share is not None:
        raise Refusal("Shares of a case are changed on its page, under “Who works on it together”.")
    _check_still(one)
    _give_back(by, one, one.from_on, Allocation.Reason.MANAGING, [one.post.practitioner_id])
    for row in one.cases.exclude(helped_with=None).order_by("case"):
        _helps_again(by, one, row)
    one.undone_by, one.undone_at = by, timezone.now()
    one.cover_ended_at = one.cover_ended_at or one.undone_at
    one.version += 1
    one.save()
    record(by=by, did="allocation.undo", on=("proposal", one.pk))
    tell_undone(by, one)
    return one


@write
def hand_back(*, by: Any, proposal_id: int, on: date) -> Proposal:
    """End temporary cover: the cases go back to whom they came from, from a day on."""
    lock_cases([proposal_id])
    one = _cover(by, proposal_id)
    _check_still(one)
    _give_back(by, one, on, Allocation.Reason.ABSENCE)
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
    temporary = one.outcome == Proposal.Outcome.ALLOCATED and one.cover_until is not None
    if not temporary or one.cover_ended_at is not None or one.undone_at is not None:
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
    rows = list(one.cases.select_related("case"))
    held = holders_of(row.case_id for row in rows)
    for row in rows:
        if row.case.closed_on is not None or held.get(row.case_id) != one.post_id:
            raise ChangedMeanwhile(
                f"Case {row.case.reference} has changed hands or closed since, so nothing was taken back. "
                "Look at the case and decide anew."
            )


def _helps_again(by: Any, one: Proposal, row: ProposedCase) -> None:
    """Whoever took a case that they had helped with helps with it again, by the same share."""
    parts = Allocation.objects.open_parts().filter(case=row.case_id)
    shares = dict(parts.values_list("post_id", "share"))
    left = shares.get(row.held_by_id or 0, Decimal(0)) - (row.helped_with or 0)
    if row.held_by_id is None or left <= 0:
        return
    shares |= {row.held_by_id: left, one.post_id: row.helped_with}
    share_case(
        by=by,
        case_id=row.case_id,
        parts=[Part(post, share) for post, share in sorted(shares.items())],
        from_on=one.from_on,
        expected=row.held_by_id,
        agreed_by=one.decided_by,
    )


def _give_back(by: Any, one: Proposal, on: date, reason: str, told: Collection[int] = ()) -> None:
    changes = [
        Change(
            row.case_id,
            row.held_by_id,
            on,
            reason if row.held_by_id else Allocation.Reason.WAITING,
            expected=one.post_id,
            team_id=None if row.held_by_id else one.team_id,
        )
        for row in one.cases.order_by("case")
    ]
    set_holders(by=by, changes=changes, agreed_by=one.decided_by, told=told)
