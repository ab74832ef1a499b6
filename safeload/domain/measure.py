"""The only door of the engine: a caseload and a scheme become a Reading.

Columns in, columns out (Polars on one machine; through narwhals the same expressions on PySpark), exact whole numbers
all the way. What the frames hold is written in ``docs/engine.md`` and checked by ``frames.prepare``.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from safeload.domain import frames
from safeload.domain.amounts import Columns
from safeload.domain.bands import band_column
from safeload.domain.capacity import (
    PERCENT,
    contracted_hours,
    hours_unit,
    months_in_practice,
    share_of_line,
    stage_index,
)
from safeload.domain.caseload import Caseload
from safeload.domain.commitments import (
    capacity_columns,
    hours_grain,
    in_force,
    load_amounts,
    percent_left,
    standing_amount,
    standing_rules,
    taken,
)
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.reading import Reading
from safeload.domain.scaled import Scaled, common_unit, finest_unit, rounded
from safeload.domain.scheme import Scheme, SchemeError

_CAPACITY = ("percent", "hours", "load")


def measure(
    cases: Any, commitments: Any, practitioners: Any, scheme: Scheme, on: date, tasks: Any = None
) -> Reading:
    """Measure everybody's load against their line under a scheme on a day.

    ``cases``, ``commitments``, ``practitioners``, ``tasks``: frames as ``docs/engine.md`` describes (one row a
    child or adult and holder, a commitment, a post, a piece of work). Nothing is read but what is passed in.
    Returns a Reading, computed when first asked for. Raises SchemeError where amounts are too fine to stay exact.
    """
    given = frames.prepare(cases, commitments, practitioners, tasks)
    plan = _plan(scheme, on, given.shape)
    return Reading(
        scheme=scheme,
        on=on,
        unit=plan.unit,
        hours_unit=plan.hours_unit,
        given=given,
        caseload=plan.caseload,
        posts=plan.posts(given),
        waiting=lambda: plan.caseload.waiting(given, plan.prepared),
    )


@lru_cache(maxsize=64)
def _plan(scheme: Scheme, on: date, shape: frames.Shape) -> Plan:
    return Plan(scheme, on, shape)


class Plan:
    """How to measure under one scheme on one day: expressions, and the unit in which all of them are whole numbers.

    Built once for frames of the same shape, since writing the expressions takes longer than computing a caseload.
    """

    def __init__(self, scheme: Scheme, on: date, shape: frames.Shape) -> None:
        self.scheme, self.on, self.shape, self.x = scheme, on, shape, shape.x
        self.zero = self.x.lit(0, dtype=self.x.Int64)
        self.people = Columns(self.x, "practitioners", scheme.asked_of("practitioner"), shape.practitioners)
        self.committed = Columns(self.x, "commitments", {}, shape.commitments)
        self.caseload = Caseload(scheme, shape, on)
        self.row_loads = load_amounts(self.committed, scheme)
        self.of_line = {rule.kind for rule in standing_rules(scheme) if rule.standing_percent}
        self.standing = {
            rule.kind: standing_amount(
                self.people, rule.standing or rule.standing_percent, on, rule.kind in self.of_line
            )
            for rule in standing_rules(scheme)
        }
        self.takes = {rule.kind for rule in scheme.commitments if rule.treat == "capacity"}
        self.hours_unit = hours_unit(scheme, self.people, shape.hours_unit)
        self.grain = hours_grain(scheme, self.hours_unit)
        self.line = share_of_line(scheme, self.people, self._hours, self.hours_unit * PERCENT)
        self.unit = self._unit()
        self.prepared = self.caseload.prepared(self.unit)

    def _unit(self) -> int:
        grains = [10**r.places for r in (self.scheme.load_rounding, self.scheme.line_rounding)]
        of_line = common_unit([self.line, DATA_UNIT, *grains])
        standing = [
            Scaled(None, of_line * amount.den) if kind in self.of_line else amount
            for kind, amount in self.standing.items()
        ]
        unit = common_unit([of_line, *standing, *self.row_loads.values(), *self.caseload.amounts()])
        if unit * 2 > finest_unit(self.scheme.line.full):
            raise SchemeError(
                ["the file: its amounts and percentages have too many decimal places together; use fewer"],
                self.scheme.id,
            )
        return unit * 2  # twice, so that half-up finds its half

    def posts(self, given: frames.Given) -> frames.Frame:
        """One row a post: line, load by source, counts, provisional part."""
        joined = self._with_commitments(given)
        for own, keys in self.caseload.by_post(given, self.prepared):
            joined = joined.join(own, on=keys, how="left")
        joined = joined.with_columns(self._line, *self._filled)
        if self.standing:
            joined = joined.with_columns(*self._standing)
        joined = joined.with_columns(*self._total)
        # With several posts the band is that of their sum.
        return joined.with_columns(self._doubted, *([] if self.shape.several_posts else [self._band]))

    @cached_property
    def _begun(self) -> list[Any]:
        """Contracted hours, whether the post exists on the day, and the step of the line that holds."""
        x, people, yes = self.x, self.people, self.x.lit(True)
        today = x.lit(self.on, dtype=x.Date)
        here = x.coalesce(people.own("starts") <= today, yes) & x.coalesce(people.own("ends") >= today, yes)
        found = [
            contracted_hours(self.scheme, people, self.shape.hours_unit).alias("contracted"),
            here.alias("here"),
            x.coalesce(people.own("allocatable"), yes).alias("allocatable"),
            people.own("team"),
        ]
        if self.scheme.line.stages:
            found.append(stage_index(people, self.scheme.line).alias("stage_index"))
        return found if self.shape.several_posts else [*found, x.col("practitioner").alias("post")]

    @cached_property
    def _commitment_columns(self) -> list[Any]:
        """Of each commitment: whether it counts on the day, and what it takes from the line."""
        counts = in_force(self.committed, self.scheme, self.on).alias("counts")
        return [counts, *(capacity_columns(self.committed, self.scheme, self.grain) if self.takes else [])]

    @cached_property
    def _commitment_sums(self) -> tuple[list[Any], list[str]]:
        """What the commitments of a group give, in force on the day, and the names of the sums."""
        x = self.x
        sums, names = [], []
        if self.takes:
            for name, amount in taken(x).items():
                names.append(f"takes:{name}")
                sums.append(x.when(x.col("counts")).then(amount).otherwise(self.zero).sum().alias(names[-1]))
        for kind, own in self.row_loads.items():
            held = x.col("counts") & (x.col("kind") == kind)
            names.append(f"load:{kind}")
            sums.append(x.when(held).then(own.to(self.unit)).otherwise(self.zero).sum().alias(names[-1]))
            if kind in self.standing:
                names.append(f"rows:{kind}")
                sums.append(x.when(held).then(1).otherwise(self.zero).sum().alias(names[-1]))
        return sums, names

    def _with_commitments(self, given: frames.Given) -> frames.Frame:
        """Join each post's commitments; one of the whole person counts at the main post (percentages at each)."""
        sums, names = self._commitment_sums
        people, held = given.practitioners, given.commitments
        if self.scheme.line.stages:
            people = people.with_columns(months_in_practice(self.people, self.on).alias("months"))
        if not sums:
            return people.with_columns(*self._begun)
        if self.grain > 1:
            held = self._beside_hours(people, held)
        held = held.with_columns(*self._commitment_columns)
        whole = held.filter(self.x.col("post").is_null()) if self.shape.posts_committed else held
        people = people.join(whole.group_by("practitioner").agg(*sums), on="practitioner", how="left")
        if self.shape.posts_committed:
            own = held.filter(~self.x.col("post").is_null()).group_by("practitioner", "post").agg(*sums)
            people = people.join(own, on=["practitioner", "post"], how="left", suffix=":own")
        return people.with_columns(*self._begun, *(self._merged(name) for name in names))

    def _beside_hours(self, people: frames.Frame, held: frames.Frame) -> frames.Frame:
        """Each commitment beside the contracted hours that its ceiling is a percentage of: its post's, or all."""
        x = self.x
        hours = people.with_columns(
            contracted_hours(self.scheme, self.people, self.shape.hours_unit).alias("contracted")
        )
        whole = hours.group_by("practitioner").agg(x.col("contracted").sum())
        held = held.join(whole, on="practitioner", how="left")
        if self.shape.posts_committed:
            of_post = hours.select("practitioner", "post", x.col("contracted").alias("contracted:own"))
            held = held.join(of_post, on=["practitioner", "post"], how="left")
            held = held.with_columns(x.coalesce("contracted:own", "contracted").alias("contracted"))
        return held

    def _merged(self, name: str) -> Any:
        whole = self.x.coalesce(self.x.col(name).cast(self.x.Int64), self.zero)
        if not name.startswith("rows:") and name != "takes:percent" and self.shape.several_posts:
            whole = self.x.when(self.x.col("main")).then(whole).otherwise(self.zero)
        if self.shape.posts_committed:
            whole = whole + self.x.coalesce(self.x.col(f"{name}:own").cast(self.x.Int64), self.zero)
        return whole.alias(name)

    @property
    def _hours(self) -> Any:
        """Contracted hours less what is taken from them, in hundredths of hundredths of a percent."""
        x = self.x
        if not self.takes:
            return x.col("contracted") * PERCENT
        off = x.col("takes:hours") * (PERCENT * (self.hours_unit // DATA_UNIT) // self.grain)
        hours = x.col("contracted") * percent_left(x.col("takes:percent")) - off
        return hours.clip(lower_bound=0)

    @cached_property
    def _line(self) -> Any:
        """Full × hours left ÷ default hours, less fixed amounts; never below nothing; null if unknown (fixture 14)."""
        x = self.x
        line = self.line.to(self.unit)
        if self.takes:
            line = line - x.col("takes:load") * (self.unit // DATA_UNIT)
            line = line.clip(lower_bound=0)
        line = rounded(line, self.unit, self.scheme.line_rounding.how, self.scheme.line_rounding.places)
        line = x.when(x.col("contracted").is_null()).then(None).otherwise(line)
        return x.when(x.col("here")).then(line).otherwise(self.zero).alias("line")

    @cached_property
    def _standing(self) -> list[Any]:
        """What everybody has without a row; rows of the kind replace it."""
        x, columns = self.x, []
        for kind, amount in self.standing.items():
            given = (x.col("line") * amount.expr) // amount.den
            if kind not in self.of_line:
                given = amount.to(self.unit)
                if self.shape.several_posts:
                    given = x.when(x.col("main")).then(given).otherwise(self.zero)
            stands = (x.col(f"rows:{kind}") == 0) & (x.col("line") > 0)
            columns.append(x.when(stands).then(given).otherwise(x.col(f"load:{kind}")).alias(f"load:{kind}"))
        return columns

    @cached_property
    def _filled(self) -> list[Any]:
        """Nothing held is zero, not unknown; tasks nobody passed in are none."""
        x = self.x
        counted = [f.id for f in self.scheme.factors if f.per != "task" or self.shape.tasks]
        none = [f.id for f in self.scheme.factors if f.per == "task" and not self.shape.tasks]
        names = [*(f"load:{name}" for name in counted), "provisional", "households", "cases"]
        return [
            *(x.coalesce(x.col(name), self.zero).alias(name) for name in names),
            *(self.zero.alias(f"load:{name}") for name in none),
        ]

    @cached_property
    def _total(self) -> list[Any]:
        x = self.x
        names = [*(f"load:{f.id}" for f in self.scheme.factors), *(f"load:{kind}" for kind in self.row_loads)]
        exactly = x.sum_horizontal(*names, self.zero).cast(x.Int64)
        total = rounded(exactly, self.unit, self.scheme.load_rounding.how, self.scheme.load_rounding.places)
        return [total.alias("load"), (total - exactly).alias("load:rounding")]

    @cached_property
    def _doubted(self) -> Any:
        """What rests on defaults, never more than the load that is left of it after debits and rounding."""
        x = self.x
        return x.min_horizontal("provisional", x.col("load").clip(lower_bound=0)).alias("provisional")

    @cached_property
    def _band(self) -> Any:
        x = self.x
        return band_column(x, x.col("load"), x.col("line"), self.scheme.bands, self.scheme.line).alias("band")
