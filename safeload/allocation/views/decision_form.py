"""The forms on the page of a proposal that depend on how it stands: the decision, and the senior's override."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from safeload.allocation import actions
from safeload.allocation.facts import BeforeAfter
from safeload.allocation.forms import DecideForm, OverrideForm
from safeload.allocation.models import Answer, Proposal
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.parting import Left
from safeload.people.scope import Scope


def overriding_form(scope: Scope, one: Proposal, side: BeforeAfter | None) -> OverrideForm | None:
    """For a senior, where a limit of the scheme is met that nobody has let through yet."""
    left = {limit.title for limit in side.limits} - one.let_through() if side else set()
    if not left or not queries.may_override(scope, one):
        return None
    return OverrideForm(initial={"version": one.version})


def deciding_form(
    one: Proposal,
    side: BeforeAfter | None,
    left: Sequence[Left],
    conflicts: Collection[int],
    sent: DecideForm | None,
) -> DecideForm:
    """The form of the decision, with today's figures in it, ``left``, who left the household since, and with which
    cases there are ``conflicts`` of interest: sent again, it is decided on what is shown now."""
    shown = {
        "seen": side.as_text() if side else {},
        "left_household": [row.case_id for row in left],
        "in_conflict": list(conflicts),
    }
    over = side is not None and side.over
    answers = list(one.answers.all())
    without = [] if over else ["what_will_be_done", "over_until"]
    if not (side is not None and side.red) or one.makes_room() or one.nothing_because:
        without += actions.ROOM
    if answers:
        without.append("notified")
    asked = ["what_will_be_done", "over_until"] if over else []
    asked += [name for name in actions.ROOM if name not in without]
    if over or conflicts or not answers or answers[-1].says != Answer.Says.AGREE:
        asked.append("reason")
    if sent is None:
        return DecideForm(initial={**shown, "version": one.version}, without=without, asked=asked)
    errors = sent.errors
    data: Any = sent.data.copy()  # type: ignore[attr-defined]
    for name, value in shown.items():
        data[name] = DecideForm.base_fields[name].prepare_value(value)
    data["version"] = str(one.version)
    again = DecideForm(data, without=without, asked=asked)
    again.errors.update(errors)
    return again
