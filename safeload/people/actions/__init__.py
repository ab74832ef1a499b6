"""Writes of people: keyword-only, ``by=`` (None: the product itself), one transaction, the entry inside."""

from __future__ import annotations

from safeload.people.actions.accounts import (
    choose_password,
    close_account,
    correct_account,
    end_grant,
    end_sessions,
    grant_role,
    invitation,
    invite,
    invited,
    set_preferences,
)
from safeload.people.actions.commitments import (
    add_commitment,
    add_strength,
    correct_commitment,
    remove_commitment,
    remove_strength,
    restore_commitment,
    review_commitment,
)
from safeload.people.actions.founding import found
from safeload.people.actions.places import (
    add_area,
    add_team,
    correct_area,
    correct_employer,
    correct_team,
    end_area,
    end_team,
)
from safeload.people.actions.posts import add_post, change_hours, correct_post, end_post
from safeload.people.actions.practitioners import (
    add_practitioner,
    add_practitioner_with_post,
    confirm_step,
    correct_practitioner,
    end_practitioner,
    step_due,
)
from safeload.people.actions.reasons import choose_readers, read_reason, write_reason

__all__ = [
    "add_area",
    "add_commitment",
    "add_post",
    "add_practitioner",
    "add_practitioner_with_post",
    "add_strength",
    "add_team",
    "change_hours",
    "choose_password",
    "choose_readers",
    "close_account",
    "confirm_step",
    "correct_account",
    "correct_area",
    "correct_commitment",
    "correct_employer",
    "correct_post",
    "correct_practitioner",
    "correct_team",
    "end_area",
    "end_grant",
    "end_post",
    "end_practitioner",
    "end_sessions",
    "end_team",
    "found",
    "grant_role",
    "invitation",
    "invite",
    "invited",
    "read_reason",
    "remove_commitment",
    "remove_strength",
    "restore_commitment",
    "review_commitment",
    "set_preferences",
    "step_due",
    "write_reason",
]
