"""Whose words may be written down for them, and which are still to be heard by a second person."""

from __future__ import annotations

from datetime import date

from safeload.allocation.models import Proposal
from safeload.allocation.queries.proposals import signing_in


def may_be_quoted(one: Proposal, on: date) -> bool:
    """Whether it waits for the words of somebody over the line who has no account to give them. One query, or none."""
    if not one.is_to_discuss() or not one.decided_on_figures.get("over"):
        return False
    return one.post.practitioner_id not in signing_in([one.post.practitioner_id], on)


def to_be_heard(one: Proposal) -> bool:
    """Whether words were written down that nobody of the next tier has heard yet. One query, or read already."""
    found = list(one.quoted.all())
    return bool(found) and one.is_to_discuss() and found[-1].heard_by_id is None
