"""What each step of an allocation is called in the record."""

from __future__ import annotations

WORDS = {
    "allocation.propose": "Proposed a case to a practitioner",
    "allocation.answer": "Answered a proposal",
    "allocation.decide": "Decided a proposal",
    "allocation.withdraw": "Withdrew a proposal",
    "allocation.discussed": "Recorded that an allocation was discussed",
    "allocation.quote": "Recorded the words of somebody without an account",
    "allocation.quote_heard": "Heard the words of somebody without an account",
    "allocation.override": "Let a limit of the scheme be exceeded",
    "allocation.ask_senior": "Asked a senior about a limit of the scheme",
    "allocation.follow_up": "Said what becomes of an allocation",
    "allocation.within_again": "Noted that a load is within the line again",
    "allocation.trade_off": "Said what makes room for a case",
    "allocation.undo": "Took an allocation back",
    "allocation.undo_hand_over": "Took a hand-over back as a whole",
    "allocation.hand_over": "Proposed to hand over cases",
    "allocation.decide_hand_over": "Decided a hand-over as a whole",
    "allocation.cover_ended": "Ended temporary cover",
    "allocation.cover_goes_on": "Let temporary cover go on",
    "allocation.part_over_line": "Gave a holder a larger part of a case, over the line",
    "allocation.say_distance": "Said how far two patches are apart",
    "allocation.agree_weights": "Agreed what weighs when somebody is looked for",
    "allocation.offer": "Offered to take a case",
    "allocation.offer_ended": "Took back an offer to take a case",
    "allocation.add_change_reason": "Added a reason for a change of worker",
    "allocation.retire_change_reason": "Changed whether a reason for a change of worker is offered",
    "allocation.dropped": "Took a case out of a proposal that others had overtaken",
    "allocation.overtaken": "Closed a proposal that others had overtaken",
}
