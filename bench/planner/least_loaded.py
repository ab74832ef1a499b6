"""What is done today: the next case to whoever may hold it and is furthest below their line."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.rules import may_help, may_hold


def least_loaded(question: Question) -> dict[str, int]:
    """Households left waiting, people pushed over their line, and units: urgent first, then who has waited longest."""
    ground = Ground(question)
    loads = [one.load for one in ground.people]
    new = [0] * len(loads)
    waiting = 0
    for one in sorted(ground.waiting, key=lambda unit: (unit.priority, -unit.days, unit.id)):
        lead = _least(ground, may_hold(ground, one), loads, new, one.worth, 2, one.priority == 1)
        helper = None
        if lead is not None and one.helper_worth is not None:
            able = may_help(ground, one)
            able[lead] = False
            helper = _least(ground, able, loads, new, one.helper_worth, 1, one.priority == 1)
        if lead is None or (one.helper_worth is not None and helper is None):
            waiting += 1
            continue
        loads[lead], new[lead] = loads[lead] + one.worth, new[lead] + 2
        if helper is not None:
            loads[helper], new[helper] = loads[helper] + (one.helper_worth or 0), new[helper] + 1
    over = [max(0, load - max(one.full, one.load)) for load, one in zip(loads, ground.people, strict=True)]
    return {"waiting": waiting, "over_people": sum(map(bool, over)), "over_units": sum(over)}


def _least(
    ground: Ground, able: np.ndarray, loads: list[int], new: list[int], worth: int, halves: int, urgent: bool
) -> int | None:
    found = []
    for place in np.flatnonzero(able).tolist():
        one = ground.people[place]
        if one.most_new is not None and new[place] + halves > one.most_new:
            continue
        if not urgent and loads[place] + worth > one.full:
            continue
        found.append((Fraction(loads[place], one.line or 1), place))
    return min(found)[1] if found else None
