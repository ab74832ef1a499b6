"""What can still be taken back after a decision."""

from __future__ import annotations

from collections.abc import Iterable

from safeload.allocation.models import Proposal
from safeload.allocation.queries.proposals import may_decide
from safeload.caseloads.models import Allocation
from safeload.people.scope import Scope


def gone_since(one: Proposal) -> str:
    """The reference of a case that is no longer as the proposal made it; empty where all are. Two queries."""
    rows = list(one.cases.select_related("case").order_by("case"))
    parts = Allocation.objects.open_parts().filter(case__in=[row.case_id for row in rows])
    holds, carries = {}, {}
    for case, post, role, share in parts.values_list("case_id", "post_id", "role", "share"):
        carries[case, post] = share
        if role == Allocation.Role.HOLDER:
            holds[case] = post
    for row in rows:
        holder = one.post_id if one.share is None else row.held_by_id
        same = holds.get(row.case_id) == holder
        if one.share is not None:
            same = same and carries.get((row.case_id, one.post_id)) == one.share
        if row.case.closed_on is not None or not same:
            return str(row.case.reference)
    return ""


def may_undo(scope: Scope, proposals: Iterable[Proposal]) -> bool:
    """Whether there is something among these that the account can take back as things stand. Two queries for each."""
    allocated = [
        one
        for one in proposals
        if one.outcome == Proposal.Outcome.ALLOCATED and one.undone_at is None and may_decide(scope, one)
    ]
    return bool(allocated) and not any(gone_since(one) for one in allocated)
