"""Whose part of a case becomes what by a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from safeload.allocation.facts import shares_add_up
from safeload.allocation.models import Proposal, ProposedCase
from safeload.audit.refusals import ChangedMeanwhile, Refusal
from safeload.caseloads.actions import Part, share_case
from safeload.caseloads.models import Allocation


def note_helped(one: Proposal, rows: Sequence[ProposedCase]) -> None:
    """Keep what the taker carried of the cases as a co-worker, for taking the allocation back. One query, or two."""
    parts = Allocation.objects.open_parts().filter(post=one.post_id, case__in=[row.case_id for row in rows])
    helped = dict(parts.exclude(role=Allocation.Role.HOLDER).values_list("case_id", "share"))
    concerned = [row for row in rows if row.case_id in helped]
    for row in concerned:
        row.helped_with = helped[row.case_id]
    if concerned:
        ProposedCase.objects.bulk_update(concerned, ["helped_with"], batch_size=500)


def share_out(by: Any, one: Proposal, row: ProposedCase) -> None:
    """Add the co-worker's part; by a scheme that shares, the holder carries that much less (COW-01)."""
    parts = Allocation.objects.open_parts().filter(case=row.case_id)
    shares = dict(parts.values_list("post_id", "share"))
    if row.held_by_id not in shares:
        raise ChangedMeanwhile("This case is in other hands by now. Nothing was decided; propose it again.")
    if one.post_id in shares:
        row.helped_with = shares[one.post_id]
        row.save(update_fields=["helped_with"])
    added = one.share - shares.get(one.post_id, 0)
    adds_up = shares_add_up(one.team or one.post.team, timezone.localdate())
    if adds_up:
        shares[row.held_by_id] -= added
        if shares[row.held_by_id] <= 0:
            raise Refusal("The holder would carry nothing of it. Hand the case over instead.")
    shares[one.post_id] = one.share
    share_case(
        by=by,
        case_id=row.case_id,
        parts=[Part(post, share) for post, share in sorted(shares.items())],
        from_on=one.from_on,
        expected=row.held_by_id,
        adds_up=adds_up,
        agreed_by=one.proposed_by,
        agreed_in=giving_teams(one),
        joining=[one.post_id],
        told=[one.post.practitioner_id],
    )


def giving_teams(one: Proposal) -> list[int]:
    """Whose manager agreed by proposing: that stands, also where whoever proposed has lost the role since (REA-02)."""
    return [one.team_id] if one.team_id is not None else []
