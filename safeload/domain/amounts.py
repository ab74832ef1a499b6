"""What one row adds to a load: a part of a factor as an exact integer expression over the row's columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import and_, or_
from typing import Any

from safeload.domain.frames import column, separator
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scaled import Scaled
from safeload.domain.scheme.check import CHILDREN
from safeload.domain.scheme.model import Condition, Field, Part, Steps, Table


@dataclass(frozen=True)
class Amount:
    """A part's amount for a row, null where nothing is known and no default is stated, and whether it is known."""

    value: Scaled
    known: Any  # boolean expression; None when the part asks for no field with a stated default


class Columns:
    """The columns of one frame, as a scheme's fields see them: stated defaults filled in, absent ones null."""

    def __init__(
        self,
        x: Any,
        frame: str,
        fields: Mapping[str, Field],
        present: frozenset[str],
        complete: frozenset[str] = frozenset(),
    ) -> None:
        self.x = x
        self.frame = frame
        self.fields = fields
        self.present = present
        self.complete = complete

    def own(self, name: str) -> Any:
        """A column that the engine itself asks for; typed nothing where the frame does not have it."""
        return column(self.x, self.frame, name, self.present)

    def flag(self, name: str, code: str) -> Any:
        """Whether a field of several codes has this one; null where the field is unknown."""
        flag = self._flag(name, code)
        return self.x.col(flag) if flag in self.present else self.x.lit(None, dtype=self.x.Boolean)

    def _flag(self, name: str, code: str) -> str:
        return f"{name}{separator(self.x)}{code}"

    def raw(self, name: str) -> Any:
        spec = self.fields[name]
        kind = {"number": self.x.Int64, "yes-no": self.x.Boolean, "date": self.x.Date}.get(
            spec.kind, self.x.String
        )
        return self.x.col(name) if name in self.present else self.x.lit(None, dtype=kind)

    def filled(self, name: str) -> Any:
        """The value, or the stated default."""
        spec, raw = self.fields[name], self.raw(name)
        if spec.default is None or name in self.complete:
            return raw
        return self.x.coalesce(raw, self.x.lit(_stored(spec)))

    def known(self, names: set[str]) -> Any:
        """True where no stated default had to be used; None where that is so of every row."""
        tests = [self._known(name) for name in sorted(names) if self._defaults(name)]
        return reduce(and_, tests) if tests else None

    def known_columns(self) -> list[Any]:
        """For each field with a stated default a column that says whether the value is known; added to rows first."""
        return [self._is_known(name).alias(f"known|{name}") for name in self.fields if self._defaults(name)]

    def _defaults(self, name: str) -> bool:
        """Whether some row may have to use a stated default of the field."""
        spec = self.fields[name]
        columns = [name] if spec.kind != "codes" else [self._flag(name, code) for code in spec.codes]
        return spec.default is not None and self.complete.isdisjoint(columns)

    def _known(self, name: str) -> Any:
        return self.x.col(f"known|{name}")

    def _is_known(self, name: str) -> Any:
        spec = self.fields[name]
        if spec.kind != "codes":
            return ~self.raw(name).is_null()
        return reduce(or_, (~self.flag(name, code).is_null() for code in spec.codes))

    def holds(self, condition: Condition) -> Any:
        """Whether a row meets the condition; an unknown value without default never does."""
        spec = self.fields[condition.field]
        if spec.kind == "codes":
            met = reduce(or_, (self._has(spec, str(code)) for code in condition.values))
        elif spec.kind == "yes-no":
            value = self.x.coalesce(self.filled(spec.name), self.x.lit(False))
            met = reduce(or_, (value if wanted else ~value for wanted in condition.values))
        else:
            met = self.x.coalesce(self.filled(spec.name).is_in(list(condition.values)), self.x.lit(False))
        return ~met if condition.negate else met

    def _has(self, spec: Field, code: str) -> Any:
        has = self.x.coalesce(self.flag(spec.name, code), self.x.lit(False))
        if isinstance(spec.default, tuple) and code in spec.default and self._defaults(spec.name):
            return has | ~self._known(spec.name)
        return has


def part_amount(part: Part, columns: Columns, children: Any = None) -> Amount:
    """The exact amount that a part adds for a row.

    ``children``: for steps by a household's number of children, the column that counts them.
    """
    used = {condition.field for condition in part.when}
    value = _own_amount(part, columns, used, children)
    if part.percent is not None:
        used.update(part.percent.by)
        value = value.times(percent_amount(columns, part.percent))
    if part.typed is not None:
        value = _typed_over(part, value, columns, used)
    known = columns.known(used)
    if part.typed in columns.complete:
        known = None
    elif part.typed is not None and known is not None:
        known = known | ~columns.raw(part.typed).is_null()
    return Amount(_where(part, columns, value), known)


def _own_amount(part: Part, columns: Columns, used: set[str], children: Any) -> Scaled:
    if part.amount is not None:
        return Scaled.of(columns.x, part.amount)
    if part.number is not None:
        used.add(part.number)
        return Scaled(columns.filled(part.number), DATA_UNIT).times(part.each)
    if part.table is not None:
        used.update(part.table.by)
        return table_amount(columns, part.table)
    if part.steps is not None:
        if part.steps.field == CHILDREN:
            return _stepped(columns.x, part.steps, children)
        used.add(part.steps.field)
        return _stepped(columns.x, part.steps, columns.filled(part.steps.field), DATA_UNIT)
    used.add(str(part.typed))
    return Scaled(columns.filled(str(part.typed)), DATA_UNIT)


def _typed_over(part: Part, value: Scaled, columns: Columns, used: set[str]) -> Scaled:
    """A typed amount replaces the scheme's own, row by row."""
    typed = columns.raw(str(part.typed))
    unit = value.den * DATA_UNIT
    if part.typed in columns.complete:
        return Scaled(typed * value.den, unit)
    own = columns.x.when(typed.is_null()).then(value.to(unit)).otherwise(typed * value.den)
    return Scaled(own, unit)


def _where(part: Part, columns: Columns, value: Scaled) -> Scaled:
    if not part.when:
        return value
    met = reduce(and_, (columns.holds(condition) for condition in part.when))
    return Scaled(
        columns.x.when(met).then(value.expr).otherwise(columns.x.lit(0, dtype=columns.x.Int64)), value.den
    )


def _stepped(x: Any, steps: Steps, number: Any, unit: int = 1) -> Scaled:
    den = lcm(*(amount.denominator for _, amount in steps.steps))
    found: Any = x.lit(0, dtype=x.Int64)
    for at, amount in steps.steps:
        found = (
            x.when(number * at.denominator >= at.numerator * unit).then(int(amount * den)).otherwise(found)
        )
    return Scaled(found, den)


def table_amount(columns: Columns, table: Table) -> Scaled:
    """The amount that a table gives for a row; null where its codes are unknown and nothing else is stated."""
    amounts = [*table.amounts.values(), *([table.otherwise] if table.otherwise is not None else [])]
    den = lcm(*(amount.denominator for amount in amounts))
    otherwise = None if table.otherwise is None else int(table.otherwise * den)
    if not table.by:
        return Scaled(columns.x.lit(int(table.amounts[()] * den), dtype=columns.x.Int64), den)
    return Scaled(_choose(columns, table, den, otherwise), den)


def percent_amount(columns: Columns, table: Table) -> Scaled:
    """A table of percentages as the fractions that they are; reduced, so that the common unit stays small."""
    amounts = {codes: percent / 100 for codes, percent in table.amounts.items()}
    return table_amount(
        columns, Table(table.by, amounts, None if table.otherwise is None else table.otherwise / 100)
    )


def _choose(columns: Columns, table: Table, den: int, otherwise: int | None) -> Any:
    """Rows of equal amount share one test, so that a table of 32 tiers by three types stays cheap."""
    first, rest = table.by[0], table.by[1:]
    groups: dict[tuple[Fraction, tuple[str, ...]], list[str]] = defaultdict(list)
    for codes, amount in table.amounts.items():
        groups[(amount, codes[1:])].append(codes[0])
    found: Any = columns.x.lit(otherwise, dtype=columns.x.Int64)
    for (amount, others), alike in groups.items():
        test = _coded(columns, first, alike)
        for name, code in zip(rest, others, strict=True):
            test = test & _coded(columns, name, [code])
        found = columns.x.when(test).then(int(amount * den)).otherwise(found)
    return found


def _coded(columns: Columns, name: str, codes: list[str]) -> Any:
    value = columns.filled(name)
    if columns.fields[name].kind == "yes-no":
        tests = [value if code == "yes" else ~value for code in codes]
        return columns.x.coalesce(reduce(or_, tests), columns.x.lit(False))
    return value == codes[0] if len(codes) == 1 else value.is_in(codes)


def _stored(spec: Field) -> Any:
    """A stated default in the form that rows carry: numbers as whole hundredths."""
    return int(spec.default * DATA_UNIT) if isinstance(spec.default, Fraction) else spec.default
