"""Writes of the planner: keyword-only, ``by=``, one transaction, one entry. None changes who holds a case."""

from __future__ import annotations

from safeload.planner.actions.asking import ask, try_weights
from safeload.planner.actions.retention import let_go
from safeload.planner.actions.running import replay, run, start_again, stop

__all__ = ["ask", "let_go", "replay", "run", "start_again", "stop", "try_weights"]
