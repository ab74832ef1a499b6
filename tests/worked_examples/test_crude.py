"""The crude limits (rules 2.4, fixture 5)."""

from __future__ import annotations

import pytest

from tests.worked_examples.caseloads import measured, person

#: Hours in hundredths, newly qualified, last green, first red where 15 is red, first red where 15 is amber.
ROWS = [
    (3700, False, 12, 15, 16),
    (3700, True, 10, 14, 14),
    (2960, False, 9, 12, 13),
    (2960, True, 8, 11, 11),
    (2220, False, 7, 9, 10),
    (2220, True, 6, 9, 9),
]


def band(held: int, hours: int, asye: bool, edge: str) -> str | None:
    cases = [{"case": f"c{n}", "household": f"h{n}", "practitioner": "X", "team": None} for n in range(held)]
    reading = measured(
        "crude-limits", cases, [person(weekly_hours=hours, asye=asye)], chosen={"fifteen": edge}
    )
    found = reading.practitioner("X")
    assert found.percent is None
    return found.band


@pytest.mark.parametrize(("hours", "asye", "green", "red_at_15", "red_at_16"), ROWS)
def test_fixture_5_every_row(hours: int, asye: bool, green: int, red_at_15: int, red_at_16: int) -> None:
    assert band(green, hours, asye, "from") == "green"
    assert band(green + 1, hours, asye, "from") == "amber"
    assert band(red_at_16 - 1, hours, asye, "above") == "amber"
    assert band(red_at_16, hours, asye, "above") == "red"
    assert band(red_at_15 - 1, hours, asye, "from") == "amber"
    assert band(red_at_15, hours, asye, "from") == "red"


def test_X_05_fifteen_under_both_readings() -> None:
    assert band(15, 3700, False, "from") == "red"
    assert band(15, 3700, False, "above") == "amber"
