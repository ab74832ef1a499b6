"""What is said about a change of hands: why, what the next practitioner needs to know, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.models import ChangeReason, Proposal, ProposedCase
from safeload.allocation.models.hand_overs import Moving
from safeload.audit.refusals import Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions import Change
from safeload.caseloads.models import Allocation
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import keep, locked

_Why = Allocation.Reason
#: Codes that a person may give; the others say how a list or the product itself came to a change.
GIVEN = tuple(
    code
    for code in Allocation.Reason
    if code not in (_Why.AS_LISTED, _Why.CLOSED, _Why.WAITING, _Why.TAKEN_BACK)
)

#: Reasons after which there is nobody to be covered for.
_NOBODY_COMES_BACK = {Allocation.Reason.LEFT, Allocation.Reason.DIED}


@dataclass(frozen=True)
class Terms:
    """How a change of hands is meant. ``cover_until``: temporary, and asked about on that day."""

    change_reason: str = ""
    own_reason_id: int | None = None
    notes: str = ""
    joint_visit: bool = False
    cover_until: date | None = None

    def set_on(self, row: Moving, from_on: date) -> None:
        """Check and set these on a row. Raises Refusal with the field."""
        row.notes = screened(self.notes, "notes")
        row.joint_visit, row.cover_until = self.joint_visit, self.cover_until
        if self.cover_until is not None and self.cover_until <= max(from_on, timezone.localdate()):
            raise Refusal("Cover ends on a day to come, after it begins.", "cover_until")
        row.change_reason = self.change_reason
        if self.own_reason_id is not None:
            own = ChangeReason.objects.filter(pk=self.own_reason_id, retired_at=None).first()
            if own is None:
                raise Refusal("This reason is not used any more. Choose another.", "change_reason")
            row.own_reason, row.change_reason = own, own.code
        if row.change_reason and row.change_reason not in GIVEN:
            raise Refusal("Choose a reason from the list.", "change_reason")
        if row.cover_until is not None and row.change_reason in _NOBODY_COMES_BACK:
            raise Refusal(
                "Cover is for somebody who comes back. Leave its end empty, or choose another reason.",
                "cover_until",
            )


def change_of(one: Proposal, row: ProposedCase) -> Change:
    """What allocating a case of a proposal changes about who holds it, and why, also in the employer's own words."""
    own = one.own_reason.label if one.own_reason else ""
    why = _why(one, row.held_by_id)
    return Change(row.case_id, one.post_id, one.from_on, why, expected=row.held_by_id, own_reason=own)


def _why(one: Proposal, held_by: int | None) -> str:
    if one.change_reason:
        return one.change_reason
    if one.cover_until is not None:
        return Allocation.Reason.ABSENCE
    return Allocation.Reason.FIRST if held_by is None else Allocation.Reason.MANAGING


@write
def add_change_reason(*, by: Any, label: str, code: str) -> ChangeReason:
    """Add an employer's own reason for a change of worker, returned under an SSDA903 code."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    if code not in GIVEN:
        raise Refusal("Choose the code that it is returned as.", "code")
    made = keep(ChangeReason(label=screened(label, "label"), code=code))
    record(by=by, did="allocation.add_change_reason", on=("change reason", made.pk), code=code)
    return made


@write
def retire_change_reason(*, by: Any, reason_id: int, back: bool = False) -> ChangeReason:
    """Offer a reason no longer; where it was given it stays. ``back``: offer it again."""
    permits.require(permits.scope_of(by), "change", Thing.STRUCTURE)
    row = locked(ChangeReason, reason_id)
    if (row.retired_at is None) is back:
        return row
    row.retired_at = None if back else timezone.now()
    row.version += 1
    keep(row)
    record(by=by, did="allocation.retire_change_reason", on=("change reason", row.pk), back=back)
    return row
