"""The relaxed model of handfuls: one handful a person, every household in one handful or waiting.

``Covering`` is solved over the few handfuls that matter and brings in others until none would help: its value is a
bound for every answer. It tightens itself, and gives the whole model of the handfuls that an answer can consist of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.handfuls import Handfuls, best_of_each
from safeload.domain.allocation.limits import Prices
from safeload.domain.allocation.patterns import Choices
from safeload.domain.allocation.solver import Effort, Model, Relaxed, Solved, Stop

#: Handfuls added a person and round, rows added a round.
_EACH, _ROWS = 4, 40
#: How many of each person's items are looked at: a quick look first, all of them before the bound is believed.
_LOOKS = (24, None)
#: More handfuls than this are not written down.
_AT_MOST = 400_000
#: Rows after those of items and people: over the line, into red, urgent waiting, how many wait.
_TIERS = 4
_TINY = 1e-7


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


class StoppedError(Exception):
    """Somebody asked to stop before the bound was known."""


@dataclass(frozen=True)
class Best:
    """The best answer so far."""

    handfuls: Handfuls | None
    value: float


class Covering:
    """The relaxed model: rows for items, for people, for the tiers, then the rows that tighten."""

    def __init__(self, choices: Choices, asked: Asked, effort: Effort) -> None:
        self.choices, self.asked = choices, asked
        self.number = len(asked.waits)
        self.items = choices.nothing
        self.people = choices.people
        #: How many households somebody could take.
        self.households = len(np.unique(choices.what % self.number)) if self.number else 0
        self.triples: list[Any] = []
        #: What no answer can cost less than, on whichever side.
        self.at_least = -np.inf
        self.side = (0.0, float(self.number))
        self.pool = Handfuls.together([], self.items)
        self.known: set[bytes] = set()
        self.relaxed = Relaxed(*self._rows(), effort)
        waiting = self._waiting()
        self.relaxed.add(asked.waits.astype(float), asked.most_wait, *waiting)
        singles = choices.singles()
        #: More than any answer costs.
        self.dearest = 10.0 * float(asked.waits.sum() + np.abs(singles.cost).sum() + 1)
        self.relaxed.add(*self._ways_out(waiting))
        self._add(singles)

    def _rows(self) -> tuple[Any, Any]:
        """Bounds: each item covered, each person once, what the tiers may cost, how many wait."""
        cover = np.concatenate([np.ones(self.number), self.asked.helped.astype(float)])
        lower = np.concatenate([cover, np.full(len(self.people) + 3, -np.inf), [self.side[0]]])
        upper = np.concatenate([np.ones(self.items + len(self.people)), self.asked.limits, [self.side[1]]])
        return lower, upper

    def _entries(self, found: Handfuls) -> tuple[Any, Any, Any]:
        """The columns of handfuls: starts, rows, values."""
        number = len(found)
        person = self.items + np.searchsorted(self.people, found.person)[:, None]
        tiers = self.items + len(self.people)
        cuts = self._in_triples(found)
        rows = np.concatenate([[tiers, tiers + 1], tiers + _TIERS + np.arange(cuts.shape[1])])
        at = np.concatenate([found.held, person, np.broadcast_to(rows, (number, len(rows)))], axis=1)
        values = np.concatenate(
            [found.held < self.items, np.ones_like(person), np.stack([found.over, found.red], axis=1), cuts],
            axis=1,
        ).astype(float)
        keep = values > 0
        starts = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])[:-1]
        return starts, at[keep], values[keep]

    def _in_triples(self, found: Handfuls) -> Any:
        """Which handfuls stand in two or more rows of which triple."""
        inside = np.zeros((len(found), len(self.triples)))
        at = self._covered(found)
        for place, triple in enumerate(self.triples):
            inside[:, place] = self._chosen(triple)[at].sum(axis=1) >= 2
        return inside

    def _chosen(self, triple: Any) -> Any:
        chosen = np.zeros(self.items + len(self.people) + 1, dtype=np.int8)
        chosen[triple] = 1
        return chosen

    def _covered(self, found: Handfuls) -> Any:
        """The rows of items, and of people, that each handful stands in; padded with the row after them."""
        held = np.where(found.held < self.items, found.held, self.items + len(self.people))
        return np.concatenate(
            [held, self.items + np.searchsorted(self.people, found.person)[:, None]], axis=1
        )

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

    def _ways_out(self, waiting: tuple[Any, Any, Any]) -> tuple[Any, ...]:
        """A way out at a price for what may not wait, until handfuls cover it."""
        must = np.flatnonzero(self.asked.most_wait < 1)
        starts, at, _ = waiting
        ends = np.append(starts[1:], len(at)) - 2
        rows = np.concatenate(
            [np.zeros(0, dtype=np.int64), *(at[starts[unit] : ends[unit]] for unit in must)]
        )
        begin = np.concatenate([[0], np.cumsum((ends - starts)[must])])[:-1] if len(must) else must
        self.ways = len(must)
        return np.full(len(must), self.dearest), np.full(len(must), np.inf), begin, rows, np.ones(len(rows))

    def _add(self, found: Handfuls) -> bool:
        """Take handfuls in that are not there yet; False where all are."""
        keys = found.marks()
        new = np.array([at for at, key in enumerate(keys) if key not in self.known], dtype=np.int64)
        if not len(new):
            return False
        self.known.update(keys)
        added = found.where(new)
        self.relaxed.add(added.cost, np.full(len(new), np.inf), *self._entries(added))
        self.pool = Handfuls.together([self.pool, added], self.items)
        return True

    def sides(self, stop: Stop | None) -> list[tuple[float, float]]:
        """Numbers of households that may wait: one range, or two where the relaxed answer lies between."""
        bound = self.priced_out(stop)
        if bound is None:
            return []
        self.at_least = bound
        waiting = float(self.waits.sum())
        more, all_of_them = float(np.ceil(waiting - 1e-6)), float(self.number)
        if more - waiting < 1e-6:
            return [(0.0, all_of_them)]
        return [(more, all_of_them), (0.0, more - 1)]

    def narrowed(self, side: tuple[float, float], stop: Stop | None) -> float | None:
        """The bound where so many wait."""
        self.side = side
        self.relaxed.bound_row(self.items + len(self.people) + 3, *side)
        return self.priced_out(stop)

    def priced_out(self, stop: Stop | None) -> float | None:
        """The bound; None where even the relaxed model has no answer."""
        while True:
            value, prices, columns = self.relaxed.solve()
            if value is None:
                return None
            self.prices, self.waits = prices, columns[: self.number]
            self.values = columns[self.number + self.ways :]
            if stop is not None and stop():
                raise StoppedError
            if any(self._look(among) for among in _LOOKS):
                continue
            out = columns[self.number : self.number + self.ways]
            return None if (out > _TINY).any() else value

    def _look(self, among: int | None) -> bool:
        """Take in handfuls that would help, from each person's best items or from all; False where none would."""
        each = None if self.triples else _EACH
        found, reduced = self.choices.below(self._prices(), -1e-6, _AT_MOST, each, among)
        reduced = reduced + self._of_triples(found)
        helps = np.flatnonzero(reduced < -1e-6)
        best = helps[best_of_each(found.person[helps], reduced[helps], _EACH)]
        return bool(len(best)) and self._add(found.where(best))

    def _prices(self) -> Prices:
        tiers = self.items + len(self.people)
        whose = np.zeros(int(self.people.max(initial=0)) + 1)
        whose[self.people] = self.prices[self.items : tiers]
        items = np.append(self.prices[: self.items], 0.0)
        return Prices(items, whose, self.prices[tiers], self.prices[tiers + 1])

    def _of_triples(self, found: Handfuls) -> Any:
        """What the tightening rows ask of handfuls."""
        asked = self.prices[self.items + len(self.people) + _TIERS :]
        total, at = np.zeros(len(found)), self._covered(found)
        for place in np.flatnonzero(asked).tolist():
            total -= asked[place] * (self._chosen(self.triples[place])[at].sum(axis=1) >= 2)
        return total

    def within(self, margin: float) -> Handfuls:
        """Every handful whose reduced cost is within a margin."""
        found, reduced = self.choices.below(self._prices(), margin, _AT_MOST)
        return found.where(np.flatnonzero(reduced + self._of_triples(found) <= margin))

    def found(self, value: float) -> Best | None:
        """The relaxed answer, where it is whole already; None otherwise."""
        every = np.concatenate([self.waits, self.values])
        if (np.abs(every - np.round(every)) > _TINY).any():
            return None
        return Best(self.pool.where(np.flatnonzero(self.values > 0.5)), value)

    def tighten(self) -> bool:
        """Add rows for the triples that the relaxed answer breaks most; False where it breaks none."""
        triples = self._broken()
        at = self._covered(self.pool)
        for triple in triples:
            inside = np.flatnonzero(self._chosen(triple)[at].sum(axis=1) >= 2)
            self.relaxed.add_row(self.number + self.ways + inside, np.ones(len(inside)), 1.0)
        self.triples += triples
        return bool(triples)

    def _broken(self) -> list[Any]:
        """Triples of rows, of items or people, of which handfuls that hold two or more are taken more than once."""
        taken = np.flatnonzero((self.values > _TINY) & (self.values < 1 - _TINY))
        member = np.zeros((len(taken), self.items + len(self.people) + 1))
        np.put_along_axis(member, self._covered(self.pool.where(taken)), 1.0, axis=1)
        member, weight = member[:, :-1], self.values[taken]
        both = (member * weight[:, None]).T @ member
        found: list[tuple[float, int, int, int]] = []
        for a in np.flatnonzero(member.any(axis=0)).tolist():
            others = np.flatnonzero(both[a, a + 1 :] > _TINY) + a + 1
            if len(others) < 2:
                continue
            three = (member[:, others] * (weight * member[:, a])[:, None]).T @ member[:, others]
            sums = (
                both[a, others][:, None] + both[a, others][None, :] + both[np.ix_(others, others)] - 2 * three
            )
            b, c = np.nonzero(np.triu(sums > 1 + 1e-4, 1))
            found += [
                (-float(sums[i, j]), a, int(others[i]), int(others[j])) for i, j in zip(b, c, strict=True)
            ]
        return [np.array(one[1:]) for one in sorted(found)[:_ROWS]]

    def whole(self, found: Handfuls, effort: Effort, best: Best, stop: Stop | None) -> Solved:
        """The model over some handfuls, in whole choices; ``best``: an answer known already."""
        lower, upper = self._rows()
        extra = len(self.triples)
        model = Model()
        model.add_columns(self.asked.waits.astype(float), upper=self.asked.most_wait)
        model.add_columns(found.cost)
        model.set_rows(
            np.concatenate([lower, np.full(extra, -np.inf)]),
            np.concatenate([upper, np.ones(extra)]),
            [self._waiting(), self._entries(found)],
        )
        return model.solve(effort, start=self._start(found, best), stop=stop)

    def _start(self, found: Handfuls, best: Best) -> Any:
        """The values of a known answer, where all of it is among the handfuls and on this side."""
        if best.handfuls is None:
            return None
        known = set(best.handfuls.marks())
        mine = np.array([key in known for key in found.marks()], dtype=float)
        covered = np.zeros(self.items + 1, dtype=bool)
        covered[best.handfuls.held] = True
        waits = ~covered[: self.number]
        if mine.sum() != len(known) or not self.side[0] <= waits.sum() <= self.side[1]:
            return None
        return np.concatenate([waits, mine])
