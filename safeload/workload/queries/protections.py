"""Why somebody is not asked for more, whatever their figure says (X-01, ADJ-03)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from safeload.domain.dates import months_since
from safeload.people.models import Practitioner
from safeload.workload.models import Standing

#: The first year after qualifying, in which a caseload is built up (BEN-06).
BUILD_UP_MONTHS = 12

Protected = tuple[str, date | None]
NOT_PROTECTED: Protected = (Standing.Protection.NONE, None)


def protections(on: date, ids: Collection[int] | None, adjusted: Collection[int]) -> dict[int, Protected]:
    """Protection and its last day, by practitioner. One query."""
    found = Practitioner.objects.all() if ids is None else Practitioner.objects.filter(pk__in=ids)
    rows = found.values_list("id", "asye", "qualified_on", "returning_until", "protected_until")
    return {
        pk: _protection(on, asye, qualified, returning, until, pk in adjusted)
        for pk, asye, qualified, returning, until in rows
    }


def _protection(
    on: date, asye: bool, qualified: date | None, returning: date | None, until: date | None, adjusted: bool
) -> Protected:
    if returning is not None and returning >= on:
        return Standing.Protection.RETURNING, returning
    if asye or (qualified is not None and 0 <= months_since(qualified, on) < BUILD_UP_MONTHS):
        return Standing.Protection.BUILD_UP, None
    if until is not None and until >= on:
        return Standing.Protection.AGREED, until
    return (Standing.Protection.AGREED, None) if adjusted else NOT_PROTECTED


def protected_among(ids: Collection[int]) -> dict[int, Protected]:
    """Who of these practitioners is protected, how and until when, as their kept figures say. One query."""
    found = Standing.objects.filter(practitioner__in=list(ids)).exclude(protected="")
    rows = found.values_list("practitioner_id", "protected", "protected_until")
    return {who: (protected, until) for who, protected, until in rows}


def stages_and_protection(ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    """Step of the line, and whether protected, by practitioner, as their kept figures say. One query."""
    rows = Standing.objects.filter(practitioner__in=list(ids)).values_list(
        "practitioner_id", "stage", "protected"
    )
    return {who: (stage, bool(protected)) for who, stage, protected in rows}
