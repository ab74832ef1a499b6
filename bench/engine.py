"""The engine: 50,000 practitioners and 800,000 cases against a bare group-by-sum over the same rows."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.util import find_spec
from shutil import which
from typing import Any

import polars as pl

from bench.clock import best, tell
from safeload.domain.measure import measure
from safeload.schemes import files

ON = date(2026, 11, 22)
#: The limit is for this many practitioners; smaller frames show what is fixed in a measurement.
LIMITED_AT = 50_000


def _drawn(count: int, below: int, seed: int) -> pl.Series:
    """So many whole numbers from 0, the same each time for the same seed."""
    return (pl.int_range(count, eager=True).hash(seed) % below).cast(pl.Int64)


def caseload(practitioners: int, cases: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Invented rows of the size asked for, with a stored column of points for the bare sum."""
    home, chance = _drawn(cases, max(1, cases * 4 // 7), 1).sort(), _drawn(cases, 100, 2)
    held = pl.DataFrame(
        {
            "case": pl.int_range(cases, eager=True),
            "household": home,
            "practitioner": (home * 7919) % practitioners,
            "status.CIN": chance > 36,
            "status.CP": chance < 12,
            "status.LAC": chance.is_between(12, 31),
            "status.care": chance < 4,
            "status.private": chance == 32,
            "intervention": _drawn(cases, 6, 3) * 100,
            "additional": _drawn(cases, 2, 4) * 100,
            "points": _drawn(cases, 800, 5) + 100,
        }
    )
    hours, since = (3700, 2960, 2220), _drawn(practitioners, 6000, 7)
    people = pl.DataFrame(
        {
            "practitioner": pl.int_range(practitioners, eager=True),
            "team": (pl.int_range(practitioners, eager=True) // 9).cast(pl.String),
            "weekly_hours": [hours[n] for n in _drawn(practitioners, 3, 6)],
            "qualified": [ON - timedelta(days=n) for n in since],
        }
    )
    some = practitioners // 10
    commitments = pl.DataFrame(
        {
            "practitioner": pl.int_range(some, eager=True) * 10,
            "amount": [1000] * some,
            "unit": ["percent"] * some,
            "kind": [("practice_teaching", "adjustment")[n] for n in _drawn(some, 2, 8)],
        },
        schema_overrides={"practitioner": pl.Int64, "amount": pl.Int64, "unit": pl.String, "kind": pl.String},
    )
    return held, commitments, people


def run() -> None:
    """Print the figures of the engine."""
    scheme = files.shipped("srb-points")
    sizes = {}
    for practitioners in (1_000, 5_000, 50_000):
        held, commitments, people = caseload(practitioners, practitioners * 16)

        def whole(held: Any = held, commitments: Any = commitments, people: Any = people) -> Any:
            return measure(held, commitments, people, scheme, ON).totals

        bare = best(lambda held=held: held.group_by("practitioner").agg(pl.col("points").sum()))
        sizes[practitioners] = best(whole)
        tell(
            "measure",
            practitioners=practitioners,
            cases=practitioners * 16,
            seconds=round(sizes[practitioners], 4),
            bare_sum=round(bare, 4),
            ratio=round(sizes[practitioners] / bare, 2),
            limit=5 if practitioners == LIMITED_AT else None,
        )
    tell(
        "measure grows",
        times_the_practitioners=50,
        times_the_seconds=round(sizes[50_000] / sizes[1_000], 1),
        limit=50,
    )
    held, commitments, people = caseload(1, 16)
    one = best(lambda: measure(held, commitments, people, scheme, ON).totals, 200)
    tell("one practitioner", milliseconds=round(one * 1000, 2), limit=5)
    on_spark()


def on_spark() -> None:
    """The same expressions on PySpark, equal to the last digit; "not run" where it or Java is missing."""
    if find_spec("pyspark") is None or which("java") is None:
        tell("PySpark", result="not run: it needs the extra 'cluster' and Java")
        return
    from bench.spark import compare

    held, commitments, people = caseload(300, 4_800)
    tell(
        "PySpark",
        result="equal"
        if compare(held, commitments, people, files.shipped("srb-points"), ON)
        else "DIFFERENT",
    )
