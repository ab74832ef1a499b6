"""Closing a case with its reason, and opening it again with everything it had (CLO-04, CLO-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions.bench import Change, keep, lock
from safeload.caseloads.actions.holding import change_holders
from safeload.caseloads.actions.telling import tell_closed
from safeload.caseloads.actions.waiting import end_keepings
from safeload.caseloads.models import Allocation, Case, Closing, ClosureReason
from safeload.caseloads.permits import case_for
from safeload.caseloads.signals import cases_moved
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import amend, locked
from safeload.people.rows import keep as kept
from safeload.people.signals import loads_changed

_Code = ClosureReason.Code
#: What a person may choose; a list's own word is for lists.
GIVEN = tuple(code for code in _Code if code != _Code.AS_LISTED)


@write
def close_case(
    *,
    by: Any,
    case_id: int,
    on: date,
    reason: str = "",
    own_reason_id: int | None = None,
    achieved: str = "",
    version: int | None = None,
) -> Case:
    """Close a case from a day on; whoever holds it holds it until that day, and is told by name of the case."""
    case = case_for(by, case_id, version)
    if case.closed_on is not None:
        raise Refusal("This case is closed already.")
    if case.opened_on is not None and on < case.opened_on:
        raise Refusal("The case had not begun on that day.", "on")
    reason, own = _reason(reason, own_reason_id)
    parts = Allocation.objects.open_parts().filter(case=case)
    holders = list(parts.values_list("post__practitioner_id", flat=True))
    end = Change(case.pk, None, on, Allocation.Reason.CLOSED)
    change_holders(by=by, changes=[end], scope=permits.scope_of(None))
    case.refresh_from_db()
    amend(case, {"closed_on": on})
    kept(
        Closing(
            case=case, on=on, reason=reason, own_reason=own, achieved=screened(achieved, "achieved"),
            closed_by=by, closed_at=timezone.now(),
        )
    )  # fmt: skip
    end_keepings([case.pk], on)
    record(by=by, did="caseloads.close_case", on=("case", case.pk), closed=on, reason=reason)
    loads_changed(holders)
    cases_moved([case.pk])
    tell_closed(by, case, holders)
    return case


@write
def reopen_case(*, by: Any, case_id: int, on: date | None = None, version: int | None = None) -> Case:
    """Open a closed case again, with those who worked on it and their shares, where they are still here.

    From a day on; None: as if it had never closed. Plan and answers are as they were.
    """
    case = case_for(by, case_id, version)
    if case.closed_on is None:
        raise Refusal("This case is open.")
    closed_on = case.closed_on
    since = closed_on if on is None else on
    if since < closed_on:
        raise Refusal("It was still open on that day.", "on")
    amend(case, {"closed_on": None})
    row = Closing.objects.filter(case=case, reopened_at=None)
    row.update(reopened_on=since, reopened_by=by, reopened_at=timezone.now())
    record(by=by, did="caseloads.reopen_case", on=("case", case.pk), closed=closed_on, since=since)
    _give_back(by, case, closed_on, since)
    case.refresh_from_db()
    return case


def _give_back(by: Any, case: Case, closed_on: date, since: date) -> None:
    """To whom worked on it on its last day: the holder, and with the holder those who helped."""
    ended = Allocation.objects.filter(
        case=case, known_to=None, ends_on=closed_on, end_reason=Allocation.Reason.CLOSED
    )
    rows = list(ended.select_related("post__practitioner").order_by("-known_from", "id"))
    # It may have closed on this day before: what the last closing ended became known in one moment.
    last = [row for row in rows if row.known_from == rows[0].known_from and _is_here(row, since)]
    holder = next((row for row in last if row.role == Allocation.Role.HOLDER), None)
    if holder is None:
        return
    back = Change(case.pk, holder.post_id, since, Allocation.Reason.MANAGING, share=holder.share)
    change_holders(by=by, changes=[back], scope=permits.scope_of(None))
    helpers = [row for row in last if row.role != Allocation.Role.HOLDER]
    if not helpers:
        return
    bench = lock(by, [back])
    for row in helpers:
        bench.made.append(
            Allocation(
                case_id=case.pk, post_id=row.post_id, role=row.role, share=row.share, starts_on=since,
                known_from=bench.now, reason=Allocation.Reason.MANAGING, allocated_by=by,
            )
        )  # fmt: skip
    keep(bench, [case.pk])
    loads_changed([row.post.practitioner_id for row in helpers])


def _is_here(row: Allocation, on: date) -> bool:
    ends = [day for day in (row.post.ended_on, row.post.practitioner.ended_on) if day]
    return not ends or min(ends) >= on


def _reason(code: str, own_reason_id: int | None) -> tuple[str, ClosureReason | None]:
    """The code to keep, and the employer's own reason if one was chosen. Raises Refusal for an unknown one."""
    if own_reason_id is not None:
        own = ClosureReason.objects.filter(pk=own_reason_id, retired_at=None).first()
        if own is None:
            raise Refusal("This reason is not used any more. Choose another.", "reason")
        return own.code, own
    if code and code not in GIVEN:
        raise Refusal("Choose a reason from the list.", "reason")
    return code, None


def list_closings(by: Any, cases: Sequence[Case], back: bool = False) -> None:
    """Let the closings follow what a list set, or (``back``) what was before it. At most four queries.

    Closed without a closing: the list's word is the reason; ``back``: the closing that stood before stands again.
    """
    now = timezone.now()
    closed = {case.pk: case.closed_on for case in cases if case.closed_on is not None}
    cases_moved(closed)
    opened = [case.pk for case in cases if case.closed_on is None]
    again = Closing.objects.filter(case__in=opened, reopened_at=None)
    again.update(reopened_on=F("on"), reopened_by=by, reopened_at=now)
    rows = Closing.objects.filter(case__in=list(closed)).order_by("closed_at", "id")
    latest = {row.case_id: row for row in rows}
    standing = {pk for pk, row in latest.items() if row.reopened_at is None}
    if back:
        same = [row for pk, row in latest.items() if pk not in standing and row.on == closed[pk]]
        Closing.objects.filter(pk__in=[row.pk for row in same]).update(
            reopened_on=None, reopened_by=None, reopened_at=None
        )
        standing |= {row.case_id for row in same}
    Closing.objects.bulk_create(
        [
            Closing(
                case_id=pk,
                on=day,
                reason="" if back else _Code.AS_LISTED,
                closed_by=by,
                closed_at=now,
            )
            for pk, day in closed.items()
            if pk not in standing
        ],
        batch_size=500,
    )


@write
def add_closure_reason(*, by: Any, label: str, code: str) -> ClosureReason:
    """Add an employer's own reason for closing a case, returned under a code of the census."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    if code not in GIVEN:
        raise Refusal("Choose the code that it is returned as.", "code")
    made = kept(ClosureReason(label=screened(label, "label"), code=code))
    record(by=by, did="caseloads.add_closure_reason", on=("closure reason", made.pk), code=code)
    return made


@write
def retire_closure_reason(*, by: Any, reason_id: int, back: bool = False) -> ClosureReason:
    """Offer a reason no longer; where it was given it stays. ``back``: offer it again."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    row = locked(ClosureReason, reason_id)
    if amend(row, {"retired_at": None if back else row.retired_at or timezone.now()}):
        record(by=by, did="caseloads.retire_closure_reason", on=("closure reason", row.pk), back=back)
    return row
