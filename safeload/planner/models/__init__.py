"""Tables of the planner."""

from __future__ import annotations

from safeload.planner.models.runs import Run

__all__ = ["Run"]
