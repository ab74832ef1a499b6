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


def test_held_and_demand_leave_nobody_out() -> None:
    """Four cases of one point: hours not known, away, with a line, waiting. Only the percentage leaves people out."""
    people = [
        person(practitioner="U", team="T", weekly_hours=None),
        person(practitioner="A", team="T", weekly_hours=0),
        person(practitioner="W", team="T"),
    ]
    reading = measured("crude-limits", held(1, "U") + held(2, "A") + held(3, "W") + held(4, None), people)
    team = reading.teams[0]
    assert (team.held, team.demand) == (6, 10)
    assert (team.load, team.line, team.band) == (3, 12, "green")
    assert (team.left_out, team.left_out_load) == (2, 3)
    assert team.distribution == {"green": 1, "not_available": 1, "not_set": 1}
    assert (team.as_data()["held"], team.as_data()["demand"], team.as_data()["load"]) == ("6", "10", "3")


def test_a_team_in_which_nobody_has_a_line() -> None:
    people = [person(practitioner=who, team="T", weekly_hours=None) for who in "AB"]
    team = measured("srb-points", held(1, "A") + held(1, "B"), people).teams[0]
    assert (team.held, team.line, team.band, team.percent, team.left_out) == (6, None, "not_set", None, 0)
    assert (team.provisional, team.as_data()["capacity"]) == (4, "0")
    away = [person(practitioner="A", team="T", weekly_hours=0)]
    assert measured("srb-points", held(1, "A"), away).teams[0].band == "not_available"


def test_an_advisory_scheme_counts_what_is_held() -> None:
    team = measured("low-medium-high", held(3, "W"), [person(practitioner="W", team="T")]).teams[0]
    assert (team.held, team.demand, team.capacity, team.band) == (6, 6, 0, None)


def test_provisional_of_a_team_is_of_what_it_holds() -> None:
    team = measured("srb-points", held(1, "W") + held(2, None), [person(practitioner="W", team="T")]).teams[0]
    assert (team.held, team.provisional) == (3, 2)
    assert (team.demand, team.provisional_demand) == (9, 6)


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


def test_a_household_over_two_posts() -> None:
    """Per case counts where the case is held; what counts once counts where most of the household is."""
    people = [
        {**person(practitioner="X", team="T1", weekly_hours=2220), "post": "1"},
        {**person(practitioner="X", team="T2", weekly_hours=1480), "post": "2"},
    ]
    frame = pl.DataFrame(people, schema_overrides={"step_confirmed": pl.Date, "stage": pl.String})
    none = pl.DataFrame(schema={"practitioner": pl.String, "kind": pl.String})

    def over(
        posts: list[str], scheme: str, chosen: dict[str, str] | None = None
    ) -> dict[str, tuple[int, int]]:
        rows = {"case": list("abc")[: len(posts)], "household": ["h"] * len(posts), "post": posts}
        cases = pl.DataFrame(rows | {"practitioner": ["X"] * len(posts)})
        reading = measure(cases, none, frame, files.shipped(scheme, chosen), ON)
        total = reading.practitioner("X")
        assert total.load == sum(team.load for team in reading.teams)
        assert (total.households, total.cases) == (1, len(posts))
        return {team.id: (int(team.load), team.households) for team in reading.teams}

    assert over(["1", "1", "2"], "srb-points") == {"T1": (4, 1), "T2": (1, 0)}
    assert over(["1", "2", "2"], "srb-points") == {"T1": (1, 0), "T2": (4, 1)}
    assert over(["2", "1"], "srb-points") == {"T1": (3, 1), "T2": (1, 0)}, "of two alike the lowest id"
    assert over(["1", "2"], "crude-limits", {"case": "child"}) == {"T1": (1, 1), "T2": (1, 0)}
