"""What a Reading knows beyond its figures: how each post's line came about, which commitments are in force.

The one file that knows the engine's own column names.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from safeload.domain.amounts import Columns
from safeload.domain.commitments import hours_grain, in_force
from safeload.domain.frames import collected
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.reading import Reading

_STEPS = ("practitioner", "post", "team", "main", "weekly_hours", "contracted", "stage_index", "line")
_TAKEN = {"percent": "takes:percent", "off_load": "takes:load"}


def post_steps(reading: Reading) -> dict[str, dict[str, Any]]:
    """By post: hours, the step of the line, what was taken off; amounts in hundredths, absent ones nought."""
    there = set(reading.posts.collect_schema().names())
    names = [name for name in (*_STEPS, *_TAKEN.values(), "takes:hours") if name in there]
    found, grain = {}, hours_grain(reading.scheme, reading.hours_unit)
    for row in collected(reading.posts.select(*names)).iter_rows(named=True):
        index, stages = row.get("stage_index"), reading.scheme.line.stages
        found[row["post"]] = {
            **{name: row.get(name) for name in _STEPS},
            "main": row.get("main", True),
            "stage": "" if index is None else stages[index].id,
            **{name: Fraction(row.get(column) or 0, DATA_UNIT) for name, column in _TAKEN.items()},
            "contracted": _hundredths(row["contracted"], reading.hours_unit),
            "off_hours": Fraction(row.get("takes:hours") or 0, DATA_UNIT * grain),
        }
    return found


def _hundredths(hours: int | None, unit: int) -> Fraction | None:
    return None if hours is None else Fraction(hours * DATA_UNIT, unit)


def commitments_in_force(reading: Reading, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Commitments of these kinds that count on the day, past their end until reviewed among them (fixture 14)."""
    given, shape = reading.given.commitments, reading.given.shape
    counts = in_force(Columns(shape.x, "commitments", {}, shape.commitments), reading.scheme, reading.on)
    held = given.filter(counts & shape.x.col("kind").is_in(list(kinds)))
    return list(collected(held).iter_rows(named=True))


def waiting_rows(reading: Reading) -> list[dict[str, Any]]:
    """What waits, by team: work in whole units, the part that is provisional, cases and households."""
    factors = [f"load:{factor.id}" for factor in reading.scheme.factors if factor.per != "task"]
    return [
        {**row, "work": sum(row.get(name) or 0 for name in factors)}
        for row in collected(reading.waiting()).iter_rows(named=True)
    ]


def work_of(reading: Reading, row: dict[str, Any]) -> int:
    """Of a post's load, what somebody else would have to do: cases and tasks, without commitments."""
    return sum(row.get(f"load:{factor.id}") or 0 for factor in reading.scheme.factors)
