"""A team's board as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse

from safeload.people.scope import Scope
from safeload.web.listing import Sort, ordered
from safeload.workload.presenters import board as boards
from safeload.workload.presenters import pictures
from safeload.workload.presenters import pool as pools
from safeload.workload.presenters.board import Bar
from safeload.workload.presenters.deciding import Matter, matters, together
from safeload.workload.presenters.open_cases import open_matters
from safeload.workload.presenters.pictures import Palette
from safeload.workload.presenters.scheme import scheme_words
from safeload.workload.presenters.waiting import WaitingList, waiting_list, waiting_row
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.board import Board
from safeload.workload.queries.open_cases import counts
from safeload.workload.queries.team import TeamView


def board_page(board: Board, adopted: Adopted, colours: Palette, scope: Scope, sort: Sort) -> dict[str, Any]:
    """The bars in the order asked for, the head of their column, and the schemes behind them."""
    bars = boards.bars(board, adopted, colours, scope)
    drawn = (adopted[one.adoption][1] for one in board.people if one.line)
    scheme = next(drawn, None)
    return {
        "bars": ordered(bars, sort, boards.SORTS),
        "sort": sort,
        "scale": pictures.scale(scheme) if scheme else "",
        "schemes": [scheme_words(*found) for found in adopted.values()],
    }


def team_page(view: TeamView, team_id: int, colours: Palette, scope: Scope, sort: Sort) -> dict[str, Any]:
    """The whole page of a team: matters, bars, pool, what waits."""
    page = board_page(view.board, view.adopted, colours, scope, sort)
    scheme = view.scheme
    if scheme is None:
        return page
    rows = [
        waiting_row(row, scope.on, view.times, view.proposed.get(row.case_id)) for row in view.unallocated
    ]
    worth = _worth(view, team_id)
    waits = waiting_list(rows, worth, scheme)
    return page | {
        "matters": _matters(view, page["bars"], waits, team_id) + _open(view, scope, team_id),
        "pool": pools.pool(view.board, team_id, scheme, colours, worth),
        "waits": waits,
        "opens_cases": view.opens_cases,
        "may_allocate": view.may_allocate,
    }


def _worth(view: TeamView, team_id: int) -> Fraction:
    """What waits and what is parked, at the scheme's value."""
    waiting = view.waiting
    found = Fraction(waiting.load, waiting.unit) if waiting else Fraction(0)
    parked = [
        Fraction(post.work, post.unit)
        for posts in view.board.posts.values()
        for post in posts
        if post.team == team_id and not post.allocatable
    ]
    return found + sum(parked, Fraction(0))


def _open(view: TeamView, scope: Scope, team_id: int) -> list[Matter]:
    """How many cases ask why they are open, never whose (no surveillance)."""
    numbers = counts(view.held, scope.on, view.times)
    return together("Open cases", open_matters(numbers, view.times, f"{reverse('why_open')}?team={team_id}&"))


def _matters(view: TeamView, bars: Sequence[Bar], waits: WaitingList, team_id: int) -> list[Matter]:
    return matters(
        reviews=view.reviews,
        steps=view.steps,
        names={person.id: person.name for person in view.board.people},
        schemes={person.id: view.adopted[person.adoption][1] for person in view.board.people},
        bars=sorted(bars, key=lambda bar: bar.name.lower()),
        waiting=waits.rows,
        waiting_href=f"{reverse('waiting')}?team={team_id}",
        may_review=view.may_review,
    )
