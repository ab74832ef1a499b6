"""Writes of allocation: keyword-only, ``by=``, one transaction, one entry. Who holds a case changes in caseloads."""

from __future__ import annotations

from safeload.allocation.actions.deciding import Decision, FiguresMoved, decide, note_discussion
from safeload.allocation.actions.proposing import answer, propose, withdraw

__all__ = ["Decision", "FiguresMoved", "answer", "decide", "note_discussion", "propose", "withdraw"]
