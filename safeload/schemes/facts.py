"""Rows of schemes as the domain's Scheme objects, read once for each text and choice of settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from safeload.domain.scheme import Scheme
from safeload.schemes import files, queries
from safeload.schemes.models import Adoption


class NoSchemeError(LookupError):
    """No scheme has been adopted for this service area on this day."""


@lru_cache(maxsize=128)
def _read(text: str, chosen: tuple[tuple[str, str], ...], source: str) -> Scheme:
    return files.read_text(text, dict(chosen), source)


def scheme_of(adoption: Adoption) -> Scheme:
    """The scheme of an adoption under its settings; the same object for the same text and settings."""
    return _read(adoption.version.text, tuple(sorted(adoption.chosen.items())), adoption.version.scheme_id)


def scheme_for(service_area_id: int | None, on: date) -> Scheme:
    """The main scheme of a service area on a day. Raises NoSchemeError where none is adopted."""
    found = queries.adopted(service_area_id, on)
    if not found or not found[0].main:
        raise NoSchemeError("No workload scheme has been adopted yet.")
    return scheme_of(found[0])


def adoptions_side_by_side(service_area_id: int | None, on: date) -> list[Adoption]:
    """The adoptions behind ``side_by_side``, the main one first."""
    return list(queries.adopted(service_area_id, on))


def side_by_side(service_area_id: int | None, on: date) -> list[Scheme]:
    """The main scheme and those shown beside it."""
    return [scheme_of(adoption) for adoption in queries.adopted(service_area_id, on)]


def fields_asked(on: date, of: str = "case", schemes: Iterable[Scheme] | None = None) -> dict[str, object]:
    """Every field that the schemes in force ask of a "case", "task" or "practitioner", the first of a name winning."""
    found: dict[str, object] = {}
    for scheme in schemes if schemes is not None else map(scheme_of, queries.adoptions_on(on)):
        for name, spec in scheme.asked_of(of).items():
            found.setdefault(name, spec)
    return found
