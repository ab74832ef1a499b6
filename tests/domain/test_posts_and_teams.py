"""Two posts of one person, and teams: the engine against the slow implementation (rules 2.6, fixture 11)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from safeload.domain import frames as frames_module
from safeload.domain.measure import measure
from safeload.domain.scheme import Scheme, SchemeError
from tests.domain import oracle_teams
from tests.domain.test_against_oracle import (
    CASE,
    COMMITMENT,
    LARGE,
    ON,
    PERSON,
    TASK,
    caseloads,
    frames,
    schemes,
)

POSTS = [("p1", "1"), ("p1", "2"), ("p2", "3"), ("p2", "4"), ("p3", "5")]
OF = {"p1": ["1", "2"], "p2": ["3", "4"], "p3": ["5"]}
TEAM = st.sampled_from(["T1", "T2", None])


@st.composite
def held(draw: Any, row: Any) -> dict[str, Any]:
    """A row with a post of whoever holds it, or none named."""
    found: dict[str, Any] = dict(draw(row))
    mine = OF.get(found["practitioner"] or "", [])
    return found | {"post": draw(st.sampled_from([None, *mine])), "team": draw(TEAM)}


def _with(frame: pl.DataFrame, rows: list[dict[str, Any]], *names: str) -> pl.DataFrame:
    kinds = {"allocatable": pl.Boolean}
    return frame.with_columns(
        pl.Series(name, [row[name] for row in rows], dtype=kinds.get(name, pl.String)) for name in names
    )


SEATS = st.tuples(*(st.tuples(PERSON, TEAM, st.sampled_from([None, True, False])) for _ in POSTS))


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    schemes(),
    caseloads(held(CASE)),
    st.lists(held(COMMITMENT), max_size=6),
    SEATS,
    st.lists(TASK, max_size=4),
    LARGE,
)
def test_posts_and_teams_equal_the_slow_implementation(
    scheme: Scheme,
    cases: list[dict[str, Any]],
    commitments: list[dict[str, Any]],
    seats: tuple[tuple[dict[str, Any], str | None, bool | None], ...],
    tasks: list[dict[str, Any]],
    large: int,
) -> None:
    people = [
        {"practitioner": who, **person, "post": post, "team": team, "allocatable": allocatable}
        for (who, post), (person, team, allocatable) in zip(POSTS, seats, strict=True)
    ]
    given_cases, given_commitments, given_people, given_tasks = frames(cases, commitments, people, tasks)
    given_cases = _with(given_cases, cases, "post", "team")
    given_commitments = _with(given_commitments, commitments, "post")
    given_people = _with(given_people, people, "post", "team", "allocatable")
    try:
        with patch.object(frames_module, "LARGE", large):
            reading = measure(given_cases, given_commitments, given_people, scheme, ON, tasks=given_tasks)
    except SchemeError:
        reject()
    expected = oracle_teams.posts(scheme, cases, commitments, people, tasks, ON)
    for row in reading.by_post.iter_rows(named=True):
        wanted = expected[row["post"]]
        assert reading.amount(row["load"]) == wanted["load"]
        assert (None if row["line"] is None else reading.amount(row["line"])) == wanted["line"]
        assert reading.amount(row["provisional"]) == wanted["provisional"]
        assert (row["households"], row["cases"]) == (wanted["households"], wanted["cases"])
    for person in reading.practitioners:
        assert sum((line.amount for line in reading.lines(person.id)), Fraction(0)) == person.load
        opened = reading.line_lines(person.id)
        assert sum((line.amount for line in opened), Fraction(0)) == (person.line or 0)
        assert scheme.line_rounding.how != "exact" or all(line.kind != "rounding" for line in opened)
    wanted_teams = oracle_teams.teams(scheme, expected, cases)
    assert {team.id for team in reading.teams} == set(wanted_teams)
    for team in reading.teams:
        assert {name: getattr(team, name) for name in wanted_teams[team.id]} == wanted_teams[team.id]
        assert team.provisional <= max(team.held, Fraction(0))
