"""What each step of the planner is called in the record; what the weekly numbers are called on every page."""

from __future__ import annotations

WORDS = {
    "planner.ask": "Asked the planner",
    "planner.stop": "Stopped a run of the planner",
    "planner.start_again": "Started a run of the planner again",
    "planner.let_go": "Let go of what was asked of the planner and answered",
    "planner.replay": "Asked the planner the same again",
}

#: The weekly numbers that are agreed with the weights.
A_WEEK = "Households that somebody is given in seven days at most"
FIRST_YEAR = "The same in somebody’s first year"
