"""A team's pooled figure: the sum of loads over the sum of lines, never a mean of percentages (rules 2.6)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from safeload.domain.bands import band_of
from safeload.domain.scheme import Scheme


class Share(NamedTuple):
    """What one post brings to its team: whose it is, its load, its line (None: not set)."""

    who: Hashable
    load: Fraction
    line: Fraction | None


@dataclass(frozen=True)
class Pooled:
    """Load over line of those who have one, and whom that leaves out; ``held`` leaves out nobody."""

    held: Fraction
    load: Fraction
    line: Fraction | None
    band: str | None
    left_out: int = 0
    left_out_load: Fraction = Fraction(0)


def pooled(shares: Iterable[Share], scheme: Scheme) -> Pooled:
    """Pool the posts of those who hold allocated work.

    Whoever has no line (not set, or not available) is left out of both sides of the percentage, and of nothing
    else. Where nobody has one there is no percentage: the load is all that is held, and nobody is left out of it.
    """
    given = list(shares)
    lined = [one for one in given if one.line]
    rest = [one for one in given if not one.line]
    load = sum((one.load for one in lined), Fraction(0))
    without = sum((one.load for one in rest), Fraction(0))
    people = len({one.who for one in rest})
    line = sum((one.line or Fraction(0) for one in lined), Fraction(0))
    return pooled_sums(load, line, without, people, any(one.line is None for one in rest), scheme)


def pooled_sums(
    load: Fraction, line: Fraction, without: Fraction, people: int, unset: bool, scheme: Scheme
) -> Pooled:
    """The pooled figure from sums: of those with a line, and of those without.

    ``without``, ``people``: the load of those left out, and how many they are; ``unset``: some line is not set.
    """
    held = load + without
    if not line:
        known = None if unset else line
        return Pooled(held, held, known, band_of(held, known, scheme.bands, scheme.line))
    return Pooled(held, load, line, band_of(load, line, scheme.bands, scheme.line), people, without)
