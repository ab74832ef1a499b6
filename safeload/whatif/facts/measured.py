"""The board as it would be: whom the changes touch is measured again by the engine, the others keep their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from safeload.domain.bands import band_of
from safeload.domain.reading import Reading
from safeload.domain.scheme import Scheme, SchemeError
from safeload.domain.scheme.thresholds import BANDS, with_thresholds
from safeload.people.scope import Scope
from safeload.schemes.facts import scheme_of
from safeload.schemes.models import Adoption
from safeload.whatif.changes import Change, Kind
from safeload.whatif.facts.frames import as_supposed
from safeload.whatif.facts.supposed import Supposed, supposed_of
from safeload.whatif.queries.cases import cases_now
from safeload.workload.facts import Rule, frames, rule_on
from safeload.workload.facts.kept import PersonFigures, PostFigures, people_of, posts_of
from safeload.workload.models import Standing
from safeload.workload.queries.adopted import Adopted, adopted_among
from safeload.workload.queries.board import Board, PersonRow, PostRow, board_of_team

#: What kept rows and measured ones have in common.
_OF_PERSON = ("load", "line", "unit", "provisional", "households", "cases")
_OF_POST = (*_OF_PERSON, "allocatable", "hours", "work")


@dataclass(frozen=True)
class AsItWouldBe:
    """A team's board as it stands and as it would be, with the schemes behind either."""

    before: Board
    after: Board
    adopted: Adopted
    #: With the numbers that the scenario thinks otherwise.
    adopted_after: Adopted
    supposed: Supposed
    changes: tuple[Change, ...]
    #: The adoption that measures the team; none where nothing is adopted.
    adoption: Adoption | None


def as_it_would_be(scope: Scope, team_id: int, changes: list[Change], team_name: str = "") -> AsItWouldBe:
    """Meet the changes with the rows of the day and measure. The caller asked ``team_seen``.

    Five queries; up to three for cases, and for each scheme that measures somebody touched up to nine.
    """
    before, rule, supposed = _met(scope, team_id, changes)
    adoption = rule.of_team(team_id)
    if any(not code.startswith(BANDS) for code in supposed.values):
        supposed.touched |= set(supposed.people)  # other lines are measured, other bands only compared
    supposed.touched &= {*supposed.people, *supposed.joined}
    try:
        measured = _measured(scope.on, before, supposed, rule, adoption)
    except SchemeError:
        if not supposed.values:
            raise
        supposed.without_values(changes)
        measured = _measured(scope.on, before, supposed, rule, adoption)
    after = _after(before, supposed, measured, team_name)
    if adoption is not None and supposed.values:
        after = _compared(after, _with_values(scheme_of(adoption), adoption, adoption, supposed), adoption)
    adopted = adopted_among({one.adoption for board in (before, after) for one in _rows(board)})
    return AsItWouldBe(
        before=before,
        after=after,
        adopted=adopted,
        adopted_after={
            pk: (row, _with_values(found, row, adoption, supposed)) for pk, (row, found) in adopted.items()
        },
        supposed=supposed,
        changes=tuple(changes),
        adoption=adoption,
    )


def met(scope: Scope, team_id: int, changes: list[Change], also: Change) -> Supposed:
    """The changes met with the rows of the day, and nothing measured. Five queries, up to three for cases.

    ``also``: one that is to be met next, once it is checked; what it takes is read with the others.
    """
    return _met(scope, team_id, changes, also)[2]


def _met(
    scope: Scope, team_id: int, changes: list[Change], also: Change | None = None
) -> tuple[Board, Rule, Supposed]:
    board = board_of_team(scope, team_id)
    rule = rule_on(scope.on)
    adoption = rule.of_team(team_id)
    scheme = scheme_of(adoption) if adoption else None
    read = changes if also is None else [*changes, also]
    supposed = supposed_of(team_id, board, _cases(scope.on, read), scheme)
    supposed.meet(changes)
    return board, rule, supposed


def _cases(on: date, changes: list[Change]) -> Any:
    leavers = [one.person for one in changes if one.kind is Kind.LEAVE and one.person > 0]
    return cases_now(on, {key for one in changes for key in one.cases}, leavers)


def _rows(board: Board) -> Iterator[PersonRow | PostRow]:
    yield from board.people
    for held in board.posts.values():
        yield from held


def _with_values(scheme: Scheme, row: Adoption, adoption: Adoption | None, supposed: Supposed) -> Scheme:
    """Numbers that are thought otherwise are those of the team's own scheme."""
    if adoption is None or row.pk != adoption.pk or not supposed.values:
        return scheme
    return _other(scheme, tuple(sorted(supposed.values.items())))


@lru_cache(maxsize=64)
def _other(scheme: Scheme, values: tuple[tuple[str, Fraction], ...]) -> Scheme:
    """The same object for the same numbers: what the engine prepared for it is kept by identity."""
    return with_thresholds(scheme, dict(values))


@dataclass
class _Measured:
    people: dict[int, PersonFigures]
    posts: dict[int, PostFigures]


def _measured(on: date, board: Board, supposed: Supposed, rule: Rule, adoption: Adoption | None) -> _Measured:
    """Everybody touched, by the rule of ``actions.refresh``: each post by its own team's scheme."""
    found = _Measured({}, {})
    there = supposed.touched - supposed.left
    teams = {post.team for who in there for post in board.posts.get(who, ())}
    if any(who < 0 for who in there):
        teams.add(supposed.team)
    for one in rule.distinct(teams) if there else ():
        scheme = _with_values(scheme_of(one), one, adoption, supposed)
        reading = reading_as_supposed(scheme, on, supposed, there)
        posts = posts_of(reading, one)
        found.people |= {row.practitioner: row for row in people_of(reading, one, posts, rule)}
        found.posts |= {
            row.post: row for row in posts if (under := rule.of_team(row.team)) and under.pk == one.pk
        }
    return found


def reading_as_supposed(scheme: Scheme, on: date, supposed: Supposed, there: set[int]) -> Reading:
    """These practitioners under a scheme as it would be. Six to ten queries."""
    given = frames(scheme, on, practitioners=sorted(who for who in there if who > 0))
    return as_supposed(given, scheme, on, supposed, there).measured(scheme, on)


def _after(before: Board, supposed: Supposed, measured: _Measured, team_name: str) -> Board:
    people = [
        _person(one, measured.people.get(one.id)) for one in before.people if one.id not in supposed.left
    ]
    posts = {
        one.id: [_post(post, measured.posts.get(post.post)) for post in before.posts[one.id]]
        for one in people
    }
    for key, change in supposed.joined.items():
        if key not in supposed.left and key in measured.people:
            people.append(_new_person(key, change, measured.people[key]))
            posts[key] = [_new_post(measured.posts[key], team_name)]
    return replace(before, people=people, posts=posts)


def _compared(board: Board, scheme: Scheme, adoption: Adoption) -> Board:
    """Everybody measured by the team's scheme, in the band that its other numbers give."""

    def banded(row: PersonRow) -> PersonRow:
        line = None if row.line is None else Fraction(row.line, row.unit)
        band = band_of(Fraction(row.load, row.unit), line, scheme.bands, scheme.line)
        return row._replace(band=band or "")

    people = [banded(one) if one.adoption == adoption.pk else one for one in board.people]
    return replace(board, people=people)


def _person(row: PersonRow, found: PersonFigures | None) -> PersonRow:
    if found is None:
        return row
    kept = {name: found.kept[name] for name in (*_OF_PERSON, "band")}
    return row._replace(**kept, stage=found.stage, adoption=found.kept["adoption"].pk)


def _post(row: PostRow, found: PostFigures | None) -> PostRow:
    if found is None:
        return row
    return row._replace(**_of_post(found))


def _of_post(found: PostFigures) -> dict[str, Any]:
    kept: Mapping[str, Any] = found.kept
    return {name: kept[name] for name in _OF_POST} | {"adoption": kept["adoption"].pk}


def _new_person(key: int, change: Change, found: PersonFigures) -> PersonRow:
    protected = Standing.Protection.BUILD_UP if change.asye else Standing.Protection.NONE
    return PersonRow(
        id=key,
        name=new_name(key),
        qualified=None,
        asye=change.asye,
        agency=False,
        band=found.kept["band"],
        stage=found.stage,
        protected=protected,
        protected_until=None,
        weeks_over=0,
        weeks_red=0,
        adoption=found.kept["adoption"].pk,
        **{name: found.kept[name] for name in _OF_PERSON},
    )


def _new_post(found: PostFigures, team_name: str) -> PostRow:
    return PostRow(
        post=found.post,
        practitioner=found.practitioner,
        team=found.team,
        team_name=team_name,
        role="practitioner",
        **_of_post(found),
    )


def new_name(key: int) -> str:
    """What somebody is called who joins in a scenario: by the number of the change, never a name."""
    return f"New practitioner ({-key})"
