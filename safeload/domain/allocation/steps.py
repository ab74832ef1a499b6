"""What more load costs somebody, step by step: cheap up to the line, dearer over it, dearer again further into red."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from safeload.domain.allocation.question import Person
from safeload.domain.allocation.weights import Weights

#: Percent of a line at which a further unit of load begins to cost more, and the weight that says how much.
STEPS = ((70, "fuller_70"), (80, "fuller_80"), (90, "fuller_90"))
#: So many tenths of the line into red a unit gets dearer again: each tenth at first, further on in longer steps.
TENTHS = (*range(1, 21), *range(25, 51, 5), *range(60, 101, 10), *range(150, 501, 50))


@dataclass(frozen=True)
class Steps:
    """What more load costs somebody: from their load up, the size of each step and the price of a unit in it.

    Prices are in hundredths of a weight for each unit, divided by the full line: ``price / scale`` is the cost.
    """

    sizes: tuple[int, ...]
    prices: tuple[int, ...]

    def cost(self, more: int) -> int:
        """What so many units more cost, in parts of ``scale``."""
        total = 0
        for size, price in zip(self.sizes, self.prices, strict=True):
            if more <= size:
                return total + more * price
            total += size * price
            more -= size
        return total + more * self.prices[-1]

    def until(self, reach: int) -> Steps:
        """The steps that so much more load comes into; the last of them has no end."""
        kept, left = 0, reach
        while kept < len(self.sizes) - 1 and left > self.sizes[kept]:
            left -= self.sizes[kept]
            kept += 1
        return Steps((*self.sizes[:kept], 0), self.prices[: kept + 1])


def cost_of_more(one: Person, weights: Weights, more: int) -> int:
    """What so many units more cost somebody, as ``steps_of(one, weights).cost(more)``: without the steps beyond."""
    total, at, price, until = 0, one.load, 0, one.load + more
    for edge, weight in _edges(one.line or 0, one.full, one.short_of_red, weights):
        if edge > at:
            if edge >= until:
                break
            total += (edge - at) * price
            at = edge
        price = max(price, weight * 100)
    return total + (until - at) * price


def steps_of(one: Person, weights: Weights) -> Steps:
    """What more load costs somebody, step by step, from their load up."""
    sizes, prices, at, price = [], [], one.load, 0
    for edge, weight in _edges(one.line or 0, one.full, one.short_of_red, weights):
        if edge > at:
            sizes.append(edge - at)
            prices.append(price)
            at = edge
        price = max(price, weight * 100)
    return Steps((*sizes, 0), (*prices, price))


@lru_cache(maxsize=1024)
def _edges(line: int, full: int, short_of_red: int, weights: Weights) -> list[tuple[int, int]]:
    """Where the price of more load changes, and to what: few lines are many people's."""
    red, deeper, from_red = weights["red"], weights["red_deeper"], max(full, short_of_red)
    edges = [(line * percent // 100, weights[name]) for percent, name in STEPS]
    edges += [(full, weights["over"]), (from_red, red)]
    edges += [(from_red + line * tenth // 10, red + tenth * deeper) for tenth in TENTHS]
    return sorted(edges)
