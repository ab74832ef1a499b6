"""Cases of a list against the cases here: added, changed field by field, opened again, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.screening import reference
from safeload.caseloads.queries import LISTED_WHY
from safeload.domain.scheme.model import Field
from safeload.imports.check.answers import answers_of
from safeload.imports.check.known import CaseKnown, Known, add_cases
from safeload.imports.check.meanings import Meanings, Placement
from safeload.imports.check.plan import Did, Plan, Step
from safeload.imports.lists import CaseRow, Lists
from safeload.people.answers import spoken
from safeload.web.formats import day

_NOT_REOPENED = (
    "It was opened again here, and the list does not have it. It stays open: that it is to be opened there is on the "
    "worklist."
)
_OUR_WORDS = frozenset(LISTED_WHY.values())


@dataclass
class _Checking:
    known: Known
    meanings: Meanings
    fields: Mapping[str, Field]
    plan: Plan
    #: Whether the list names any worker at all; an export with “#N/A” on every row says nothing of holders.
    names_workers: bool
    unread: Counter[str]


def plan_cases(
    lists: Lists, known: Known, meanings: Meanings, fields: Mapping[str, Field], plan: Plan
) -> None:
    """Add the steps for all cases of a list to the plan."""
    rows = [row for row in lists.cases if _usable(row, plan)]
    places = [meanings.place(row) for row in rows]
    teams = {place.team_id for place in places if place.team_id is not None and place.team_id > 0}
    add_cases(known, [row.ref for row in rows], teams)
    said = any(row.worker or row.staff_id for row in rows)
    checking = _Checking(known, meanings, fields, plan, said, Counter())
    for row, place in zip(rows, places, strict=True):
        step = _step(row, place, checking)
        if step is None:
            plan.unchanged += 1
        else:
            plan.steps.append(step)
    if rows and not said:
        plan.notes.append("The list names no worker on any row, so who holds what stays as it is.")
    plan.notes += [
        f"The column “{heading}” was not used on {count} rows: no scheme in force asks for it, or not so."
        for heading, count in sorted(checking.unread.items())
    ]
    _left_out(rows, teams, checking)


def _usable(row: CaseRow, plan: Plan) -> bool:
    try:
        reference(row.ref)
    except Refusal as refusal:
        plan.unused.append((row.sheet, row.row, refusal.sentence))
        return False
    return True


def _step(row: CaseRow, place: Placement, checking: _Checking) -> Step | None:
    known = checking.known
    case = known.cases.get(row.ref.lower())
    if case is not None and case.closed_on is not None and case.closed_on > known.on:
        sentence = f"It was closed here on {day(case.closed_on)}, after the day of the list. It stays closed."
        checking.plan.conflict(row.ref, sentence)
        return None
    if case is not None and case.to_close:
        sentence = (
            f"It was closed here on {day(case.closed_on)}, and the list still has it open. It stays closed: that it is "
            "to be closed there is on the worklist."
        )
        checking.plan.conflict(row.ref, sentence)
        return None
    listed: dict[str, Any] = {"reference": case.reference if case else row.ref}
    changes: dict[str, tuple[str, str]] = {}
    did: Did = "add" if case is None else "change"
    if case is not None and not case.is_open:
        did, listed["closed_on"] = "reopen", None
        changes["Closed on"] = (day(case.closed_on), "open")
    _dates_and_household(row, case, known.on, listed, changes)
    _holder(row, place, case, listed, changes, checking)
    _answers(row, case, listed, changes, checking)
    if not changes and case is not None:
        return None
    return Step(
        "case", row.ref, did, changes, f"{row.sheet}, row {row.row}", case.team_id if case else None, listed
    )


def _dates_and_household(
    row: CaseRow, case: CaseKnown | None, on: date, listed: dict[str, Any],
    changes: dict[str, tuple[str, str]],
) -> None:  # fmt: skip
    before = case.opened_on if case else None
    if row.start is not None and row.start != before:
        listed["opened_on"] = row.start
        changes["Opened on"] = (day(before), day(row.start))
    for name, heading, said in (
        ("last_contact_on", "Last contact", row.said.get("last_visit")),
        ("last_review_on", "Last review", row.said.get("last_review")),
    ):
        last = getattr(case, name) if case else None
        # A list that has not heard of a later one takes nothing back, and a day to come was not a contact.
        if isinstance(said, date) and said <= on and (last is None or said > last):
            listed[name] = said
            changes[heading] = (day(last), day(said))
    home = case.household if case else ""
    if row.household is not None and row.household.lower() != home.lower():
        listed["household"] = row.household
        changes["Household"] = (home or "by itself", row.household)


def _holder(
    row: CaseRow, place: Placement, case: CaseKnown | None, listed: dict[str, Any],
    changes: dict[str, tuple[str, str]], checking: _Checking,
) -> None:  # fmt: skip
    known, held = checking.known, case.post_id if case else None
    wanted = place.post_id
    if case is not None and not checking.names_workers:
        wanted = held
    if held != wanted and case and case.held_since and case.held_since > known.on:
        if case.held_then != wanted:
            sentence = f"Who holds it was decided here for {day(case.held_since)}, after the day of the list."
            checking.plan.conflict(row.ref, f"{sentence} {_differs(case, wanted, checking)}")
        wanted = held
    elif case is not None and (case.to_enter or case.to_reopen) and checking.names_workers:
        wanted = _worklist(row, case, wanted, checking)
    if held != wanted or case is None:
        listed["post_id"] = wanted
        changes["Held by"] = (known.holder_name(held) if case else "", known.holder_name(wanted))
    team = known.posts[wanted][1].team_id if wanted in known.posts else place.team_id
    before = case.team_id if case else None
    if team is not None and team != before:
        listed["team_id"] = team
        changes["Team"] = (known.team_name(before) if case else "", known.team_name(team))
    if wanted is None:
        _waiting(place, case, held, listed, checking)
    elif case and case.why_waiting in _OUR_WORDS:
        listed["why_waiting"] = ""


def _worklist(row: CaseRow, case: CaseKnown, named: int | None, checking: _Checking) -> int | None:
    """Who holds a case that changed hands here and is to be entered there: a list that has not heard of it
    does not take it back; one that names anybody new ticks it off."""
    known = checking.known
    there, here = known.holder_name(case.held_there), known.holder_name(case.post_id)
    if named == case.held_there and not case.to_reopen:
        sentence = (
            f"The list still has it with {there}; here it is with {here}. That stays: it is on the worklist."
        )
        checking.plan.conflict(row.ref, sentence)
        return case.post_id
    if named != case.post_id:
        sentence = (
            f"To be entered with {here}, it is now with {known.holder_name(named)}. The list is believed."
        )
        checking.plan.conflict(row.ref, sentence)
    changes = {"Worklist": ("to be entered in the case system", f"with {known.holder_name(named)} there")}
    payload = {"case_id": case.pk, "post_id": named}
    place = f"{row.sheet}, row {row.row}"
    checking.plan.steps.append(Step("worklist", row.ref, "tick", changes, place, case.team_id, payload))
    return named


def _differs(case: CaseKnown, named: int | None, checking: _Checking) -> str:
    """What stays, and whom the list names instead: it is not believed, so nothing is ticked off."""
    known = checking.known
    stays = f"With {known.holder_name(case.post_id)} it stays; the list names {known.holder_name(named)}."
    return f"{stays} It is still to be entered there." if case.to_enter or case.to_reopen else stays


def _waiting(
    place: Placement, case: CaseKnown | None, held: int | None, listed: dict[str, Any], checking: _Checking
) -> None:
    """Say why it waits where nobody has said so, and since when where it begins to wait by this list."""
    if case is None or held is not None or case.why_waiting in _OUR_WORDS:
        words = LISTED_WHY.get(place.waits, "")
        if case is None or case.why_waiting != words:
            listed["why_waiting"] = words
    if case is None or held is not None:
        listed["reached_team_on"] = checking.known.on


def _answers(
    row: CaseRow, case: CaseKnown | None, listed: dict[str, Any], changes: dict[str, tuple[str, str]],
    checking: _Checking,
) -> None:  # fmt: skip
    standing = case.values if case else {}
    found, unread = answers_of(row, checking.fields, standing)
    checking.unread.update(heading for heading, _ in unread)
    different = {name: value for name, value in found.items() if standing.get(name) != value}
    for name, value in list(different.items()):
        field = checking.fields[name]
        if case and (case.pk, name) in checking.known.answered_later:
            sentence = f"{field.title} was answered here for a later day than the list’s. That stays."
            checking.plan.conflict(row.ref, sentence)
            del different[name]
            continue
        before = spoken(field, standing.get(name)) if case else ""
        changes[field.title] = (before, spoken(field, value))
    if different:
        listed["answers"] = different


def _left_out(rows: list[CaseRow], teams: set[int], checking: _Checking) -> None:
    """Open cases of the teams that the list names, which it leaves out; and what was closed here before it."""
    named, known = {row.ref.lower() for row in rows}, checking.known
    for ref, case in sorted(known.cases.items()):
        if ref in named or case.team_id not in teams:
            continue
        if not case.is_open:
            _closed_there(case, checking)
            continue
        if case.to_reopen:
            checking.plan.conflict(case.reference, _NOT_REOPENED)
            continue
        since = case.held_since if case.held_since and case.held_since <= timezone.localdate() else None
        last: date = max(filter(None, (known.on, case.opened_on, since)))
        changes = {
            "Closed on": ("open", day(last)),
            "Held by": (known.holder_name(case.post_id), "nobody"),
        }
        listed = {"reference": case.reference, "closed_on": last}
        checking.plan.left_out.append(Step("case", case.reference, "end", changes, "", case.team_id, listed))


def _closed_there(case: CaseKnown, checking: _Checking) -> None:
    """The list has a case no more that was to be closed there."""
    if case.to_close and case.closed_on is not None and case.closed_on <= checking.known.on:
        changes = {"Worklist": ("to be closed in the case system", "not on the list any more")}
        payload = {"case_id": case.pk, "post_id": None}
        checking.plan.steps.append(
            Step("worklist", case.reference, "tick", changes, "", case.team_id, payload)
        )
