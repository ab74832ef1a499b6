"""The adopted schemes behind kept figures, without reading their text again and again."""

from __future__ import annotations

from collections.abc import Iterable

from safeload.domain.scheme import Scheme
from safeload.schemes import facts as scheme_facts
from safeload.schemes.models import Adoption

Adopted = dict[int, tuple[Adoption, Scheme]]

#: Schemes by what names them for good: an adoption and its version are never changed, only followed by others.
_read: dict[tuple[object, ...], Scheme] = {}


def key_of_mains(ids: Iterable[int]) -> str:
    """Keys of adoptions as one text, never an empty one."""
    return (",".join(map(str, ids)) or "none")[:400]


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
