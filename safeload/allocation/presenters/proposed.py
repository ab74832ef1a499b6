"""Open proposals as the floors below show them: to whom a case is proposed, and whether one is asked oneself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse

from safeload.allocation.models import Proposal
from safeload.allocation.queries.proposals import is_asked, may_withdraw, open_for
from safeload.caseloads.models import Case
from safeload.caseloads.proposed import Remark
from safeload.people.scope import Scope
from safeload.web import formats


class ProposedRow(NamedTuple):
    """An open proposal of one or several of the cases."""

    pk: int
    cases: str
    who: str
    since: str


class OpenProposals:
    """Registered with ``caseloads.proposed``."""

    def remarks(self, scope: Scope, case_ids: Collection[int]) -> Mapping[int, Remark]:
        """By case, its open proposal. One query, or two."""
        return {pk: _remark(scope, one) for pk, one in open_for(case_ids).items()}

    def is_asked(self, scope: Scope, case_id: int) -> bool:
        """Whether whoever looks is asked to take the case. One query for a practitioner, else none."""
        return is_asked(scope, case_id)


def _remark(scope: Scope, one: Proposal) -> Remark:
    since = formats.day(one.proposed_at, weekday=False)
    opens = may_withdraw(scope, one) or scope.is_own(one.post.practitioner_id)
    said = f"Proposed to {one.post.practitioner.name}, since {since}"
    return Remark(said, reverse("proposal", args=[one.pk]) if opens else "")


def proposed_rows(proposed: Mapping[int, Proposal], household: Sequence[Case]) -> list[ProposedRow]:
    """Open proposals of these cases, each once with its cases. ``proposed``: by case."""
    cases: dict[int, list[str]] = {}
    for case in household:
        if case.pk in proposed:
            cases.setdefault(proposed[case.pk].pk, []).append(case.reference)
    rows = {one.pk: one for one in proposed.values()}
    return [
        ProposedRow(
            pk=pk,
            cases=f"{'Case' if len(references) == 1 else 'Cases'} {formats.listed(references)}",
            who=rows[pk].post.practitioner.name,
            since=formats.moment(rows[pk].proposed_at),
        )
        for pk, references in cases.items()
    ]
