"""A hand-over: what would go where, what it would do to each, and how each proposal of it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.allocation.actions.overtaking import gone_said
from safeload.allocation.facts import BeforeAfter
from safeload.allocation.models import HandOver, Proposal
from safeload.allocation.presenters.candidates import change_said, figure_of
from safeload.allocation.presenters.naming import cases_said
from safeload.allocation.presenters.proposals import state
from safeload.people.models import Post
from safeload.web import formats
from safeload.workload.presenters import pictures
from safeload.workload.presenters.pictures import Palette

#: In the choice of a row: it is not handed over, whatever is chosen for all.
STAYS = "stays"


@dataclass(frozen=True)
class GivingRow:
    """One case that could be handed over."""

    id: int
    reference: str
    href: str
    household: str
    since: str
    chosen: str
    problem: str
    proposed: str
    #: It goes to somebody on a day to come, which was decided already.
    goes: str


def giving_rows(
    parts: Sequence[Any],
    chosen: Mapping[int, str],
    problems: Mapping[int, str],
    proposed: Mapping[int, str],
    since: Mapping[int, date | None],
) -> list[GivingRow]:
    """The cases of a post, with what was chosen for each and what stands in the way; ``since``: when it came."""
    return [
        GivingRow(
            id=part.case_id,
            reference=part.case.reference,
            href=reverse("case", args=[part.case_id]),
            household=part.case.household.reference if part.case.household else "",
            since=formats.day(since.get(part.case_id) or part.starts_on, weekday=False),
            chosen=chosen.get(part.case_id, ""),
            problem=problems.get(part.case_id, ""),
            proposed=proposed.get(part.case_id, ""),
            goes=f"to {part.goes_to} on {formats.day(part.ends_on, weekday=False)}" if part.goes_to else "",
        )
        for part in parts
    ]


@dataclass(frozen=True)
class EffectRow:
    """What a hand-over would do to one person."""

    name: str
    what: str
    picture: SafeString
    sentence: str
    limits: tuple[str, ...]
    over: bool
    #: A conflict of interest with one of the cases, in words.
    conflict: str = ""


def effect(
    post: Post,
    number: int,
    gives: bool,
    side: BeforeAfter | None,
    colours: Palette,
    why_not: str = "",
    conflict: str = "",
) -> EffectRow:
    """One person's figures without and with it; ``why_not``: why there are none for this reader.

    ``conflict``: said of a conflict of interest with one of the cases.
    """
    what = f"{'gives' if gives else 'takes'} {formats.plural(number, 'case')}"
    if side is None:
        name = f"{post.practitioner.name}, {post.team.name}"
        return EffectRow(name, what, SafeString(""), why_not, (), False, conflict)
    parks = post.role in Post.NOT_HOLDING or post.team.is_desk
    was, now = figure_of(side, False, parks), figure_of(side, True, parks)
    return EffectRow(
        name=f"{post.practitioner.name}, {post.team.name}",
        what=what,
        picture=pictures.load_line(was, colours, ghost=now.load),
        sentence=change_said(side, parks),
        limits=tuple(limit.title for limit in side.limits),
        over=side.over and not gives,
        conflict=conflict,
    )


def why_unmeasured(post: Post, on: date, *, seen: bool) -> str:
    """Why the page has no figures of somebody; ``seen``: this reader may read them where there are any."""
    if has_left(post, on):
        return "Has left; no load is measured."
    return "No scheme measures this post today." if seen else "Their manager sees the figures and decides."


def has_left(post: Post, on: date) -> bool:
    """Whether a post, or its practitioner's time here, is over."""
    return any(day is not None and day < on for day in (post.ended_on, post.practitioner.ended_on))


@dataclass(frozen=True)
class PartOfHandOver:
    """One proposal of a hand-over."""

    href: str
    who: str
    team: str
    cases: str
    references: str
    state: str
    words: str
    sentence: str
    problem: str
    #: What happened to cases of it that are not part of it any more.
    gone: str
    conflict: str


def reason_said(one: HandOver) -> str:
    """Why the worker changes, in the employer's own words where they have some."""
    if one.own_reason is not None:
        return one.own_reason.label
    return str(one.get_change_reason_display()) if one.change_reason else ""


def decided_said(one: HandOver, number: int, on: date, *, allocated: bool, elsewhere: int) -> str:
    """What a decision about a hand-over brought about; ``elsewhere``: cases that other managers still decide on."""
    said = _done(one, number, on) if allocated else "Decided: nothing is handed over."
    if elsewhere:
        waits = formats.plural(elsewhere, "case waits", "cases wait")
        said += f" {waits} for the decision of another team’s manager."
    return f"{said} Those who were asked can read it."


def _done(one: HandOver, number: int, on: date) -> str:
    cases, are = formats.plural(number, "case"), "is" if number == 1 else "are"
    if one.from_on > on:
        day = formats.day(one.from_on, weekday=False)
        return f"{cases} will be in new hands on {day}."
    return f"{cases} {are} in new hands."


def part_of(
    one: Proposal,
    side: BeforeAfter | None,
    problem: str,
    *,
    own: bool,
    elsewhere: bool = False,
    conflict: str = "",
) -> PartOfHandOver:
    """One proposal with its cases and answers read already; ``side`` where its figures are for this reader.

    ``elsewhere``: it is open, and another team's manager decides it.
    """
    answers = list(one.answers.all())
    said = state(one, own=own)
    return PartOfHandOver(
        href=reverse("proposal", args=[one.pk]),
        who=one.post.practitioner.name,
        team=one.post.team.name,
        cases=cases_said(one),
        references=", ".join(row.case.reference for row in one.cases.all()),
        state=f"{said}. Decided by the manager of {one.post.team.name}" if elsewhere else said,
        words=answers[-1].words if answers else "",
        sentence=change_said(side) if side is not None else "",
        problem=problem,
        conflict=conflict,
        gone=gone_said(one),
    )
