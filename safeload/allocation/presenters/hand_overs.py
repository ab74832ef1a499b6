"""A hand-over: what would go where, what it would do to each, and how each proposal of it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.allocation.facts import BeforeAfter
from safeload.allocation.models import Proposal
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


def giving_rows(
    parts: Sequence[Any], chosen: Mapping[int, str], problems: Mapping[int, str], proposed: Mapping[int, str]
) -> list[GivingRow]:
    """The cases of a post, with what was chosen for each and what stands in the way."""
    return [
        GivingRow(
            id=part.case_id,
            reference=part.case.reference,
            href=reverse("case", args=[part.case_id]),
            household=part.case.household.reference if part.case.household else "",
            since=formats.day(part.starts_on, weekday=False),
            chosen=chosen.get(part.case_id, ""),
            problem=problems.get(part.case_id, ""),
            proposed=proposed.get(part.case_id, ""),
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


def effect(post: Post, number: int, gives: bool, side: BeforeAfter | None, colours: Palette) -> EffectRow:
    """One person's figures without and with it; in words only where the figures are not for this reader."""
    what = f"{'gives' if gives else 'takes'} {formats.plural(number, 'case')}"
    if side is None:
        name = f"{post.practitioner.name}, {post.team.name}"
        return EffectRow(name, what, SafeString(""), "Their manager sees the figures and decides.", (), False)
    was, now = figure_of(side, False), figure_of(side, True)
    return EffectRow(
        name=f"{post.practitioner.name}, {post.team.name}",
        what=what,
        picture=pictures.load_line(was, colours, ghost=now.load),
        sentence=change_said(side),
        limits=tuple(limit.title for limit in side.limits),
        over=side.over and not gives,
    )


def split_households(parts: Sequence[Any], to: Mapping[int, int]) -> list[str]:
    """Households whose children would be with different practitioners, by reference."""
    homes: dict[str, set[int]] = {}
    for part in parts:
        home = part.case.household
        if home is not None and not home.provisional:
            homes.setdefault(home.reference, set()).add(to.get(part.case_id, part.post_id))
    return sorted(home for home, posts in homes.items() if len(posts) > 1)


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


def part_of(one: Proposal, side: BeforeAfter | None, problem: str, *, own: bool) -> PartOfHandOver:
    """One proposal with its cases and answers read already; ``side`` where its figures are for this reader."""
    answers = list(one.answers.all())
    return PartOfHandOver(
        href=reverse("proposal", args=[one.pk]),
        who=one.post.practitioner.name,
        team=one.post.team.name,
        cases=cases_said(one),
        references=", ".join(row.case.reference for row in one.cases.all()),
        state=state(one, own=own),
        words=answers[-1].words if answers else "",
        sentence=change_said(side) if side is not None else "",
        problem=problem,
    )
