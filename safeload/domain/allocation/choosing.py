"""One handful a person, every household in one handful or waiting: priced out, tightened, then chosen and proven.

The relaxed model is solved over the few handfuls that matter, adding those whose reduced cost says that they would
help until none does: its value is a bound for every answer. Of any three households at most one handful can hold
two (Jepsen et al., subset-row inequalities, 2008): rows that say so close most of what is left. A first answer comes
from the handfuls at hand. A handful whose reduced cost is more than the difference between answer and bound can be
in no better answer; the model over all the others, solved whole, proves the answer or gives its gap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.patterns import Handfuls
from safeload.domain.allocation.solver import Effort, Ended, Model, Relaxed

#: Handfuls added a person and round, rows added a round, rounds of rows.
_EACH, _ROWS, _ROUNDS = 4, 40, 12
#: The part of the bound within which the best answer is looked for first.
_MARGIN = 0.004
#: Rows after those of items and people: over the line, into red, urgent waiting, how many wait.
_TIERS = 4
_TINY = 1e-7

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Asked:
    """What is to be covered. ``waits``: the cost of each household's waiting; ``helped``: whether it asks for help.

    ``most_wait``: 0 where a household may not wait; ``limits``: units over the line, units into red and cost of
    urgent waiting that all together may come to; ``urgent``: what each household's waiting counts in the last.
    """

    waits: Any
    helped: Any
    most_wait: Any
    limits: tuple[float, float, float]
    urgent: Any
    scale: int


@dataclass(frozen=True)
class Chosen:
    """Rows of the handfuls that are taken; None where nothing was found in time."""

    rows: Any
    bound: float
    ended: Ended
    nodes: int


def choose(found: Handfuls, asked: Asked, effort: Effort, stop: Stop | None = None) -> Chosen:
    """Choose handfuls so that waiting and cost together are least."""
    master = _Master(found, asked)
    best, value, proven, nodes, ended = None, np.inf, np.inf, 0, "optimal"
    for side in master.sides(stop):
        priced = master.narrowed(side, stop)
        if priced is None or priced[0] >= value - 1e-6:
            continue  # no answer there, or none that is better
        tried = _side(master, *priced, best, value, effort, stop)
        nodes += tried.nodes
        if tried.value < value:
            best, value = tried.rows, tried.value
        proven = min(proven, tried.bound)
        if tried.ended != "optimal":
            ended = tried.ended
    if best is None:
        return Chosen(None, -np.inf, "infeasible" if ended == "optimal" else ended, nodes)
    return Chosen(best, min(proven, value), ended, nodes)


@dataclass(frozen=True)
class _Tried:
    rows: Any
    value: float
    bound: float
    ended: Ended
    nodes: int


def _side(
    master: _Master, bound: float, reduced: Any, best: Any, value: float, effort: Effort, stop: Stop | None
) -> _Tried:
    """The best answer of one side: over the handfuls within a margin of the bound, until the margin holds."""
    for _ in range(_ROUNDS):
        if not master.tighten():
            break
        priced = master.priced_out(stop)
        if priced is None:
            return _Tried(best, value, value, "optimal", 0)
        bound, reduced = priced
    margin, nodes = min(value - bound, max(_MARGIN * abs(bound), 1.0)), 0
    while True:
        rows = np.flatnonzero(reduced <= margin + 1e-6)
        solved = master.whole(rows, effort, best, stop)
        nodes += solved.nodes
        if solved.values is not None and solved.objective < value - 1e-9:
            best, value = master.rows(solved), solved.objective
        whole = len(rows) == len(reduced)
        if solved.ended not in ("optimal", "infeasible"):
            known = min(solved.bound, bound + margin) if not whole else solved.bound
            return _Tried(best, value, max(bound, min(known, value)), solved.ended, nodes)
        if value - bound <= max(margin, effort.gap * abs(value)) or whole:
            known = value if effort.gap == 0 else min(solved.bound, value)
            return _Tried(best, value, max(bound, known), "optimal", nodes)
        margin = min(value - bound, margin * 8) if best is None else value - bound


class _Master:
    """The model of handfuls: rows for items, for people, for the two tiers, then the rows that tighten."""

    def __init__(self, found: Handfuls, asked: Asked) -> None:
        self.found, self.asked = found, asked
        self.number = len(asked.waits)
        self.items = 2 * self.number
        self.costs = found.cost / asked.scale
        self.people = np.unique(found.person)
        self.place = np.searchsorted(self.people, found.person).astype(np.int32)
        #: Items by depth, each column in one piece: pricing goes through all of them every round.
        self.deep = [np.ascontiguousarray(found.held[:, at], dtype=np.int32) for at in range(found.held.shape[1])]
        self.inside = np.zeros(len(found), dtype=bool)
        self.order = np.zeros(0, dtype=np.int64)
        self.cuts: list[Any] = []
        self.side = (0.0, float(self.number))
        self.values = self.prices = self.columns = np.zeros(0)
        self.relaxed = Relaxed(*self._rows())
        waiting = self._waiting()
        self.relaxed.add(asked.waits.astype(float), asked.most_wait, *waiting)
        self.relaxed.add(*self._dear(waiting))
        self._add(np.flatnonzero((found.held < self.items).sum(axis=1) == 1))

    @property
    def used(self) -> Any:
        """The handfuls that pricing has brought in."""
        return np.sort(self.order)

    def _rows(self) -> tuple[Any, Any]:
        """Bounds: each item covered, each person once, what the tiers may cost."""
        cover = np.concatenate([np.ones(self.number), self.asked.helped.astype(float)])
        lower = np.concatenate([cover, np.full(len(self.people) + 3, -np.inf), [self.side[0]]])
        upper = np.concatenate([np.ones(self.items + len(self.people)), self.asked.limits, [self.side[1]]])
        return lower, upper

    def _entries(self, rows: Any) -> tuple[Any, Any, Any]:
        """The columns of some handfuls: starts, rows, values."""
        held = self.found.held[rows]
        person = self.items + self.place[rows][:, None]
        over = np.full((len(rows), 1), self.items + len(self.people))
        first = self.items + len(self.people) + _TIERS
        cuts = np.stack([cut[rows] for cut in self.cuts], axis=1) if self.cuts else np.zeros((len(rows), 0))
        at = np.concatenate(
            [held, person, over, over + 1, np.broadcast_to(first + np.arange(cuts.shape[1]), cuts.shape)], axis=1
        )
        tiers = np.stack([self.found.over[rows], self.found.red[rows]], axis=1)
        values = np.concatenate([held < self.items, np.ones_like(person), tiers, cuts], axis=1).astype(float)
        keep = values > 0
        starts = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])[:-1]
        return starts, at[keep], values[keep]

    def _waiting(self) -> tuple[Any, Any, Any]:
        """A waiting household covers itself and the help that it asks for, and is counted among those that wait."""
        sizes = 3 + self.asked.helped.astype(int)
        starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        at = np.zeros(int(sizes.sum()), dtype=np.int64)
        at[starts] = np.arange(self.number)
        at[starts + sizes - 2] = self.items + len(self.people) + 2
        at[starts + sizes - 1] = self.items + len(self.people) + 3
        at[starts[self.asked.helped] + 1] = self.number + np.flatnonzero(self.asked.helped)
        values = np.ones(len(at))
        values[starts + sizes - 2] = self.asked.urgent
        return starts, at, values

    def _dear(self, waiting: tuple[Any, Any, Any]) -> tuple[Any, ...]:
        """A way out at a price for what may not wait, until handfuls cover it."""
        must = np.flatnonzero(self.asked.most_wait < 1)
        starts, at, _ = waiting
        ends = np.append(starts[1:], len(at))
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *(at[starts[unit] : ends[unit] - 2] for unit in must)])
        begin = np.concatenate([[0], np.cumsum((ends - starts - 2)[must])])[:-1] if len(must) else must
        self.ways_out = len(must)
        dear = 10.0 * float(self.asked.waits.sum() + self.costs.max(initial=0) + 1)
        return np.full(len(must), dear), np.full(len(must), np.inf), begin, rows, np.ones(len(rows))

    def _add(self, rows: Any) -> None:
        self.relaxed.add(self.costs[rows], np.full(len(rows), np.inf), *self._entries(rows))
        self.inside[rows] = True
        self.order = np.concatenate([self.order, rows])

    def sides(self, stop: Stop | None) -> list[tuple[float, float]]:
        """Whole numbers of households that may wait: one range, or two where the relaxed answer lies between."""
        if self.priced_out(stop) is None:
            return []
        waiting = float(self.columns[: self.number].sum())
        more, all_of_them = float(np.ceil(waiting - 1e-6)), float(self.number)
        if more - waiting < 1e-6:
            return [(0.0, all_of_them)]
        return [(more, all_of_them), (0.0, more - 1)]

    def narrowed(self, side: tuple[float, float], stop: Stop | None) -> tuple[float, Any] | None:
        """Bound and reduced costs where so many wait."""
        self.side = side
        self.relaxed.bound_row(self.items + len(self.people) + 3, *side)
        return self.priced_out(stop)

    def priced_out(self, stop: Stop | None) -> tuple[float, Any] | None:
        """The bound, and the reduced cost of every handful; None where even the relaxed model has no answer."""
        while True:
            value, self.prices, columns = self.relaxed.solve()
            if value is None:
                return None
            self.columns, self.values = columns, columns[self.number + self.ways_out :]
            reduced = self._reduced()
            new = self._best(reduced)
            if not len(new):
                out = columns[self.number : self.number + self.ways_out]
                return None if (out > _TINY).any() else (value, reduced)
            if stop is not None and stop():
                return value + self._slack(reduced), reduced
            self._add(new)

    def _reduced(self) -> Any:
        """What each handful costs beyond the prices of what it covers and uses."""
        tiers = self.items + len(self.people)
        cover = np.append(self.prices[: self.items], 0.0)
        reduced = self.costs - self.prices[self.items : tiers][self.place]
        for deep in self.deep:
            reduced -= cover[deep]
        if self.prices[tiers] or self.prices[tiers + 1]:
            reduced -= self.found.over * self.prices[tiers] + self.found.red * self.prices[tiers + 1]
        for cut, price in zip(self.cuts, self.prices[tiers + _TIERS :], strict=True):
            if price:
                reduced -= cut * price
        return reduced

    def _slack(self, reduced: Any) -> float:
        """What handfuls not yet priced out could still save: the least reduced cost of each person, together."""
        least = np.zeros(len(self.people))
        np.minimum.at(least, self.place, reduced)
        return float(least.sum())

    def _best(self, reduced: Any) -> Any:
        """The handfuls that would help most, a few a person."""
        rows = np.flatnonzero(reduced < -1e-6)
        rows = rows[~self.inside[rows]]
        if not len(rows):
            return rows
        order = rows[np.lexsort((reduced[rows], self.place[rows]))]
        whose = self.place[order]
        rank = np.arange(len(order)) - np.searchsorted(whose, whose)
        return np.sort(order[rank < _EACH])

    def tighten(self) -> bool:
        """Add rows for the triples that the relaxed answer breaks most; False where it breaks none."""
        triples = self._broken()
        for triple in triples:
            mark = np.zeros(self.items + 1, dtype=np.int8)
            mark[triple] = 1
            inside = sum(mark[deep] for deep in self.deep) >= 2
            self.cuts.append(inside)
            at = self.number + self.ways_out + np.flatnonzero(inside[self.order])
            self.relaxed.add_row(at, np.ones(len(at)), 1.0)
        return bool(len(triples))

    def _broken(self) -> list[Any]:
        """Triples of items of which the relaxed answer holds two or more in more than one handful together."""
        taken = np.flatnonzero(self.values > _TINY)
        member = np.zeros((len(taken), self.items + 1))
        for deep in range(self.found.held.shape[1]):
            member[np.arange(len(taken)), self.found.held[self.order[taken], deep]] = 1.0
        member = member[:, : self.items]
        weight = self.values[taken]
        both = (member * weight[:, None]).T @ member
        found: list[tuple[float, int, int, int]] = []
        near = both > _TINY
        for a in range(self.items):
            others = np.flatnonzero(near[a, a + 1 :]) + a + 1
            if len(others) < 2:
                continue
            all_three = (member[:, others] * (weight * member[:, a])[:, None]).T @ member[:, others]
            sums = both[a, others][:, None] + both[a, others][None, :] + both[np.ix_(others, others)] - 2 * all_three
            b, c = np.nonzero(np.triu(sums > 1 + 1e-4, 1))
            found += [(-float(sums[i, j]), a, int(others[i]), int(others[j])) for i, j in zip(b, c, strict=True)]
        return [np.array(one[1:]) for one in sorted(found)[:_ROWS]]

    def whole(self, rows: Any, effort: Effort, best: Any, stop: Stop | None) -> Any:
        """The model over some handfuls, in whole choices; ``best``: an answer known already."""
        self._chosen = rows
        lower, upper = self._rows()
        model = Model()
        model.add_columns(self.asked.waits.astype(float), upper=self.asked.most_wait)
        model.add_columns(self.costs[rows])
        extra = len(self.cuts)
        model.set_rows(
            np.concatenate([lower, np.full(extra, -np.inf)]),
            np.concatenate([upper, np.ones(extra)]),
            [self._waiting(), self._entries(rows)],
        )
        return model.solve(effort, start=self._start(rows, best), stop=stop)

    def _start(self, rows: Any, best: Any) -> Any:
        """The values of a known answer, where all of it is among the handfuls."""
        if best is None or not np.isin(best, rows).all():
            return None
        covered = np.zeros(self.items + 1, dtype=bool)
        covered[self.found.held[best]] = True
        waits = ~covered[: self.number]
        if not self.side[0] <= waits.sum() <= self.side[1]:
            return None
        return np.concatenate([waits, np.isin(rows, best)]).astype(float)

    def rows(self, solved: Any) -> Any:
        """The handfuls of an answer of the last whole model; None where it has none."""
        return None if solved.values is None else self._chosen[solved.values[self.number :] > 0.5]
