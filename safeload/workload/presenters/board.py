"""The team board: every practitioner a load line with words; the pooled figure with its distribution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.domain.dates import months_since
from safeload.domain.scheme import Scheme
from safeload.domain.unset import possible
from safeload.people.models import Post
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.presenters.scheme import stage_title
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.board import Board, PersonRow, PostRow

#: What the board may be ordered by; by name unless the manager asks (no league table).
SORTS: dict[str, Callable[[Bar], Any]] = {
    "name": lambda bar: bar.name.lower(),
    "load": lambda bar: bar.sort_load,
    "cases": lambda bar: bar.cases,
    "taken": lambda bar: bar.taken,
    "weeks": lambda bar: bar.weeks,
}


@dataclass(frozen=True)
class Bar:
    """One practitioner on a board."""

    name: str
    href: str
    about: str
    picture: SafeString
    of_line: str
    distance: str
    tag: SafeString
    band_code: str
    percent: str
    cases: int
    cases_said: str
    households_said: str
    lines: tuple[str, ...]
    taken: int
    taken_said: str
    ahead_said: str
    weeks: int
    weeks_said: str
    sort_load: Fraction | None
    own: bool = False
    not_known: str = ""


def bars(board: Board, adopted: Adopted, colours: Palette, scope: Scope) -> list[Bar]:
    """The practitioners of a board, by name."""
    return [_bar(one, board, adopted[one.adoption][1], colours, scope) for one in board.people]


def _bar(person: PersonRow, board: Board, scheme: Scheme, colours: Palette, scope: Scope) -> Bar:
    posts = board.posts.get(person.id, [])
    fig = person_figure(person, scheme, posts)
    past, ahead = board.taken.get(person.id, (0, 0))
    over, red = person.weeks_over, person.weeks_red
    work = sum((Fraction(post.work, post.unit) for post in posts), Fraction(0))
    weeks = over if fig.over else 0
    of_line, distance = figures.of_line(fig), figures.distance(fig)
    said = figures.said(fig, of_line, distance)
    return Bar(
        name=person.name,
        href=reverse("practitioner_load", args=[person.id]),
        about=about(person, posts, scheme, scope.on),
        picture=pictures.load_line(
            fig, colours, commitments=max(fig.load - work, Fraction(0)), title=f"{person.name}: {said}"
        ),
        of_line=of_line,
        distance=distance,
        tag=fig.tag,
        band_code=fig.band_code,
        percent=figures.percent(fig),
        cases=person.cases,
        cases_said=str(person.cases) if person.cases else "–",
        households_said=formats.plural(person.households, "household") if person.cases else "",
        lines=tuple(_lines(fig, "" if fig.at_limit else distance, posts, scheme)),
        taken=past,
        taken_said=str(past) if past else "–",
        ahead_said=f"{ahead} booked" if ahead else "",
        weeks=weeks,
        weeks_said=weeks_said(weeks, red if fig.band == "red" else 0),
        sort_load=fig.percent if fig.percent is not None else (fig.load if fig.line is None else None),
        own=scope.is_own(person.id),
        not_known=figures.not_known(fig.missing) if fig.band == "not_set" else "",
    )


def _lines(fig: Figure, distance: str, posts: Sequence[PostRow], scheme: Scheme) -> Iterator[str]:
    """What stands below the figure: how far, what of it is provisional, protection, each of several posts."""
    provisional = f"{figures.exact_enough(fig.provisional)} provisional" if fig.provisional else ""
    if distance or provisional:
        yield "; ".join(part for part in (distance, provisional) if part)
    if fig.protected:
        yield figures.protection(fig)
    if len(posts) > 1:
        yield from (post_said(post, scheme) for post in posts)
    elif posts and not posts[0].allocatable and posts[0].cases:
        yield "counts as unallocated"  # what a manager or a desk holds is parked (fixture 11)


def person_figure(person: PersonRow, scheme: Scheme, posts: Sequence[PostRow] = ()) -> Figure:
    """The figure of a row, with its protection; with its posts also what a line that is not set may lack."""
    fig = figures.figure(person.load, person.line, person.unit, person.band, scheme, person.provisional)
    unset = fig.band == "not_set" and posts
    missing = possible(scheme, all(post.hours is not None for post in posts)) if unset else ()
    return replace(
        fig,
        protected=person.protected,
        protected_until=person.protected_until,
        manages=manages(posts),
        missing=missing,
    )


def manages(posts: Sequence[PostRow]) -> bool:
    """Whether somebody with these posts holds cases in none of them: what they have waits."""
    return bool(posts) and not any(post.allocatable for post in posts)


def about(person: PersonRow, posts: Sequence[PostRow], scheme: Scheme, on: date) -> str:
    """Stage and hours: "NQSW, 8 months · 29.6 hours"; neutral words only."""
    said = []
    roles = {post.role for post in posts} & set(Post.NOT_HOLDING)
    said += [str(Post.Role(role).label) for role in sorted(roles)]
    months = months_since(person.qualified, on) if person.qualified else None
    if person.asye or (months is not None and months < 12):
        since = f", {formats.plural(months, 'month')}" if months and months > 0 else ""
        said.append(f"NQSW{since}")
    elif stage := _early_stage(scheme, person.stage):
        said.append(stage[0].lower() + stage[1:])
    if person.agency:
        said.append("agency")
    hours = [post.hours for post in posts]
    if hours and None not in hours:
        said.append(f"{formats.amount(Fraction(sum(one or 0 for one in hours), 100), 2)} hours")
    elif hours:
        said.append("hours not known")
    return " · ".join(said)


def _early_stage(scheme: Scheme, stage: str) -> str:
    """The step of somebody's first years; nothing once the full line holds."""
    reduced = {step.id for step in scheme.line.stages if step.reduced}
    return stage_title(scheme, stage) if stage in reduced else ""


def weeks_said(over: int, red: int) -> str:
    """ "red, week 3", "over, week 2"; nothing for who is not over the line."""
    if red:
        return f"red, week {red}"
    return f"over, week {over}" if over else ""


def post_said(post: PostRow, scheme: Scheme) -> str:
    """One of two posts: "South: 12 of 20 points"."""
    fig = figures.figure(post.load, post.line, post.unit, "", scheme)
    parked = "" if post.allocatable else " (counts as unallocated)"
    return f"{post.team_name}: {figures.of_line(fig)}{parked}"
