"""Many practitioners under every scheme that the employer runs: measured when looked at, then kept (ALL-07)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction

from safeload.domain.reading import Figures
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.people.statements import prepared
from safeload.schemes import facts as schemes
from safeload.schemes.models import Adoption
from safeload.workload.facts import reading
from safeload.workload.models import Beside, Standing
from safeload.workload.queries.adopted import adopted_by

_BATCH = 500


def keep_beside(
    practitioner_ids: Collection[int], service_area_id: int | None, on: date
) -> list[tuple[Scheme, dict[int, Figures]]]:
    """Each scheme of a service area, the main one first, with the figures of these practitioners under it.

    Two queries once all of it is kept; who has no post that runs on the day is left out. The caller holds the scope.
    """
    found = adopted_by(service_area_id, on)
    adoptions = [one for one, _ in found]
    wanted = set(practitioner_ids)
    rows = _kept(wanted, adoptions, on)
    missing = wanted - {row[1] for row in rows}
    if missing and adoptions:
        _measure(missing, adoptions, on)
        rows = _kept(wanted, adoptions, on)
    by_adoption: dict[int, dict[int, Any]] = {one.pk: {} for one in adoptions}
    for adoption, who, load, line, unit, band in rows:
        by_adoption[adoption][who] = (load, line, unit, band)
    return [
        (scheme, {who: _figures(scheme, *kept) for who, kept in by_adoption[one.pk].items()})
        for one, scheme in found
    ]


def _kept(ids: Collection[int], adoptions: Sequence[Adoption], on: date) -> list[Any]:
    return _kept_rows(ids, [one.pk for one in adoptions], on)


@prepared
def _kept_rows(people: Collection[int], adoptions: Collection[int], on: date) -> Any:
    rows = Beside.objects.filter(practitioner__in=people, adoption__in=adoptions, computed_for=on).order_by()
    return rows.values_list("adoption_id", "practitioner_id", "load", "line", "unit", "band")


def _figures(scheme: Scheme, load: int, line: int | None, unit: int, band: str) -> Figures:
    return Figures(
        load=Fraction(load, unit),
        line=None if line is None else Fraction(line, unit),
        band=band or None,
        scheme=scheme,
    )


@transaction.atomic
def _measure(ids: Collection[int], adoptions: Sequence[Adoption], on: date) -> None:
    """Their rows are locked first, so that no change slips between what is read and what is kept."""
    list(Standing.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    Beside.objects.filter(practitioner__in=ids, adoption__in=adoptions).delete()
    rows = []
    for one in adoptions:
        found = reading(schemes.scheme_of(one), on, practitioners=sorted(ids))
        totals = {row["practitioner"]: row for row in found.totals.iter_rows(named=True)}
        for who in ids:
            row = totals.get(practitioner_key(who))
            if row is not None:
                rows.append(_row(one, who, row, found.unit, on))
    Beside.objects.bulk_create(rows, batch_size=_BATCH)


def _row(adoption: Adoption, who: int, row: dict[str, Any], unit: int, on: date) -> Beside:
    names = ("load", "line", "provisional", "households", "cases")
    kept = {name: row[name] for name in names}
    return Beside(
        practitioner_id=who, adoption=adoption, unit=unit, band=row["band"] or "", computed_for=on, **kept
    )
