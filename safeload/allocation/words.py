"""What each step of an allocation is called in the record."""

from __future__ import annotations

WORDS = {
    "allocation.propose": "Proposed a case to a practitioner",
    "allocation.answer": "Answered a proposal",
    "allocation.decide": "Decided a proposal",
    "allocation.withdraw": "Withdrew a proposal",
    "allocation.discussed": "Recorded that an allocation was discussed",
    "allocation.overtaken": "Closed a proposal that others had overtaken",
}
