"""Brothers and sisters apart: asked about where it is proposed; where it came meanwhile, said once at the decision."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from safeload.allocation.models import Proposal
from safeload.allocation.queries.parting import Left, left_since
from safeload.allocation.queries.proposals import siblings_proposed
from safeload.audit.refusals import ChangedMeanwhile, Refusal
from safeload.people.models import Post
from safeload.web import formats

#: How a proposal that parts brothers and sisters is confirmed; programs read the name of the field beside it.
TOGETHER = "Keep brothers and sisters together, or say that it is meant otherwise."


def check_together(case_ids: Collection[int], post: Post) -> None:
    """Raise Refusal where another case of the household is proposed to somebody else. One query."""
    others = siblings_proposed(case_ids)
    apart = [f"case {ref} to {name}" for ref, whose, name in others if whose != post.practitioner_id]
    if apart:
        raise Refusal(
            f"Of the same household is proposed: {formats.listed(apart)}. {TOGETHER}", "split_meant"
        )


class HouseholdSplit(ChangedMeanwhile):
    """A household of the cases was split since it was proposed, and the manager has not read it yet."""


def split_said(left: Sequence[Left]) -> str:
    """ "Household H012 has been split since it was proposed: case C012-2 is no longer of it."; empty for nobody."""
    homes: dict[str, list[str]] = {}
    for row in left:
        homes.setdefault(row.household, []).append(row.reference)
    return " ".join(
        f"Household {home} has been split since it was proposed: {_cases(gone)} no longer of it."
        for home, gone in homes.items()
    )


def check_split(one: Proposal, seen: Collection[int]) -> str:
    """What is kept with the decision; empty where no household was split. Raises HouseholdSplit unless it was read.

    ``seen``: the cases of which the page said so, by key.
    """
    left = left_since(one)
    if not {row.case_id for row in left} <= set(seen):
        raise HouseholdSplit(f"{split_said(left)} Nothing was decided: look at it and decide again.")
    return split_said(left)


def _cases(references: list[str]) -> str:
    if len(references) == 1:
        return f"case {references[0]} is"
    return f"cases {formats.listed(references)} are"
