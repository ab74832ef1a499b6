"""What speaks for and against a practitioner, each a named term with its weight (ALL-01, ALL-03, ALL-05).

A term is a column over the people: what it costs that this one takes it. What costs nothing speaks for somebody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.question import Waiting
from safeload.domain.allocation.weights import Weights


class Term(NamedTuple):
    """One term: the name of its weight, how often the weight counts for each person, and the weight."""

    name: str
    times: Any
    weight: int


def terms(ground: Ground, one: Waiting, weights: Weights) -> Iterator[Term]:
    """Every term that differs between people for this household; "own" is the plain input's own cost."""
    for name, times in _columns(ground, one):
        yield Term(name, times, weights[name])
    if one.cost_for:
        yield Term("own", ground.column(lambda who: one.cost_for.get(who.id, 0), np.int64), 1)


def names_of(ground: Ground, one: Waiting) -> set[str]:
    """The terms that differ between people for this household."""
    return {name for name, _ in _columns(ground, one)} | ({"own"} if one.cost_for else set())


def _columns(ground: Ground, one: Waiting) -> Iterator[tuple[str, Any]]:
    if one.patch:
        yield "travel", ground.distance(one.patch)
    if one.team:
        yield "other_team", _not(ground.having("team", one.team))
    if one.languages:
        yield "no_language", _not(ground.any_of("languages", one.languages))
    if one.former or one.siblings_with:
        yield "new_worker", _not(ground.those(one.former | one.siblings_with))
    if one.siblings_with:
        yield "apart", _not(ground.those(one.siblings_with))
    wanted = ground.any_of("interests", one.kinds)
    if wanted.any():
        yield "no_interest", _not(wanted)
    offered = ground.offering(one.kinds)
    if offered.any():
        yield "unasked", _not(offered)


def _not(mask: Any) -> Any:
    return (~mask).astype(np.int64)


def cost_column(ground: Ground, one: Waiting, weights: Weights) -> Any:
    """What each person's taking it would cost by the terms together, without what their load makes of it."""
    total = np.zeros(len(ground.people), dtype=np.int64)
    for term in terms(ground, one, weights):
        total += term.times * term.weight
    return total
