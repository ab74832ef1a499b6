"""Conflicts of interest between those who would take cases and these cases or their households."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from safeload.allocation.models import Proposal
from safeload.caseloads.models import Case, ConflictOfInterest


def conflicts_among(gives: Mapping[int, Collection[int]]) -> dict[int, dict[int, str]]:
    """By practitioner, which of the cases that they would take they are in conflict with: key and reference.

    For somebody who may allocate the cases, and for the practitioner. Two queries for any number; nothing is told of
    why.
    """
    keys = {pk for cases in gives.values() for pk in cases}
    rows = (
        Case.objects.filter(pk__in=keys).order_by("reference").values_list("pk", "reference", "household_id")
    )
    known = {pk: (reference, home) for pk, reference, home in rows}
    homes = {home for _, home in known.values() if home}
    concerns = Q(case__in=keys) | Q(household__in=homes)
    noted = ConflictOfInterest.objects.filter(concerns, practitioner__in=list(gives), removed_at=None)
    found: dict[int, dict[int, str]] = {}
    for who, case, home in noted.values_list("practitioner_id", "case_id", "household_id"):
        for pk, (reference, household) in known.items():
            if pk in gives[who] and (pk == case or (home and home == household)):
                found.setdefault(who, {})[pk] = reference
    return found


def conflicts_of(one: Proposal) -> dict[int, str]:
    """With which cases of a proposal whoever is asked is in conflict: key and reference. Three queries at most."""
    keys = [row.case_id for row in one.cases.all()]
    return conflicts_among({one.post.practitioner_id: keys}).get(one.post.practitioner_id, {})
