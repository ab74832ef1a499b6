"""Writes of caseloads: keyword-only, ``by=`` (None: the product itself), one transaction, one entry."""

from __future__ import annotations

from safeload.caseloads.actions.bench import ANYBODY, Change
from safeload.caseloads.actions.cases import (
    add_case,
    correct_case,
    correct_household,
    group,
    split,
)
from safeload.caseloads.actions.closing import GIVEN as CLOSURE_REASONS
from safeload.caseloads.actions.closing import (
    add_closure_reason,
    close_case,
    reopen_case,
    retire_closure_reason,
)
from safeload.caseloads.actions.details import (
    add_conflict,
    add_court_date,
    add_skill_asked,
    add_task,
    correct_task,
    remove_conflict,
    remove_court_date,
    remove_skill_asked,
    remove_task,
)
from safeload.caseloads.actions.holding import hold_together, set_holder, set_holders
from safeload.caseloads.actions.lists import UNSAID, Listed, Put, put_cases
from safeload.caseloads.actions.plans import state_plan
from safeload.caseloads.actions.scores import confirm_score
from safeload.caseloads.actions.sharing import Part, share_case
from safeload.caseloads.actions.times import agree_times
from safeload.caseloads.actions.values import BY_HAND, Source, set_values
from safeload.caseloads.actions.waiting import approve_wait, name_keeper, rate_case, record_contact, together
from safeload.caseloads.actions.worklist import meet_list, put_back, tick_off, unmeet_list

__all__ = [
    "ANYBODY",
    "BY_HAND",
    "CLOSURE_REASONS",
    "UNSAID",
    "Change",
    "Listed",
    "Part",
    "Put",
    "Source",
    "add_case",
    "add_closure_reason",
    "add_conflict",
    "add_court_date",
    "add_skill_asked",
    "add_task",
    "agree_times",
    "approve_wait",
    "close_case",
    "confirm_score",
    "correct_case",
    "correct_household",
    "correct_task",
    "group",
    "hold_together",
    "meet_list",
    "name_keeper",
    "put_back",
    "put_cases",
    "rate_case",
    "record_contact",
    "remove_conflict",
    "remove_court_date",
    "remove_skill_asked",
    "remove_task",
    "reopen_case",
    "retire_closure_reason",
    "set_holder",
    "set_holders",
    "set_values",
    "share_case",
    "split",
    "state_plan",
    "tick_off",
    "together",
    "unmeet_list",
]
