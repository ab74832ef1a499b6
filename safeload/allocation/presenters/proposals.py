"""A proposal in words: for the list, and for the page that both sides read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from safeload.allocation.actions.overtaking import gone_said
from safeload.allocation.facts import BeforeAfter
from safeload.allocation.models import Answer, Proposal
from safeload.allocation.presenters.candidates import change_said, figure_of
from safeload.allocation.presenters.kept import kept
from safeload.allocation.presenters.naming import cases_said
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters import pictures
from safeload.workload.presenters.pictures import Palette


@dataclass(frozen=True)
class ProposalRow:
    """One proposal in a list."""

    href: str
    cases: str
    who: str
    team: str
    proposed: str
    state: str
    late: bool


def row(one: Proposal, on: date, *, own: bool) -> ProposalRow:
    """One proposal as a list shows it; ``own``: to the practitioner who is asked."""
    when = f"{formats.moment(one.proposed_at)} by {one.proposed_by.name}"
    return ProposalRow(
        href=reverse("proposal", args=[one.pk]),
        cases=cases_said(one),
        who=one.post.practitioner.name,
        team=one.post.team.name,
        proposed=when,
        state=state(one, own=own),
        late=one.is_late(on),
    )


def state(one: Proposal, *, own: bool) -> str:
    """Where a proposal stands, in words; ``own``: said to the practitioner who is asked."""
    if one.undone_at is not None:
        return "Allocated, and taken back"
    if one.outcome == Proposal.Outcome.ALLOCATED:
        return _allocated(one, own)
    if one.outcome:
        return str(one.get_outcome_display())
    answers = list(one.answers.all())
    if not answers:
        return "Waits for your answer" if own else "Waits for the practitioner’s answer"
    return f"{_ANSWERED[answers[-1].says]}; waits for the decision"


def _allocated(one: Proposal, own: bool) -> str:
    """Where an allocation stands: what is still owed of the discussion, and whether it was answered with a no."""
    if one.left_at is not None:
        never = one.discussion_due_on and not (one.discussed_on and one.heard_at)
        return "Allocated; the case has left since" + (", never discussed" if never else "")
    if one.disagreed_at is not None:
        return "Allocated; not agreed afterwards, waits for a reply"
    if one.discussion_due_on is None or (one.discussed_on and one.heard_at):
        return "Allocated"
    if one.discussed_on:
        said = formats.day(one.discussed_on, weekday=False)
        return f"Allocated; discussed on {said}, which {'you have' if own else 'the practitioner has'} not confirmed"
    due = formats.day(one.discussion_due_on, weekday=False)
    return f"Allocated; notified, not yet discussed, due by {due}"


_ANSWERED: dict[str, str] = {
    Answer.Says.AGREE: "Agreed",
    Answer.Says.AGREE_IF: "Agreed with a condition",
    Answer.Says.NOT_AGREED: "Not agreed",
}


def proposed_said(one: Proposal) -> str:
    """The message after proposing; the same form sent again later says what became of it."""
    if not one.outcome:
        return f"Proposed to {one.post.practitioner.name}. Nothing has changed hands yet."
    when, closed = formats.moment(one.proposed_at), formats.moment(one.decided_at)
    became = str(one.get_outcome_display()).lower()
    return f"This form was sent already on {when}. What it proposed is {became} since {closed}; nothing was sent again."


def decided_said(one: Proposal, led: bool) -> str:
    """What a decision brought about, for the message after it. ``led``: somebody leads the service area."""
    if one.outcome != Proposal.Outcome.ALLOCATED:
        held = dict.fromkeys(row.held_by.practitioner.name for row in one.cases.all() if row.held_by)
        stays = "waits" if len(one.cases.all()) == 1 else "wait"
        if held:
            stays = f"{'stays' if stays == 'waits' else 'stay'} with {formats.listed(list(held))}"
        return f"Decided: not allocated. {cases_said(one)} {stays} as before."
    said = f"Allocated to {one.post.practitioner.name} from {formats.day(one.from_on, weekday=False)}."
    if one.discussion_due_on:
        said += f" Please discuss it by {formats.day(one.discussion_due_on)}."
    if one.escalated_at and led:
        said += " The load would be red, so the next tier has been told."
    elif one.escalated_at:
        said += " The load would be red, but nobody leads this service in Safeload, so nobody else was told."
    return said


def page(one: Proposal, side: BeforeAfter | None, colours: Palette, scope: Scope) -> dict[str, Any]:
    """Everything on the page of a proposal but its forms."""
    named, let_through = sees_figures(one, scope), one.let_through()
    limits = side.limits if side is not None else ()
    return {
        "proposal": one,
        "cases": [
            (row.case.reference, reverse("case", args=[row.case_id]), _home(row)) for row in one.cases.all()
        ],
        "cases_said": cases_said(one),
        "gone": gone_said(one),
        "state": state(one, own=scope.is_own(one.post.practitioner_id)),
        "figures": _drawn(one, side, colours, named) if side is not None else None,
        "kept": kept(one.decided_on_figures or one.seen) if side is None and named else "",
        "change_reason": _reason(one),
        "trade_off": [row for row in _trade_off(one) if any(row[1:])],
        "limits": [(limit.title, limit.rule) for limit in limits if limit.title not in let_through],
        "overrides": [
            (formats.listed(found.limits), found.reason, found.by.name, formats.moment(found.at))
            for found in one.overrides.all()
        ],
        "answers": [_answer(row) for row in one.answers.all() if not _is_after(row, one)],
        "answers_after": [_answer(row) for row in one.answers.all() if _is_after(row, one)],
        "late": one.is_late(scope.on),
    }


def _is_after(answer: Answer, one: Proposal) -> bool:
    return one.decided_at is not None and answer.at > one.decided_at


def _answer(answer: Answer) -> tuple[str, str, str, str]:
    says = answer.get_says_display().rstrip(" …")
    return says, answer.words, answer.by.name, formats.moment(answer.at)


def sees_figures(one: Proposal, scope: Scope) -> bool:
    """Whether figures of the practitioner are for this reader; else bands (rules 5.1)."""
    load = scope.sees(Thing.LOAD)
    team, whose = one.post.team_id, one.post.practitioner_id
    return scope.is_own(whose) or load.covers(team_id=team, practitioner_id=whose)


def _drawn(one: Proposal, side: BeforeAfter, colours: Palette, named: bool) -> dict[str, Any]:
    was, now = figure_of(side, False), figure_of(side, True)
    found = {"was": was.tag, "becomes": now.tag, "over": side.over, "red": side.red}
    if not named:
        return found
    return found | {
        "picture": pictures.load_line(was, colours, ghost=now.load),
        "sentence": change_said(side),
        "moved": _moved(one, side),
    }


def _reason(one: Proposal) -> str:
    if one.own_reason is not None:
        return one.own_reason.label
    return str(one.get_change_reason_display()) if one.change_reason else ""


def _trade_off(one: Proposal) -> list[tuple[str, str, str]]:
    """What goes, waits, is shared: words, and the case that it is about."""
    rows = (
        ("Goes", one.goes, one.goes_case),
        ("Waits", one.waits, one.waits_case),
        ("Is shared", one.shared, one.shared_case),
    )
    found = [(title, words, case.reference if case else "") for title, words, case in rows]
    return [*found, ("Nothing can, because", one.nothing_because, "")]


def _home(row: Any) -> str:
    home = row.case.household
    return home.reference if home is not None and not home.provisional else ""


def _moved(one: Proposal, side: BeforeAfter) -> str:
    """Said where the figures are others than when it was proposed."""
    now = side.as_text()
    if not one.seen or (one.seen.get("before"), one.seen.get("line")) == (now["before"], now["line"]):
        return ""
    return "When it was proposed: " + kept(one.seen)
