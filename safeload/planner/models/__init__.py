"""Tables of the planner."""

from __future__ import annotations

from safeload.planner.models.runs import Run, RunTeam

__all__ = ["Run", "RunTeam"]
