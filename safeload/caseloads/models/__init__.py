"""Tables of caseloads: cases and households, who holds what, and what the schemes ask of a case."""

from __future__ import annotations

from safeload.caseloads.models.allocations import Allocation
from safeload.caseloads.models.cases import Case, Household
from safeload.caseloads.models.details import CaseTask, CaseValue, ConflictOfInterest, CourtDate, SkillAsked
from safeload.caseloads.models.worklist import WorklistRow

__all__ = [
    "Allocation",
    "Case",
    "CaseTask",
    "CaseValue",
    "ConflictOfInterest",
    "CourtDate",
    "Household",
    "SkillAsked",
    "WorklistRow",
]
