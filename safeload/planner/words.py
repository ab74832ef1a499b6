"""What each step of the planner is called in the record."""

from __future__ import annotations

WORDS = {
    "planner.ask": "Asked the planner",
    "planner.stop": "Stopped a run of the planner",
    "planner.start_again": "Started a run of the planner again",
    "planner.replay": "Asked the planner the same again",
}
