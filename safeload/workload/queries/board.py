"""Everybody on a board, in a constant number of queries: plain rows, formatted by the presenter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from safeload.caseloads.models import Allocation, going_on
from safeload.people.models import Practitioner, Team
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.people.statements import prepared
from safeload.workload.models import PostStanding

#: "Taken in the past 7 days".
RECENT = timedelta(days=7)


class PersonRow(NamedTuple):
    """A practitioner with the figure over all posts."""

    id: int
    name: str
    qualified: date | None
    asye: bool
    agency: bool
    load: int
    line: int | None
    unit: int
    provisional: int
    households: int
    cases: int
    band: str
    stage: str
    protected: str
    protected_until: date | None
    weeks_over: int
    weeks_red: int
    adoption: int


class PostRow(NamedTuple):
    """One post, in its own team."""

    post: int
    practitioner: int
    team: int
    team_name: str
    role: str
    allocatable: bool
    hours: int | None
    load: int
    line: int | None
    unit: int
    work: int
    provisional: int
    households: int
    cases: int
    adoption: int


@dataclass(frozen=True)
class Board:
    """What a board is drawn from."""

    people: list[PersonRow]
    posts: dict[int, list[PostRow]]
    taken: dict[int, tuple[int, int]]


def team_seen(scope: Scope, team_id: int) -> Team | None:
    """The team, if named loads of it are open to this account; None looks like no such team. One query."""
    if not scope.sees(Thing.LOAD).covers(team_id=team_id):
        return None
    return Team.objects.select_related("service_area").filter(pk=team_id).first()


def teams_seen(scope: Scope) -> list[Team]:
    """Running teams whose boards are open to this account, by name. One query."""
    reach = scope.sees(Thing.LOAD)
    if not reach.everywhere and not reach.teams:
        return []
    found = Team.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=scope.on))
    return list(found if reach.everywhere else found.filter(pk__in=reach.teams))


def board_of_team(scope: Scope, team_id: int) -> Board:
    """Everybody with a post in the team, with all their posts. Two queries; the caller asked ``team_seen``."""
    return _board(scope.on, _rows_of_team(team_id))


def board_of_people(scope: Scope) -> Board:
    """Those whom this account was given by name, such as an assessor's new workers. Two queries."""
    return _board(scope.on, _rows_of_people(scope.sees(Thing.LOAD).practitioners))


_PERSON = (
    *(f"practitioner__{name}" for name in ("name", "qualified_on", "asye", "agency")),
    *(f"practitioner__standing__{name}" for name in (*PersonRow._fields[5:-1], "adoption_id")),
)
_POST = (
    "post_id",
    "practitioner_id",
    "team_id",
    "team__name",
    "post__role",
    *PostRow._fields[5:-1],
    "adoption_id",
)


@prepared
def _rows_of_team(team: int) -> Any:
    return _rows(PostStanding.objects.filter(team=team).order_by().values("practitioner"))


@prepared
def _rows_of_people(people: Collection[int]) -> Any:
    return _rows(people)


def _rows(whose: Any) -> Any:
    """Posts with their holders."""
    held = PostStanding.objects.filter(practitioner__standing__isnull=False, practitioner__in=whose)
    return held.order_by("practitioner__name", "practitioner", "post").values_list(*_POST, *_PERSON)


def _board(on: date, rows: Iterable[Any]) -> Board:
    people: dict[int, PersonRow] = {}
    posts: dict[int, list[PostRow]] = {}
    for row in rows:
        post = PostRow(*row[: len(_POST)])
        posts.setdefault(post.practitioner, []).append(post)
        people.setdefault(post.practitioner, PersonRow(post.practitioner, *row[len(_POST) :]))
    held_by = {post.post: post.practitioner for found in posts.values() for post in found}
    return Board(list(people.values()), posts, taken(held_by, on))


def post_rows(held: QuerySet[PostStanding]) -> list[PostRow]:
    """Posts as a board needs them. One query."""
    return [PostRow(*row) for row in held.order_by("post").values_list(*_POST)]


def taken(whose: Mapping[int, int], on: date) -> dict[int, tuple[int, int]]:
    """Cases taken in the past seven days and booked ahead, by practitioner; ``whose`` each post is. One query.

    Only what somebody else held before, or nobody: another share of what one holds is nothing taken.
    """
    past: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    for post, starts in _taken(whose, on, on - RECENT):
        (past if starts <= on else ahead)[whose[post]] += 1
    return {who: (past[who], ahead[who]) for who in {*past, *ahead}}


@prepared
def _taken(posts: Collection[int], on: date, since: date) -> Any:
    rows = Allocation.objects.running(on).holders().filter(starts_on__gt=since, post__in=posts)
    return rows.exclude(going_on()).order_by().values_list("post_id", "starts_on")


def person_seen(scope: Scope, practitioner_id: int) -> Practitioner | None:
    """The practitioner, if their load is open to this account (their own, or by reach). One query."""
    found = Practitioner.objects.within(scope.sees(Thing.LOAD), scope.on, scope.practitioner_id)
    return found.filter(pk=practitioner_id).first()


def opens(scope: Scope, thing: Thing, practitioner_id: int) -> bool:
    """Whether a thing of this practitioner is open to the account by name; their own always is. One query."""
    if scope.is_own(practitioner_id):
        return True
    reach = scope.sees(thing)
    return bool(reach) and Practitioner.objects.within(reach, scope.on).filter(pk=practitioner_id).exists()
