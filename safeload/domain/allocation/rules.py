"""May this practitioner hold it? Every "no" names its reason; nobody is hidden (ALL-04, ALL-05, X-27).

A rule is a mask over the people: whom it rules out. Rules come in the order in which the one reason is told: what
can never be changed first, what a week may change last.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.question import Waiting


class Rule(NamedTuple):
    """One rule for one waiting household: its code, what it is about, and whom it rules out."""

    code: str
    what: str
    ruled_out: Any


def rules(ground: Ground, one: Waiting) -> Iterator[Rule]:
    """The rules in their order; ``what``: the skill, the limit of the scheme."""
    if one.only is not None:
        yield Rule("not_named", "", ~ground.those(one.only))
    yield Rule("conflict", "", ground.those(one.conflicts))
    for skill in sorted(one.skills):
        yield Rule("skill", skill, ~ground.having("skills", skill))
    for title in sorted(set(one.not_led_by.values())):
        standings = [standing for standing, said in one.not_led_by.items() if said == title]
        yield Rule("limit", title, ground.standing_in(standings))
    yield Rule("declined", "", ground.those(one.declined))
    yield Rule("cannot", "", ground.cannot)
    yield Rule("line_not_set", "", ground.line_not_set)
    yield Rule("not_available", "", ground.not_available)


def may_hold(ground: Ground, one: Waiting) -> Any:
    """Who may hold it: a mask over the people."""
    mask = np.ones(len(ground.people), dtype=bool)
    for rule in rules(ground, one):
        mask &= ~rule.ruled_out
    return mask


def keeping_out(ground: Ground, one: Waiting) -> list[Rule]:
    """The fewest rules that together keep everybody out: the contradiction, where nobody may hold it."""
    found = list(rules(ground, one))
    for number in range(1, len(found) + 1):
        for some in combinations(found, number):
            if np.logical_or.reduce([rule.ruled_out for rule in some]).all():
                return list(some)
    return []


#: What a co-worker need not have: they do not lead it.
_OF_LEADING = {"limit", "skill", "not_named"}


def may_help(ground: Ground, one: Waiting) -> Any:
    """Who may be its co-worker."""
    mask = np.ones(len(ground.people), dtype=bool)
    for rule in rules(ground, one):
        if rule.code not in _OF_LEADING:
            mask &= ~rule.ruled_out
    return mask
