"""Tables of allocation: proposals with their answers, hand-overs, overrides, offers."""

from __future__ import annotations

from safeload.allocation.models.distances import PatchDistance
from safeload.allocation.models.follow_ups import FollowUp
from safeload.allocation.models.hand_overs import ChangeReason, HandOver, Offer, Override
from safeload.allocation.models.proposals import Answer, DroppedCase, Proposal, ProposedCase
from safeload.allocation.models.quoted import Quoted
from safeload.allocation.models.sharing import PartOverLine
from safeload.allocation.models.weights import AgreedWeights

__all__ = [
    "AgreedWeights",
    "Answer",
    "ChangeReason",
    "DroppedCase",
    "FollowUp",
    "HandOver",
    "Offer",
    "Override",
    "PartOverLine",
    "PatchDistance",
    "Proposal",
    "ProposedCase",
    "Quoted",
]
