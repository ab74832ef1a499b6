"""Tables of caseloads: cases and households, who holds what, why it waits or is open, what the schemes ask."""

from __future__ import annotations

from safeload.caseloads.models.allocations import Allocation, going_on
from safeload.caseloads.models.cases import Case, Household
from safeload.caseloads.models.details import CaseTask, CaseValue, ConflictOfInterest, CourtDate, SkillAsked
from safeload.caseloads.models.plans import CasePlan, Closing, ClosureReason
from safeload.caseloads.models.scores import HouseholdMove, ScoreConfirmation
from safeload.caseloads.models.waiting import AgreedTimes, Keeping, Rating
from safeload.caseloads.models.worklist import WorklistRow

__all__ = [
    "AgreedTimes",
    "Allocation",
    "Case",
    "CasePlan",
    "CaseTask",
    "CaseValue",
    "Closing",
    "ClosureReason",
    "ConflictOfInterest",
    "CourtDate",
    "Household",
    "HouseholdMove",
    "Keeping",
    "Rating",
    "ScoreConfirmation",
    "SkillAsked",
    "WorklistRow",
    "going_on",
]
