"""The points example and its cut-offs (rules 2.2, 2.3, fixtures 2, 3, 6, 7, 15)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.worked_examples.caseloads import ON, example, figures, months_before, person, points

EXAMPLE = {"A": 6, "B": 5, "C": 9, "D": 4, "E": 7, "F": 5, "G": 4, "H": 3, "I": 2}


def test_fixture_2_worker_x() -> None:
    reading = example("srb-points")
    worker = reading.practitioner("X")
    assert (worker.load, worker.line, worker.surplus) == (50, 50, 0)
    assert worker.percent == 100
    assert (worker.band, worker.action) == ("amber", "none now; nothing more without a trade-off")
    assert (worker.households, worker.cases) == (9, 17)
    assert worker.provisional == 0
    assert worker.sources["base"] == 17
    assert worker.sources["status"] == 9
    assert worker.sources["intervention"] == 17
    assert worker.sources["additional"] == 2
    assert worker.sources["practice_teaching"] == 5


@pytest.mark.parametrize(("family", "points"), EXAMPLE.items())
def test_PTS_16_each_family(family: str, points: int) -> None:
    lines = [
        line
        for line in example("srb-points").lines("X")
        if line.source[0] == family and line.kind != "commitment"
    ]
    assert sum(line.amount for line in lines) == points


def test_fixture_2_one_workload_three_colours() -> None:
    assert example("crude-limits", {"case": "household"}).practitioner("X").band == "green"
    assert example("crude-limits", {"case": "child"}).practitioner("X").band == "red"
    assert example("srb-points").practitioner("X").band == "amber"


@pytest.mark.parametrize(
    ("load", "line", "band"),
    [
        (55, 50, "red"),
        (44, 40, "red"),
        (33, 30, "red"),
        (54, 50, "amber"),
        (38, 40, "green"),
        (48, 50, "green"),
        (47, 50, "room"),
        (50, 50, "amber"),
        (Fraction("162.8"), 148, "red"),
        (Fraction("140.6"), 148, "green"),
        (147, 148, "green"),
        (162, 148, "amber"),
        (0, 0, "not_available"),
        (5, None, "not_set"),
    ],
)
def test_fixture_3_and_4_bands(load: Fraction, line: int | None, band: str) -> None:
    assert figures(load, line).band == band


@pytest.mark.parametrize(
    ("benchmark", "green", "amber", "red"),
    [(30, 29, 30, 33), (35, 34, 35, 39), (40, 38, 40, 44), (45, 43, 45, 50), (50, 48, 50, 55)],
)
def test_rules_2_3_cut_offs(benchmark: int, green: int, amber: int, red: int) -> None:
    firsts = {}
    for load in range(benchmark * 2):
        firsts.setdefault(figures(load, benchmark).band, load)
    assert (firsts["green"], firsts["amber"], firsts["red"]) == (green, amber, red)


def test_fixture_4_never_rounds_across_a_boundary() -> None:
    shown = figures(Fraction(9996, 10_000), 1)
    assert shown.as_text()["percent"] == "99.960000"
    assert figures(Fraction(9_999_999_999, 10_000_000_000), 1).as_text()["percent"] == "99.999999"


@pytest.mark.parametrize(
    ("statuses", "points_of_status"),
    [
        ({"CP", "LAC", "private", "care"}, 4),
        ({"CIN"}, 0),
        ({"CP", "LAC"}, 1),
        ({"private"}, 1),
        ({"care"}, 2),
        ({"LAC", "care"}, 3),
    ],
)
def test_fixture_6_status_of_a_household(statuses: set[str], points_of_status: int) -> None:
    one = points([{"household": "h", "status": {status}} for status in statuses])
    assert one.sources["status"] == points_of_status
    assert points([{"household": "h", "status": statuses}]).sources["status"] == points_of_status


@pytest.mark.parametrize(
    ("qualified", "line"),
    [
        (date(2026, 5, 23), 30),
        (date(2026, 5, 22), 35),
        (months_before(ON, 12), 40),
        (months_before(ON, 24), 45),
        (months_before(ON, 36), 50),
        (date(2025, 11, 23), 35),
    ],
)
def test_fixture_7_steps_of_the_line(qualified: date, line: int) -> None:
    assert points([], person(qualified=qualified)).line == line


def test_X_09_the_old_line_holds_until_both_confirmed() -> None:
    qualified = date(2026, 1, 10)
    assert points([], person(qualified=qualified)).line == 35
    assert points([], person(qualified=qualified, step_confirmed=date(2026, 1, 10))).line == 30
    assert points([], person(qualified=qualified, step_confirmed=date(2026, 7, 10))).line == 35
    assert points([], person(qualified=qualified, stage="experienced")).line == 50


def test_fixture_15_part_time_is_not_newly_qualified() -> None:
    part_time = points([], person(weekly_hours=2220))
    assert part_time.line == 30
    assert points([], person(weekly_hours=3700)).line == 50


@pytest.mark.parametrize(
    ("load", "five_more", "by_line"),
    [(40, "90.0", "88.8"), (45, "100.0", "100.0"), (49, "108.0", "108.8"), (50, "110.0", "111.1")],
)
def test_rules_2_5_duty_as_load_or_as_capacity(load: int, five_more: str, by_line: str) -> None:
    """Printed rounded as 88.9 and 108.9; shown cut, never rounded (X-02)."""
    assert figures(load + 5, 50).as_text()["percent"][: len(five_more)] == five_more
    assert figures(load, 45).as_text()["percent"][: len(by_line)] == by_line


def test_a_case_without_a_score_is_provisional() -> None:
    known = points([{"household": "h", "status": {"CP"}, "intervention": 300}])
    assert (known.load, known.provisional) == (5, 0)
    unknown = points([{"household": "h", "status": {"CP"}}])
    assert (unknown.load, unknown.provisional) == (4, 2)
    alone = points([{"household": None, "status": {"CP"}, "intervention": 300}])
    assert (alone.load, alone.provisional) == (5, 4)
