"""Changes one after the other, as far as they still apply on the day: who would work on what, with which hours."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from safeload.domain.quantity import plain
from safeload.domain.scheme import Scheme, SchemeError
from safeload.domain.scheme.thresholds import thresholds, with_thresholds
from safeload.whatif.changes import Change, Kind
from safeload.whatif.queries.cases import CaseNow
from safeload.workload.queries.board import Board

WHOLE = 10_000
_CLOSED = "was closed meanwhile"
_CLOSED_HERE = "is closed by an earlier change"
_ELSEWHERE = "is no longer with this team"
_THEIRS = "is with them already"
_NOBODY = "Who it is about no longer has a post in this team."
_GONE = "Who it is about leaves by an earlier change, or was taken out of the scenario."
_NO_SCHEME = "No scheme measures this team today."
_TOO_FINE = "Together with the hours of the team it has too many decimal places for exact figures; use fewer."
_NO_NUMBER = "The scheme that holds today has no such number."


#: Where in a scheme's file a problem is: of no use to whoever reads a page.
_PLACES = ("bands", "line")


@dataclass(frozen=True)
class Obstacle:
    """Why a change, or what it says of one case, does not apply."""

    words: str
    case: int = 0


@dataclass
class Supposed:
    """The team as it would be by changes in order. What cannot be is kept in ``obstacles``, by their number."""

    team: int
    #: Of the posts in this team: whose each is.
    posts: Mapping[int, int]
    people: Collection[int]
    cases: Mapping[int, CaseNow]
    scheme: Scheme | None
    hours: dict[int, Fraction | None] = field(default_factory=dict)
    joined: dict[int, Change] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    imagined: list[Change] = field(default_factory=list)
    values: dict[str, Fraction] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    #: Cases whose hands or state are others than on the day.
    changed: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    obstacles: dict[int, list[Obstacle]] = field(default_factory=dict)
    #: Cases that nobody held on the day itself.
    waited: frozenset[int] = frozenset()
    #: Cases that are the team's on the day itself: whoever opens its cases may read which they are.
    ours: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        found = self.cases.items()
        self.waited = frozenset(key for key, one in found if one.waits)
        self.ours = frozenset(key for key, one in found if self.team == one.team or one.is_with(self.team))

    def meet(self, changes: Iterable[Change]) -> None:
        """Apply changes in order."""
        for one in changes:
            found = _MEETS[one.kind](self, one)
            if found:
                self.obstacles[one.n] = found

    def without_values(self, changes: Iterable[Change]) -> None:
        """Leave the scheme's numbers as they are: with these no amount would stay exact."""
        for one in changes:
            if one.kind is Kind.THRESHOLD and one.n not in self.obstacles:
                self.obstacles[one.n] = [Obstacle(_TOO_FINE)]
        self.values = {}

    def whose(self, post: int) -> int | None:
        """Who holds a post of this team as it would be; None where nobody does."""
        who = post if post in self.joined else self.posts.get(post)
        return None if who in self.left else who

    def waits(self, case: CaseNow) -> bool:
        """Whether nobody would hold an open case."""
        if case.key in self.closed or not case.open:
            return False
        return case.waits or (case.holder is not None and case.posts[case.holder][0] in self.left)

    def newly_waiting(self) -> list[CaseNow]:
        """What would wait and does not today."""
        return [one for key, one in self.cases.items() if self.waits(one) and key not in self.waited]

    def no_longer_waiting(self) -> list[CaseNow]:
        """What waits today and would not."""
        return [one for key, one in self.cases.items() if key in self.waited and not self.waits(one)]

    def _absent(self, post: int) -> list[Obstacle]:
        if self.whose(post) is not None:
            return []
        return [Obstacle(_GONE if post < 0 or post in self.posts else _NOBODY)]

    def _move(self, change: Change) -> list[Obstacle]:
        return self._absent(change.post) or self._each(change, lambda case: self._into(case, change.post))

    def _into(self, case: CaseNow, post: int) -> str:
        """Who takes a case carries what its holder did, with their own part of it (``actions.holding``)."""
        if case.holder == post:
            return _THEIRS
        own = case.shares.get(post, 0)
        carried = case.shares.get(case.holder, WHOLE) if case.holder is not None else WHOLE
        self._touch(case)
        case.shares.pop(case.holder or 0, None)
        case.shares[post] = min(WHOLE, carried + own)
        case.holder, case.posts[post] = post, (self.whose(post) or 0, self.team)
        self._touch(case)
        return ""

    def _touch(self, case: CaseNow) -> None:
        self.changed.add(case.key)
        self.touched.update(whose for whose, _ in case.posts.values())

    def _close(self, change: Change) -> list[Obstacle]:
        def shut(case: CaseNow) -> str:
            self._touch(case)
            self.closed.add(case.key)
            return ""

        return self._each(change, shut)

    def _each(self, change: Change, act: Callable[[CaseNow], str]) -> list[Obstacle]:
        found = []
        for key in change.cases:
            case = self.cases.get(key)
            if case is None or key not in self.ours:
                words = _ELSEWHERE
            elif not case.open:
                words = _CLOSED
            elif key in self.closed:
                words = _CLOSED_HERE
            elif key not in self.changed and not case.is_with(self.team):
                words = _ELSEWHERE
            else:
                words = act(case)
            if words:
                found.append(Obstacle(words, key))
        return found

    def _imagine(self, change: Change) -> list[Obstacle]:
        if found := self._absent(change.post):
            return found
        self.imagined.append(change)
        self.touched.add(self.whose(change.post) or 0)
        return []

    def _hours(self, change: Change) -> list[Obstacle]:
        if found := self._absent(change.post):
            return found
        self.hours[change.post] = change.amount
        self.touched.add(self.whose(change.post) or 0)
        return []

    def _join(self, change: Change) -> list[Obstacle]:
        self.joined[-change.n] = change
        self.hours[-change.n] = change.amount
        self.touched.add(-change.n)
        return []

    def _leave(self, change: Change) -> list[Obstacle]:
        who = change.person
        if who in self.left or (who < 0 and who not in self.joined):
            return [Obstacle(_GONE)]
        if who > 0 and who not in self.people:
            return [Obstacle(_NOBODY)]
        self.left.add(who)
        for case in self.cases.values():
            if any(whose == who for whose, _ in case.posts.values()):
                self._touch(case)
        return []

    def _threshold(self, change: Change) -> list[Obstacle]:
        if self.scheme is None:
            return [Obstacle(_NO_SCHEME)]
        if change.code not in {one.code for one in thresholds(self.scheme)}:
            return [Obstacle(_NO_NUMBER)]
        values = {**self.values, change.code: change.amount or Fraction(0)}
        try:
            with_thresholds(self.scheme, values)
        except SchemeError as wrong:
            return [Obstacle(_not_together(self.scheme, values, wrong.problems))]
        self.values = values
        return []


def _not_together(scheme: Scheme, values: Mapping[str, Fraction], problems: Iterable[str]) -> str:
    """Why numbers do not fit each other, by the titles that the page gives them, each with what it would be."""
    named = {
        one.code.rpartition(".")[2]: f"“{one.title}” ({plain(values.get(one.code, one.value))})"
        for one in thresholds(scheme)
    }
    parts = []
    for problem in problems:
        place, _, what = problem.partition(": ")
        said = what if place in _PLACES and what else problem
        parts.append("".join(named.get(word, word) for word in re.split(r"(\w+)", said)))
    return f"The numbers would not fit together: {'; '.join(parts)}. Choose another number, or change the others first."


_MEETS: dict[Kind, Callable[[Supposed, Change], list[Obstacle]]] = {
    Kind.MOVE: Supposed._move,
    Kind.IMAGINE: Supposed._imagine,
    Kind.CLOSE: Supposed._close,
    Kind.HOURS: Supposed._hours,
    Kind.JOIN: Supposed._join,
    Kind.LEAVE: Supposed._leave,
    Kind.THRESHOLD: Supposed._threshold,
}


def supposed_of(team_id: int, board: Board, cases: Mapping[int, CaseNow], scheme: Scheme | None) -> Supposed:
    """The team as it stands, for changes to be met with."""
    posts = {post.post: who for who, held in board.posts.items() for post in held if post.team == team_id}
    return Supposed(team_id, posts, {one.id for one in board.people}, cases, scheme)
