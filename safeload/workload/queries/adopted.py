"""The adopted schemes behind kept figures, read once: what was adopted is never changed, only followed by others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from safeload.domain.scheme import Scheme
from safeload.schemes import facts as scheme_facts
from safeload.schemes import queries as scheme_queries
from safeload.schemes.models import Adoption

Adopted = dict[int, tuple[Adoption, Scheme]]

_read: Adopted = {}
#: Longer ones are told by their digest: the column of ``Freshness`` ends here.
_LONGEST = 400


def key_of_mains(ids: Iterable[int]) -> str:
    """Keys of main adoptions as one text, never an empty one."""
    text = ",".join(map(str, ids)) or "none"
    return text if len(text) <= _LONGEST else sha256(text.encode()).hexdigest()


def adopted_among(ids: Iterable[int | None]) -> Adopted:
    """The adoptions of these keys, with their schemes. No query, or one for those seen for the first time."""
    wanted = {pk for pk in ids if pk is not None}
    if unread := wanted - _read.keys():
        for row in Adoption.objects.filter(pk__in=unread).select_related("version"):
            _read[row.pk] = row, scheme_facts.scheme_of(row)
    return {pk: _read[pk] for pk in wanted & _read.keys()}


def adopted_by(service_area_id: int | None, on: date) -> list[tuple[Adoption, Scheme]]:
    """Every adoption of a service area on a day with its scheme, the main one first. One query, or two."""
    keys = scheme_queries.adopted_keys(service_area_id, on)
    known = adopted_among(keys)
    return [known[pk] for pk in keys if pk in known]


def forget() -> None:
    """Read adoptions again: one was saved."""
    _read.clear()
