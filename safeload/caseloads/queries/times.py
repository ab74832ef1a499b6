"""The times that hold on a day: what the employer agreed, or what is shipped until they have."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from safeload.caseloads.models import AgreedTimes, Case
from safeload.people.statements import prepared

_SHIPPED = Path(__file__).resolve().parents[1] / "definitions" / "times.toml"
_NAMES = ("contact_days", "rating_days", "contact_weeks", "score_weeks")


@dataclass(frozen=True)
class Times:
    """Targets for waiting in days by priority (absent: none agreed), and when something is asked about."""

    contact_days: int
    rating_days: int
    contact_weeks: int
    score_weeks: int
    targets: dict[str, int] = field(default_factory=dict)
    #: None: nothing was agreed, and what is shipped holds.
    agreed: AgreedTimes | None = None

    def target(self, priority: str) -> int | None:
        """Days in which a practitioner is found for a case of this priority; None where none is agreed."""
        return self.targets.get(priority)

    def unseen_before(self, on: date) -> date:
        """A last contact before this day is asked about on ``on``."""
        return on - timedelta(weeks=self.contact_weeks)

    def untouched_before(self, on: date) -> date:
        """A score last agreed on this day or before is asked about on ``on``."""
        return on - timedelta(weeks=self.score_weeks)


def times_on(on: date) -> Times:
    """The times that hold on a day. One query, two where the employer agreed some."""
    known = _begun(on)
    return _times(agreements().get(pk=known[0][0])) if known else Times(**shipped())


@prepared
def _begun(on: date) -> Any:
    """What was agreed and holds by a day, what began last first."""
    return agreements().filter(starts_on__lte=on).values_list("pk")


def agreements() -> QuerySet[AgreedTimes]:
    """Everything that was agreed, what began last first."""
    return AgreedTimes.objects.select_related("recorded_by")


@cache
def shipped() -> dict[str, Any]:
    """What holds until something is agreed."""
    with _SHIPPED.open("rb") as file:
        found = tomllib.load(file)
    return {name: found[name] for name in _NAMES}


@cache
def shipped_source() -> str:
    """Where what is shipped comes from."""
    with _SHIPPED.open("rb") as file:
        return str(tomllib.load(file)["source"])


def _times(row: AgreedTimes) -> Times:
    targets = {
        Case.Priority.URGENT: row.urgent_days,
        Case.Priority.HIGH: row.high_days,
        Case.Priority.STANDARD: row.standard_days,
        Case.Priority.LOW: row.low_days,
    }
    return Times(
        targets={str(code): days for code, days in targets.items() if days is not None},
        agreed=row,
        **{name: getattr(row, name) for name in _NAMES},
    )
