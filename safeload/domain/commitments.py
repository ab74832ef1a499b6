"""Commitments: which are in force on a day, and what each adds to the load or takes from the line."""

from __future__ import annotations

from datetime import date
from typing import Any

from safeload.domain.amounts import Columns
from safeload.domain.capacity import PERCENT
from safeload.domain.dates import months_before, reached_since
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scaled import Scaled, common_unit
from safeload.domain.scheme.model import Commitment, Scheme, Step


def in_force(columns: Columns, scheme: Scheme, on: date) -> Any:
    """Rows whose commitment counts on this day.

    A scheme's own limit in months ends a row without an end; an adjustment that holds until reviewed goes on
    past its end until the review (fixture 14).
    """
    x = columns.x
    today = x.lit(on, dtype=x.Date)
    begun = x.coalesce(columns.own("starts") <= today, x.lit(True))
    over = x.coalesce(columns.own("ends") < today, x.lit(False))
    for rule in scheme.commitments:
        if rule.months is not None:
            oldest = x.lit(months_before(on, rule.months), dtype=x.Date)
            over = over | (
                (x.col("kind") == rule.kind) & x.coalesce(columns.own("starts") <= oldest, x.lit(False))
            )
    holding = [rule.kind for rule in scheme.commitments if rule.holds_until_reviewed]
    if holding:
        unreviewed = x.coalesce(columns.own("reviewed") > today, x.lit(True))
        over = over & ~(x.col("kind").is_in(holding) & unreviewed)
    return begun & ~over


def load_amounts(columns: Columns, scheme: Scheme) -> dict[str, Scaled]:
    """What a row adds to the load, by kind, for the kinds that the scheme treats as load."""
    return {
        rule.kind: _row_load(columns, rule, scheme) for rule in scheme.commitments if rule.treat == "load"
    }


def _row_load(columns: Columns, rule: Commitment, scheme: Scheme) -> Scaled:
    x = columns.x
    if rule.amount is not None:
        own = Scaled.of(x, rule.amount)
    else:
        own = Scaled(_at_most(x, rule, x.coalesce(columns.own("amount"), x.lit(0, dtype=x.Int64))), DATA_UNIT)
    if scheme.line.weeks is None:
        return own
    weekly = (
        x.when(columns.own("unit") == "hours a week").then(own.expr * scheme.line.weeks).otherwise(own.expr)
    )
    return Scaled(weekly, own.den)


def _at_most(x: Any, rule: Commitment, amount: Any) -> Any:
    if rule.highest is None:
        return amount
    most = int(rule.highest * DATA_UNIT)
    return x.when(amount > most).then(most).otherwise(amount)


def hours_grain(scheme: Scheme, unit: int) -> int:
    """Into how many parts a hundredth of an hour taken from the line is counted: one, but for percentages of hours.

    ``unit``: in which part of an hour contracted hours are counted.
    """
    limited = any(rule.highest_percent is not None for rule in scheme.commitments)
    return PERCENT * (unit // DATA_UNIT) if limited else 1


def capacity_columns(columns: Columns, scheme: Scheme, grain: int) -> list[Any]:
    """What a row takes from the line as two columns: ``takes`` and its ``unit of it``.

    The unit is the row's own, else the scheme's for the kind; nothing is taken by kinds that are not capacity.
    Percentages and load are in hundredths, hours in hundredths of ``1 / grain`` (``hours_grain``).
    """
    x = columns.x
    typed = x.coalesce(columns.own("amount"), x.lit(0, dtype=x.Int64))
    amount: Any = x.lit(0, dtype=x.Int64)
    unit: Any = x.lit("load")
    for rule in scheme.commitments:
        if rule.treat != "capacity":
            continue
        mine = x.col("kind") == rule.kind
        own = typed if rule.amount is None else x.lit(int(rule.amount * DATA_UNIT), dtype=x.Int64)
        amount = x.when(mine).then(_at_most(x, rule, own)).otherwise(amount)
        if rule.unit != "load":
            unit = x.when(mine).then(x.lit(rule.unit)).otherwise(unit)
    unit = x.coalesce(columns.own("unit"), unit)
    if grain > 1:
        amount = _within_hours(x, amount, unit, scheme, grain)
    return [amount.alias("takes"), unit.alias("unit of it")]


def _within_hours(x: Any, amount: Any, unit: Any, scheme: Scheme, grain: int) -> Any:
    """At most so many percent of contracted hours, which stand beside the row as ``contracted``."""
    in_hours = unit.is_in(["hours", "hours a week"])
    found = x.when(in_hours).then(amount * grain).otherwise(amount)
    for rule in scheme.commitments:
        if rule.highest_percent is not None:
            most = int(rule.highest_percent * DATA_UNIT)
            ceiling = x.when(in_hours).then(x.col("contracted") * most).otherwise(x.lit(most, dtype=x.Int64))
            mine = (x.col("kind") == rule.kind) & (unit != "load") & (found > ceiling)
            found = x.when(mine).then(ceiling).otherwise(found)
    return found


def taken(x: Any) -> dict[str, Any]:
    """The columns ``takes`` by what they reduce: ``percent`` of contracted hours, ``hours`` a week, ``load``."""
    units = {"percent": ["percent"], "hours": ["hours", "hours a week"], "load": ["load"]}
    zero = x.lit(0, dtype=x.Int64)
    return {
        name: x.when(x.col("unit of it").is_in(known)).then(x.col("takes")).otherwise(zero)
        for name, known in units.items()
    }


def standing_rules(scheme: Scheme) -> tuple[Commitment, ...]:
    """The commitments that everybody has without a row: supervision, CPD, general administration."""
    return tuple(rule for rule in scheme.commitments if rule.standing or rule.standing_percent)


def standing_amount(columns: Columns, steps: tuple[Step, ...], on: date, percent: bool) -> Scaled:
    """The standing amount (or hundredths of a percentage point's fraction of the line) that holds on a day.

    Without a qualifying date the last step counts: the clocks of the first years are for those known to be in them.
    """
    x = columns.x
    unit = common_unit(Scaled(None, step.amount.denominator) for step in steps) * (100 if percent else 1)
    values = [int(step.amount / (100 if percent else 1) * unit) for step in steps]
    found: Any = x.lit(values[0], dtype=x.Int64)
    for step, value in list(zip(steps, values, strict=True))[1:]:
        reached = reached_since(x, columns.own("qualified"), on, step.weeks, step.months)
        found = x.when(reached).then(value).otherwise(found)
    return Scaled(x.when(columns.own("qualified").is_null()).then(values[-1]).otherwise(found), unit)


def percent_left(percent: Any) -> Any:
    """Hundredths of a percent that remain, never below nothing."""
    return (PERCENT - percent).clip(lower_bound=0)
