"""Somebody starts: which moves would fill them up to a share of their line, gently and where it helps most.

1. As much as possible comes from over somebody's line. 2. They are filled as far as can be, up to the share; nine
tenths of that are enough, since no child should change their worker for the last point. 3. Then the least cost.
Nobody gives who would be left with less of their line than the share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.moving import Held, Rebalancing, leaving
from safeload.domain.allocation.preferences import cost_column
from safeload.domain.allocation.rules import may_hold
from safeload.domain.allocation.single import grouped
from safeload.domain.allocation.solver import Effort, Ended, Model, Solved
from safeload.domain.allocation.weights import Weights

#: Percent of what could be reached that are enough.
_ENOUGH = 90


@dataclass(frozen=True)
class Filling:
    """Which households would go to whoever starts, and what that pays."""

    households: tuple[str, ...]
    cost: int
    bound: int
    ended: Ended
    nodes: int


@dataclass(frozen=True)
class _Offers:
    """Households that could go, as columns: whose, what leaves, what arrives, what it pays; limits of the starter."""

    names: list[str]
    giver: Any
    leaves: Any
    arrives: Any
    cost: Any
    room: int
    most: int | None


def filling(
    question: Rebalancing, who: str, share: int, weeks: int, weights: Weights, effort: Effort
) -> Filling:
    """The gentlest way to fill somebody up to a share of their line."""
    ground = Ground(question.as_question())
    offers = _offers(question, ground, who, share, weeks, weights)
    if not offers.names or offers.room <= 0:
        return Filling((), 0, 0, "optimal", 0)
    over = {place: one.over_today for place, one in enumerate(ground.people)}
    slack = {place: one.load - (one.line or 0) * share // 100 for place, one in enumerate(ground.people)}
    relief = _solve(offers, over, slack, "relief", (0, 0), effort)
    eased = -round(relief.objective)
    filled = _solve(offers, over, slack, "fill", (eased, 0), effort)
    reached = -round(filled.objective)
    last = _solve(offers, over, slack, "cost", (eased, -(-reached * _ENOUGH // 100)), effort)
    stages = (relief, filled, last)
    values = next(
        (one.values for one in reversed(stages) if one.values is not None), np.zeros(len(offers.names))
    )
    chosen = values[: len(offers.names)] > 0.5
    cost = int(offers.cost[chosen].sum())
    bound = int(np.ceil(last.bound - 1e-6)) if np.isfinite(last.bound) else 0
    names = tuple(name for name, taken in zip(offers.names, chosen, strict=True) if taken)
    ended: Ended = next((one.ended for one in stages if one.ended != "optimal"), "optimal")
    return Filling(names, cost, min(cost, max(0, bound)), ended, sum(one.nodes for one in stages))


def _offers(
    question: Rebalancing, ground: Ground, who: str, share: int, weeks: int, weights: Weights
) -> _Offers:
    place = ground.at[who]
    starter = ground.people[place]
    limits = [starter.full, (starter.line or 0) * share // 100]
    limits += [] if starter.most_load is None else [starter.most_load]
    room = min(limits) - starter.load
    rows: list[tuple[str, int, int, int, int]] = []
    for one in ground.waiting:
        assert isinstance(one, Held)
        at = ground.at[one.holder]
        giver = ground.people[at]
        slack = giver.load - (giver.line or 0) * share // 100
        arrives = one.worth_for.get(who, one.worth)
        if (
            not _could_give(question, giver, starter)
            or one.stays
            or not 0 < one.worth <= slack
            or arrives > room
        ):
            continue
        if may_hold(ground, one)[place]:
            pays = sum(term.times * term.weight for term in leaving(question, one, weights))
            rows.append(
                (one.id, at, one.worth, arrives, pays + int(cost_column(ground, one, weights)[place]))
            )
    giver_of, leaves, comes, costs = (
        np.array([row[at] for row in rows], dtype=np.int64) for at in range(1, 5)
    )
    most = None if starter.most_new is None else starter.most_new // 2 * weeks
    return _Offers([row[0] for row in rows], giver_of, leaves, comes, costs, room, most)


def _could_give(question: Rebalancing, giver: Any, starter: Any) -> bool:
    scope = question.scope
    near = scope == "across" or getattr(giver, scope) == getattr(starter, scope)
    return near and giver.id != starter.id and giver.line is not None


def _solve(
    offers: _Offers,
    over: dict[int, int],
    slack: dict[int, int],
    aim: str,
    least: tuple[int, int],
    effort: Effort,
) -> Solved:
    """One tier; ``least``: units from over a line, and units that arrive, which the tiers before have reached."""
    model = Model()
    costs = {"cost": offers.cost, "fill": -offers.arrives}.get(aim, np.zeros(len(offers.names)))
    x = model.add_columns(costs)
    eased = []
    for place, rows in grouped(offers.giver, x).items():
        worths = offers.leaves[rows].astype(float)
        model.add_row(None, rows, worths, slack[place])
        if over[place]:
            relief = model.add_columns([-float(aim == "relief")], upper=[float(over[place])], whole=False)
            model.add_row(0, np.r_[rows, relief], np.r_[worths, -1.0], None)
            eased.append(int(relief[0]))
    model.add_row(None, x, offers.arrives.astype(float), offers.room)
    if offers.most is not None:
        model.add_row(None, x, 1.0, offers.most)
    if eased and least[0]:
        model.add_row(least[0], eased, 1.0, None)
    if least[1]:
        model.add_row(least[1], x, offers.arrives.astype(float), None)
    return model.solve(replace(effort, gap=0.0))
