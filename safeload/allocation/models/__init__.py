"""Tables of allocation: what was proposed to whom, what they answered, what was decided."""

from __future__ import annotations

from safeload.allocation.models.proposals import Answer, Proposal, ProposedCase

__all__ = ["Answer", "Proposal", "ProposedCase"]
