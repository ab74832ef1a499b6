"""Far more waits than can be placed: what cannot be in any better answer is left out before anything is solved.

A household is as good as another, or better, where it may go to everybody whom the other may go to, counts and costs no
more with any of them, and costs at least as much to leave waiting. If as many are as good as all people together can
take, then whoever takes the other can take one of them instead, and no tier gets worse: the other waits. So nothing
is lost by leaving it out. The same counting says what no answer can cost less than.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from safeload.domain.allocation.numbers import Numbers, Pairs

#: So many households, and so many times as many as can be placed, are worth looking through.
_MANY, _TIMES = 500, 3
#: Kinds of household times kinds times people that are compared with each other; from more on only like with like.
_COMPARED = 1_500_000_000
_NEVER = np.iinfo(np.int64).max // 4


def capacity(numbers: Numbers, urgent: bool) -> int:
    """How many urgent (or other) households all people together can take at most, by weekly numbers and by load."""
    pairs = numbers.leads.where(numbers.urgent[numbers.leads.unit] == urgent)
    lightest = np.full(len(numbers.people), _NEVER, dtype=np.int64)
    np.minimum.at(lightest, pairs.person, pairs.worth)
    each = np.bincount(pairs.person, minlength=len(numbers.people))
    total = 0
    for one, least, most in zip(numbers.people, lightest.tolist(), each.tolist(), strict=True):
        if one.most_new is not None:
            most = min(most, one.most_new // 2 if one.most_new > 0 else 0)
        limits = [] if one.most_load is None else [one.most_load]
        limits += [] if urgent else [max(one.load, one.full)]
        if least and limits:
            most = min(most, max(0, min(limits) - one.load) // least)
        total += most
    return total


def kept(numbers: Numbers) -> Any:
    """Places of the households that can be in a best answer; everything else waits."""
    able = np.zeros(numbers.number, dtype=bool)
    able[numbers.leads.unit] = True
    able &= numbers.possible
    found = []
    for urgent in (True, False):
        units = np.flatnonzero(able & (numbers.urgent == urgent))
        most = capacity(numbers, urgent)
        if len(units) >= _MANY and len(units) > _TIMES * most:
            units = _best(numbers, units, most)
        found.append(units)
    return np.sort(np.concatenate(found))


def _best(numbers: Numbers, units: Any, most: int) -> Any:
    """Those that fewer than ``most`` others are as good as. All are urgent, or none is."""
    table = _table(numbers, units)
    kinds, kind = np.unique(table, axis=0, return_inverse=True)
    order = np.lexsort((units, -numbers.waits[units], kind.reshape(-1)))
    groups = np.split(units[order], np.cumsum(np.bincount(kind.reshape(-1)))[:-1])
    groups = [group[:most] for group in groups]
    waits = [numbers.waits[group] for group in groups]
    if len(kinds) ** 2 * kinds.shape[1] > _COMPARED:
        return np.concatenate(groups)
    found = []
    for at, group in enumerate(groups):
        better = np.flatnonzero((kinds <= kinds[at]).all(axis=1))
        others = np.sort(
            np.concatenate([np.zeros(0, np.int64), *(waits[one] for one in better if one != at)])
        )
        as_good = len(others) - np.searchsorted(others, waits[at], side="left")
        found.append(group[np.arange(len(group)) + as_good < most])
    return np.concatenate(found)


def _table(numbers: Numbers, units: Any) -> Any:
    """One row a household: what it counts and costs with everybody, as leader and as helper; less is as good."""
    columns = [np.where(numbers.helped[units], 1, 0)[:, None]]
    for pairs, absent in ((numbers.leads, _NEVER), (numbers.helps, _NEVER)):
        worth, cost = (np.full((len(units), len(numbers.people)), absent, dtype=np.int64) for _ in range(2))
        at = np.searchsorted(units, pairs.unit)
        mine = np.flatnonzero(np.isin(pairs.unit, units))
        worth[at[mine], pairs.person[mine]] = pairs.worth[mine]
        cost[at[mine], pairs.person[mine]] = pairs.cost[mine]
        if pairs is numbers.helps:  # who asks for no help takes nobody's
            worth[~numbers.helped[units]] = cost[~numbers.helped[units]] = -1
        columns += [worth, cost]
    table = np.concatenate(columns, axis=1)
    return table[:, [at for at in range(table.shape[1]) if (table[:, at] != table[0, at]).any()] or [0]]


def compact(numbers: Numbers, units: Any) -> Numbers:
    """The same of some households alone, numbered anew in their order."""
    place = np.full(numbers.number, -1, dtype=np.int64)
    place[units] = np.arange(len(units))

    def of(pairs: Pairs) -> Pairs:
        mine = pairs.where(place[pairs.unit] >= 0)
        return replace(mine, unit=place[mine.unit])

    return replace(
        numbers,
        leads=of(numbers.leads),
        helps=of(numbers.helps),
        waits=numbers.waits[units],
        urgent=numbers.urgent[units],
        helped=numbers.helped[units],
        possible=numbers.possible[units],
    )


def at_least(numbers: Numbers) -> Fraction:
    """What no answer costs less than: everything waits but as many as can be placed, each where it costs least."""
    cheapest = np.full(numbers.number, _NEVER, dtype=np.int64)
    np.minimum.at(cheapest, numbers.leads.unit, numbers.leads.cost)
    total = int(numbers.waits.sum())
    for urgent in (True, False):
        saves = np.maximum(0, (numbers.waits - cheapest)[numbers.urgent == urgent])
        most = capacity(numbers, urgent)
        total -= int(np.sort(saves)[::-1][:most].sum())
    return Fraction(max(0, total))
