"""What tasks add to a load, and what they take off it: the helper's credit, the owner's debit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from safeload.domain.amounts import Columns
from safeload.domain.combining import Piece, combined
from safeload.domain.frames import Frame
from safeload.domain.scheme import Factor, Scheme


def of_tasks(scheme: Scheme) -> list[Factor]:
    """The factors that count tasks."""
    return [factor for factor in scheme.factors if factor.per == "task"]


def current(tasks: Columns, on: date) -> Any:
    """Whether a task counts on the day: from its start to its end, both inclusive. None where no row has either."""
    if not tasks.present & {"starts", "ends"}:
        return None
    x, today, yes = tasks.x, tasks.x.lit(on, dtype=tasks.x.Date), tasks.x.lit(True)
    return x.coalesce(tasks.own("starts") <= today, yes) & x.coalesce(tasks.own("ends") >= today, yes)


def lasting(tasks: Columns, factor: Factor, on: date) -> Any:
    """Whether a task is within the days that the factor gives it; one without a start is. None where all are."""
    if factor.lasts_days is None or "starts" not in tasks.present:
        return None
    x = tasks.x
    first = x.lit(on - timedelta(days=factor.lasts_days), dtype=x.Date)
    return x.coalesce(tasks.own("starts") > first, x.lit(True))


def task_columns(
    scheme: Scheme, tasks: Columns, pieces: Mapping[str, Sequence[Piece]], unit: int, on: date
) -> Iterator[Any]:
    """Each factor's amount for a task, in whole units."""
    x = tasks.x
    for factor in of_tasks(scheme):
        amount = combined(x, factor, list(pieces[factor.id]), unit)[0]
        lasts = lasting(tasks, factor, on)
        if lasts is not None:
            amount = x.when(lasts).then(amount).otherwise(x.lit(0, dtype=x.Int64))
        yield amount.alias(f"load:{factor.id}")


def task_sums(scheme: Scheme, tasks: Columns, frame: Frame, columns: Sequence[Any], on: date) -> Frame:
    """By practitioner: what their tasks add, less what the scheme takes off the owners of tasks."""
    x, zero = tasks.x, tasks.x.lit(0, dtype=tasks.x.Int64)
    factors = of_tasks(scheme)
    names = [f"load:{factor.id}" for factor in factors]
    known, counts = tasks.known_columns(), current(tasks, on)
    frame = frame if counts is None else frame.filter(counts)
    frame = frame.with_columns(*known) if known else frame
    done = frame.select("practitioner", tasks.own("owner"), *columns)
    nobodys = x.col("owner").is_null()
    credits = [
        (x.when(nobodys).then(-x.col(name)).otherwise(zero) if factor.debit else x.col(name)).alias(name)
        for name, factor in zip(names, factors, strict=True)
    ]
    debits = [
        (-x.col(name) if factor.debit or factor.debit_owner else zero).alias(name)
        for name, factor in zip(names, factors, strict=True)
    ]
    owed = done.filter(~nobodys).select(x.col("owner").alias("practitioner"), *debits)
    both = x.concat([done.select("practitioner", *credits), owed])
    return both.group_by("practitioner").agg(*(x.col(name).sum() for name in names))
