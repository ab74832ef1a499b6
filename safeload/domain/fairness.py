"""Whether cases fell evenly to groups of people: how much, how hard, how urgent, how far, how soon (PRN-04, CUL-08).

Each measure is held against an even share: the same households, dealt out within the same team and the same
quarter by contracted hours, so that half a post is due half as many. Any grouping can be asked about. Only groups
come out, never a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from safeload.domain.chance import Range
from safeload.domain.shares import BY_TIME, Giving, Lot, Measure, Says, Share, Time, in_group, known_of
from safeload.domain.withheld import SMALLEST, withheld

__all__ = ["BY_TIME", "Comparison", "Found", "Giving", "Measure", "Says", "Time", "compared"]


class Found(NamedTuple):
    """A group: how many people, what it had, its even share, how far chance alone goes, what that says."""

    group: str
    says: Says
    people: int = 0
    value: Fraction | None = None
    range: Range | None = None


@dataclass(frozen=True)
class Comparison:
    """One measure over the groups of one grouping, and over everybody (none: of too few)."""

    measure: Measure
    groups: tuple[Found, ...]
    people: int
    everybody: Fraction | None


def compared(
    by: str, times: Sequence[Time], givings: Sequence[Giving], groupings: Iterable[str] = ()
) -> list[Comparison]:
    """Every measure over the groups of ``by``; ``groupings``: all that are shown anywhere, for what is withheld."""
    names = list(dict.fromkeys([*groupings, by]))
    there = {name: _people(name, times, givings) for name in names}
    hidden = withheld(there)
    found = []
    for measure in Measure:
        scale, known = known_of(measure, givings)
        told = there if measure in BY_TIME else {name: _people(name, (), known) for name in names}
        closed = withheld(told, hidden)[by] if told is not there else hidden[by]
        found.append(_comparison(measure, by, times, known, scale, told[by], closed))
    return found


def _people(
    by: str, times: Iterable[Time], givings: Iterable[Giving | Lot]
) -> dict[str, frozenset[Hashable]]:
    found: dict[str, set[Hashable]] = defaultdict(set)
    for time in times:
        if time.days:
            found[time.labels[by]].add(time.person)
    for giving in givings:
        found[giving.labels[by]].add(giving.person)
    return {group: frozenset(people) for group, people in found.items()}


def _comparison(
    measure: Measure,
    by: str,
    times: Sequence[Time],
    known: Sequence[Lot],
    scale: int,
    people: Mapping[str, frozenset[Hashable]],
    closed: set[str],
) -> Comparison:
    everybody = frozenset[Hashable]().union(*people.values())
    enough = len(everybody) >= SMALLEST
    whole = Share(measure, times, known, scale, lambda _: True) if enough else None
    groups = []
    for group in sorted(people):
        if group in closed or not enough:
            groups.append(Found(group, Says.WITHHELD))
            continue
        share = Share(measure, times, known, scale, in_group(by, group))
        groups.append(Found(group, share.says(), len(people[group]), *share.told))
    return Comparison(
        measure, tuple(groups), len(everybody) if enough else 0, whole.told[0] if whole else None
    )
