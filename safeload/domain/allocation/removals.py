"""Every set of households that somebody over their line could give away, by what it is worth to give it.

A set that brings them to their line is only of use if none of it could stay; one that does not is of use as it is.
There may be far too many to write down. A table says for each of the households, in the order of their worth, and
for each amount already given, what the rest must cost at least: with it the cheapest set is read off, and all sets
up to a price are found without a step in vain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import Any

import numpy as np

_TINY = 1e-9


@dataclass(frozen=True)
class Prices:
    """What remains costs: each unit over the line, being in red, and how much may remain at all."""

    over: float
    red: float
    most_over: float


class Removals:
    """What one person over their line could give: ``need`` units to reach it, ``red`` units to leave red."""

    def __init__(self, need: int, red: int, units: list[int], worths: list[int]) -> None:
        order = sorted(range(len(units)), key=lambda at: (-worths[at], units[at]))
        self.need, self.red = need, max(red, 0)
        self.units = [units[at] for at in order]
        self.worths = [worths[at] for at in order]
        self._grain = reduce(gcd, worths, 0) or 1
        self._most = -(-need // self._grain)
        self._steps = [min(worth // self._grain, self._most) for worth in self.worths]
        given = np.arange(self._most + 1) * self._grain
        self._left = np.maximum(0, need - given)
        self._in_red = given < self.red

    def left(self, chosen: tuple[int, ...]) -> tuple[int, bool]:
        """Units over the line that remain once the households at these places are given; whether red remains."""
        given = sum(self.worths[at] for at in chosen)
        return max(0, self.need - given), given < self.red

    def table(self, values: Any, prices: Prices) -> Any:
        """The least cost of the rest, for each place in the order and each amount given."""
        table = np.empty((len(self.units) + 1, self._most + 1))
        last = self._left * prices.over + self._in_red * prices.red
        table[-1] = np.where(self._left > prices.most_over, np.inf, last)
        for at in range(len(self.units) - 1, -1, -1):
            step, after = self._steps[at], table[at + 1]
            giving = np.full(self._most + 1, after[-1])
            giving[: self._most + 1 - step] = after[step:]
            table[at] = np.minimum(after, giving + values[at])
            table[at, -1] = 0.0
        return table

    def within(self, values: Any, table: Any, most: float, at_most: int) -> Iterator[tuple[int, ...]]:
        """Places of every set that costs no more than ``most``, at most so many sets."""
        found, most = 0, most + _TINY
        open_sets: list[tuple[int, int, float, tuple[int, ...]]] = [(0, 0, 0.0, ())]
        while open_sets:
            at, given, cost, chosen = open_sets.pop()
            if given == self._most or at == len(self.units):
                yield chosen
                found += 1
                if found == at_most:
                    return
                continue
            if cost + table[at + 1, given] <= most:
                open_sets.append((at + 1, given, cost, chosen))
            after, price = min(given + self._steps[at], self._most), cost + float(values[at])
            if price + table[at + 1, after] <= most:
                open_sets.append((at + 1, after, price, (*chosen, at)))
