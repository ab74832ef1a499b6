"""Handfuls of waiting households that one person might take together, named by what they would bring.

There are far too many to write down. Asked with prices for the households, each person names only those handfuls
that would come out below a limit: items are gone through from the one that alone would bring most, and whatever
cannot get below the limit even with the best that is left is not followed further. Nothing is left out by that: load
gets dearer the fuller somebody is, so that several items never cost less together than each alone. All people are
gone through at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.handfuls import Handfuls, best_of_each
from safeload.domain.allocation.limits import Limits, Prices
from safeload.domain.allocation.numbers import Numbers

#: From so many single choices on handfuls of them are not gone through.
_MOST = 60_000


class TooManyError(Exception):
    """More handfuls are within the limit than can be written down."""


class Choices:
    """What each person could take, everybody's in one list, ready to be asked again and again."""

    def __init__(self, numbers: Numbers, most: tuple[int, int]) -> None:
        number = numbers.number
        self.nothing = 2 * number
        both = (numbers.leads, numbers.helps)
        if sum(map(len, both)) > _MOST:
            raise TooManyError
        place = np.concatenate([pairs.person for pairs in both])
        order = np.argsort(place, kind="stable")
        #: Places of those who could take anything; ``whose`` of them each item is.
        self.people, self.whose = np.unique(place[order], return_inverse=True)
        self.what = np.concatenate([both[0].unit, both[1].unit + number])[order]
        self.worth = np.concatenate([pairs.worth for pairs in both])[order]
        self.cost = np.concatenate([pairs.cost for pairs in both])[order]
        self.halves = np.repeat([2, 1], [len(pairs) for pairs in both])[order]
        self.limits = Limits(numbers, self.people, most, np.bincount(self.whose, self.halves))
        both_roles = np.bincount(self.whose * number + self.what % number, minlength=1) > 1
        self.own_help = both_roles[self.whose * number + self.what % number]

    def singles(self) -> Handfuls:
        """Every single item as a handful."""
        limits = self.limits
        fits = np.flatnonzero(
            (self.worth <= limits.room[self.whose]) & (self.halves <= limits.new[self.whose])
        )
        return self._made(self.whose[fits], fits[:, None], self.worth[fits])

    def below(
        self, prices: Prices, limit: float, at_most: int, each: int | None = None, among: int | None = None
    ) -> tuple[Handfuls, Any]:
        """Handfuls whose reduced cost is at most ``limit``, and their reduced costs.

        ``each``: only the best few a person; ``among``: only from the items that bring each person most, for a quick
        look. Of a limit below nothing only those are named that could not do better without one of their items.
        Raises TooManyError where there are more than ``at_most``.
        """
        items = self._items(prices, limit, among)
        now = _Unfinished.of(prices.people[self.people])
        limits = np.full(len(self.people), limit)
        found = _Found(each)
        while len(now.who):
            now = self._longer(items, now, prices, limits, 4 * at_most + 10_000)
            within = now.where(np.flatnonzero(now.reduced <= limits[now.who]))
            found.take(within.who, items.at[within.held], within.load, within.reduced)
            found.lower(limits)
            if found.number > at_most:
                raise TooManyError
            now = now.where(np.flatnonzero(now.reduced - items.more(now, self.limits) <= limits[now.who]))
        made = Handfuls.together([self._made(*part) for part in found.parts], self.nothing)
        best = found.best()
        return made.where(best), found.reduced[best]

    def _items(self, prices: Prices, limit: float, among: int | None) -> _Items:
        """The items of each person from the one that would bring them most, were it their only one."""
        gain = prices.items[self.what] - self.cost
        alone = gain - self.limits.cost_of(self.whose, self.worth, prices)
        order = np.lexsort((-alone, self.whose))
        if limit < 0:
            order = order[alone[order] > 0]
        if among is not None:
            whose = self.whose[order]
            order = order[np.arange(len(order)) - np.searchsorted(whose, whose) < among]
        return _Items.of(self, order, gain[order], alone[order])

    def _longer(
        self, items: _Items, now: _Unfinished, prices: Prices, limits: Any, at_most: int
    ) -> _Unfinished:
        """Every handful with one item more, as far as it or one that begins with it can come to the limit."""
        first = now.held[:, -1] + 1 if now.held.shape[1] else items.begins[now.who]
        counts = items.until(first, now, self.limits, limits[now.who]) - first
        total = int(counts.sum())
        if total > at_most:
            raise TooManyError
        rows = np.repeat(np.arange(len(now.who)), counts)
        added = np.arange(total) - np.repeat(np.cumsum(counts) - counts - first, counts)
        who = now.who[rows]
        load, used = now.load[rows] + items.worth[added], now.used[rows] + items.halves[added]
        fits = (load <= self.limits.room[who]) & (used <= self.limits.new[who])
        if now.held.shape[1]:
            fits &= ~self._twice(items, now.held, rows, added)
        rows, added, who, load, used = (column[fits] for column in (rows, added, who, load, used))
        got = now.got[rows] + items.gain[added]
        return _Unfinished(
            who=who,
            held=np.concatenate([now.held[rows], added[:, None]], axis=1),
            load=load,
            used=used,
            got=got,
            reduced=self.limits.cost_of(who, load, prices) - got,
        )

    def _twice(self, items: _Items, held: Any, rows: Any, added: Any) -> Any:
        """Whether somebody would help with what they lead."""
        found = np.zeros(len(rows), dtype=bool)
        asked = np.flatnonzero(self.own_help[items.at[added]])
        if len(asked):
            number = self.nothing // 2
            unit = self.what[items.at] % number
            found[asked] = (unit[held[rows[asked]]] == unit[added[asked]][:, None]).any(axis=1)
        return found

    def _made(self, who: Any, held: Any, load: Any) -> Handfuls:
        over, red = self.limits.beyond(who, load)
        cost = self.cost[held].sum(axis=1) + self.limits.cost_of(who, load)
        return Handfuls(self.people[who], self.what[held], cost, over, red, self.nothing)


@dataclass(frozen=True)
class _Unfinished:
    """Handfuls that could go on. ``held``: places among the items in order."""

    who: Any
    held: Any
    load: Any
    used: Any
    got: Any
    reduced: Any

    @classmethod
    def of(cls, asked: Any) -> _Unfinished:
        """One empty handful a person, who is asked so much for taking one."""
        none = np.zeros(len(asked), dtype=np.int64)
        return cls(np.arange(len(asked)), none[:, None][:, :0], none, none, asked, -asked)

    def where(self, rows: Any) -> _Unfinished:
        """Some of them."""
        return _Unfinished(*(column[rows] for column in vars(self).values()))


class _Found:
    """Handfuls within the limits; with ``each``, what matters of them are the best few a person."""

    def __init__(self, each: int | None) -> None:
        self.each, self.number = each, 0
        self.parts: list[tuple[Any, Any, Any]] = []
        self.who, self.reduced = np.zeros(0, dtype=np.int64), np.zeros(0)

    def take(self, who: Any, held: Any, load: Any, reduced: Any) -> None:
        """Some more."""
        if len(who):
            self.parts.append((who, held, load))
            self.who, self.reduced = np.concatenate([self.who, who]), np.concatenate([self.reduced, reduced])
            self.number += len(who)

    def lower(self, limits: Any) -> None:
        """Whoever has as many as matter looks for better ones only."""
        if self.each is not None and self.number:
            best = self.best()
            who, reduced = self.who[best], self.reduced[best]
            enough = np.flatnonzero(np.bincount(who, minlength=len(limits)) == self.each)
            worst = np.full(len(limits), -np.inf)
            np.maximum.at(worst, who, reduced)
            limits[enough] = worst[enough]

    def best(self) -> Any:
        """The rows that matter."""
        if self.each is None:
            return np.arange(self.number)
        return best_of_each(self.who, self.reduced, self.each)


@dataclass(frozen=True)
class _Items:
    """Items person by person, those that alone would bring most first."""

    #: Places among all choices.
    at: Any
    worth: Any
    halves: Any
    gain: Any
    #: What each would bring as the only one, and the sums of what they would from the first on.
    alone: Any
    sums: Any
    #: Each person's first, and the one after their last; the least that one of theirs weighs and counts.
    begins: Any
    ends: Any
    lightest: Any
    fewest: Any
    #: The most that one unit of load, and one half of a weekly number, brings from each item on: by person and rank.
    by_unit: Any
    by_half: Any

    @classmethod
    def of(cls, choices: Choices, at: Any, gain: Any, alone: Any) -> _Items:
        """Some items of the choices, in their order."""
        number = len(choices.people)
        whose, worth, halves = choices.whose[at], choices.worth[at], choices.halves[at]
        begins, ends = (np.searchsorted(whose, np.arange(number), side=side) for side in ("left", "right"))
        rank = np.arange(len(at)) - begins[whose]
        brings = np.maximum(alone, 0.0)

        def from_each_on(values: Any, best: Any, none: float) -> Any:
            table = np.full((number, int(rank.max(initial=0)) + 2), none)
            table[whose, rank] = values
            return best.accumulate(table[:, ::-1], axis=1)[:, ::-1]

        return cls(
            at=at,
            worth=worth,
            halves=halves,
            gain=gain,
            alone=alone,
            sums=np.concatenate([[0.0], np.cumsum(brings)]),
            begins=begins,
            ends=ends,
            lightest=from_each_on(worth, np.minimum, np.inf)[:, 0],
            fewest=from_each_on(halves, np.minimum, np.inf)[:, 0],
            by_unit=from_each_on(brings / np.maximum(worth, 1e-9), np.maximum, 0.0),
            by_half=from_each_on(brings / halves, np.maximum, 0.0),
        )

    def until(self, first: Any, now: _Unfinished, limits: Limits, limit: Any) -> Any:
        """The item from which on no next one can bring a handful to the limit, even with the best after it."""
        who = now.who
        lightest, room = self.lightest[who], limits.room[who] - now.load
        fit = np.where(lightest > 0, room // np.maximum(lightest, 1), len(self.at))
        left = np.minimum((limits.new[who] - now.used) // self.fewest[who], fit).astype(np.int64)
        ends, need = np.where(left > 0, self.ends[who], first), now.reduced - limit
        low, high = first.copy(), np.maximum(first, ends)
        while (open_ := low < high).any():
            middle = np.minimum((low + high) // 2, len(self.at) - 1)
            after = np.minimum(self.ends[who], middle + np.maximum(left, 1))
            enough = self.alone[middle] + self.sums[after] - self.sums[middle + 1] >= need
            low, high = np.where(open_ & enough, middle + 1, low), np.where(open_ & ~enough, middle, high)
        return low

    def more(self, now: _Unfinished, limits: Limits) -> Any:
        """The most that what is left of the room and of the weekly number can bring."""
        at = now.who, now.held[:, -1] + 1 - self.begins[now.who]
        return np.minimum(
            (limits.room[now.who] - now.load) * self.by_unit[at],
            (limits.new[now.who] - now.used) * self.by_half[at],
        )
