"""Moves as a relaxed model: for each giver one removal set, for each household that goes one taker; and its bound.

The relaxed model is solved over the sets and pairs that matter. Its prices of room say what it costs at least that a
household finds a taker, over all takers, and so the cheapest of *all* removal sets of each giver is read off a table
(``removals.py``): together they are a bound for every answer, whatever has been written down so far. Sets and pairs
are added until the bound is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.exchange import Exchange, tightened
from safeload.domain.allocation.removals import Prices, Removals
from safeload.domain.allocation.solver import Effort, Relaxed, Stop

Gone = dict[int, int]
#: Removal sets of a giver (places in their order) and pairs, as columns.
Sets = list[tuple[int, tuple[int, ...]]]

#: Sets a giver and pairs a household that are added in a round.
_EACH, _NEAR = 6, 4
_TINY = 1e-6


@dataclass(frozen=True)
class Wanted:
    """What an answer costs: what remains over the line, and whether moves count (1) or not (0); and limits."""

    over: float
    red: float
    moves: int = 1
    most_over: float = np.inf
    most_red: float = np.inf


class Shift:
    """The model of one part: rows for givers, households and takers, then what may remain in red and over the line."""

    def __init__(self, part: Exchange, wanted: Wanted, effort: Effort) -> None:
        self.part, self.wanted = part, wanted
        self.givers: list[Removals] = [one.removals for one in part.givers]
        self.units = np.unique(np.array([unit for one in self.givers for unit in one.units], dtype=np.int64))
        self.takers, self.j = np.unique(part.pairs.person, return_inverse=True)
        self.k = np.searchsorted(self.units, part.pairs.unit)
        self.worth = part.pairs.worth
        costs = part.pairs.cost * wanted.moves
        self.base = np.full(len(self.units), np.inf)
        np.minimum.at(self.base, self.k, costs)
        self.extra = (costs - self.base[self.k]).astype(float)
        self.own = [np.searchsorted(self.units, np.array(one.units, dtype=np.int64)) for one in self.givers]
        self.even = part.takers.even[self.takers].astype(float)
        self.room, self.most = tightened(part, self.takers, self.j)
        self.takes = self._taking()
        self.alone = np.maximum(0.0, self.worth - self.even[self.j])
        self.dearer = part.dearer * wanted.moves / part.scale
        self._lay_out(effort)

    def _taking(self) -> Any:
        """What each pair takes of the room: all of it, where nothing else of any size would fit beside it."""
        least = np.full(len(self.takers), np.inf)
        sized = self.worth > 0
        np.minimum.at(least, self.j[sized], self.worth[sized])
        room = self.room[self.j]
        return np.where(sized & (self.worth + least[self.j] > room), room, self.worth)

    def _lay_out(self, effort: Effort) -> None:
        sizes = [len(self.givers), len(self.units), *[len(self.takers)] * 4, 1, 1]
        self.at = np.concatenate([[0], np.cumsum(sizes)])
        takers = len(self.takers)
        free = np.full(4 * takers + 2, -np.inf)
        self.lower = np.concatenate([np.ones(len(self.givers)), np.zeros(len(self.units)), free])
        self.upper = np.concatenate(
            [
                np.ones(len(self.givers)),
                np.full(len(self.units), np.inf),
                self.room,
                self.most,
                self.even,
                np.zeros(takers),
                [self.wanted.most_red, self.wanted.most_over],
            ]
        )
        self.relaxed = Relaxed(self.lower, self.upper, effort)
        self.relaxed.add(*self.filling())
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        self.inside = np.zeros(len(self.k), dtype=bool)
        self.bound, self.least, self.prices = -np.inf, np.zeros(0), self._prices(np.zeros(self.at[-1]))

    def filling(self) -> tuple[Any, ...]:
        """Columns: units by which each taker is filled beyond nearly full."""
        takers = np.arange(len(self.takers))
        rows = np.stack([self.at[4] + takers, self.at[5] + takers], axis=1).ravel()
        full = np.full(len(takers), self.dearer)
        return full, np.full(len(takers), np.inf), 2 * takers, rows, np.full(len(rows), -1.0)

    def set_columns(self, sets: Sets) -> tuple[Any, ...]:
        costs: list[float] = []
        starts: list[int] = []
        rows: list[int] = []
        values: list[float] = []
        for giver, chosen in sets:
            left, in_red = self.givers[giver].left(chosen)
            going = self.own[giver][list(chosen)]
            costs.append(float(self.base[going].sum()) + left * self.wanted.over + in_red * self.wanted.red)
            starts.append(len(rows))
            rows += [giver, *(self.at[1] + going).tolist(), int(self.at[6]), int(self.at[7])]
            values += [1.0, *[-1.0] * len(going), float(in_red), float(left)]
        return np.array(costs), np.ones(len(costs)), np.array(starts), np.array(rows), np.array(values)

    def pair_columns(self, pairs: Any) -> tuple[Any, ...]:
        k, j, worth = self.k[pairs], self.j[pairs], self.worth[pairs].astype(float)
        rows = np.stack([self.at[place] + (k if place == 1 else j) for place in range(1, 6)], axis=1).ravel()
        ones = np.ones(len(pairs))
        values = np.stack([ones, self.takes[pairs], ones, worth, self.alone[pairs]], axis=1).ravel()
        return self.extra[pairs], ones, 5 * np.arange(len(pairs)), rows, values

    def _add(self, sets: Sets, pairs: Any) -> None:
        if sets:
            self.known.update(sets)
            self.relaxed.add(*self.set_columns(sets))
        if len(pairs):
            self.inside[pairs] = True
            self.relaxed.add(*self.pair_columns(pairs))

    def begin(self, gone: Mapping[int, int]) -> None:
        """Start from an answer that keeps the limits, and from the sets that are cheapest by themselves."""
        sets, pairs = self.of_answer(gone)
        self._add(sets, pairs)
        self._add(*self._new(np.zeros(self.at[-1]), np.full(len(self.givers), np.inf), 5 * _EACH))

    def of_answer(self, gone: Mapping[int, int]) -> tuple[Sets, Any]:
        sets = [
            (giver, tuple(at for at, unit in enumerate(one.units) if unit in gone))
            for giver, one in enumerate(self.givers)
        ]
        who = np.full(len(self.units), -1)
        for unit, taker in gone.items():
            who[np.searchsorted(self.units, unit)] = np.searchsorted(self.takers, taker)
        return sets, np.flatnonzero(who[self.k] == self.j)

    def _prices(self, duals: Any) -> Any:
        """Prices of rows with their right signs, whatever the last digits of the solver."""
        duals = duals.copy()
        duals[self.at[2] :] = np.minimum(duals[self.at[2] :], 0.0)
        soft, tight = duals[self.at[4] : self.at[5]], duals[self.at[5] : self.at[6]]
        np.maximum(soft, -self.dearer, out=soft)
        np.maximum(tight, -self.dearer - soft, out=tight)
        return duals

    def of_pairs(self, prices: Any) -> tuple[Any, Any]:
        """What each pair costs with the room that it takes, and the least of each household over all takers."""
        cap, count, soft, tight = (
            prices[self.at[place] : self.at[place + 1]][self.j] for place in range(2, 6)
        )
        costs = self.extra - self.takes * cap - self.worth * soft - count - self.alone * tight
        least = np.full(len(self.units), np.inf)
        np.minimum.at(least, self.k, costs)
        return costs, least

    def _left(self, prices: Any) -> Prices:
        over = self.wanted.over - float(prices[self.at[7]])
        return Prices(over, self.wanted.red - float(prices[self.at[6]]), self.wanted.most_over)

    def tables(self, prices: Any, least: Any) -> list[tuple[Any, Any]]:
        """For each giver the values of their households and the table of what the rest costs."""
        values, left = self.base + least, self._left(prices)
        return [
            (values[own], one.table(values[own], left))
            for own, one in zip(self.own, self.givers, strict=True)
        ]

    def _bound(self, prices: Any, tables: list[tuple[Any, Any]]) -> float:
        """The bound by these prices: the cheapest set of each giver, less what the room is worth."""
        rows = slice(self.at[2], self.at[-1])
        priced = prices[rows] != 0
        return sum(float(table[0, 0]) for _, table in tables) + float(
            (self.upper[rows][priced] * prices[rows][priced]).sum()
        )

    def _new(self, duals: Any, given: Any, each: int) -> tuple[Sets, Any]:
        """Sets and pairs that would help by these prices, and the bound that they prove; ``given``: each giver's."""
        prices = self._prices(duals)
        costs, least = self.of_pairs(prices)
        tables = self.tables(prices, least)
        bound = self._bound(prices, tables)
        if bound > self.bound:
            self.bound, self.least, self.prices = bound, least, prices
        sets: Sets = []
        for giver, (values, table) in enumerate(tables):
            best = float(table[0, 0])
            if best >= given[giver] - _TINY:
                continue
            one = self.givers[giver]
            near = min(given[giver] - _TINY, best + max(10.0, 0.1 * abs(best)))
            for most, number in ((best, 1), (near, each)):
                sets += [(giver, chosen) for chosen in one.within(values, table, most, number)]
        sets = [one for one in dict.fromkeys(sets) if one not in self.known]
        needed = np.zeros(len(self.units), dtype=bool)
        for giver, chosen in sets:
            needed[self.own[giver][list(chosen)]] = True
        asked = np.where(needed & ~self._served(), np.inf, duals[self.at[1] : self.at[2]])
        return sets, self._cheapest(costs, asked)

    def _served(self) -> Any:
        served = np.zeros(len(self.units), dtype=bool)
        served[self.k[self.inside]] = True
        return served

    def _cheapest(self, costs: Any, asked: Any) -> Any:
        """A few pairs of each household that cost less than what is paid for it now."""
        rows = np.flatnonzero((costs < asked[self.k] - _TINY) & ~self.inside)
        rows = rows[np.lexsort((costs[rows], self.k[rows]))]
        rank = np.arange(len(rows)) - np.searchsorted(self.k[rows], self.k[rows])
        return np.sort(rows[rank < _NEAR])

    def price_out(self, stop: Stop | None) -> float:
        """Add sets and pairs until none helps; the value of the relaxed model."""
        while True:
            value, duals, _ = self.relaxed.solve()
            if value is None:
                raise RuntimeError("the relaxed model has no answer, though one was given")
            sets, pairs = self._new(duals, duals[: len(self.givers)], _EACH)
            if value - self.bound <= _TINY * max(1.0, abs(value)) or not (sets or len(pairs)):
                return value
            if stop is not None and stop():
                return value
            self._add(sets, pairs)
