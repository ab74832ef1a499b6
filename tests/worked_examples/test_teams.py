"""Pooled figures, unallocated work and states without a line (rules 2.6, fixtures 9, 11, 14)."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from safeload.domain.measure import measure
from safeload.schemes import files
from tests.worked_examples.caseloads import ON, measured, person, points


def held(count: int, who: str | None, team: str = "T") -> list[dict[str, Any]]:
    return [
        {"case": f"{who}{n}", "household": f"{who}{n}", "practitioner": who, "team": team}
        for n in range(count)
    ]


def test_fixture_9_pooled_never_a_mean() -> None:
    """55 of 50 with 10 of 20 is 65 of 70, not 80 %; the distribution shows the red one."""
    people = [person(practitioner="A", team="T"), person(practitioner="B", team="T", weekly_hours=1480)]
    cases = [{"case": f"a{n}", "household": "h", "practitioner": "A", "team": "T"} for n in range(53)]
    cases += [{"case": f"b{n}", "household": "g", "practitioner": "B", "team": "T"} for n in range(8)]
    reading = measured("srb-points", cases, people)
    assert [(one.load, one.line) for one in reading.practitioners] == [(55, 50), (10, 20)]
    team = reading.teams[0]
    assert (team.load, team.line) == (65, 70)
    assert team.as_text()["percent"] == "92.857142"
    assert team.distribution == {"red": 1, "room": 1}


def test_fixture_11_manager_leaver_and_waiting_count_as_unallocated() -> None:
    people = [
        person(practitioner="W", team="T"),
        person(practitioner="M", team="T", allocatable=False),
        person(practitioner="L", team="T", ends=date(2026, 11, 1)),
    ]
    cases = held(2, "W") + held(3, "M") + held(1, "L") + held(4, None)
    reading = measured("crude-limits", cases, people)
    team = reading.teams[0]
    assert (team.held, team.parked, team.waiting) == (2, 4, 4)
    assert (team.demand, team.capacity) == (10, 12)
    assert (team.parked_cases, team.waiting_cases) == (4, 4)
    assert reading.practitioner("M").load == 3, "a manager who holds cases has a load like anybody"
    assert reading.practitioner("L").band == "not_available"


def test_fixture_14_no_capacity_is_its_own_state() -> None:
    away = points(
        [{"household": "h", "status": {"CP"}}],
        commitments=[{"kind": "leave", "amount": 10_000, "unit": "percent"}],
    )
    assert (away.line, away.band, away.percent) == (0, "not_available", None)
    unknown = points([], person(weekly_hours=None))
    assert (unknown.line, unknown.band, unknown.percent) == (None, "not_set", None)


def test_fixture_14_expired_adjustment_holds_until_reviewed() -> None:
    expired = {"kind": "adjustment", "amount": 2000, "unit": "percent", "ends": date(2026, 11, 1)}
    assert points([], commitments=[expired]).line == 40
    assert points([], commitments=[expired | {"reviewed": date(2026, 11, 20)}]).line == 50
    leave = {"kind": "leave", "amount": 2000, "unit": "percent", "ends": date(2026, 11, 1)}
    assert points([], commitments=[leave]).line == 50, "leave simply ends"


def test_two_posts_one_combined_figure() -> None:
    people = [
        {**person(practitioner="X", team="T1", weekly_hours=2220), "post": "1"},
        {**person(practitioner="X", team="T2", weekly_hours=1480), "post": "2"},
    ]

    cases = pl.DataFrame(
        {
            "case": ["a", "b", "c"],
            "household": ["a", "b", "c"],
            "practitioner": ["X"] * 3,
            "post": ["1", "2", None],
        }
    )
    frame = pl.DataFrame(people, schema_overrides={"step_confirmed": pl.Date, "stage": pl.String})
    none = pl.DataFrame(schema={"practitioner": pl.String, "kind": pl.String})
    reading = measure(cases, none, frame, files.shipped("srb-points"), ON)
    assert reading.practitioner("X").line == 50
    assert {team.id: (team.load, team.line) for team in reading.teams} == {"T1": (6, 30), "T2": (3, 20)}
    assert reading.practitioner("X").load == 9
    assert sum(line.amount for line in reading.lines("X")) == 9
