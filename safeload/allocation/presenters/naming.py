"""How the cases of a proposal are named in a sentence."""

from __future__ import annotations

from safeload.allocation.models import Proposal
from safeload.web import formats

#: More cases than this are counted, not listed, where a line has to hold them.
_NAMED = 5


def cases_said(one: Proposal) -> str:
    """ "Case 4471" or "Cases 4471 and 4472"."""
    references = [row.case.reference for row in one.cases.all()]
    if len(references) > _NAMED:
        return f"{len(references)} cases"
    return f"{'Case' if len(references) == 1 else 'Cases'} {formats.listed(references)}"


def lowered(text: str) -> str:
    """The same in the middle of a sentence."""
    return text[0].lower() + text[1:]
