"""Handfuls of waiting households that one person might take together, with what exactly each would cost.

There are far too many to write down. Asked with prices for the households, each person names only those handfuls
that would come out below a limit: items are gone through from the one worth most, and whatever cannot get below the
limit even with the best that is left is not followed further. Nothing is left out by that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.numbers import Numbers, Taken
from safeload.domain.allocation.question import Person

#: From so many single choices on handfuls of them are not gone through.
_MOST = 60_000


class TooManyError(Exception):
    """More handfuls are within the limit than can be written down."""


@dataclass(frozen=True)
class Handfuls:
    """Handfuls as rows. Items are households to lead, then households to help with; padded with ``nothing``."""

    person: Any
    held: Any
    cost: Any
    over: Any
    red: Any
    nothing: int

    def __len__(self) -> int:
        return len(self.person)

    def where(self, rows: Any) -> Handfuls:
        """Some of them."""
        return Handfuls(
            self.person[rows], self.held[rows], self.cost[rows], self.over[rows], self.red[rows], self.nothing
        )

    def marks(self) -> list[bytes]:
        """One mark a row, by which a handful is known again."""
        held = np.sort(self.held, axis=1)
        return [bytes(row) for row in np.column_stack([self.person, held]).astype(np.int32)]

    def taken(self) -> Taken:
        """Who leads and who helps, if all of them are taken."""
        leads: dict[int, int] = {}
        helps: dict[int, int] = {}
        number = self.nothing // 2
        for person, held in zip(self.person.tolist(), self.held.tolist(), strict=True):
            leads |= {item: person for item in held if item < number}
            helps |= {item - number: person for item in held if number <= item < self.nothing}
        return Taken(leads, helps)

    @classmethod
    def together(cls, parts: list[Handfuls], nothing: int) -> Handfuls:
        """Several lists as one."""
        deep = max((part.held.shape[1] for part in parts), default=1)
        held = [
            np.pad(part.held, ((0, 0), (0, deep - part.held.shape[1])), constant_values=nothing)
            for part in parts
        ]
        none, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
        return cls(
            np.concatenate([nobody, *(part.person for part in parts)]),
            np.concatenate([np.zeros((0, deep), dtype=np.int64), *held]),
            np.concatenate([none, *(part.cost for part in parts)]),
            np.concatenate([nobody, *(part.over for part in parts)]),
            np.concatenate([nobody, *(part.red for part in parts)]),
            nothing,
        )


@dataclass(frozen=True)
class Prices:
    """What the relaxed model pays for each item, asks of each person, and for each unit over the line and into red."""

    items: Any
    people: Any
    over: float = 0.0
    red: float = 0.0


class Choices:
    """What each person could take, ready to be asked again and again."""

    def __init__(self, numbers: Numbers, most: tuple[int, int]) -> None:
        number = len(numbers.waiting)
        self.nothing = 2 * number
        if len(numbers.leads) + len(numbers.helps) > _MOST:
            raise TooManyError
        found: dict[int, list[Any]] = {}
        for pairs, shift, halves in ((numbers.leads, 0, 2), (numbers.helps, number, 1)):
            order = np.argsort(pairs.person, kind="stable")
            people, starts = np.unique(pairs.person[order], return_index=True)
            split = np.split(order, starts[1:]) if len(order) else []
            for person, rows in zip(people.tolist(), split, strict=True):
                columns = (pairs.unit[rows] + shift, pairs.worth[rows], pairs.cost[rows])
                found.setdefault(person, []).append((*columns, np.full(len(rows), halves)))
        self.of = {
            person: _Choice(
                numbers, person, [np.concatenate(column) for column in zip(*parts, strict=True)], most
            )
            for person, parts in sorted(found.items())
        }

    def singles(self) -> Handfuls:
        """Every single item as a handful."""
        return Handfuls.together([one.singles() for one in self.of.values()], self.nothing)

    def below(
        self, prices: Prices, limit: float, at_most: int, each: int | None = None, among: int | None = None
    ) -> tuple[Handfuls, Any]:
        """Handfuls whose reduced cost is at most ``limit``, and their reduced costs.

        ``each``: only the best few a person; ``among``: only from the items that bring each person most, for a quick
        look. Raises TooManyError where there are more than ``at_most``.
        """
        parts, reduced, total = [], [], 0
        for one in self.of.values():
            made, costs = one.below(prices, limit, at_most - total, among)
            if each is not None and len(costs) > each:
                best = np.argsort(costs, kind="stable")[:each]
                made, costs = made.where(best), costs[best]
            if len(costs):
                parts.append(made)
                reduced.append(costs)
                total += len(costs)
        return Handfuls.together(parts, self.nothing), np.concatenate([np.zeros(0), *reduced])


class _Choice:
    """One person's items, and what load costs them."""

    def __init__(self, numbers: Numbers, person: int, items: list[Any], most: tuple[int, int]) -> None:
        self.person, self.one = person, numbers.people[person]
        self.number = len(numbers.waiting)
        self.what, self.worth, self.cost, self.halves = items
        self.room = _room(self.one, most)
        steps = numbers.steps[person]
        sizes = np.cumsum([0, *steps.sizes[:-1]])
        self.at = np.append(sizes, sizes[-1] + max(1, self.room))
        self.costs = np.array([steps.cost(int(at)) for at in self.at]) / numbers.scale
        self.edge = max(self.one.load, self.one.full) - self.one.load
        self.short = max(self.one.load, self.one.full, self.one.short_of_red) - self.one.load
        self.new = int(self.halves.sum()) if self.one.most_new is None else self.one.most_new
        self.own_help = bool(np.isin(self.what + self.number, self.what).any())

    def _of_load(self, load: Any, prices: Prices) -> Any:
        found = np.interp(load, self.at, self.costs)
        if prices.over:
            found -= prices.over * np.maximum(0, load - self.edge)
        if prices.red:
            found -= prices.red * np.maximum(0, load - self.short)
        return found

    def _made(self, held: Any, load: Any) -> Handfuls:
        cost = self.cost[held].sum(axis=1) + np.interp(load, self.at, self.costs)
        return Handfuls(
            np.full(len(load), self.person),
            self.what[held],
            cost,
            np.maximum(0, load - self.edge),
            np.maximum(0, load - self.short),
            2 * self.number,
        )

    def singles(self) -> Handfuls:
        fits = np.flatnonzero((self.worth <= self.room) & (self.halves <= self.new))
        return self._made(fits[:, None], self.worth[fits])

    def below(self, prices: Prices, limit: float, at_most: int, among: int | None) -> tuple[Handfuls, Any]:
        """Handfuls of this person below the limit, with their reduced costs."""
        gains = prices.items[self.what] - self.cost
        order = np.argsort(-gains, kind="stable")[:among]
        gain, worth, halves = gains[order], self.worth[order], self.halves[order]
        asks = -prices.people[self.person]
        deep = min(len(order), self.new // int(halves.min()), _deep(self.room, worth))
        best = _best_of(gain, deep)
        dense = np.append(
            np.maximum.accumulate((np.maximum(gain, 0) / np.maximum(worth, 1e-9))[::-1])[::-1], 0.0
        )
        held = np.zeros((1, 0), dtype=np.int64)
        load = used = np.zeros(1, dtype=np.int64)
        got = np.zeros(1)
        found = []
        for left in range(deep, 0, -1):
            # The next item may be any up to the last with which, and with the best after it, the limit can be met.
            so_far = self._of_load(load, prices) - got + asks
            ends = np.searchsorted(-best[left], limit - so_far, side="right")
            last = held[:, -1] if held.shape[1] else np.full(len(held), -1)
            counts = np.maximum(0, ends - last - 1)
            total = int(counts.sum())
            if total > 4 * at_most + 10_000:
                raise TooManyError
            if not total:
                break
            rows = np.repeat(np.arange(len(held)), counts)
            added = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts) + last[rows] + 1
            fits = (load[rows] + worth[added] <= self.room) & (used[rows] + halves[added] <= self.new)
            if self.own_help and held.shape[1]:
                fits &= ~self._twice(order, held[rows], added)
            rows, added = rows[fits], added[fits]
            held = np.concatenate([held[rows], added[:, None]], axis=1)
            load, used, got = load[rows] + worth[added], used[rows] + halves[added], got[rows] + gain[added]
            reduced = self._of_load(load, prices) - got + asks
            within = np.flatnonzero(reduced <= limit)
            if len(within):
                found.append((self._made(order[held[within]], load[within]), reduced[within]))
            # What is left of the room at the best that one unit of load can bring.
            hopeful = np.flatnonzero(reduced - (self.room - load) * dense[held[:, -1] + 1] <= limit)
            held, load, used, got = held[hopeful], load[hopeful], used[hopeful], got[hopeful]
        if not found:
            return self._made(np.zeros((0, 1), dtype=np.int64), load[:0]), np.zeros(0)
        if sum(len(part[1]) for part in found) > at_most:
            raise TooManyError
        together = Handfuls.together([part[0] for part in found], 2 * self.number)
        return together, np.concatenate([part[1] for part in found])

    def _twice(self, order: Any, held: Any, added: Any) -> Any:
        """Whether somebody would help with what they lead."""
        number = self.number
        return ((self.what[order[held]] % number) == (self.what[order[added]] % number)[:, None]).any(axis=1)


def _deep(room: int, worth: Any) -> int:
    """How many items fit at most."""
    lightest = np.cumsum(np.sort(worth))
    return int(np.searchsorted(lightest, room, side="right"))


def _best_of(gain: Any, deep: int) -> list[Any]:
    """For each number of items still possible and each next item: the most that it and the best after it bring.

    ``gain`` falls, so that the best after an item are those that follow; what brings nothing is not taken.
    """
    more = np.concatenate([[0.0], np.cumsum(np.maximum(gain, 0.0))])
    at = np.arange(len(gain))
    found = [gain]
    for left in range(1, deep + 1):
        ends = np.minimum(len(gain), at + left)
        found.append(gain + more[ends] - more[np.minimum(at + 1, ends)])
    return found


def _room(one: Person, most: tuple[int, int]) -> int:
    over, red = most
    room = max(one.load, one.full) + over
    if not red:
        room = min(room, max(one.load, one.full, one.short_of_red))
    if one.most_load is not None:
        room = min(room, one.most_load)
    return int(room - one.load)
