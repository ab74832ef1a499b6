"""Single choices: one column for each practitioner and household. For more handfuls than can be written down.

Load in steps is convex, so that together it never costs less than each household alone: the row that says so
(``_dearer``) is what lifts the bound of the relaxed model from far below to a few percent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from safeload.domain.allocation.numbers import Numbers, Pairs, Taken
from safeload.domain.allocation.solver import Effort, Model, Solved
from safeload.domain.allocation.steps import Steps

#: From so many choices on a first answer is given along.
_LARGE = 2_000
_NONE = np.zeros(0, dtype=np.int64)


class Single:
    """One model of single choices.

    ``limits``: what tiers may cost, by name; those not named are free. ``aim``: the tier that is made least, or
    "weighted" for the weighted sum. ``tight``: whether the tightening rows are there.
    """

    def __init__(
        self, numbers: Numbers, limits: Mapping[str, int], aim: str = "weighted", tight: bool = True
    ) -> None:
        self.numbers, self.limits, self.aim, self.tight = numbers, limits, aim, tight
        self.model = Model()
        weighted = aim == "weighted"
        self.x = self.model.add_columns(numbers.leads.cost if weighted else np.zeros(len(numbers.leads)))
        self.y = self.model.add_columns(numbers.helps.cost if weighted else np.zeros(len(numbers.helps)))
        costs = numbers.waits if weighted or aim == "urgent" else np.zeros(len(numbers.waits))
        must = numbers.urgent & numbers.possible & (limits.get("urgent") == 0)
        self.waits = self.model.add_columns(costs, upper=np.where(must, 0.0, 1.0))
        self._each_placed_or_waits()
        self._people()
        if limits.get("urgent"):
            held = np.flatnonzero(numbers.urgent & numbers.possible)
            self.model.add_row(None, self.waits[held], numbers.waits[held], limits["urgent"])

    def solve(
        self, effort: Effort, begin: Taken | None = None, stop: Callable[[], bool] | None = None
    ) -> Solved:
        """Solve it. ``begin``: an answer that is allowed; a large model without one begins with the simple order."""
        if begin is None and len(self.numbers.leads) > _LARGE:
            begin = self.numbers.simply()
        return self.model.solve(effort, start=None if begin is None else self._start(begin), stop=stop)

    def _start(self, taken: Taken) -> Any:
        """An answer as whole choices; the solver finds what follows from them."""
        values = np.full(self.model.columns, np.nan)
        for pairs, columns, chosen in (
            (self.numbers.leads, self.x, taken.leads),
            (self.numbers.helps, self.y, taken.helps),
        ):
            mine = [chosen.get(unit) == person for unit, person in _both(pairs)]
            values[columns] = np.array(mine, dtype=float)
        values[self.waits] = [float(unit not in taken.leads) for unit in range(len(self.waits))]
        return values

    def taken(self, values: Any) -> Taken:
        """The choices of an answer."""
        chosen = []
        for pairs, columns in ((self.numbers.leads, self.x), (self.numbers.helps, self.y)):
            rows = values[columns] > 0.5
            chosen.append(dict(zip(pairs.unit[rows].tolist(), pairs.person[rows].tolist(), strict=True)))
        return Taken(*chosen)

    def _each_placed_or_waits(self) -> None:
        by_unit, helped = grouped(self.numbers.leads.unit, self.x), grouped(self.numbers.helps.unit, self.y)
        for unit, asks in enumerate(self.numbers.helped.tolist()):
            waits = self.waits[unit : unit + 1]
            self.model.add_row(1, np.concatenate([by_unit.get(unit, _NONE), waits]), 1.0, 1)
            if asks:
                self.model.add_row(1, np.concatenate([helped.get(unit, _NONE), waits]), 1.0, 1)
        leads = dict(zip(_both(self.numbers.leads), self.x.tolist(), strict=True))
        for pair, column in zip(_both(self.numbers.helps), self.y.tolist(), strict=True):
            if pair in leads:  # nobody helps themselves
                self.model.add_row(None, [leads[pair], column], 1.0, 1)

    def _people(self) -> None:
        """For each person: limits of their own, what is beyond their line, and load in steps that get dearer."""
        leads, helps = self.numbers.leads, self.numbers.helps
        by_lead = grouped(leads.person, np.arange(len(leads)))
        by_help = grouped(helps.person, np.arange(len(helps)))
        beyond: dict[str, list[int]] = {"over": [], "red": []}
        for place in sorted(by_lead.keys() | by_help.keys()):
            led, helped = by_lead.get(place, _NONE), by_help.get(place, _NONE)
            at = np.concatenate([self.x[led], self.y[helped]])
            worth = np.concatenate([leads.worth[led], helps.worth[helped]])
            self._own_limits(place, at, worth, np.r_[np.full(len(led), 2.0), np.ones(len(helped))])
            self._beyond(place, at, worth, beyond)
            if self.aim == "weighted":
                self._dearer(at, worth, self.numbers.steps[place], self._reach(place, worth))
        for tier, columns in beyond.items():
            if columns and tier in self.limits:
                self.model.add_row(None, columns, 1.0, self.limits[tier])
            if columns and tier == self.aim:
                self.model.price(np.array(columns))

    def _own_limits(self, place: int, at: Any, worth: Any, halves: Any) -> None:
        one = self.numbers.people[place]
        if one.most_new is not None and halves.sum() > one.most_new:
            self.model.add_row(None, at, halves, one.most_new)
        if one.most_load is not None and one.load + worth.sum() > one.most_load:
            self.model.add_row(None, at, worth, one.most_load - one.load)

    def _beyond(self, place: int, at: Any, worth: Any, beyond: dict[str, list[int]]) -> None:
        one = self.numbers.people[place]
        for tier, edge in (("over", one.full), ("red", max(one.full, one.short_of_red))):
            room = max(0, edge - one.load)
            if int(worth.sum()) <= room:
                continue
            if self.limits.get(tier) == 0:
                self.model.add_row(None, at, worth, room)
            elif tier in self.limits or tier == self.aim:
                pushed = self.model.add_columns([0.0], upper=[np.nan], whole=False)
                self.model.add_row(None, np.r_[at, pushed], np.r_[worth, -1.0], room)
                beyond[tier].append(int(pushed[0]))

    def _reach(self, place: int, worth: Any) -> int:
        """The most that somebody's load can grow by, as far as the tiers leave it."""
        one, reach = self.numbers.people[place], int(worth.sum())
        for tier, edge in (("over", one.full), ("red", max(one.full, one.short_of_red))):
            if tier in self.limits:
                reach = min(reach, max(0, edge - one.load) + self.limits[tier])
        return reach

    def _dearer(self, at: Any, worth: Any, steps: Steps, reach: int) -> None:
        within = steps.until(reach)
        prices = [price / self.numbers.scale for price in within.prices]
        if not any(prices):
            return
        columns = self.model.add_columns(prices, upper=[*within.sizes[:-1], np.nan], whole=False)
        self.model.add_row(0, np.r_[columns, at], np.r_[np.ones(len(columns)), -worth.astype(float)], None)
        alone = _alone(worth, steps) / self.numbers.scale
        if self.tight and len(at) > 1 and alone.any():
            self.model.add_row(0, np.r_[columns, at], np.r_[prices, -alone], None)


def _both(pairs: Pairs) -> Any:
    return zip(pairs.unit.tolist(), pairs.person.tolist(), strict=True)


def grouped(by: Any, values: Any) -> dict[int, Any]:
    """Values by key, in order."""
    if not len(by):
        return {}
    order = np.argsort(by, kind="stable")
    keys, starts = np.unique(by[order], return_index=True)
    return dict(zip(keys.tolist(), np.split(values[order], starts[1:]), strict=True))


def _alone(worth: Any, steps: Steps) -> Any:
    found, counts = np.unique(worth, return_inverse=True)
    return np.array([steps.cost(int(one)) for one in found], dtype=float)[counts]
