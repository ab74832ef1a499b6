"""What the cases, households and tasks of a caseload add to the load, by post and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from safeload.domain.amounts import Amount, Columns, part_amount
from safeload.domain.combining import (
    Piece,
    alike,
    by_sibling,
    column_names,
    combined,
    household_amount,
    sibling_den,
)
from safeload.domain.frames import Frame, Given, Shape
from safeload.domain.keys import packed, unpacked
from safeload.domain.posts import household_bearers, with_posts
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scaled import Scaled
from safeload.domain.scheme import Factor, Scheme
from safeload.domain.scheme.check import CHILDREN
from safeload.domain.scheme.model import Part
from safeload.domain.tasks import task_columns, task_sums

#: A share of a case is carried in hundredths of a percent.
WHOLE_SHARE = 100 * DATA_UNIT


@dataclass(frozen=True)
class Prepared:
    """The expressions of a caseload, ready for any frames of the same shape."""

    known: list[Any]
    rows: list[Any]
    aggregates: list[Any]
    #: Two steps: each factor's amount, then what of it is provisional, which needs the amount.
    households: list[list[Any]]
    sums: list[Any]
    sums_of_posts: list[Any]
    tasks: list[Any]


class Caseload:
    """The expressions of a scheme's factors over one caseload."""

    def __init__(self, scheme: Scheme, shape: Shape, on: date) -> None:
        self.scheme, self.shape, self.on, self.x = scheme, shape, on, shape.x
        self.zero = self.x.lit(0, dtype=self.x.Int64)
        self.shared = "share" in shape.cases
        self.cases = Columns(self.x, "cases", scheme.asked_of("case"), shape.cases, shape.complete)
        #: Whether every case names its household.
        self.housed = "household" in shape.complete
        self.tasks = Columns(self.x, "tasks", scheme.asked_of("task"), shape.tasks)
        self.pieces = {factor.id: list(self._pieces(factor)) for factor in scheme.factors}
        #: What a factor gives to every case alike: counting the cases is enough.
        self.alike = {
            factor.id: amount
            for factor in scheme.factors
            if factor.per == "case" and not self.shared and (amount := alike(factor)) is not None
        }

    def _pieces(self, factor: Factor) -> Iterator[Piece]:
        columns = self.tasks if factor.per == "task" else self.cases
        for at, part in enumerate(factor.parts):
            by_children = part.steps is not None and part.steps.field == CHILDREN
            own = replace(part, when=()) if by_children else part
            amount = part_amount(own, columns, self.x.col("cases") if by_children else None)
            if factor.per == "task":
                number = self.x.coalesce(self.tasks.own("number"), self.x.lit(DATA_UNIT))
                amount = Amount(amount.value.times(Scaled(number, DATA_UNIT)), amount.known)
            yield Piece(f"{factor.id}|{at}", part, amount, by_children)

    def amounts(self) -> list[Scaled]:
        """Every amount that has to be whole in the common unit, with shares and sibling percentages."""
        found = []
        for factor in self.scheme.factors:
            den = (WHOLE_SHARE if self.shared and factor.per != "task" else 1) * sibling_den(factor)
            caps = [] if factor.cap is None else [Scaled(None, factor.cap.denominator)]
            found += [
                Scaled(None, one.den * den)
                for one in [*(p.amount.value for p in self.pieces[factor.id]), *caps]
            ]
        return found

    def prepared(self, unit: int) -> Prepared:
        """Every expression of the caseload in one unit, built once and used for every measurement alike."""
        return Prepared(
            known=self.cases.known_columns(),
            rows=[
                *self._row_columns(unit),
                self._household_key().alias("home"),
            ],
            aggregates=[*self._aggregates()],
            households=self._household_columns(unit),
            sums=[*self._sums(unit)],
            sums_of_posts=[*self._sums(unit, of_posts=True)],
            tasks=[*task_columns(self.scheme, self.tasks, self.pieces, unit, self.on)],
        )

    def by_post(self, given: Given, prepared: Prepared) -> Iterator[tuple[Frame, list[str]]]:
        """Frames of sums to join to the posts, each with its keys."""
        held = given.cases  # what waits has no practitioner, and so joins none
        keys = ["practitioner", "post"] if self.shape.several_posts else ["practitioner"]
        if self.shape.several_posts:
            held = with_posts(self.x, held, given, "post" in self.shape.cases)
        yield self._summed(held, prepared, "practitioner", keys), keys
        if given.tasks is not None and prepared.tasks:
            yield self._task_sums(given, prepared), keys

    def waiting(self, given: Given, prepared: Prepared) -> Frame:
        """What waits without a practitioner, by team."""
        rows = given.cases.filter(self.x.col("practitioner").is_null()).with_columns(self.cases.own("team"))
        return self._summed(rows, prepared, "team", ["team"])

    def _summed(self, rows: Frame, prepared: Prepared, holder: str, keys: list[str]) -> Frame:
        """First by holder and household (what counts per household counts once), then by the keys."""
        if prepared.known:
            rows = rows.with_columns(*prepared.known)
        rows = rows.with_columns(*prepared.rows)
        for factor in self.scheme.factors:
            if factor.per == "case" and factor.siblings:
                rows = rows.with_columns(*by_sibling(self.x, factor, holder, self._doubted(factor)))
        if self.shape.small_ids and holder == "practitioner":
            found = rows.with_columns(packed(self.x)).group_by("key").agg(*prepared.aggregates)
            found = found.with_columns(*unpacked(self.x))
        else:
            found = rows.group_by(*keys, "home").agg(*prepared.aggregates)
        if "post" in keys:
            found = found.with_columns(*household_bearers(self.x, self._of_home()))
        for step in prepared.households:
            found = found.with_columns(*step)
        return found.group_by(*keys).agg(*(prepared.sums_of_posts if "post" in keys else prepared.sums))

    def _of_home(self) -> list[str]:
        """The columns whose highest counts for a household, whichever posts its cases are held in."""
        pieces = [p for f in self.scheme.factors if f.per == "household" for p in self.pieces[f.id]]
        names = [name for piece in pieces for name in column_names(piece)]
        return [*names, *(["share"] if self.shared else [])]

    def _household_key(self) -> Any:
        """A case without a household is one of its own; text ids keep clear of real households."""
        if self.housed:
            return self.cases.own("household")
        if self.shape.whole_number_ids:
            alone = -1 - self.x.col("case").cast(self.x.Int64)
        else:
            alone = self.x.concat_str(self.x.lit("\x00"), self.x.col("case").cast(self.x.String))
        household = self.cases.own("household")
        return self.x.when(household.is_null()).then(alone).otherwise(household)

    def _alone(self) -> Any:
        """Whether a row is of a case without a household, told from its key."""
        home = self.x.col("home")
        return home < 0 if self.shape.whole_number_ids else home.str.starts_with("\x00")

    def _inner(self, factor: Factor, unit: int) -> int:
        """The unit of a factor before its share is taken."""
        return unit // (WHOLE_SHARE if self.shared and factor.per != "task" else 1)

    def _row_columns(self, unit: int) -> Iterator[Any]:
        for factor in self.scheme.factors:
            if factor.per == "household":
                yield from self._household_pieces(factor, self._inner(factor, unit))
            elif factor.per == "case" and factor.id not in self.alike:
                inner = self._inner(factor, unit) // sibling_den(factor)
                total, provisional = combined(self.x, factor, self.pieces[factor.id], inner)
                share = self.x.coalesce(self.x.col("share"), self.x.lit(WHOLE_SHARE)) if self.shared else None
                for name, expr in (("own", total), ("prov", provisional)):
                    if name == "own" or self._doubted(factor):
                        yield (expr if share is None else expr * share).alias(f"{name}|{factor.id}")

    def _doubted(self, factor: Factor) -> bool:
        """Whether a factor can rest on a stated default or an unnamed household; if not, no column is carried."""
        if factor.per == "household" and not self.housed:
            return True
        return any(piece.amount.known is not None for piece in self.pieces[factor.id])

    def _household_pieces(self, factor: Factor, inner: int) -> Iterator[Any]:
        for piece in self.pieces[factor.id]:
            if piece.by_children:
                met = self.met(piece.part)
                yield self.x.when(met).then(1).otherwise(0).alias(f"{piece.name}|met")
                continue
            if piece.met_or_not:
                value, kind = self.met(piece.part).cast(self.x.Int8), self.x.Int8
            else:
                value, kind = piece.amount.value.to(inner), self.x.Int64
            if piece.amount.known is not None:
                from_here = self.x.lit(piece.known_from, dtype=kind)
                sure = self.x.coalesce(value + from_here, from_here)  # known to be nothing is known
                value = self.x.when(piece.amount.known).then(sure).otherwise(value)
            yield value.alias(f"{piece.name}|any")

    def met(self, part: Part) -> Any:
        """Whether a row meets all conditions of a part."""
        met: Any = self.x.lit(True)
        for condition in part.when:
            met = met & self.cases.holds(condition)
        return met

    def _aggregates(self) -> Iterator[Any]:
        yield self.x.len().alias("cases")
        if self.shared:
            yield self.x.coalesce(self.x.col("share"), self.x.lit(WHOLE_SHARE)).max().alias("share")
        for factor in self.scheme.factors:
            if factor.per == "case" and factor.id not in self.alike:
                yield self.x.col(f"own|{factor.id}").sum()
                if self._doubted(factor):
                    yield self.x.col(f"prov|{factor.id}").sum()
            elif factor.per == "household":
                for piece in self.pieces[factor.id]:
                    yield from (self.x.col(name).max() for name in column_names(piece))

    def _household_columns(self, unit: int) -> list[list[Any]]:
        amounts, doubtful, shared = [], [], []
        share = self.x.coalesce(self.x.col("share"), self.x.lit(WHOLE_SHARE)) if self.shared else None
        for factor in self.scheme.factors:
            if factor.per != "household":
                continue
            inner, own, prov = self._inner(factor, unit), f"own|{factor.id}", f"prov|{factor.id}"
            pieces = [
                replace(piece, amount=household_amount(self.x, piece, inner))
                for piece in self.pieces[factor.id]
            ]
            total, provisional = combined(self.x, factor, pieces, inner, total_as=own)
            names = [own, prov] if self._doubted(factor) else [own]
            amounts.append(total.alias(own))
            if self._doubted(factor):
                if not self.housed:
                    provisional = self.x.when(self._alone()).then(self.x.col(own)).otherwise(provisional)
                doubtful.append(provisional.alias(prov))
            if share is not None:
                shared += [(self.x.col(name) * share).alias(name) for name in names]
        return [step for step in (amounts, doubtful, shared) if step]

    def _sums(self, unit: int, of_posts: bool = False) -> Iterator[Any]:
        """Over the households of a holder: each factor, what rests on defaults, how many there are.

        ``of_posts``: a household's own part, and the household itself, count only in the post that bears it.
        """
        x, doubted = self.x, []
        bears = x.col("bears") if of_posts else None
        cases = x.col("here" if of_posts else "cases").sum().cast(x.Int64)
        for factor in self.scheme.factors:
            if factor.per == "task":
                continue
            if factor.id in self.alike:
                yield (cases * int(self.alike[factor.id] * unit)).alias(f"load:{factor.id}")
                continue
            once = bears if factor.per == "household" else None
            yield _once(x.col(f"own|{factor.id}"), once).sum().alias(f"load:{factor.id}")
            if self._doubted(factor):
                doubted.append(_once(x.col(f"prov|{factor.id}"), once))
        provisional = x.sum_horizontal(*doubted).sum() if doubted else x.len() * 0
        yield provisional.cast(x.Int64).alias("provisional")
        yield (x.len() if bears is None else bears.sum()).cast(x.Int64).alias("households")
        yield cases.alias("cases")

    def _task_sums(self, given: Given, prepared: Prepared) -> Frame:
        """The tasks of each practitioner, at their main post."""
        assert given.tasks is not None
        sums = task_sums(self.scheme, self.tasks, given.tasks, prepared.tasks, self.on)
        if not self.shape.several_posts:
            return sums
        main = given.practitioners.filter(self.x.col("main")).select("practitioner", "post")
        return sums.join(main, on="practitioner", how="inner")


def _once(amount: Any, bears: Any) -> Any:
    return amount if bears is None else amount * bears
