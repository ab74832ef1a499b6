"""The reason for an adjustment: written by the worker, read by them and whom they chose (fixture 12).

There is no other way in: no export, no search, no role opens it, and every reading is noted.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from safeload.audit.actions import looked
from safeload.audit.models import Look
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.people.models import Account, Commitment, CommitmentReason
from safeload.people.rows import locked
from safeload.people.seal import opened, sealed

_LONGEST = 2000


@write
def write_reason(*, by: Account, commitment_id: int, text: str) -> CommitmentReason:
    """Seal a reason: by the worker, or by the HR account that recorded the commitment (rules 5.1)."""
    row = locked(Commitment, commitment_id, what="this commitment")
    if not (_is_worker(by, row) or (row.recorded_by_id == by.pk and _is_hr(by))):
        raise NotAllowed("A reason is written by the person whose commitment it is.")
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise Refusal(f"Write the reason in at most {_LONGEST} characters.", "text")
    reason, new = CommitmentReason.objects.update_or_create(
        commitment=row,
        defaults={"sealed": sealed(text), "written_by": by, "written_at": timezone.now()},
    )
    record(by=by, did="people.write_reason", on=("commitment", row.pk), first=new)
    return reason


@write
def choose_readers(*, by: Account, commitment_id: int, account_ids: Collection[int]) -> None:
    """Choose who may read the reason, besides oneself. Only the worker does this."""
    row = locked(Commitment, commitment_id, what="this commitment")
    if not _is_worker(by, row):
        raise NotAllowed("Only the person whose commitment it is chooses who may read the reason.")
    reason = CommitmentReason.objects.filter(commitment=row).first()
    if reason is None:
        raise Refusal("There is no reason to share yet.")
    allowed = set(Account.objects.filter(pk__in=account_ids, is_active=True).values_list("pk", flat=True))
    reason.readers.set(allowed)
    record(by=by, did="people.choose_readers", on=("commitment", row.pk), readers=allowed)


@write
def read_reason(*, by: Account, commitment_id: int) -> str:
    """The reason in words, for the worker or somebody the worker chose; noted as a look each time."""
    reason = CommitmentReason.objects.select_related("commitment").filter(commitment=commitment_id).first()
    if reason is None or not may_read(by, reason):
        raise NotAllowed("This reason is sealed. The person whose it is chooses who may read it.")
    looked(by=by, practitioner_ids=[reason.commitment.practitioner_id], what=Look.What.REASON, page="reason")
    return opened(reason.sealed)


def may_read(account: Account, reason: CommitmentReason) -> bool:
    """Whether the account is the worker's own or among those the worker chose."""
    return _is_worker(account, reason.commitment) or reason.readers.filter(pk=account.pk).exists()


def _is_worker(account: Account, row: Commitment) -> bool:
    return account.practitioner_id is not None and account.practitioner_id == row.practitioner_id


def _is_hr(account: Account) -> bool:
    from safeload.people.permits import scope_of

    return "hr" in scope_of(account).roles
