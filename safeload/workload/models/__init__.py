"""Tables of workload: figures as they stand, figures as they stood each Monday."""

from __future__ import annotations

from safeload.workload.models.standings import Beside, Detail, Freshness, PostStanding, Standing, TeamWaiting
from safeload.workload.models.weeks import PostWeek, PractitionerWeek, TeamWeek, monday_of

__all__ = [
    "Beside",
    "Detail",
    "Freshness",
    "PostStanding",
    "PostWeek",
    "PractitionerWeek",
    "Standing",
    "TeamWaiting",
    "TeamWeek",
    "monday_of",
]
