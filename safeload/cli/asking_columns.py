"""Which columns and lists the planner reads beside those that a scheme measures by (``docs/planner.md``)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from safeload.cli import values
from safeload.cli.cells import Reading
from safeload.domain.quantity import DATA_UNIT
from safeload.imports.sources.records import quoted

#: Columns of the planner stand beside the engine's own in one frame, under names that no scheme has.
MARK = "planner:"


def _set(cell: Any) -> list[str] | None:
    """Several words in one cell, by semicolons."""
    words = values.text(cell)
    return None if words is None else [word.strip() for word in words.split(";") if word.strip()]


def _whole(lowest: int, highest: int) -> Any:
    read = values.number(Fraction(lowest), Fraction(highest))

    def whole(cell: Any) -> int | None:
        found = read(cell)
        if found is not None and found % DATA_UNIT:
            raise values.CellError(f"{quoted(cell)} is no whole number. Correct it.")
        return None if found is None else found // DATA_UNIT

    return whole


def _columns(**kinds: tuple[Any, Any]) -> dict[str, Reading]:
    def one(name: str, read: Any, kind: Any) -> Reading:
        return Reading({MARK + name: kind}, lambda cell: {MARK + name: read(cell)})

    return {name: one(name, read, kind) for name, (read, kind) in kinds.items()}


def _needed(**reads: Any) -> dict[str, Reading]:
    def one(name: str, read: Any) -> Reading:
        return Reading({name: pl.Object}, lambda cell: {name: read(cell)}, required=True)

    return {name: one(name, read) for name, read in reads.items()}


_TEXT, _SET = (values.text, pl.String), (_set, pl.List(pl.String))
ALSO: dict[str, dict[str, Reading]] = {
    "practitioners": _columns(
        area=_TEXT,
        patches=_SET,
        skills=_SET,
        languages=_SET,
        interests=_SET,
        offers=_SET,
        protected=(values.yes_no, pl.Boolean),
        may_be_given=(_whole(0, 1000), pl.Int64),
        away_until=(values.day, pl.Date),
    ),
    "cases": _columns(
        priority=(_whole(1, 3), pl.Int64),
        waiting_since=(values.day, pl.Date),
        area=_TEXT,
        patch=_TEXT,
        kinds=_SET,
        skills=_SET,
        languages=_SET,
        placed_apart=_TEXT,
        co_worker_share=(_whole(0, 100), pl.Int64),
        earlier_practitioner=_SET,
        held_since=(values.day, pl.Date),
        court_date=(values.day, pl.Date),
        contact_due=(values.day, pl.Date),
        closing_soon=(values.yes_no, pl.Boolean),
        workers_so_far=(_whole(0, 1000), pl.Int64),
        stays=_TEXT,
    ),
    "conflicts": _needed(case=values.reference, practitioner=values.reference),
    "declined": _needed(case=values.reference, practitioner=values.reference),
    "distances": _needed(one=values.reference, other=values.reference, band=_whole(0, 99)),
    "costs": {
        **_needed(case=values.reference, practitioner=values.reference, cost=_whole(0, 1_000_000)),
        "load": Reading({"load": pl.Object}, lambda cell: {"load": values.number(Fraction(0), None)(cell)}),
    },
}
