"""Everybody's line as it stands and as it would be, by name: figures, bands in words, and one picture."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

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


@dataclass(frozen=True)
class Side:
    """A figure in words: how the board says it."""

    of_line: str
    tag: SafeString
    distance: str
    cases: str


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


def lines(seen: AsItWouldBe, colours: Palette, scope: Scope) -> list[Line]:
    """Everybody of either board, by name; who joins comes last."""
    after = {one.id: one for one in seen.after.people}
    found = [_line(seen, one, after.get(one.id), colours, scope) for one in seen.before.people]
    joined = [one for one in seen.after.people if one.id < 0]
    return found + [_line(seen, None, one, colours, scope) for one in joined]


def _line(
    seen: AsItWouldBe, before: PersonRow | None, after: PersonRow | None, colours: Palette, scope: Scope
) -> Line:
    was = _figure(before, seen.before, seen.adopted) if before else None
    would = _figure(after, seen.after, seen.adopted_after) if after else None
    same = before is not None and after is not None and _alike(before, after, seen)
    row = after or before
    assert row is not None
    board, adopted = (seen.after, seen.adopted_after) if after else (seen.before, seen.adopted)
    fig = would or was
    return Line(
        key=row.id,
        name=row.name,
        href=reverse("practitioner_load", args=[row.id]) if row.id > 0 else "",
        about=boards.about(row, board.posts.get(row.id, []), adopted[row.adoption][1], scope.on),
        picture=_picture(row, was, would, seen, colours),
        before=_side(was, before, seen.before) if was and before else None,
        after=_side(would, after, seen.after) if would and after and not same else None,
        note="" if after is None or not same else "unchanged",
        protection=figures.protection(fig) if fig else "",
        own=scope.is_own(row.id),
    )


def _alike(before: PersonRow, after: PersonRow, seen: AsItWouldBe) -> bool:
    """Whether nothing moved: amounts are compared as what they stand for, whatever their units."""
    if before is after:
        return True
    of = [
        (
            Fraction(one.load, one.unit),
            None if one.line is None else Fraction(one.line, one.unit),
            one.band,
            one.cases,
            [post.hours for post in board.posts.get(one.id, ())],
        )
        for one, board in ((before, seen.before), (after, seen.after))
    ]
    return of[0] == of[1]


def _figure(person: PersonRow, board: Board, adopted: Adopted) -> Figure:
    return boards.person_figure(person, adopted[person.adoption][1], board.posts.get(person.id, []))


def _picture(
    row: PersonRow, was: Figure | None, would: Figure | None, seen: AsItWouldBe, colours: Palette
) -> SafeString:
    """The bar as it stands with a ghost of the new end; where the line itself moves, the bar as it would be."""
    fig, ghost, board = would or was, None, seen.after if would else seen.before
    if was and would and was.line == would.line and was.scheme is would.scheme:
        fig, board = was, seen.before
        ghost = would.load if would.load != was.load else None
    assert fig is not None
    said = f"{row.name}: {figures.said(was)}" if was else row.name
    if would is not None and (was is None or would != was):
        said = f"{said}; would be {figures.said(would)}"
    commitments = max(fig.load - _work(board.posts.get(row.id, [])), Fraction(0))
    return pictures.load_line(fig, colours, commitments=commitments, ghost=ghost, title=said)


def _work(posts: list[PostRow]) -> Fraction:
    return sum((Fraction(post.work, post.unit) for post in posts), Fraction(0))


def _side(fig: Figure, row: PersonRow, board: Board) -> Side:
    posts = board.posts.get(row.id, [])
    manages = bool(posts) and not any(post.allocatable for post in posts) and fig.band == "room"
    return Side(
        of_line=figures.of_line(fig),
        tag=figures.tag("protected", "◇", "manages") if manages else fig.tag,
        distance="" if manages else figures.distance(fig),
        cases=formats.plural(row.cases, "case"),
    )


def together(seen: AsItWouldBe, colours: Palette) -> dict[str, Any]:
    """The team's pooled figure, as it stands and as it would be; nothing where no scheme measures it."""
    if seen.adoption is None or seen.adoption.pk not in seen.adopted:
        return {}
    pk, team = seen.adoption.pk, seen.supposed.team
    sides = ((seen.before, seen.adopted[pk][1]), (seen.after, seen.adopted_after[pk][1]))
    before, after = (pools.pool(board, team, scheme, colours, Fraction(0)) for board, scheme in sides)
    return {"before": before, "after": after}
