"""Small caseloads for the worked examples."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from safeload.cli.inputs import read_lists
from safeload.domain.bands import band_of
from safeload.domain.dates import months_before
from safeload.domain.measure import measure
from safeload.domain.reading import Figures, PractitionerReading, Reading
from safeload.schemes import files

__all__ = ["ON", "example", "figures", "hours", "measured", "months_before", "person", "points"]

ON = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2] / "examples"
STATUSES = ("CIN", "CP", "LAC", "private", "care")


def example(name: str, chosen: dict[str, str] | None = None, scheme: str | None = None) -> Reading:
    """A folder under ``examples/`` measured by the scheme of its name."""
    found = files.shipped(scheme or name, chosen)
    lists = read_lists(str(EXAMPLES / name), found)
    return measure(lists.cases, lists.commitments, lists.practitioners, found, ON, tasks=lists.tasks)


def figures(load: Fraction | int, line: Fraction | int | None, scheme: str = "srb-points") -> Figures:
    """A load against a line under the bands of a scheme."""
    found = files.shipped(scheme)
    exact = None if line is None else Fraction(line)
    return Figures(Fraction(load), exact, band_of(Fraction(load), exact, found.bands, found.line), found)


def person(**given: Any) -> dict[str, Any]:
    """A practitioner with three years and full-time hours, unless said otherwise."""
    return {
        "practitioner": "X",
        "weekly_hours": 3700,
        "qualified": date(2018, 9, 3),
        "step_confirmed": None,
        "stage": None,
    } | given


def _people(*people: dict[str, Any]) -> pl.DataFrame:
    kinds = {
        "practitioner": pl.String,
        "weekly_hours": pl.Int64,
        "qualified": pl.Date,
        "step_confirmed": pl.Date,
        "stage": pl.String,
        "team": pl.String,
        "allocatable": pl.Boolean,
        "asye": pl.Boolean,
        "ends": pl.Date,
    }
    return pl.DataFrame([dict.fromkeys(kinds) | one for one in people], schema=kinds)


def _commitments(rows: list[dict[str, Any]]) -> pl.DataFrame:
    kinds = {
        "practitioner": pl.String,
        "kind": pl.String,
        "amount": pl.Int64,
        "unit": pl.String,
        "starts": pl.Date,
        "ends": pl.Date,
        "reviewed": pl.Date,
    }
    return pl.DataFrame([dict.fromkeys(kinds) | {"practitioner": "X"} | row for row in rows], schema=kinds)


def measured(
    scheme: str,
    cases: list[dict[str, Any]],
    people: list[dict[str, Any]],
    commitments: list[dict[str, Any]] | None = None,
    on: date = ON,
    chosen: dict[str, str] | None = None,
) -> Reading:
    """Any small caseload under a shipped scheme."""
    kinds = {"case": pl.String, "household": pl.String, "practitioner": pl.String, "team": pl.String}
    return measure(
        pl.DataFrame(cases, schema=kinds),
        _commitments(commitments or []),
        _people(*people),
        files.shipped(scheme, chosen),
        on,
    )


def points(
    cases: list[dict[str, Any]],
    who: dict[str, Any] | None = None,
    commitments: list[dict[str, Any]] | None = None,
    on: date = ON,
) -> PractitionerReading:
    """One practitioner's cases under the points scheme."""
    rows = [
        {
            "case": f"c{n}",
            "household": case["household"],
            "practitioner": "X",
            "intervention": case.get("intervention"),
            **{f"status.{s}": s in case["status"] for s in STATUSES},
        }
        for n, case in enumerate(cases)
    ]
    kinds = {
        "case": pl.String,
        "household": pl.String,
        "practitioner": pl.String,
        "intervention": pl.Int64,
        **{f"status.{s}": pl.Boolean for s in STATUSES},
    }
    reading = measure(
        pl.DataFrame(rows, schema=kinds),
        _commitments(commitments or []),
        _people(who or person()),
        files.shipped("srb-points"),
        on,
    )
    return reading.practitioner("X")


def hours(
    casework: int, commitments: list[dict[str, Any]], who: dict[str, Any] | None = None
) -> PractitionerReading:
    """One practitioner's hours of casework (hundredths) under the time template."""
    cases = pl.DataFrame({"case": ["c"], "household": ["h"], "practitioner": ["X"], "hours": [casework]})
    return measure(
        cases, _commitments(commitments), _people(who or person()), files.shipped("srb-time"), ON
    ).practitioner("X")
