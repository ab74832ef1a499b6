"""Everybody's line as it stands and as it would be, by name: figures, bands in words, and one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from safeload.domain.pooled import Share, pooled
from safeload.domain.scheme import Scheme
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.whatif.facts import AsItWouldBe
from safeload.workload.presenters import board as boards
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters import pool as pools
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.board import Board, PersonRow, PostRow

#: So many people's rows are kept drawn: a change moves a few, the others are as they were.
_KEPT = 4096


@dataclass(frozen=True)
class Side:
    """A figure in words: how the board says it."""

    of_line: str
    tag: SafeString
    distance: str
    cases: str
    #: Stage and hours, where they would be others.
    about: str = ""


@dataclass(frozen=True)
class Line:
    """One practitioner: as things stand, and as it would be where that is something else."""

    key: int
    name: str
    href: str
    about: str
    picture: SafeString
    before: Side | None
    after: Side | None
    #: "unchanged", "leaves"; nothing where figures say it.
    note: str
    protection: str = ""
    own: bool = False


class _Stand(NamedTuple):
    """All that a figure is drawn from: the same rows are the same picture, and are drawn once."""

    row: PersonRow
    posts: tuple[PostRow, ...]
    scheme: Scheme


def lines(seen: AsItWouldBe, colours: Palette, scope: Scope) -> list[Line]:
    """Everybody of either board, by name; who joins comes last."""
    before, after = _stands(seen.before, seen.adopted), _stands(seen.after, seen.adopted_after)
    return [
        _line(before.get(key), after.get(key), colours, scope.on, scope.is_own(key))
        for key in dict.fromkeys([*before, *after])
    ]


def _stands(board: Board, adopted: Adopted) -> dict[int, _Stand]:
    return {
        one.id: _Stand(one, tuple(board.posts.get(one.id, ())), adopted[one.adoption][1])
        for one in board.people
    }


@lru_cache(maxsize=_KEPT)
def _line(before: _Stand | None, after: _Stand | None, colours: Palette, on: date, own: bool) -> Line:
    same = before is not None and after is not None and _alike(before, after)
    stand = after or before
    assert stand is not None
    row = stand.row
    return Line(
        key=row.id,
        name=row.name,
        href=reverse("practitioner_load", args=[row.id]) if row.id > 0 else "",
        about=_about(before or stand, on),
        picture=_picture(before, after, colours),
        before=_side(before) if before else None,
        after=_after(before, after, on) if after and not same else None,
        note="unchanged" if same else "",
        protection=figures.protection(_figure(stand)),
        own=own,
    )


def _alike(before: _Stand, after: _Stand) -> bool:
    """Whether nothing moved: amounts are compared as what they stand for, whatever their units."""
    if before == after:
        return True
    of = [
        (
            Fraction(one.row.load, one.row.unit),
            None if one.row.line is None else Fraction(one.row.line, one.row.unit),
            one.row.band,
            one.row.cases,
            [post.hours for post in one.posts],
        )
        for one in (before, after)
    ]
    return of[0] == of[1]


@lru_cache(maxsize=_KEPT)
def _figure(stand: _Stand) -> Figure:
    return boards.person_figure(stand.row, stand.scheme, stand.posts)


def _picture(before: _Stand | None, after: _Stand | None, colours: Palette) -> SafeString:
    """The bar as it stands with a ghost of the new end; where the line itself moves, the bar as it would be."""
    drawn, ghost = after or before, None
    assert drawn is not None
    was, would = (_figure(one) if one else None for one in (before, after))
    if before and was and would and was.line == would.line and was.scheme is would.scheme:
        drawn, ghost = before, would.load if would.load != was.load else None
    fig = _figure(drawn)
    said = f"{drawn.row.name}: {figures.said(was or fig)}"
    if would is not None and was is not None and would != was:
        said = f"{said}; would be {figures.said(would)}"
    work = sum((Fraction(post.work, post.unit) for post in drawn.posts), Fraction(0))
    return pictures.load_line(
        fig, colours, commitments=max(fig.load - work, Fraction(0)), ghost=ghost, title=said
    )


def _about(stand: _Stand, on: date) -> str:
    return boards.about(stand.row, stand.posts, stand.scheme, on)


def _after(before: _Stand | None, after: _Stand, on: date) -> Side:
    about = _about(after, on)
    return replace(_side(after), about=about if before and about != _about(before, on) else "")


def _side(stand: _Stand) -> Side:
    fig = _figure(stand)
    manages = bool(stand.posts) and not any(post.allocatable for post in stand.posts) and fig.band == "room"
    return Side(
        of_line=figures.of_line(fig),
        tag=figures.tag("protected", "◇", "manages") if manages else fig.tag,
        distance="" if manages else figures.distance(fig),
        cases=formats.plural(stand.row.cases, "case"),
    )


@lru_cache(maxsize=_KEPT)
def drawn(line: Line, chooses_at: str) -> SafeString:
    """A row of the table, drawn once for the same figures. ``chooses_at``: where one chooses from their cases."""
    row = get_template("whatif/_line.html").render({"one": line, "chooses_at": chooses_at})
    return mark_safe(row)  # noqa: S308 - a template of ours, which escapes what it is given


@dataclass(frozen=True)
class Together:
    """The team's pooled figure in words, and how many would stand where."""

    of_line: str
    percent: str
    tag: SafeString
    distribution: tuple[SafeString, ...]


def together(seen: AsItWouldBe) -> dict[str, Together]:
    """The team as it stands and as it would be; nothing where no scheme measures it."""
    if seen.adoption is None or seen.adoption.pk not in seen.adopted:
        return {}
    pk = seen.adoption.pk
    return {
        "before": _together(_stands(seen.before, seen.adopted), seen.supposed.team, seen.adopted[pk][1]),
        "after": _together(
            _stands(seen.after, seen.adopted_after), seen.supposed.team, seen.adopted_after[pk][1]
        ),
    }


def _together(stands: dict[int, _Stand], team: int, scheme: Scheme) -> Together:
    """By the rule of the team board: posts of those in the team who hold allocated work."""
    held = [post for one in stands.values() for post in one.posts if post.team == team and post.allocatable]
    shares = (
        Share(
            post.practitioner,
            Fraction(post.load, post.unit),
            None if post.line is None else Fraction(post.line, post.unit),
        )
        for post in held
    )
    pool = pooled(shares, scheme)
    fig = Figure(load=pool.load, line=pool.line, band=pool.band, scheme=scheme)
    people = [_figure(stands[who]) for who in dict.fromkeys(post.practitioner for post in held)]
    return Together(figures.of_line(fig), figures.percent(fig), fig.tag, pools.distribution(people))
