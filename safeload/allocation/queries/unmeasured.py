"""Posts of a team that no scheme measures: they can be asked all the same, without figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from safeload.caseloads.models import Allocation
from safeload.people.models import Post
from safeload.people.statements import prepared
from safeload.workload.models import PostStanding
from safeload.workload.queries.board import Board, PersonRow, PostRow, taken


def with_unmeasured(board: Board, team_id: int, on: date) -> Board:
    """The board with everybody else who has a post there today. One query; two more where there is somebody."""
    rows = _posts_of(team_id, on)
    if not rows:
        return board
    homes: dict[int, list[int | None]] = {}
    for post, home in _held_by([row[0] for row in rows], on):
        homes.setdefault(post, []).append(home)
    people = {person.id: person for person in board.people}
    posts = {who: list(found) for who, found in board.posts.items()}
    for pk, who, role, team_name, *about in rows:
        held = homes.get(pk, [])
        people.setdefault(who, _person(who, about, held))
        posts.setdefault(who, []).append(_post(pk, who, team_id, team_name, role, held))
    whose = {post.post: who for who, found in posts.items() for post in found}
    named = sorted(people.values(), key=lambda person: (person.name, person.id))
    return Board(named, posts, taken(whose, on))


def _person(who: int, about: list[Any], held: list[int | None]) -> PersonRow:
    name, qualified, asye, agency = about
    return PersonRow(
        id=who, name=name, qualified=qualified, asye=asye, agency=agency, load=0, line=None, unit=1, provisional=0,
        households=_homes(held), cases=len(held), band="", stage="", protected="", protected_until=None, weeks_over=0,
        weeks_red=0, adoption=0,
    )  # fmt: skip


def _post(pk: int, who: int, team: int, team_name: str, role: str, held: list[int | None]) -> PostRow:
    return PostRow(
        post=pk, practitioner=who, team=team, team_name=team_name, role=role, allocatable=role not in Post.NOT_HOLDING,
        hours=None, load=0, line=None, unit=1, work=0, provisional=0, households=_homes(held), cases=len(held),
        adoption=0,
    )  # fmt: skip


def _homes(held: list[int | None]) -> int:
    """Households, a case of which none is known counted by itself."""
    return len({home for home in held if home}) + held.count(None)


@prepared
def _posts_of(team: int, on: date) -> Any:
    measured = PostStanding.objects.filter(practitioner__standing__isnull=False).order_by().values("post")
    rows = Post.objects.current(on).filter(team=team).exclude(pk__in=measured)
    rows = rows.order_by("practitioner__name", "id")
    person = (f"practitioner__{name}" for name in ("name", "qualified_on", "asye", "agency"))
    return rows.values_list("id", "practitioner_id", "role", "team__name", *person)


@prepared
def _held_by(posts: Collection[int], on: date) -> Any:
    rows = Allocation.objects.held_on(on).holders().filter(post__in=posts)
    return rows.order_by().values_list("post_id", "case__household_id")
