"""Caseloads as rows for the engine: as they were on a day, and as they would be in other hands."""

from __future__ import annotations

from safeload.caseloads.facts.given import (
    Alone,
    Given,
    Place,
    answers_of,
    cases_alone,
    cases_given,
    frame_of,
    involved,
)
from safeload.caseloads.facts.rows import cases_on, framed, tasks_on

__all__ = [
    "Alone",
    "Given",
    "Place",
    "answers_of",
    "cases_alone",
    "cases_given",
    "cases_on",
    "frame_of",
    "framed",
    "involved",
    "tasks_on",
]
