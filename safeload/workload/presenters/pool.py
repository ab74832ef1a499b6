"""The team together: the pooled figure, what is held and asked for, and how many stand where (rules 2.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from safeload.domain.pooled import Share, pooled
from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.board import person_figure
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.queries.board import Board, PostRow

_ORDER = ("red", "amber", "green", "room", "protected", "not_set", "not_available", "none")


@dataclass(frozen=True)
class Pool:
    """A team's pooled figure: sum of loads over sum of lines, and how many stand where (rules 2.6)."""

    picture: SafeString
    of_line: str
    distance: str
    percent: str
    tag: SafeString
    distribution: tuple[SafeString, ...]
    people: str
    held: str
    demand: str
    provisional: str
    left_out: str


def pool(board: Board, team: int, scheme: Scheme, colours: Palette, besides: Fraction) -> Pool:
    """The team's pooled figure from its posts of those who hold allocated work.

    ``besides``: what waits and is parked there, which makes the demand.
    """
    posts = [
        post for found in board.posts.values() for post in found if post.team == team and post.allocatable
    ]
    pool = pooled((_share(post) for post in posts), scheme)
    work = sum((Fraction(post.work, post.unit) for post in posts if post.line), Fraction(0))
    provisional = sum((Fraction(post.provisional, post.unit) for post in posts), Fraction(0))
    fig = Figure(load=pool.load, line=pool.line, band=pool.band, scheme=scheme)
    held_by = {post.practitioner for post in posts}
    people = [person_figure(person, scheme) for person in board.people if person.id in held_by]
    return Pool(
        picture=pictures.load_line(
            fig,
            colours,
            commitments=max(pool.load - work, Fraction(0)),
            title=f"The team: {figures.said(fig)}",
        ),
        of_line=figures.of_line(fig),
        distance=figures.distance(fig),
        percent=figures.percent(fig),
        tag=fig.tag,
        distribution=distribution(people),
        people=formats.plural(len(held_by), "practitioner"),
        held=figures.units(pool.held, scheme),
        demand=_demand(pool.held + besides, pool.line, scheme),
        provisional=figures.units(min(provisional, max(pool.held, Fraction(0))), scheme)
        if provisional
        else "",
        left_out=figures.left_out(pool.left_out_load, pool.left_out, scheme) if pool.left_out else "",
    )


def _share(post: PostRow) -> Share:
    line = None if post.line is None else Fraction(post.line, post.unit)
    return Share(post.practitioner, Fraction(post.load, post.unit), line)


def _demand(demand: Fraction, line: Fraction | None, scheme: Scheme) -> str:
    """ "169 points, 118.8% of the lines"."""
    percent = f", {formats.percent(demand / line * 100)} of the lines" if line else ""
    return f"{figures.units(demand, scheme)}{percent}"


def distribution(people: Sequence[Figure]) -> tuple[SafeString, ...]:
    """How many stand where, the most loaded band first."""
    counts = Counter(fig.band_code for fig in people)
    shapes = {fig.band_code: fig.shape for fig in people}
    return tuple(
        figures.tag(code, shapes[code], f"{counts[code]} {_words(code)}") for code in _ORDER if counts[code]
    )


def _words(code: str) -> str:
    return {"none": "without bands", "protected": "protected"}.get(code) or figures.WORDS[code]
