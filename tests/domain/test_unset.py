"""A line that is not set says what is missing for it, and so does what is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from safeload.domain.measure import measure
from safeload.domain.scheme import Scheme, read_scheme
from tests.worked_examples.caseloads import ON, measured, person

GRADES = {"grade": {"kind": "code", "title": "Grade", "codes": {"po": "PO", "pso": "PSO"}}}


def scheme(**line: Any) -> Scheme:
    head = {
        "id": "made",
        "title": "Made",
        "version": "1",
        "unit": "points",
        "source": "a test",
        "author": "a test",
    }
    return read_scheme(
        {
            "scheme": head | {"dated": ON, "supervision_and_cpd": "in line"},
            "practitioner": GRADES,
            "factor": [{"id": "f", "title": "F", "per": "case", "amount": "1"}],
            "line": line,
            "bands": {"kind": "percent", "red_from": "110"},
        }
    )


def action(of: Scheme, **given: Any) -> str | None:
    kinds = {"practitioner": pl.String, "weekly_hours": pl.Int64, "grade": pl.String}
    people = pl.DataFrame([dict.fromkeys(kinds) | {"practitioner": "X"} | given], schema=kinds)
    cases = pl.DataFrame(schema={"case": pl.String, "practitioner": pl.String})
    none = pl.DataFrame(schema={"practitioner": pl.String, "kind": pl.String})
    return measure(cases, none, people, of, ON).practitioner("X").action


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weekly_hours": None}, "settle the contracted hours"),
        ({"qualified": None}, "settle the stage or qualified date"),
        ({"qualified": date(2027, 9, 1)}, "settle the stage or qualified date"),
        (
            {"qualified": None, "weekly_hours": None},
            "settle the contracted hours and the stage or qualified date",
        ),
    ],
)
def test_hours_and_stage(given: dict[str, Any], said: str) -> None:
    assert measured("srb-points", [], [person(**given)]).practitioner("X").action == said


def test_a_code_without_default() -> None:
    amounts = {"amounts": {"by": "grade", "po": "100", "pso": "90"}, "hours": {"default": "37"}}
    assert action(scheme(**amounts), weekly_hours=3700) == "settle “Grade”"
    assert action(scheme(**amounts)) == "settle the contracted hours and “Grade”"
    assert action(scheme(**amounts), weekly_hours=3700, grade="po") == "none"
    by_grade = {
        "amount": "50",
        "hours": {"missing": "default", "default": {"by": "grade", "po": "37", "pso": "36"}},
    }
    assert action(scheme(**by_grade)) == "settle “Grade”"


def test_otherwise_stands_for_a_blank_as_well() -> None:
    line = {
        "amounts": {"by": "grade", "po": "100", "otherwise": "80"},
        "hours": {"missing": "default", "default": {"by": "grade", "pso": "36", "otherwise": "37"}},
    }
    assert action(scheme(**line)) == "none"
