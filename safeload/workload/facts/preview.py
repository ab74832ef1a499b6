"""What a figure would be if a case were answered otherwise: measured, shown, not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.domain.explain import Line
from safeload.domain.frames import collected
from safeload.domain.reading import PractitionerReading, Reading
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.workload.facts import reading


@dataclass(frozen=True)
class Side:
    """The holder's figure and the lines of the case's household, before or after."""

    figure: PractitionerReading
    lines: list[Line]


def supposed(
    scheme: Scheme, on: date, practitioner_id: int, case: Any, answers: Mapping[str, Any] | None
) -> Side:
    """The holder's figure with these answers of the case (None: as they are), and the lines concerned."""
    found = reading(
        scheme,
        on,
        practitioners=[practitioner_id],
        supposing={case.reference: answers} if answers is not None else None,
    )
    key = practitioner_key(practitioner_id) or ""
    home = case.household.reference if case.household and not case.household.provisional else None
    concerned = {"case": _members(found, home) | {case.reference}, "household": {home}}
    return Side(
        found.practitioner(key),
        [line for line in found.lines(key) if line.source in concerned.get(line.kind, ())],
    )


def _members(found: Reading, home: str | None) -> set[str]:
    """The cases of the household that the holder has."""
    if home is None:
        return set()
    rows = found.given.cases.filter(found.given.shape.x.col("household") == home).select("case")
    return set(collected(rows)["case"])
