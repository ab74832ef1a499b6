"""Tables of people: places, practitioners and posts, commitments, accounts and their grants."""

from __future__ import annotations

from safeload.people.models.accounts import Account, RoleGrant
from safeload.people.models.commitments import Commitment, CommitmentReason
from safeload.people.models.places import Employer, ServiceArea, Team
from safeload.people.models.practitioners import HoursChange, Post, Practitioner, StepConfirmation, Strength

__all__ = [
    "Account",
    "Commitment",
    "CommitmentReason",
    "Employer",
    "HoursChange",
    "Post",
    "Practitioner",
    "RoleGrant",
    "ServiceArea",
    "StepConfirmation",
    "Strength",
    "Team",
]
