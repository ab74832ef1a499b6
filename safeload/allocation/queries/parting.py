"""Households that were split while a proposal of theirs was open: who is of the same one no longer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Q

from safeload.allocation.models import Proposal, ProposedCase
from safeload.caseloads.models import Case, HouseholdMove


class Left(NamedTuple):
    """A case that is of a household no longer."""

    case_id: int
    reference: str
    household: str


def left_since(one: Proposal) -> list[Left]:
    """Which cases left a household of the proposal's cases since it was proposed, and are not with them again.

    For whoever may read the proposal. Where a household moved as a whole, nobody left anybody. Two queries where
    nothing moved, else three.
    """
    mine = dict(ProposedCase.objects.filter(proposal=one).values_list("case_id", "case__household_id"))
    concerned = Q(household__in=[home for home in mine.values() if home]) | Q(case__in=mine)
    rows = HouseholdMove.objects.filter(concerned, at__gt=one.proposed_at, household__provisional=False)
    moves = list(
        rows.order_by("at", "id").values_list("household_id", "case_id", "joined", "household__reference")
    )
    gone: dict[int, set[int]] = {}
    joined: set[tuple[int, int]] = set()
    for home, case, joins, _ in moves:
        if joins:
            joined.add((home, case))
        elif (home, case) not in joined:
            gone.setdefault(home, set()).add(case)
    if not gone:
        return []
    found = _cases(gone)
    names = {home: reference for home, *_, reference in moves}
    told = [
        Left(case, found[case][0], names[home])
        for home, left in gone.items()
        for case in left & set(found)
        if _is_parted(case, home, found, mine, left | _still_there(home, found, joined))
    ]
    return sorted(told, key=lambda row: (row.household, row.reference))


def _cases(gone: Mapping[int, Collection[int]]) -> dict[int, tuple[str, int | None]]:
    """Open cases that left one of the households, or are of it: reference and household."""
    keys = {case for left in gone.values() for case in left}
    rows: Iterable[Any] = Case.objects.filter(
        Q(pk__in=keys) | Q(household__in=gone), closed_on=None
    ).values_list("pk", "reference", "household_id")
    return {pk: (reference, home) for pk, reference, home in rows}


def _still_there(
    home: int, found: Mapping[int, tuple[str, int | None]], joined: Collection[tuple[int, int]]
) -> set[int]:
    """Who is of a household as before; whoever joined it since was never parted from anybody there."""
    return {case for case, (_, now) in found.items() if now == home and (home, case) not in joined}


def _is_parted(
    case: int, home: int, found: Mapping[int, tuple[str, int | None]], mine: Collection[int], family: set[int]
) -> bool:
    """Whether a case is apart from one of its former family, where one of the two is of the proposal."""
    now = found[case][1]
    if now == home:
        return False
    others = family - {case} if case in mine else family & set(mine)
    return any(now is None or found[other][1] != now for other in others - {case} if other in found)
