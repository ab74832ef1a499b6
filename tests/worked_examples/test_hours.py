"""The time template (rules 2.1, fixtures 1, 3, 4)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from safeload.domain.quantity import cut
from tests.worked_examples.caseloads import ON, example, hours, months_before, person

TYPED = [{"kind": "leave", "amount": 740, "unit": "hours"}, {"kind": "cpd", "amount": 1500, "unit": "hours"}]


def test_fixture_1_time_example() -> None:
    worker = example("srb-time").practitioner("E")
    assert (worker.line, worker.load) == (148, Fraction("146.4"))
    assert worker.load - worker.sources["casework"] == Fraction("51.4")
    assert worker.surplus == Fraction("1.6")
    assert (worker.band, worker.action) == ("green", "none")
    assert cut(worker.percent or Fraction(0), 1) == "98.9"
    assert round(float(worker.surplus / (worker.line or 1)) * 100, 1) == 1.1


@pytest.mark.parametrize(
    ("casework", "required", "band"),
    [
        (8900, "140.4", "room"),
        (8920, "140.6", "green"),
        (9500, "146.4", "green"),
        (9550, "146.9", "green"),
        (9660, "148", "amber"),
        (9700, "148.4", "amber"),
        (11000, "161.4", "amber"),
        (11100, "162.4", "amber"),
        (11140, "162.8", "red"),
        (11200, "163.4", "red"),
    ],
)
def test_rules_2_1_casework_varied(casework: int, required: str, band: str) -> None:
    worker = hours(casework, TYPED)
    assert (worker.load, worker.band) == (Fraction(required), band)


def test_X_10_exact_cpd_is_a_tenth() -> None:
    worker = hours(9500, TYPED[:1])
    assert worker.sources["cpd"] == Fraction("14.8")
    assert worker.load == Fraction("146.2")
    assert cut(worker.percent or Fraction(0), 3) == "98.783"


@pytest.mark.parametrize(
    ("qualified", "not_casework"),
    [
        (ON - timedelta(weeks=5), "67.6"),
        (ON - timedelta(weeks=6), "61.6"),
        (months_before(ON, 7), "61.6"),
        (months_before(ON, 8), "58.6"),
    ],
)
def test_rules_2_1_newly_qualified(qualified: date, not_casework: str) -> None:
    """12, 6 and 3 hours of supervision; CPD a day a week (29.6 hours); 26 hours of the other rows."""
    worker = hours(0, [], person(qualified=qualified))
    assert worker.load == Fraction(not_casework)


def test_X_12_supervision_and_benchmark_run_on_two_clocks() -> None:
    worker = hours(0, [], person(qualified=months_before(ON, 12)))
    assert worker.sources["cpd"] == Fraction("14.8")
    assert worker.sources["supervision"] == 3
