"""A conflict of interest blocks nobody and is never passed over: it is read, and the decision says why (ALL-05)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from safeload.allocation.models import Proposal
from safeload.allocation.queries.conflicts import conflicts_of
from safeload.audit.refusals import ChangedMeanwhile
from safeload.web import formats


class ConflictNoted(ChangedMeanwhile):
    """A conflict of interest is noted with a case, and the manager has not read it yet."""


def conflict_said(name: str, cases: Mapping[int, str]) -> str:
    """ "A conflict of interest is noted between Priya Nair and case C20031."; empty where none is.

    ``cases``: key and reference.
    """
    if not cases:
        return ""
    which = "case" if len(cases) == 1 else "cases"
    return (
        f"A conflict of interest is noted between {name} and {which} {formats.listed(list(cases.values()))}."
    )


def check_conflicts(one: Proposal, seen: Collection[int]) -> str:
    """What is kept with the decision; empty where nothing is noted. Raises ConflictNoted unless it was read.

    ``seen``: the cases of which the page said so, by key.
    """
    found = conflicts_of(one)
    said = conflict_said(one.post.practitioner.name, found)
    if not set(found) <= set(seen):
        raise ConflictNoted(f"{said} Nothing was decided: look at it and decide again.")
    return said
