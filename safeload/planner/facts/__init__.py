"""From rows to questions: who is there, what waits, what is known of both."""

from __future__ import annotations

from safeload.planner.facts.asked import Asked, asked_of

__all__ = ["Asked", "asked_of"]
