"""What time makes of decided allocations: duties that end with the case, ends that have come (X-27)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from safeload.allocation.actions.telling_after import tell_still_over, tell_tier_again
from safeload.allocation.models import FollowUp, Proposal, ProposedCase
from safeload.allocation.models.proposals import DISAGREED, OVER_FOR_A_WHILE, RED_BY_DECISION, TO_DISCUSS
from safeload.audit.writing import record, write
from safeload.caseloads.models import Allocation
from safeload.workload.models import Standing

_DUTIES = TO_DISCUSS | DISAGREED | OVER_FOR_A_WHILE | RED_BY_DECISION


def settle_left(practitioner_ids: Collection[int] | None = None) -> int:
    """End what is still to be done about allocations whose cases left the person; how many. Three queries at most.

    It comes to life again where a case is back, as after a closing that was undone.
    """
    rows = Proposal.objects.filter(_DUTIES | Q(left_at__isnull=False, outcome="allocated", undone_at=None))
    if practitioner_ids is not None:
        rows = rows.filter(post__practitioner__in=list(practitioner_ids))
    found = list(rows.order_by("pk").prefetch_related("cases"))
    if not found:
        return 0
    cases = {row.case_id for one in found for row in one.cases.all()}
    held, newest = _held(cases), _newest(cases)
    moved = []
    for one in found:
        with_them = any(
            (row.case_id, one.post_id) in held and newest.get(_given(row.case_id, one)) == one.pk
            for row in one.cases.all()
        )
        if with_them != (one.left_at is None):
            one.left_at = None if with_them else timezone.now()
            moved.append(one)
    Proposal.objects.bulk_update(moved, ["left_at"], batch_size=500)
    return len(moved)


def _held(cases: Collection[int]) -> set[tuple[int, int]]:
    """Who works on these cases today or from a day on, as holder or with them."""
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())
    parts = Allocation.objects.filter(lasts, known_to=None, case__in=cases, case__closed_on=None)
    return set(parts.values_list("case_id", "post_id"))


def _given(case_id: int, one: Proposal) -> tuple[int, int | None]:
    """What an allocation gave: a case to hold, which ends with the next holder; or to help with, each by themselves."""
    return case_id, None if one.share is None else one.post_id


def _newest(cases: Collection[int]) -> dict[tuple[int, int | None], int]:
    """The latest allocation of each case by a proposal: an older one does not come to life by it."""
    done = ProposedCase.objects.filter(
        case__in=cases, proposal__outcome="allocated", proposal__undone_at=None
    )
    rows = done.order_by("proposal__decided_at", "proposal").select_related("proposal")
    return {_given(row.case_id, row.proposal): row.proposal_id for row in rows}


def on_load_changed(sender: Any, practitioner_ids: Collection[int], **_: Any) -> None:
    """Hear that caseloads changed: duties end with the case, in the same transaction."""
    settle_left(practitioner_ids)


@write
def end_over_the_line(*, on: date) -> int:
    """On the days after an end: within the line it is over; still over it goes to the next tier, once an end."""
    settle_left()
    rows = list(
        Proposal.objects.over_for_a_while().filter(over_until__lt=on).select_related("post__practitioner")
    )
    over, number = _over_now({one.post.practitioner_id for one in rows}), 0
    for one in rows:
        if one.post.practitioner_id in over:
            number += tell_still_over(one)
            continue
        number += 1
        one.over_ended_at = timezone.now()
        one.version += 1
        one.save(update_fields=["over_ended_at", "version"])
        record(by=None, did="allocation.within_again", on=("proposal", one.pk))
    return number


@write
def bring_back(*, on: date) -> int:
    """What the next tier asked to see again on a day is brought back to them."""
    told = 0
    rows = Proposal.objects.red_by_decision().filter(
        tier_answered_at__isnull=False, follow_ups__until_on__lte=on
    )
    for one in rows.select_related("post__practitioner").distinct():
        last = one.follow_ups.filter(what__in=FollowUp.OF_THE_TIER).last()
        if last is not None and last.what == FollowUp.What.BACK and last.until_on <= on:
            one.tier_answered_at = None
            one.version += 1
            one.save(update_fields=["tier_answered_at", "version"])
            tell_tier_again(one)
            told += 1
    return told


def _over_now(practitioner_ids: Collection[int]) -> set[int]:
    rows = Standing.objects.filter(practitioner__in=list(practitioner_ids), line__isnull=False)
    over = rows.filter(load__gt=F("line"))
    return set(over.values_list("practitioner_id", flat=True))
