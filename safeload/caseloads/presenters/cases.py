"""Cases as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from safeload.audit.models import Entry
from safeload.audit.words import said
from safeload.caseloads.models import Allocation, CaseTask, CaseValue
from safeload.caseloads.queries import Hands, InHands, in_hands
from safeload.domain.scheme.model import Field
from safeload.people.answers import spoken
from safeload.people.models import Post
from safeload.web import formats

_UNKNOWN = Hands()


@dataclass(frozen=True)
class CaseRow:
    """One line of a list of cases."""

    reference: str
    href: str
    household: str
    household_href: str
    team: str
    holder: str
    waits: str
    opened: str
    priority: str
    #: The two dates: when it reached the team, and a practitioner; and since when whoever holds it now has it.
    reached_team: str
    reached_holder: str
    since: str


def case_row(case: Any, on: date, days: Hands = _UNKNOWN) -> CaseRow:
    """A case with team, household and ``holders`` read already; ``days``: see ``queries.hands``."""
    hands = in_hands(case)
    home = case.household
    return CaseRow(
        reference=case.reference,
        href=reverse("case", args=[case.pk]),
        household=home.reference if home else "",
        household_href=reverse("household", args=[home.pk]) if home else "",
        team=case.team.name if case.team else "no team",
        holder=hands_said(hands),
        waits=waits(case, hands, on, days.ceased) if case.closed_on is None or case.closed_on > on else "",
        opened=formats.day(case.opened_on, weekday=False),
        priority=case.get_priority_display(),
        reached_team=formats.day(case.reached_team_on, weekday=False),
        reached_holder=formats.day(days.reached, weekday=False),
        since=formats.day(days.since, weekday=False) if days.since != days.reached else "",
    )


def hands_said(hands: InHands, *, together: bool = False) -> str:
    """Who holds a case, until when and who then; nothing where nobody does. ``together``: with who works on it too.

    "Ben Carter until 10 December 2026, then Kofi Mensah"; "Ben Carter 60%, with Chloe Evans 40%".
    """
    held, then = hands.holder, hands.next_holder
    if held is None:
        return f"{_name(then)} from {_day(then.starts_on)}" if then else ""
    said = _name(held)
    if together and hands.co_workers:
        others = formats.listed([f"{_name(row)} {formats.percent(row.share)}" for row in hands.co_workers])
        said = f"{said} {formats.percent(held.share)}, with {others}"
    if then is not None:
        return f"{said} until {_day(then.starts_on)}, then {_name(then)}"
    return f"{said} until {_day(hands.until)}, then it waits" if hands.until else said


def waits_or_held(waiting: str, hands: InHands) -> str:
    """Why a case waits, as ``waits`` says, and with whom it is; whoever has left has it no more."""
    if hands.holder is not None and _name(hands.holder) in waiting:
        hands = replace(hands, holder=None)
    return "; ".join(filter(None, (waiting, hands_said(hands, together=True))))


def _name(row: Allocation) -> str:
    return row.post.practitioner.name


def _day(value: date | None) -> str:
    return formats.day(value, weekday=False)


def waits(case: Any, hands: InHands, on: date, ceased: date | None = None) -> str:
    """Why a case counts as waiting, in words; nothing where somebody holds it (fixture 11).

    ``ceased``: when somebody last ceased to hold it.
    """
    if hands.holder is None:
        since = max((day for day in (case.reached_team_on or case.opened_on, ceased) if day), default=None)
        return f"waiting since {_day(since)}" if since else "waiting"
    post = hands.holder.post
    last = [day for day in (post.ended_on, post.practitioner.ended_on) if day]
    if last and min(last) < on:
        return f"waiting: {post.practitioner.name} has left"
    if post.team.is_desk or post.role == Post.Role.DUTY:
        return "waiting: with a duty desk"
    if post.role in Post.NOT_HOLDING:
        return "waiting: parked with a manager"
    return ""


@dataclass(frozen=True)
class AnswerRow:
    """What a scheme asks of a case, and the answer with where it came from."""

    title: str
    answer: str
    since: str
    agreed: str
    known: bool


def answer_rows(fields: Mapping[str, Field], rows: Sequence[CaseValue]) -> list[AnswerRow]:
    """Every field the schemes ask for, answered or not; then answers that no scheme asks for any more."""
    given = {row.field: row for row in rows}
    found = [_answer(field.title, field, given.get(name)) for name, field in fields.items()]
    return found + [_answer(name, None, row) for name, row in given.items() if name not in fields]


def _answer(title: str, field: Field | None, row: CaseValue | None) -> AnswerRow:
    if row is None:
        return AnswerRow(title, "not known yet: counted as the scheme says", "", "", False)
    agreed = ""
    if row.agreed_on:
        who = f"with {row.agreed_by.name} " if row.agreed_by else ""
        agreed = f"agreed {who}on {formats.day(row.agreed_on, weekday=False)}"
    since = f"since {formats.day(row.valid_from, weekday=False)}, {row.source}"
    return AnswerRow(title, spoken(field, row.value), since, agreed, True)


@dataclass(frozen=True)
class PartRow:
    """One part in a case: who, in which team, from when to when, why."""

    name: str
    team: str
    role: str
    dates: str
    why: str
    recorded: str


def part_row(row: Allocation) -> PartRow:
    """A part with its post and who recorded it read already."""
    until = f" until {_day(row.ends_on)}" if row.ends_on else ""
    dates = f"from {_day(row.starts_on)}{until}"
    if row.never_was:
        ahead = timezone.localdate(row.known_from) < row.starts_on
        dates = (
            f"was to be from {_day(row.starts_on)}" if ahead else f"from {_day(row.starts_on)}, taken back"
        )
    ended = f"; ended: {row.own_end_reason or row.get_end_reason_display()}" if row.end_reason else ""
    who = f" by {row.allocated_by.name}" if row.allocated_by else ""
    return PartRow(
        name=row.post.practitioner.name,
        team=row.post.team.name,
        role=row.get_role_display() + ("" if row.share == 100 else f", {formats.percent(row.share)}"),
        dates=dates,
        why=f"{row.own_reason or row.get_reason_display()}{ended}",
        recorded=f"{formats.moment(row.known_from)}{who}",
    )


def change_row(entry: Entry) -> tuple[str, str, str]:
    """When, who and what, of a change to a case."""
    who = entry.who.name if entry.who else "Safeload itself"
    return formats.moment(entry.at), who, said(entry.did)


@dataclass(frozen=True)
class TaskRow:
    """One task in hand."""

    id: int
    kind: str
    number: str
    more: str
    case: str
    dates: str
    who: str
    #: Whose work it is, where somebody does it for another.
    owner: str


def task_row(row: CaseTask, fields: Mapping[str, Field]) -> TaskRow:
    """A task with its case read already; codes written out by the fields of the schemes."""
    more = [
        f"{fields[name].title}: {spoken(fields[name], value)}"
        for name, value in row.values.items()
        if name in fields
    ]
    until = f" until {formats.day(row.ends_on, weekday=False)}" if row.ends_on else ""
    since = f"from {formats.day(row.starts_on, weekday=False)}" if row.starts_on else ""
    return TaskRow(
        id=row.pk,
        kind=spoken(fields.get("task"), row.kind),
        number=formats.amount(row.number, 2),
        more="; ".join(more),
        case=row.case.reference if row.case else "",
        dates=f"{since}{until}".strip(),
        who=row.post.practitioner.name,
        owner=row.owner.name if row.owner else "",
    )
