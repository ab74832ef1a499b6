"""All that a team's board is drawn from, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from safeload.domain.scheme import Scheme
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.schemes import facts as scheme_facts
from safeload.schemes import queries as scheme_queries
from safeload.schemes.models import Adoption
from safeload.workload.models import TeamWaiting
from safeload.workload.queries.board import Board, board_of_people, board_of_team
from safeload.workload.queries.deciding import ReviewDue, StepDue, reviews_due, steps_due
from safeload.workload.queries.unallocated import Unallocated, counted

#: Kinds of commitment that are agreed for a time and then looked at again, whatever a scheme says.
REVIEWED = frozenset({"adjustment"})

Adopted = dict[int, tuple[Adoption, Scheme]]


@dataclass(frozen=True)
class TeamView:
    """A board, what is unallocated, what needs deciding, and the schemes behind the figures."""

    board: Board
    adopted: Adopted
    unallocated: list[Unallocated]
    waiting: TeamWaiting | None
    reviews: list[ReviewDue]
    steps: list[StepDue]
    opens_cases: bool
    may_review: bool

    @property
    def scheme(self) -> Scheme | None:
        """The scheme that measures the team; None where nothing is adopted."""
        keys = [self.waiting.adoption_id] if self.waiting else []
        return next((self.adopted[key][1] for key in keys if key in self.adopted), None)


def team_view(scope: Scope, team_id: int) -> TeamView:
    """Everything for the board of a team whose named loads the scope opens. Ten queries."""
    board = board_of_team(scope, team_id)
    waiting = TeamWaiting.objects.filter(place=team_id).first()
    adopted = adopted_among(scope.on, [*_adoptions(board), *([waiting.adoption_id] if waiting else [])])
    ids = [person.id for person in board.people]
    sees = scope.sees(Thing.ADJUSTMENTS).covers(team_id=team_id)
    return TeamView(
        board=board,
        adopted=adopted,
        unallocated=counted(scope, [team_id]),
        waiting=waiting,
        reviews=reviews_due(ids, reviewed_kinds(adopted), scope.on) if sees else [],
        steps=steps_due(ids, scope.on) if sees else [],
        opens_cases=scope.sees(Thing.CASES).covers(team_id=team_id),
        may_review=scope.does("change", Thing.ADJUSTMENTS).covers(team_id=team_id),
    )


def people_view(scope: Scope) -> tuple[Board, Adopted]:
    """The board of those whom this account was given by name. Five queries."""
    board = board_of_people(scope)
    return board, adopted_among(scope.on, _adoptions(board))


def adopted_among(on: Any, ids: Iterable[int | None]) -> Adopted:
    """The adoptions of these keys that hold on a day, with their schemes. One query."""
    wanted = set(ids)
    rows = [row for row in scheme_queries.adoptions_on(on) if row.pk in wanted]
    return {row.pk: (row, scheme_facts.scheme_of(row)) for row in rows}


def reviewed_kinds(adopted: Adopted) -> set[str]:
    """The kinds of commitment that these schemes hold until they are reviewed."""
    held = {
        rule.kind
        for _, scheme in adopted.values()
        for rule in scheme.commitments
        if rule.holds_until_reviewed
    }
    return held | REVIEWED


def _adoptions(board: Board) -> set[int]:
    posts = {post.adoption for found in board.posts.values() for post in found}
    return {person.adoption for person in board.people} | posts
