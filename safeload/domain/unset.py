"""Why a line is not set: what is to be settled, be it hours, stage or qualified date, or a code such as the grade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from safeload.domain.amounts import Columns
from safeload.domain.frames import collected
from safeload.domain.scheme import Scheme
from safeload.domain.scheme.model import Table

if TYPE_CHECKING:
    from safeload.domain.reading import Reading

HOURS = "the contracted hours"
STAGE = "the stage or qualified date"


def missing_of(reading: Reading) -> dict[str, tuple[str, ...]]:
    """By practitioner whose line is not set: everything that is missing for it, over all their posts."""
    x = reading.given.shape.x
    tests = dict(_tests(reading))
    if not tests:
        return {}
    unset = reading.posts.filter(x.col("line").is_null())
    named = [test.alias(f"missing:{what}") for what, test in tests.items()]
    found: dict[str, tuple[str, ...]] = {}
    for row in collected(unset.select("practitioner", *named)).iter_rows(named=True):
        who = str(row["practitioner"])
        here = [what for what in tests if row[f"missing:{what}"]]
        found[who] = tuple(dict.fromkeys([*found.get(who, ()), *here]))
    return found


def possible(scheme: Scheme, hours_known: bool) -> tuple[str, ...]:
    """What may be missing for a line that is not set, where only the hours are at hand."""
    if not hours_known and scheme.line.hours.missing == "not_set":
        return (HOURS,)
    codes = [_title(scheme, name) for table in _tables(scheme) for name in table.by]
    return tuple(dict.fromkeys([*([STAGE] if scheme.line.stages else []), *codes])) or (HOURS,)


def _tests(reading: Reading) -> Iterator[tuple[str, Any]]:
    scheme, shape = reading.scheme, reading.given.shape
    if not scheme.line.published:
        return
    people = Columns(shape.x, "practitioners", scheme.asked_of("practitioner"), shape.practitioners)
    if scheme.line.hours.missing == "not_set":
        yield HOURS, people.own("weekly_hours").is_null()
    if scheme.line.stages:
        yield STAGE, shape.x.col("stage_index").is_null()
    for table in _tables(scheme):
        for name in table.by:
            if scheme.asked_of("practitioner")[name].default is None:
                yield _title(scheme, name), people.raw(name).is_null()


def _tables(scheme: Scheme) -> list[Table]:
    """The tables by which a line is set and that leave it open where a code is not known."""
    line = scheme.line
    tables = [line.table, line.percent, line.hours.default if line.pro_rata else None]
    return [table for table in tables if table is not None and table.by and table.otherwise is None]


def _title(scheme: Scheme, name: str) -> str:
    return f"“{scheme.asked_of('practitioner')[name].title}”"
