"""Deciding proposals: the decision, a limit that is let through, taking a proposal back."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Router

from safeload.allocation import actions
from safeload.api.bearer import Call
from safeload.api.door import writes
from safeload.api.nouns.proposals import DecisionIn, Figures, proposal_for
from safeload.api.nouns.shared import fresh
from safeload.api.shapes import Body, Kept, Key, Version, Versioned, kept

router = Router(tags=["proposals"])


class Deciding(DecisionIn):
    """The decision on one proposal, on figures that were seen."""

    seen: Figures
    version: Version | None = None


class Overriding(Body):
    """Why a limit of the scheme may be exceeded."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


@writes(router, "POST", "/proposals/{int:pk}/decide", actions.decide)
def decide(request: Call, pk: Key, body: Deciding) -> Kept:
    """Decide, as somebody who allocates in the taking team."""
    proposal_for(request, pk)
    fresh(request)
    decision, seen = body.decision(), body.seen.model_dump()
    done = actions.decide(
        by=request.account, proposal_id=pk, decision=decision, seen=seen, version=body.version
    )
    return kept(done)


@writes(router, "POST", "/proposals/{int:pk}/override", actions.override)
def override(request: Call, pk: Key, body: Overriding) -> Kept:
    """Let a limit of the scheme be exceeded, as a named senior."""
    proposal_for(request, pk)
    fresh(request)
    return kept(actions.override(by=request.account, proposal_id=pk, reason=body.reason))


@writes(router, "POST", "/proposals/{int:pk}/ask-senior", actions.ask_senior)
def ask_senior(request: Call, pk: Key) -> Kept:
    """Open a proposal that meets a limit to those who may let it be exceeded."""
    proposal_for(request, pk)
    fresh(request)
    return kept(actions.ask_senior(by=request.account, proposal_id=pk))


@writes(router, "POST", "/proposals/{int:pk}/withdraw", actions.withdraw)
def withdraw(request: Call, pk: Key, body: Versioned) -> Kept:
    """Take a proposal back before it is decided."""
    proposal_for(request, pk)
    return kept(actions.withdraw(by=request.account, proposal_id=pk, **body.given()))
