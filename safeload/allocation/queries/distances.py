"""Patches that are named anywhere, and how far they are apart. Names of places concern nobody alone."""

from __future__ import annotations

from typing import Any

from safeload.allocation.models import PatchDistance
from safeload.allocation.texts import same
from safeload.caseloads.models import Household, SkillAsked
from safeload.people.models import Strength
from safeload.people.statements import prepared

#: What two patches count as while nobody has said how far they are apart, and the widest band.
UNSAID, WIDEST = 3, 9


def patches() -> list[str]:
    """Every patch of a family, a case or a practitioner, by name, each once whatever its capitals. Three queries."""
    found = set(Household.objects.exclude(patch="").values_list("patch", flat=True).distinct())
    asked = SkillAsked.objects.filter(kind=SkillAsked.Kind.PATCH, removed_at=None)
    found |= set(asked.values_list("text", flat=True).distinct())
    own = Strength.objects.filter(kind=Strength.Kind.PATCH, removed_at=None)
    found |= set(own.values_list("text", flat=True).distinct())
    names: dict[str, str] = {}
    for name in sorted(found):
        names.setdefault(same(name), name)
    return sorted(names.values(), key=str.casefold)


def distances() -> dict[tuple[str, str], int]:
    """The band between two patches, as they are compared, where somebody has said it. One query."""
    return {(one, other): band for one, other, band in _said()}


@prepared
def _said() -> Any:
    return PatchDistance.objects.order_by().values_list("one", "other", "band")
