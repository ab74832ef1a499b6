"""Many practitioners under every scheme of a service area on a day that is not today: measured, and not kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.reading import Figures
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.schemes import facts as schemes
from safeload.workload.facts import reading
from safeload.workload.queries.adopted import adopted_by


def beside_on(
    practitioner_ids: Collection[int], service_area_id: int | None, on: date
) -> list[tuple[Scheme, dict[int, Figures]]]:
    """As ``keep_beside`` tells it of today, on another day, with what is booked by then.

    What is kept stays the figures of today. Who has no post on the day is left out. The caller holds the scope.
    """
    found = []
    for adoption, scheme in adopted_by(service_area_id, on):
        seen = reading(schemes.scheme_of(adoption), on, practitioners=sorted(practitioner_ids))
        rows = {row["practitioner"]: row for row in seen.totals.iter_rows(named=True)}
        by_key = {who: rows.get(practitioner_key(who)) for who in practitioner_ids}
        figures = {who: _figures(scheme, row, seen.unit) for who, row in by_key.items() if row is not None}
        found.append((scheme, figures))
    return found


def _figures(scheme: Scheme, row: dict[str, Any], unit: int) -> Figures:
    line = None if row["line"] is None else Fraction(row["line"], unit)
    return Figures(load=Fraction(row["load"], unit), line=line, band=row["band"] or None, scheme=scheme)
