"""Every handful of waiting households that one person might take together, with what exactly it would cost.

A person takes few new cases in a week, so that their possible handfuls can all be written down. A model that picks
one handful a person has a bound so tight that it is nearly always proven at once (``choosing.py``); where there are
too many to write down, ``placing.py`` goes back to single choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.numbers import Numbers, Steps, Taken


@dataclass(frozen=True)
class Handfuls:
    """Handfuls as rows: whose, which items (rows of the covering, padded with ``items``), cost in parts of scale.

    Items are households to lead, then households to help with; ``beyond``: whole units over the line and into red.
    """

    person: Any
    held: Any
    cost: Any
    over: Any
    red: Any

    def __len__(self) -> int:
        return len(self.person)


    def taken(self, rows: Any, number: int) -> Taken:
        """Who leads and who helps, by the handfuls of some rows; ``number``: of households."""
        leads: dict[int, int] = {}
        helps: dict[int, int] = {}
        for person, held in zip(self.person[rows].tolist(), self.held[rows].tolist(), strict=True):
            for item in held:
                if item < number:
                    leads[item] = person
                elif item < 2 * number:
                    helps[item - number] = person
        return Taken(leads, helps)


def handfuls(numbers: Numbers, most: tuple[int, int], at_most: int) -> Handfuls | None:
    """All handfuls of these choices; ``most``: units over the line and into red that any may cost.

    None where there would be more than ``at_most``.
    """
    number = len(numbers.waiting)
    by_person: dict[int, list[tuple[Any, Any, Any, Any]]] = {}
    for pairs, shift, halves in ((numbers.leads, 0, 2), (numbers.helps, number, 1)):
        order = np.argsort(pairs.person, kind="stable")
        people, starts = np.unique(pairs.person[order], return_index=True)
        for person, rows in zip(people.tolist(), np.split(order, starts[1:]) if len(order) else [], strict=True):
            found = (pairs.unit[rows] + shift, pairs.worth[rows], pairs.cost[rows], np.full(len(rows), halves))
            by_person.setdefault(person, []).append(found)
    parts, total = [], 0
    for person, found in sorted(by_person.items()):
        items = tuple(np.concatenate([part[at] for part in found]) for at in range(4))
        made = _of_person(numbers, person, items, most, at_most - total)
        if made is None:
            return None
        total += len(made)
        parts.append(made)
    return _together(parts, 2 * number)


def _of_person(
    numbers: Numbers, person: int, items: tuple[Any, Any, Any, Any], most: tuple[int, int], at_most: int
) -> Handfuls | None:
    one, number = numbers.people[person], len(numbers.waiting)
    order = np.lexsort((items[0], items[1]))
    what, worth, cost, halves = (part[order] for part in items)
    room = _room(one, most)
    new = 2 * len(what) if one.most_new is None else one.most_new
    held = np.arange(len(what))[:, None]
    load, price, used = worth.copy(), cost.copy(), halves.copy()
    keep = (load <= room) & (used <= new)
    held, load, price, used = held[keep], load[keep], price[keep], used[keep]
    levels = []
    total = 0
    while len(held):
        total += len(held)
        if total > at_most:
            return None
        levels.append((held, load, price))
        last = held[:, -1]
        ends = np.searchsorted(worth, room - load, side="right")
        counts = np.maximum(0, ends - last - 1)
        if int(counts.sum()) > 4 * at_most:
            return None
        rows = np.repeat(np.arange(len(held)), counts)
        if not len(rows):
            break
        added = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts) + last[rows] + 1
        fits = used[rows] + halves[added] <= new
        fits &= ~((what[held[rows]] % number) == (what[added] % number)[:, None]).any(axis=1)
        rows, added = rows[fits], added[fits]
        held = np.concatenate([held[rows], added[:, None]], axis=1)
        load, price, used = load[rows] + worth[added], price[rows] + cost[added], used[rows] + halves[added]
    deep = max((part[0].shape[1] for part in levels), default=1)
    loads = np.concatenate([part[1] for part in levels]) if levels else np.zeros(0, dtype=np.int64)
    padded = [np.pad(what[part[0]], ((0, 0), (0, deep - part[0].shape[1])), constant_values=2 * number) for part in levels]
    prices = np.concatenate([part[2] for part in levels]) if levels else loads
    return Handfuls(
        np.full(len(loads), person),
        np.concatenate(padded) if padded else np.zeros((0, 1), dtype=np.int64),
        prices * numbers.scale + _costs(numbers.steps[person], loads),
        np.maximum(0, one.load + loads - max(one.load, one.full)),
        np.maximum(0, one.load + loads - max(one.load, one.full, one.short_of_red)),
    )


def _room(one: Any, most: tuple[int, int]) -> int:
    over, red = most
    room = max(one.load, one.full) + over
    if not red:
        room = min(room, max(one.load, one.full, one.short_of_red))
    if one.most_load is not None:
        room = min(room, one.most_load)
    return int(room - one.load)


def _costs(steps: Steps, loads: Any) -> Any:
    found, counts = np.unique(loads, return_inverse=True)
    return np.array([steps.cost(int(load)) for load in found], dtype=np.int64)[counts]


def _together(parts: list[Handfuls], nothing: int) -> Handfuls:
    deep = max((part.held.shape[1] for part in parts), default=1)
    none = np.zeros(0, dtype=np.int64)
    held = [
        np.pad(part.held, ((0, 0), (0, deep - part.held.shape[1])), constant_values=nothing) for part in parts
    ]
    return Handfuls(
        np.concatenate([none, *(part.person for part in parts)]),
        np.concatenate([np.zeros((0, deep), dtype=np.int64), *held]),
        np.concatenate([none, *(part.cost for part in parts)]),
        np.concatenate([none, *(part.over for part in parts)]),
        np.concatenate([none, *(part.red for part in parts)]),
    )
