"""The engine's door: which columns the frames have, and what an absent one means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl

from safeload.domain.quantity import DATA_PLACES, DATA_UNIT

#: A lazy frame: Polars' own, or narwhals' over another engine such as PySpark.
Frame = Any

#: So many cases are computed by the engine for large frames.
LARGE = 20_000

#: Optional columns and their types: absent ones are added empty.
_OPTIONAL: dict[str, dict[str, str]] = {
    "cases": {"household": "String", "practitioner": "String", "team": "String"},
    "commitments": {
        "post": "String",
        "amount": "Int64",
        "unit": "String",
        "starts": "Date",
        "ends": "Date",
        "reviewed": "Date",
    },
    "practitioners": {
        "team": "String",
        "weekly_hours": "Int64",
        "qualified": "Date",
        "step_confirmed": "Date",
        "stage": "String",
        "allocatable": "Boolean",
        "starts": "Date",
        "ends": "Date",
    },
    "tasks": {"owner": "String", "case": "String", "number": "Int64", "starts": "Date", "ends": "Date"},
}
_REQUIRED = {
    "cases": ("case", "practitioner"),
    "commitments": ("practitioner", "kind"),
    "practitioners": ("practitioner",),
    "tasks": ("practitioner",),
}


class MissingColumn(ValueError):
    """A frame lacks a column that the engine cannot do without."""


@dataclass(frozen=True)
class Shape:
    """What the expressions depend on besides the scheme and the day: which columns there are, and of what kind."""

    cases: frozenset[str]
    tasks: frozenset[str]
    practitioners: frozenset[str]
    commitments: frozenset[str]
    #: Columns of many cases that have no blank: whether a value is known need not be asked row by row.
    complete: frozenset[str]
    several_posts: bool
    posts_committed: bool
    whole_number_ids: bool
    #: Whole numbers so small that a holder and a household fit one of 64 bits: grouping by it takes half the time.
    small_ids: bool
    #: In which part of an hour a week the contracted hours are counted.
    hours_unit: int
    #: The namespace of column expressions: ``polars``, or ``narwhals`` which has the same words for other engines.
    x: Any


@dataclass(frozen=True)
class Given:
    """The four frames, lazily, and their shape."""

    cases: Frame
    commitments: Frame
    practitioners: Frame
    tasks: Frame | None
    shape: Shape
    large: bool


#: Half of what the lower 32 bits hold.
HALF = 2**31
_AS_WRITTEN = pl.QueryOptFlags.none()


def collected(frame: Frame, large: bool = False) -> Any:
    """The rows of a lazy frame, in memory; for large ones Polars' streaming engine takes half the time.

    For small ones looking for a better plan takes a third of the time and finds none.
    """
    if isinstance(frame, pl.LazyFrame):
        if large:
            return frame.collect(engine="streaming")
        return frame.collect(engine="in-memory", optimizations=_AS_WRITTEN)
    return frame.collect(backend="polars")


def _namespace(native: Any) -> Any:
    """Polars frames run natively: translating the expressions took 100 ms a measurement (decision 010)."""
    return pl if isinstance(native, (pl.DataFrame, pl.LazyFrame)) else nw


def prepare(cases: Any, commitments: Any, practitioners: Any, tasks: Any) -> Given:
    """Wrap native frames, add the optional columns that are absent, and mark each practitioner's main post."""
    x = _namespace(practitioners)
    raw = {"cases": cases, "commitments": commitments, "practitioners": practitioners, "tasks": tasks}
    lazy: dict[str, Any] = {name: _lazy(x, native) for name, native in raw.items()}
    present = {
        name: frozenset(frame.collect_schema().names()) if frame is not None else frozenset()
        for name, frame in lazy.items()
    }
    hours_unit = DATA_UNIT
    if isinstance(practitioners, (pl.DataFrame, pl.LazyFrame)):
        hours_unit, lazy["practitioners"] = _whole_hours(lazy["practitioners"])
    several = "post" in present["practitioners"]
    shape = Shape(
        cases=present["cases"],
        tasks=present["tasks"],
        practitioners=present["practitioners"],
        commitments=present["commitments"],
        complete=_complete(cases),
        several_posts=several,
        posts_committed=several and _any_post(commitments),
        x=x,
        small_ids=several is False and _small_ids(cases),
        hours_unit=hours_unit,
        whole_number_ids="household" in present["cases"]
        and lazy["cases"].collect_schema()["household"].is_integer(),
    )
    for name in present:
        _needed(name, present[name], lazy[name] is not None)
    if several:
        lazy["practitioners"] = _main_posts(x, lazy["practitioners"], present["practitioners"])
    large = not isinstance(cases, pl.DataFrame) or cases.height > LARGE
    return Given(shape=shape, large=large, **lazy)


def hours_series(hours: Sequence[Fraction | None], most_places: int) -> pl.Series:
    """Contracted hours as a column: hundredths, or decimals of as many places as they need, cut at the most."""
    places = DATA_PLACES
    while places < most_places and any(one is not None and 10**places % one.denominator for one in hours):
        places += 1
    whole = [None if one is None else int(one * 10**places) for one in hours]
    if places == DATA_PLACES:
        return pl.Series("weekly_hours", whole, dtype=pl.Int64)
    exact = [None if one is None else Decimal(one).scaleb(-places) for one in whole]
    return pl.Series("weekly_hours", exact, dtype=pl.Decimal(38, places))


def _whole_hours(people: pl.LazyFrame) -> tuple[int, pl.LazyFrame]:
    """Contracted hours as whole numbers of their unit: hundredths, or what a column of decimals has places for."""
    kind = people.collect_schema().get("weekly_hours")
    if not isinstance(kind, pl.Decimal):
        return DATA_UNIT, people
    places = max(kind.scale, DATA_PLACES)
    whole = (pl.col("weekly_hours").cast(pl.Decimal(38, places)) * 10**places).cast(pl.Int64)
    return 10**places, people.with_columns(whole.alias("weekly_hours"))


def _small_ids(cases: Any) -> bool:
    """Whether holder, household and case are whole numbers from nought to two thousand million."""
    names = ("practitioner", "household", "case")
    if not isinstance(cases, pl.DataFrame) or any(name not in cases.columns for name in names):
        return False
    if not all(cases.schema[name].is_integer() for name in names):
        return False
    lowest, highest = ([getattr(cases[name], end)() or 0 for name in names] for end in ("min", "max"))
    return min(lowest) >= 0 and max(highest) < HALF - 1


def _complete(cases: Any) -> frozenset[str]:
    """Columns without a blank. Of few cases it is not worth a plan for each set of such columns."""
    if not isinstance(cases, pl.DataFrame) or cases.height <= LARGE:
        return frozenset()
    return frozenset(name for name in cases.columns if not cases[name].null_count())


def column(x: Any, frame: str, name: str, present: frozenset[str]) -> Any:
    """A column of a frame; typed nothing where the frame does not have it."""
    return (
        x.col(name) if name in present else x.lit(None, dtype=getattr(x, _OPTIONAL[frame][name])).alias(name)
    )


def separator(x: Any) -> str:
    """What stands between a field and a code in a column's name; other engines take a dot for a part of a row."""
    return "." if x is pl else ":"


def _lazy(x: Any, native: Any) -> Frame | None:
    if native is None:
        return None
    if x is pl:
        return native.lazy()
    return nw.from_native(native).lazy()


def _any_post(commitments: Any) -> bool:
    """Whether some commitment may belong to one post; a frame in memory can tell, others may."""
    if isinstance(commitments, pl.DataFrame):
        return "post" in commitments.columns and commitments["post"].null_count() < commitments.height
    return "post" in nw.from_native(commitments).lazy().collect_schema().names()


def _needed(name: str, present: frozenset[str], given: bool) -> None:
    for required in _REQUIRED[name]:
        if given and required not in present:
            raise MissingColumn(f"{name}: a column {required!r} is needed")


def _main_posts(x: Any, people: Frame, present: frozenset[str]) -> Frame:
    """The post with the most hours (the first by id among equals) carries what belongs to the whole person."""
    hours = column(x, "practitioners", "weekly_hours", present)
    people = people.with_columns(x.coalesce(hours, x.lit(0)).alias("hours_known"))
    most = x.col("hours_known").max().over("practitioner")
    people = people.with_columns(x.when(x.col("hours_known") == most).then(x.col("post")).alias("candidate"))
    return people.with_columns((x.col("post") == x.col("candidate").min().over("practitioner")).alias("main"))
