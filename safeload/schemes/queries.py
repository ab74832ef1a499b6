"""Which scheme holds where and when. Schemes are open to everybody who may sign in (PRN-01)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from safeload.people.statements import prepared
from safeload.schemes.models import Adoption, SchemeVersion


def adoptions_on(on: date) -> QuerySet[Adoption]:
    """Every adoption that holds on a day, main ones first."""
    holds = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    return Adoption.objects.filter(holds).select_related("version", "service_area")


def adopted(service_area_id: int | None, on: date) -> list[Adoption]:
    """The adoptions of a service area on a day, the main one first; the employer's where it has none of its own."""
    found = list(adoptions_on(on).filter(Q(service_area=service_area_id) | Q(service_area=None)))
    return _chosen(found, service_area_id)


def adopted_keys(service_area_id: int | None, on: date) -> list[int]:
    """The keys of ``adopted``, for whoever knows the schemes behind them already. One query."""
    rows = (AdoptedRow(*row) for row in _rows_on(on))
    found = [one for one in rows if one.service_area_id in {service_area_id, None}]
    return [one.pk for one in _chosen(found, service_area_id)]


class AdoptedRow(NamedTuple):
    """What it takes to choose among adoptions."""

    pk: int
    service_area_id: int | None
    main: bool


@prepared
def _rows_on(on: date) -> Any:
    return adoptions_on(on).select_related(None).values_list("pk", "service_area_id", "main")


def _chosen(found: list[Any], service_area_id: int | None) -> list[Any]:
    """The main one of the service area itself or else the employer's, then all that are shown beside it."""
    own = [one for one in found if one.service_area_id == service_area_id]
    main = [one for one in own if one.main] or [one for one in found if one.main]
    return main[:1] + [one for one in found if not one.main]


def adoptions_after(on: date) -> QuerySet[Adoption]:
    """Adoptions that begin later than a day; those that another took the place of before they began, not."""
    later = Adoption.objects.filter(starts_on__gt=on).exclude(ends_on=F("starts_on"))
    return later.select_related("version", "service_area").order_by("starts_on", "id")


def versions() -> QuerySet[SchemeVersion]:
    """Every version there is."""
    return SchemeVersion.objects.all()
