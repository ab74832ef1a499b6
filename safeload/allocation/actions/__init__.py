"""Writes of allocation: keyword-only, ``by=``, one transaction, one entry. Who holds a case changes in caseloads."""

from __future__ import annotations

from safeload.allocation.actions.afterwards import hand_back, keep_covering, undo, undo_hand_over
from safeload.allocation.actions.deciding import (
    FiguresMoved,
    ask_senior,
    decide,
    override,
)
from safeload.allocation.actions.distances import say_distance
from safeload.allocation.actions.following_up import follow_up
from safeload.allocation.actions.handing_over import decide_hand_over, hand_over, withdraw_hand_over
from safeload.allocation.actions.hearing import note_discussion
from safeload.allocation.actions.offers import offer, take_back_offer
from safeload.allocation.actions.overtaking import close_left
from safeload.allocation.actions.proposing import answer, propose, withdraw
from safeload.allocation.actions.quoting import confirm_words, quote_words
from safeload.allocation.actions.saying import ROOM, Decision
from safeload.allocation.actions.settling import bring_back, end_over_the_line
from safeload.allocation.actions.sharing import OverLine, change_shares
from safeload.allocation.actions.telling import tell_covers, tell_overdue
from safeload.allocation.actions.telling_after import tell_over_ends
from safeload.allocation.actions.terms import GIVEN, Terms, add_change_reason, retire_change_reason
from safeload.allocation.actions.trading_off import TradeOff, trade_off
from safeload.allocation.actions.weights import agree_weights

__all__ = [
    "GIVEN",
    "ROOM",
    "Decision",
    "FiguresMoved",
    "OverLine",
    "Terms",
    "TradeOff",
    "add_change_reason",
    "agree_weights",
    "answer",
    "ask_senior",
    "bring_back",
    "change_shares",
    "close_left",
    "confirm_words",
    "decide",
    "decide_hand_over",
    "end_over_the_line",
    "follow_up",
    "hand_back",
    "hand_over",
    "keep_covering",
    "note_discussion",
    "offer",
    "override",
    "propose",
    "quote_words",
    "retire_change_reason",
    "say_distance",
    "take_back_offer",
    "tell_covers",
    "tell_over_ends",
    "tell_overdue",
    "trade_off",
    "undo",
    "undo_hand_over",
    "withdraw",
    "withdraw_hand_over",
]
