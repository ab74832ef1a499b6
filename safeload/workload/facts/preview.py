"""What a figure would be if a case were answered otherwise: measured, shown, not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.domain.explain import Line
from safeload.domain.reading import PractitionerReading
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
    return Side(
        found.practitioner(key),
        [line for line in found.lines(key) if _concerns(line, case.reference, home)],
    )


def _concerns(line: Line, reference: str, home: str | None) -> bool:
    return (line.kind == "case" and line.source == reference) or (
        line.kind == "household" and line.source == home
    )
