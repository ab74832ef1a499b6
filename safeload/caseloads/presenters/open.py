"""While a case waits, why it is open and how it closed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.caseloads.models import AgreedTimes, Case, CasePlan, Closing, Keeping, Rating
from safeload.caseloads.queries import Times
from safeload.web import formats

_TARGETS = ("urgent_days", "high_days", "standard_days", "low_days")
_WEEKS = ("contact_days", "rating_days", "contact_weeks", "score_weeks")


def _day(value: date | None, none: str = "") -> str:
    return formats.day(value, weekday=False) or none


@dataclass(frozen=True)
class WaitingSaid:
    """What the page of a waiting case says of it."""

    days: str
    keeper: str
    contact: str
    rating: str
    why: str
    approved: str


def waiting_said(
    case: Case, on: date, since: date | None, times: Times, keeper: Keeping | None
) -> WaitingSaid:
    """How long against the target, who looks after it, next contact, next rating, why and who approved."""
    days = (on - since).days if since else None
    return WaitingSaid(
        days=formats.of_days(days, times.target(case.priority)),
        keeper=keeper_said(keeper),
        contact=contact_said(case),
        rating=f"to be rated again on {_day(case.rate_again_on)}{late(case.rate_again_on, on)}"
        if case.rate_again_on
        else "no day set to rate it again",
        why=case.why_waiting,
        approved=approved_said(
            case.waiting_approved_by.name if case.waiting_approved_by else "", case.waiting_approved_on, since
        ),
    )


def late(due: date | None, on: date) -> str:
    """ " (overdue)" after the day."""
    return " (overdue)" if due is not None and due < on else ""


def approved_said(name: str, on: date | None, since: date | None) -> str:
    """Who approved that it waits; an approval of an earlier wait counts no more."""
    if not name or (on and since and on < since):
        return "not approved yet"
    return f"approved by {name}{f' on {_day(on)}' if on else ''}"


def keeper_said(keeper: Keeping | None) -> str:
    """Who looks after it, since when."""
    return f"{keeper.name}, since {_day(keeper.starts_on)}" if keeper else "nobody is named yet"


def keeper_key(keeper: Keeping | None, choices: Sequence[tuple[str, str]]) -> str:
    """The choice that stands for the present named holder."""
    if keeper is None:
        return ""
    own = keeper.practitioner_id or getattr(keeper.account, "practitioner_id", None)
    wanted = {f"p{own}", f"a{keeper.account_id}"}
    return next((key for key, _ in choices if key in wanted), "")


def contact_said(case: Case) -> str:
    """Contact made and next due."""
    made = f"Last contact {_day(case.last_contact_on)}." if case.last_contact_on else "No contact noted yet."
    due = f" Next contact was to be by {_day(case.next_contact_due_on)}." if case.next_contact_due_on else ""
    return made + due


def rating_said(case: Case, last: Rating | None) -> str:
    """The priority as it stands, and when it was last looked at."""
    said = f"Now: {case.get_priority_display()}."
    if last is None:
        return f"{said} It has not been rated again yet."
    who = f" by {last.by.name}" if last.by else ""
    return f"{said} Last rated on {_day(last.on)}{who}{f': {last.why}' if last.why else ''}."


def rating_row(row: Rating) -> str:
    """One rating, with who read already."""
    label = row.get_priority_display()
    what = f"stays {label}" if row.was == row.priority else f"{row.get_was_display() or 'not set'} to {label}"
    who = row.by.name if row.by else "Safeload itself"
    again = f"; again on {_day(row.again_on)}" if row.again_on else ""
    return f"{_day(row.on)}: {what}, {who}{f' ({row.why})' if row.why else ''}{again}"


def keeping_row(row: Keeping) -> str:
    """One named holder, with who named them read already."""
    until = f" until {_day(row.ends_on)}" if row.ends_on else ""
    named = f", named by {row.named_by.name}" if row.named_by else ""
    return f"{row.name}, from {_day(row.starts_on)}{until}{named}"


@dataclass(frozen=True)
class PlanSaid:
    """A plan as the page of a case shows it."""

    plan: str
    ends: str
    why: str
    agreed: str
    review: str
    since: str


def plan_said(plan: CasePlan, on: date, reviewed: date | None = None) -> PlanSaid:
    """A plan with its people read already; ``reviewed``: when the case was last reviewed."""
    agreed = ""
    if plan.agreed_with:
        agreed = f"agreed with {plan.agreed_with.name} on {_day(plan.agreed_on)}"
    ended = " (ended)" if plan.ends_on is not None and plan.ends_on < on else ""
    return PlanSaid(
        plan=plan.plan,
        ends=f"{_day(plan.ends_on)}{ended}" if plan.ends_on else "",
        why=plan.why_open,
        agreed=agreed,
        review=_review(plan.next_review_on, reviewed, on),
        since=f"since {_day(plan.valid_from)}{f', by {plan.recorded_by.name}' if plan.recorded_by else ''}",
    )


def _review(due: date | None, reviewed: date | None, on: date) -> str:
    if due is None:
        return ""
    if due >= on:
        return _day(due)
    return f"{_day(due)} ({'held' if reviewed is not None and reviewed >= due else 'passed'})"


def plan_row(row: CasePlan) -> str:
    """A plan that held once, in one line."""
    until = f" until {_day(row.valid_to)}" if row.valid_to else ""
    why = f" Why open: {row.why_open}." if row.why_open else ""
    return f"From {_day(row.valid_from)}{until}: {row.plan or 'none stated'}.{why}"


def closing_row(row: Closing) -> str:
    """One closing and, if so, how it was opened again."""
    who = f" by {row.closed_by.name}" if row.closed_by else ""
    why = f": {row.why}" if row.why else ""
    achieved = f". Achieved: {row.achieved}" if row.achieved else ""
    said = f"Closed from {_day(row.on)}{who}{why}{achieved}"
    if row.reopened_at is None:
        return said
    again = f" by {row.reopened_by.name}" if row.reopened_by else ""
    if row.reopened_on == row.on:
        return f"{said}. Taken back{again} on {_day(row.reopened_at)}"
    return f"{said}. Open again{again} from {_day(row.reopened_on)}"


def times_now(times: Times, on: date) -> dict[str, Any]:
    """What the form begins with: as it is."""
    names = _WEEKS if times.agreed is None else (*_TARGETS, *_WEEKS)
    return {name: getattr(times.agreed or times, name) for name in names} | {"starts_on": on, "agreed_on": on}


def times_said(times: Times) -> list[tuple[str, str]]:
    """What holds, as pairs of words."""
    targets = [
        (
            f"{label}: until a practitioner holds it",
            formats.plural(days, "day") if days else "no target agreed",
        )
        for code, label in Case.Priority.choices
        for days in [times.target(code)]
    ]
    return [
        *targets,
        ("While it waits: until the next contact", formats.plural(times.contact_days, "day")),
        ("While it waits: until the priority is rated again", formats.plural(times.rating_days, "day")),
        (
            "Without contact, after which an open case is asked about (CLO-03)",
            formats.plural(times.contact_weeks, "week"),
        ),
        (
            "After which a score that nobody touched is asked about (PTS-17)",
            formats.plural(times.score_weeks, "week"),
        ),
    ]


def agreement_row(row: AgreedTimes) -> tuple[str, str, str]:
    """From when, what, and who agreed it."""
    targets: Iterable[str] = (
        f"{label} {days if (days := getattr(row, name)) else 'no target'}"
        for name, (_, label) in zip(_TARGETS, Case.Priority.choices, strict=True)
    )
    rest = f"contact {row.contact_days}, rating {row.rating_days} days; {row.contact_weeks} and {row.score_weeks} weeks"
    who = f"{row.agreed_by}, {_day(row.agreed_on)}"
    if row.recorded_by:
        who += f" (entered by {row.recorded_by.name})"
    return _day(row.starts_on), f"{', '.join(targets)}; {rest}", who
