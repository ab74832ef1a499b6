"""Weeks over the line count Monday snapshots without a break; a snapshot never moves with later changes."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from safeload.workload.actions import take_missing_mondays, take_monday_snapshot
from safeload.workload.models import PractitionerWeek, TeamWeek
from tests.workload.town import MONDAY, TODAY, Town, days_ago

WEEK = timedelta(weeks=1)


def _weeks(whose: object) -> list[tuple[int, int]]:
    rows = PractitionerWeek.objects.filter(practitioner=whose).order_by("monday")
    return list(rows.values_list("weeks_over", "weeks_red"))


def test_weeks_over_count_from_the_day_the_work_came(town: Town) -> None:
    town.scheme()
    ben = town.person("Ben Carter")
    town.points(ben, 45, since=days_ago(100))
    town.points(ben, 6, since=MONDAY - 3 * WEEK)
    town.points(ben, 5, since=MONDAY - WEEK)
    for back in (4, 3, 2, 1, 0):
        take_monday_snapshot(MONDAY - back * WEEK)
    assert _weeks(ben) == [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2)]


def test_at_the_line_is_not_over_it(town: Town) -> None:
    town.scheme()
    town.points(town.person("Ada Light"), 50)
    take_monday_snapshot(TODAY)
    row = PractitionerWeek.objects.get()
    assert (row.band, row.weeks_over, row.monday) == ("amber", 0, MONDAY)


def test_a_gap_starts_the_count_anew_and_a_snapshot_taken_later_closes_it(town: Town) -> None:
    town.scheme()
    ben = town.person("Ben Carter")
    town.points(ben, 56)
    take_monday_snapshot(MONDAY - 2 * WEEK)
    take_monday_snapshot(MONDAY)
    assert _weeks(ben) == [(1, 1), (1, 1)]
    take_monday_snapshot(MONDAY - WEEK)
    assert _weeks(ben) == [(1, 1), (2, 2), (3, 3)]


def test_missing_mondays_are_taken_once(town: Town) -> None:
    town.scheme()
    town.person("Ada Light")
    take_monday_snapshot(MONDAY - 3 * WEEK)
    assert take_missing_mondays(TODAY) == [MONDAY - 2 * WEEK, MONDAY - WEEK, MONDAY]
    assert take_missing_mondays(TODAY) == []


def test_team_is_pooled_with_its_distribution(town: Town) -> None:
    """Rules 2.6 (fixture 9): 55 of 50 and 10 of 20 pool to 65 of 70, and the red one stays in sight."""
    town.scheme()
    town.points(town.person("Ben Carter"), 55)
    town.points(town.person("Ada Light", hours="14.8"), 10)
    manager = town.person("Dee Manager", role="team-manager")
    town.family(1, manager, status=["CIN"], level="low", intervention="1", additional="0")
    town.family(2, status=["CIN"], level="low", intervention="1", additional="0")
    take_monday_snapshot(TODAY)
    row = TeamWeek.objects.get(team=town.team)
    assert (Fraction(row.load, row.unit), Fraction(row.line, row.unit)) == (65, 70)
    assert (row.people, row.bands) == (2, {"red": 1, "room": 1})
    assert (row.waiting_cases, row.parked_cases) == (2, 1)
    assert (Fraction(row.waiting, row.unit), Fraction(row.parked, row.unit)) == (3, 2)
