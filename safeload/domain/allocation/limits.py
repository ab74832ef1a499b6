"""What each person can take at most, and what load costs them, as columns; with the prices of a relaxed model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.numbers import Numbers
from safeload.domain.allocation.question import Person


@dataclass(frozen=True)
class Prices:
    """What the relaxed model pays for each item, asks of each person, and for each unit over the line and into red."""

    items: Any
    people: Any
    over: float = 0.0
    red: float = 0.0


class Limits:
    """Limits and steps of load of some people, by their place among ``places``.

    ``most``: units over the line and units into red that anybody may be pushed to; ``halves``: what all that each
    could take would count, which is no limit.
    """

    def __init__(self, numbers: Numbers, places: Any, most: tuple[int, int], halves: Any) -> None:
        people = [numbers.people[place] for place in places.tolist()]
        self.scale = numbers.scale
        self.room = _column(_room(one, most) for one in people)
        self.edge = _column(max(0, one.full - one.load) for one in people)
        self.short = _column(max(0, one.full - one.load, one.short_of_red - one.load) for one in people)
        new = [one.most_new for one in people]
        self.new = np.where(_column(one is None for one in new), halves, _column(one or 0 for one in new))
        steps = [
            numbers.steps[place].until(room)
            for place, room in zip(places.tolist(), self.room.tolist(), strict=True)
        ]
        deep = max((len(one.sizes) for one in steps), default=1)
        #: From which load on a unit costs how much more than before.
        self.begins, self.rises = (np.zeros((len(people), deep), dtype=np.int64) for _ in range(2))
        for at, one in enumerate(steps):
            self.begins[at, 1 : len(one.sizes)] = np.cumsum(one.sizes[:-1])
            self.rises[at, : len(one.prices)] = np.diff([0, *one.prices])

    def cost_of(self, who: Any, load: Any, prices: Prices | None = None) -> Any:
        """What so much more load costs each; with the prices, what is over the line and in red costs beside."""
        parts = (self.rises[who] * np.maximum(0, load[:, None] - self.begins[who])).sum(axis=1)
        found = parts / self.scale
        if prices is not None and (prices.over or prices.red):
            over, red = self.beyond(who, load)
            found -= prices.over * over + prices.red * red
        return found

    def beyond(self, who: Any, load: Any) -> tuple[Any, Any]:
        """Units over the line, and units in red."""
        return np.maximum(0, load - self.edge[who]), np.maximum(0, load - self.short[who])


def _column(values: Iterable[int]) -> Any:
    return np.fromiter(values, dtype=np.int64)


def _room(one: Person, most: tuple[int, int]) -> int:
    over, red = most
    room = max(one.load, one.full) + over
    if not red:
        room = min(room, max(one.load, one.full, one.short_of_red))
    if one.most_load is not None:
        room = min(room, one.most_load)
    return int(room - one.load)
