"""A team's board as it would be: changes met with the rows of the day, and measured by the engine."""

from __future__ import annotations

from safeload.whatif.facts.measured import AsItWouldBe, as_it_would_be, met, new_name
from safeload.whatif.facts.supposed import Supposed

__all__ = ["AsItWouldBe", "Supposed", "as_it_would_be", "met", "new_name"]
