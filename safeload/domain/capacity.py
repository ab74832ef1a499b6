"""How each post's line is set: benchmark or hours, pro rata, less what the scheme treats as capacity."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.amounts import Columns, percent_amount, table_amount
from safeload.domain.dates import months_since_column
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scaled import Scaled, common_unit
from safeload.domain.scheme.model import Line, Scheme, Step

PERCENT = 100 * DATA_UNIT


def effective_day(columns: Columns, on: date) -> Any:
    """The day whose stage counts: the last step that both have confirmed, else ``on`` (X-09)."""
    x = columns.x
    confirmed, today = columns.own("step_confirmed"), x.lit(on, dtype=x.Date)
    return x.when(confirmed < today).then(confirmed).otherwise(today)


def months_in_practice(columns: Columns, on: date) -> Any:
    """Months since qualifying on the day whose stage counts."""
    return months_since_column(columns.x, columns.own("qualified"), effective_day(columns, on))


def stage_index(columns: Columns, line: Line) -> Any:
    """Which step of the line holds, as its position; null before qualifying or with no date and no stage.

    Goes by the column ``months`` (``months_in_practice``): an expression that several tests share is a column.
    """
    x = columns.x
    months = x.col("months")
    found: Any = x.lit(None, dtype=x.Int64)
    for at, step in enumerate(line.stages):
        found = x.when(months >= step.months).then(at).otherwise(found)
    for at, step in enumerate(line.stages):
        found = x.when(columns.own("stage") == step.id).then(at).otherwise(found)
    return found


def _staged(x: Any, stages: tuple[Step, ...]) -> Scaled:
    den = common_unit(Scaled(None, step.amount.denominator) for step in stages)
    found: Any = x.lit(None, dtype=x.Int64)
    for at, step in enumerate(stages):
        found = x.when(x.col("stage_index") == at).then(int(step.amount * den)).otherwise(found)
    return Scaled(found, den)


def full_line(scheme: Scheme, columns: Columns) -> Scaled:
    """The line of a full-time post at this stage and grade, in load units."""
    line, x = scheme.line, columns.x
    if not line.published:
        return Scaled(x.lit(None, dtype=x.Int64), 1)
    if line.stages:
        base = _staged(columns.x, line.stages)
    elif line.table is not None:
        base = table_amount(columns, line.table)
    else:
        base = Scaled.of(columns.x, line.amount if line.amount is not None else Fraction(line.weeks or 1))
    if line.percent is not None:
        base = base.times(percent_amount(columns, line.percent))
    return base


def default_hours(scheme: Scheme, columns: Columns) -> Scaled:
    """Full-time contracted hours a week for the post's grade."""
    return table_amount(columns, scheme.line.hours.default)


def hours_unit(scheme: Scheme, columns: Columns, given: int) -> int:
    """In which part of an hour a post's own hours (in ``1 / given``) and the scheme's default are both whole."""
    return common_unit(
        [given, *([default_hours(scheme, columns)] if scheme.line.hours.missing == "default" else [])]
    )


def contracted_hours(scheme: Scheme, columns: Columns, given: int) -> Any:
    """Contracted hours a week in ``1 / hours_unit``: the post's own, or the default where the scheme says so."""
    x, unit = columns.x, hours_unit(scheme, columns, given)
    own = Scaled(columns.own("weekly_hours"), given).to(unit)
    if scheme.line.hours.missing == "default":
        return x.coalesce(own, default_hours(scheme, columns).to(unit))
    return own


def share_of_line(scheme: Scheme, columns: Columns, hours: Any, hours_den: int) -> Scaled:
    """The line that so many weekly hours make up, exact over every grade's default hours.

    ``line = full × hours ÷ default``; over a table of defaults the division becomes a table of multipliers.
    """
    full = full_line(scheme, columns)
    if scheme.line.weeks is not None:
        return full.times(Scaled(hours, hours_den))
    if not scheme.line.pro_rata:
        return full
    return full.times(Scaled(hours, hours_den)).times(_per_default_hour(scheme, columns))


def _per_default_hour(scheme: Scheme, columns: Columns) -> Scaled:
    table = scheme.line.hours.default
    inverse = {codes: _inverse(hours) for codes, hours in table.amounts.items()}
    otherwise = None if table.otherwise is None else _inverse(table.otherwise)
    return table_amount(columns, type(table)(table.by, inverse, otherwise))


def _inverse(hours: Fraction) -> Fraction:
    """Full-time hours of nothing: whoever has that grade has no line of their own, and is not available."""
    return Fraction(1) / hours if hours else Fraction(0)
