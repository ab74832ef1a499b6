"""The peer: the same moves as one plain model, a column for each household and taker, as one would first write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.exchange import Exchange
from safeload.domain.allocation.single import grouped
from safeload.domain.allocation.solver import Effort, Model, Solved


@dataclass(frozen=True)
class Plain:
    """What the plain model found: left in red, left over the line, cost and bound of the last tier; None: nothing."""

    red: int
    over: int
    cost: float | None
    bound: float
    ended: str


def plainly(exchange: Exchange, effort: Effort) -> Plain:
    """The same tiers in the same order: everybody to their line if possible, or else tier by tier."""
    solved = _solve(exchange, "cost", 0, 0, effort)
    red = over = 0
    if solved.ended == "infeasible":
        red = round(_solve(exchange, "red", None, None, effort).objective)
        over = round(_solve(exchange, "over", red, None, effort).objective)
        solved = _solve(exchange, "cost", red, over, effort)
    cost = None if solved.values is None else solved.objective
    return Plain(red, over, cost, solved.bound, solved.ended)


def _solve(exchange: Exchange, aim: str, red: int | None, over: int | None, effort: Effort) -> Solved:
    model, pairs = Model(), exchange.pairs
    x = model.add_columns(pairs.cost if aim == "cost" else np.zeros(len(pairs)))
    by_unit = grouped(pairs.unit, x)
    for columns in by_unit.values():
        model.add_row(None, columns, 1.0, 1)
    left = model.add_columns(np.full(len(exchange.givers), float(aim == "over")), upper=np.nan, whole=False)
    reds = model.add_columns(np.full(len(exchange.givers), float(aim == "red")))
    for at, giver in enumerate(exchange.givers):
        removals = giver.removals
        columns, worths = _going(removals, by_unit)
        model.add_row(removals.need, np.r_[columns, left[at]], np.r_[worths, 1.0], None)
        if removals.red:
            model.add_row(removals.red, np.r_[columns, reds[at]], np.r_[worths, float(removals.red)], None)
    if red is not None:
        model.add_row(None, reds, 1.0, red)
    if over is not None:
        model.add_row(None, left, 1.0, over)
    _takers(exchange, model, x, aim)
    return model.solve(effort)


def _going(removals: Any, by_unit: dict[int, Any]) -> tuple[Any, Any]:
    columns = [by_unit[unit] for unit in removals.units]
    worths = [np.full(len(own), float(worth)) for own, worth in zip(columns, removals.worths, strict=True)]
    return np.concatenate([np.zeros(0, dtype=np.int64), *columns]), np.concatenate([np.zeros(0), *worths])


def _takers(exchange: Exchange, model: Model, x: Any, aim: str) -> None:
    pairs, takers = exchange.pairs, exchange.takers
    for place, rows in grouped(pairs.person, np.arange(len(pairs))).items():
        worths = pairs.worth[rows].astype(float)
        model.add_row(None, x[rows], worths, takers.room[place])
        model.add_row(None, x[rows], 1.0, takers.most[place])
        if aim == "cost":
            filled = model.add_columns([exchange.dearer / exchange.scale], upper=[np.nan], whole=False)
            model.add_row(None, np.r_[x[rows], filled], np.r_[worths, -1.0], takers.even[place])
