"""The numbers of a scheme that one may think otherwise: all of them, each by itself, and none that is no number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from safeload.domain.scheme import Scheme, SchemeError
from safeload.domain.scheme.thresholds import thresholds, with_thresholds
from safeload.schemes import files

SHIPPED = ["srb-points", "srb-time", "srb-tasks", "low-medium-high", "crude-limits", "derby-advisory"]


def _scheme(name: str) -> Scheme:
    return files.read_text(files.shipped_text(name), {})


@pytest.mark.parametrize("name", SHIPPED)
def test_each_can_be_another_and_nothing_else_is(name: str) -> None:
    scheme = _scheme(name)
    before = {one.code: one.value for one in thresholds(scheme)}
    assert len(before) == len(thresholds(scheme))
    for code, value in before.items():
        more = 1 if code == "line.weeks" else Fraction(1, 4)
        found = {one.code: one.value for one in thresholds(with_thresholds(scheme, {code: value + more}))}
        assert found == before | {code: value + more}


def test_what_a_scheme_does_not_have_is_left_out() -> None:
    scheme = _scheme("srb-points")
    values = {
        "bands.kind": Fraction(1),
        "bands.green_to": Fraction(3),
        "line.amount": Fraction(9),
        "x": Fraction(0),
    }
    assert thresholds(with_thresholds(scheme, values)) == thresholds(scheme)


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("bands.red_from", "99", "should rise"),
        ("stage.experienced", "-1", "less than nothing"),
        ("bands.green_from", "100.5", "should rise"),
    ],
)
def test_numbers_that_do_not_hold_together_are_refused(code: str, value: str, words: str) -> None:
    with pytest.raises(SchemeError, match=words):
        with_thresholds(_scheme("srb-points"), {code: Fraction(value)})


@pytest.mark.parametrize("weeks", ["0", "2.5"])
def test_weeks_are_whole(weeks: str) -> None:
    with pytest.raises(SchemeError, match="whole number of weeks"):
        with_thresholds(_scheme("srb-time"), {"line.weeks": Fraction(weeks)})
