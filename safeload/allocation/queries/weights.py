"""The weights that hold for a service area: what was agreed last, else the defaults of the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from safeload.allocation.models import AgreedWeights
from safeload.domain.allocation.weights import Weights, weights_of
from safeload.people.statements import prepared


@dataclass(frozen=True)
class InForce:
    """The weights with the row that agreed them; none where nobody has agreed any yet."""

    weights: Weights
    row: AgreedWeights | None = None

    @classmethod
    def of(cls, row: AgreedWeights) -> InForce:
        """What an agreement says."""
        return cls(weights_of(row.values), row)

    @property
    def new_a_week(self) -> int | None:
        """How many households somebody is given in seven days at most; None: no limit is agreed."""
        return self.row.new_a_week if self.row else None

    @property
    def new_in_first_year(self) -> int | None:
        """The same for somebody in their first year; None: as for everybody."""
        found = self.row.new_a_week_first_year if self.row else None
        return self.new_a_week if found is None else found


def weights_in_force(area_id: int | None) -> InForce:
    """What holds now for a service area: its own, else everybody's. One query."""
    theirs = Q(service_area=None) if area_id is None else Q(service_area=None) | Q(service_area=area_id)
    rows = AgreedWeights.objects.filter(theirs).select_related("recorded_by")
    found = sorted(rows, key=lambda row: (row.service_area_id is not None, row.pk))
    return InForce.of(found[-1]) if found else InForce(Weights())


def weights_now(area_id: int | None) -> Weights:
    """The weights alone of ``weights_in_force``, for a page that is asked for often. One query."""
    rows = sorted((area is not None, pk, values) for area, pk, values in _agreed(area_id or 0))
    return weights_of(rows[-1][2]) if rows else Weights()


@prepared
def _agreed(area: int) -> Any:
    theirs = Q(service_area=None) | Q(service_area=area)
    return AgreedWeights.objects.filter(theirs).order_by().values_list("service_area_id", "pk", "values")


def agreed_weights(area_id: int | None = None) -> Any:
    """Every agreement of an area (None: of everybody), the latest first, with its author."""
    return AgreedWeights.objects.filter(service_area=area_id).select_related("recorded_by", "service_area")
