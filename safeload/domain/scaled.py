"""Exact arithmetic on columns: whole numbers over a known denominator, never binary floats.

A column of amounts is an integer expression and the denominator that it is counted in. Every denominator is known
when the expressions are built, so one common unit fits all of them and comparisons are between whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

_LARGEST = 2**63


def finest_unit(full_line: Fraction) -> int:
    """The most units to one point or hour with which a load of several lines, times a threshold, fits 64 bits."""
    return int(_LARGEST / (1000 * max(full_line, Fraction(100))))


@dataclass(frozen=True)
class Scaled:
    """An integer expression that counts in units of ``1 / den``."""

    expr: Any
    den: int

    @classmethod
    def of(cls, x: Any, value: Fraction) -> Scaled:
        """A constant, in the namespace of expressions ``x``."""
        return cls(x.lit(value.numerator, dtype=x.Int64), value.denominator)

    def times(self, other: Fraction | Scaled) -> Scaled:
        """The product, still exact."""
        if isinstance(other, Fraction):
            factor = self.expr if other.numerator == 1 else self.expr * other.numerator
            return Scaled(factor, self.den * other.denominator)
        return Scaled(self.expr * other.expr, self.den * other.den)

    def to(self, unit: int) -> Any:
        """The expression in units of ``1 / unit``; ``unit`` must be a multiple of the denominator."""
        factor, rest = divmod(unit, self.den)
        if rest:
            raise AssertionError(f"unit {unit} is no multiple of {self.den}")
        return self.expr if factor == 1 else self.expr * factor


def common_unit(parts: Iterable[Scaled | int]) -> int:
    """The smallest unit in which all of these can be counted exactly."""
    return lcm(1, *(part if isinstance(part, int) else part.den for part in parts))


def rounded(expr: Any, unit: int, how: str, places: int) -> Any:
    """A total in units of ``1 / unit``, rounded by a scheme's stated policy (toward zero, or half up)."""
    if how == "exact":
        return expr
    grain, rest = divmod(unit, 10**places)
    if rest:
        raise AssertionError(f"unit {unit} cannot be rounded to {places} places")
    shifted = expr + (grain // 2 if how == "half-up" else 0)
    return shifted // grain * grain
