"""The adopted schemes behind kept figures, without reading their text again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from safeload.domain.scheme import Scheme
from safeload.schemes import facts as scheme_facts
from safeload.schemes.models import Adoption

Adopted = dict[int, tuple[Adoption, Scheme]]

#: Schemes by what names them for good: an adoption and its version are never changed, only followed by others.
_read: dict[tuple[object, ...], Scheme] = {}


def mains_on(on: date) -> str:
    """The main adoptions in force on a day, as text: other ones mean that everybody is measured again. One query."""
    holds = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    rows = (
        Adoption.objects.filter(holds, starts_on__lte=on, main=True)
        .order_by("id")
        .values_list("id", flat=True)
    )
    return key_of_mains(rows)


def key_of_mains(ids: Iterable[int]) -> str:
    """Keys of adoptions as one text."""
    return ",".join(map(str, ids))[:400]


def adopted_among(ids: Iterable[int | None]) -> Adopted:
    """The adoptions of these keys, with their schemes. One query; one more for a scheme seen for the first time."""
    wanted = {pk for pk in ids if pk is not None}
    rows = Adoption.objects.filter(pk__in=wanted).select_related("version").defer("version__text")
    return {row.pk: (row, scheme_of(row)) for row in rows}


def scheme_of(adoption: Adoption) -> Scheme:
    """The scheme of an adoption; read once."""
    version = adoption.version
    key = (adoption.pk, version.pk, version.created_at, *sorted(adoption.chosen.items()))
    if key not in _read:
        _read[key] = scheme_facts.scheme_of(adoption)
    return _read[key]
