"""All that a team's board is drawn from, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeload.caseloads.proposed import Remark, remarks
from safeload.caseloads.queries import Times, times_on
from safeload.domain.scheme import Scheme
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.workload.models import TeamWaiting
from safeload.workload.queries.adopted import Adopted, adopted_among
from safeload.workload.queries.board import Board, board_of_people, board_of_team
from safeload.workload.queries.deciding import ReviewDue, StepDue, reviews_due, steps_due
from safeload.workload.queries.open_cases import OpenCase, open_cases
from safeload.workload.queries.unallocated import Unallocated

#: Kinds of commitment that are agreed for a time and then looked at again, whatever a scheme says.
REVIEWED = frozenset({"adjustment"})


@dataclass(frozen=True)
class TeamView:
    """A board, what is unallocated, what needs deciding, and the schemes behind the figures."""

    board: Board
    adopted: Adopted
    unallocated: list[Unallocated]
    waiting: TeamWaiting | None
    #: Within how many days a waiting case is to have a practitioner.
    times: Times
    #: By case, to whom it is proposed.
    proposed: Mapping[int, Remark]
    #: What the team's practitioners hold, for those to whom its cases are open.
    held: list[OpenCase]
    reviews: list[ReviewDue]
    steps: list[StepDue]
    opens_cases: bool
    may_review: bool
    may_allocate: bool

    @property
    def scheme(self) -> Scheme | None:
        """The scheme that measures the team; None where nothing is adopted."""
        keys = [self.waiting.adoption_id] if self.waiting else []
        return next((self.adopted[key][1] for key in keys if key in self.adopted), None)


def team_view(scope: Scope, team_id: int, rows: list[Unallocated], waiting: TeamWaiting | None) -> TeamView:
    """Everything for the board of a team whose named loads the scope opens; what waits there. 10 queries, or 11."""
    board = board_of_team(scope, team_id)
    adopted = adopted_among([*_adoptions(board), waiting.adoption_id if waiting else None])
    ids = [person.id for person in board.people]
    sees = scope.sees(Thing.ADJUSTMENTS).covers(team_id=team_id)
    opens = scope.sees(Thing.CASES).covers(team_id=team_id)
    return TeamView(
        board=board,
        adopted=adopted,
        unallocated=rows,
        waiting=waiting,
        times=times_on(scope.on),
        proposed=remarks(scope, [row.case_id for row in rows]) if opens else {},
        held=open_cases(scope.on, teams=[team_id]) if opens else [],
        reviews=reviews_due(ids, reviewed_kinds(adopted), scope.on) if sees else [],
        steps=steps_due(ids, scope.on) if sees else [],
        opens_cases=opens,
        may_review=scope.does("change", Thing.ADJUSTMENTS).covers(team_id=team_id),
        may_allocate=scope.does("allocate", Thing.CASES).covers(team_id=team_id),
    )


def people_view(scope: Scope) -> tuple[Board, Adopted]:
    """The board of those whom this account was given by name. Five queries."""
    board = board_of_people(scope)
    return board, adopted_among(_adoptions(board))


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
