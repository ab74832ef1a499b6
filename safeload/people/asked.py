"""What the schemes in force ask for, as the floors below them need it; told from above at the start.

The forms of people and of cases follow the schemes, which stand beside or above them; so the schemes register
here how to find out (dependency upwards by registration, house 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from safeload.domain.scheme.model import Commitment, Field


class Asking(Protocol):
    """How to find out what the schemes in force on a day ask for."""

    def fields(self, of: str, on: date, service_area_id: int | None) -> Mapping[str, Field]:
        """Fields asked of a "case", a "task" or a "practitioner", by name."""

    def commitments(self, on: date) -> Mapping[str, Commitment]:
        """The kinds of commitment that the schemes know, by kind."""


@dataclass(frozen=True)
class Kind:
    """A kind of commitment as pages name it; ``neutral`` is what colleagues read (rules 5.2)."""

    code: str
    title: str
    neutral: str


#: What can be noted before any scheme is chosen, and whatever the schemes say (TIM-05, ADJ-01, PTS-09).
_KINDS = (
    Kind("leave", "Leave", "Away"),
    Kind("adjustment", "Agreed adjustment", "Agreed adjustment"),
    Kind("training", "Training", "Agreed other duty"),
    Kind("practice_teaching", "Practice teaching", "Agreed other duty"),
    Kind("other_duty", "Agreed other duty", "Agreed other duty"),
)

_asking: list[Asking] = []


def ask(asking: Asking) -> None:
    """Register how to find out; the last one registered counts."""
    _asking[:] = [asking]


def fields(of: str, on: date, service_area_id: int | None = None) -> Mapping[str, Field]:
    """The fields that the schemes in force ask for; none before a scheme is chosen."""
    return _asking[0].fields(of, on, service_area_id) if _asking else {}


def kinds(on: date) -> dict[str, Kind]:
    """The kinds of commitment that can be noted on a day, by code, the usual ones first."""
    known = {kind.code: kind for kind in _KINDS}
    if _asking:
        for code, one in _asking[0].commitments(on).items():
            known[code] = Kind(code, one.title, one.neutral_title)
    return known


def kind_named(code: str, on: date) -> Kind:
    """A kind by its code; one that no scheme knows any more is spelt out."""
    spelt = code.replace("_", " ").capitalize()
    return kinds(on).get(code) or Kind(code, spelt, "Agreed other duty")
