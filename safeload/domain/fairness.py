"""Whether cases fell evenly to groups of people: how much, how hard, how urgent, how far, how soon (PRN-04, CUL-08).

Each measure is held against an even share: the same households, dealt out within the same team and the same
quarter by contracted hours, so that half a post is due half as many. Any grouping can be asked about. Only groups
come out, never a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from safeload.domain.chance import Range, amounts_dealt, amounts_drawn, dealt, drawn
from safeload.domain.withheld import SMALLEST, withheld

YEAR = 365


class Measure(StrEnum):
    """What is compared."""

    HOUSEHOLDS = "households"
    CASES = "cases"
    WORTH = "worth"
    WEIGHT = "weight"
    URGENT = "urgent"
    FAR = "far"
    SHORT = "short"
    OVER = "over"


#: For each full-time year; the others are for each household of which it is known.
BY_TIME = (Measure.HOUSEHOLDS, Measure.CASES, Measure.WORTH)
#: Amounts, which are not alike; the others are counted.
_AMOUNTS = (Measure.CASES, Measure.WORTH, Measure.WEIGHT)


class Says(StrEnum):
    """What can be said of a group."""

    MORE = "more"
    LESS = "less"
    EVEN = "even"
    TOO_FEW = "too-few"
    WITHHELD = "withheld"
    #: Nobody of another group was in the same teams at the same time.
    ALONE = "alone"


class Time(NamedTuple):
    """Full-time days of one person in one place (a team in a quarter), and the group they were in, by grouping."""

    person: Hashable
    where: Hashable
    labels: Mapping[str, str]
    days: Fraction


class Giving(NamedTuple):
    """A household given to a person: what it was, by measure; None or absent where that is not known."""

    person: Hashable
    where: Hashable
    labels: Mapping[str, str]
    amounts: Mapping[Measure, Fraction | None]


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
        scale, known = _known(measure, givings)
        told = there if measure in BY_TIME else {name: _people(name, (), known) for name in names}
        closed = withheld(told, hidden)[by] if told is not there else hidden[by]
        found.append(_comparison(measure, by, times, known, scale, told[by], closed))
    return found


class _Lot(NamedTuple):
    """A giving by one measure, in whole numbers."""

    person: Hashable
    where: Hashable
    labels: Mapping[str, str]
    amount: int


def _known(measure: Measure, givings: Sequence[Giving]) -> tuple[int, list[_Lot]]:
    """Of which the measure is known, in the largest unit in which all are whole: one part of the first number."""
    known = [(one, amount) for one in givings if (amount := one.amounts.get(measure)) is not None]
    scale = lcm(*{amount.denominator for _, amount in known})
    return scale, [_Lot(one[0], one[1], one[2], int(amount * scale)) for one, amount in known]


def _people(
    by: str, times: Iterable[Time], givings: Iterable[Giving | _Lot]
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
    known: Sequence[_Lot],
    scale: int,
    people: Mapping[str, frozenset[Hashable]],
    closed: set[str],
) -> Comparison:
    everybody = frozenset[Hashable]().union(*people.values())
    enough = len(everybody) >= SMALLEST
    whole = _Share(measure, times, known, scale, lambda _: True) if enough else None
    groups = []
    for group in sorted(people):
        if group in closed or not enough:
            groups.append(Found(group, Says.WITHHELD))
            continue
        share = _Share(measure, times, known, scale, _in(by, group))
        groups.append(Found(group, share.says(), len(people[group]), *share.told))
    return Comparison(
        measure, tuple(groups), len(everybody) if enough else 0, whole.told[0] if whole else None
    )


_Mine = Callable[[Time | _Lot], bool]


def _in(by: str, group: str) -> _Mine:
    return lambda one: one.labels[by] == group


class _Share:
    """What one group had of a measure, beside its even share."""

    def __init__(
        self, measure: Measure, times: Sequence[Time], known: Sequence[_Lot], scale: int, mine: _Mine
    ) -> None:
        self.measure, self.times, self.known, self.scale, self.mine = measure, times, known, scale, mine
        self.got = 0
        #: What it is divided by: full-time years, or households.
        self.base = Fraction(0)
        self.amounts: dict[Hashable, list[int]] = defaultdict(list)
        #: Whether somewhere there was somebody besides the group, and something to be had.
        self.compares = False
        self.range = self._dealt() if measure in BY_TIME else self._drawn()

    def _dealt(self) -> Range:
        days: dict[Hashable, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
        for time in self.times:
            days[time.where][0] += time.days
            if self.mine(time):
                days[time.where][1] += time.days
        odds = {where: own / whole for where, (whole, own) in days.items() if whole}
        self._add_up(one for one in self.known if one.where in odds)
        self.base = sum((own for _, own in days.values()), Fraction(0)) / YEAR
        self.compares = any(0 < odds[where] < 1 for where in self.amounts)
        if self.measure in _AMOUNTS:
            return amounts_dealt((amounts, odds[where]) for where, amounts in self.amounts.items())
        return dealt((len(amounts), odds[where]) for where, amounts in self.amounts.items())

    def _drawn(self) -> Range:
        self._add_up(self.known)
        own = Counter(one.where for one in self.known if self.mine(one))
        self.base = Fraction(own.total())
        self.compares = any(0 < own[where] < len(amounts) for where, amounts in self.amounts.items())
        if self.measure in _AMOUNTS:
            return amounts_drawn((amounts, own[where]) for where, amounts in self.amounts.items())
        return drawn((len(amounts), sum(amounts), own[where]) for where, amounts in self.amounts.items())

    def _add_up(self, lots: Iterable[_Lot]) -> None:
        """Everybody's amounts by place, and what the group had."""
        for one in lots:
            self.amounts[one.where].append(one.amount)
            if self.mine(one):
                self.got += one.amount

    @property
    def told(self) -> tuple[Fraction | None, Range | None]:
        """For each full-time year or household: what it had, and the range; none of nobody's time or households."""
        if not self.base:
            return None, None
        base = self.base * self.scale
        return self.got / base, Range(*(one / base for one in self.range))

    def says(self) -> Says:
        """More or less than chance explains, and not by one person alone; else even, or too few to say.

        Where nobody else was in the same places there is nobody to compare with.
        """
        if self.amounts and not self.compares:
            return Says.ALONE
        side = self._side()
        if side in (Says.MORE, Says.LESS) and self._without_one(side)._side() is not side:
            return Says.TOO_FEW
        return side

    def _side(self) -> Says:
        if self.base and self.got > self.range.high:
            return Says.MORE
        if self.base and self.got < self.range.low:
            return Says.LESS
        # Where chance alone could double it, being within the range says nothing.
        return Says.TOO_FEW if self.range.high >= 2 * self.range.even else Says.EVEN

    def _without_one(self, side: Says) -> _Share:
        """The same without the one person of the group who is furthest out on this side."""
        beyond = self._beyond()
        furthest = max(beyond.values()) if side is Says.MORE else min(beyond.values())
        gone = min((who for who in beyond if beyond[who] == furthest), key=repr)
        return _Share(
            self.measure,
            [one for one in self.times if one.person != gone],
            [one for one in self.known if one.person != gone],
            self.scale,
            self.mine,
        )

    def _beyond(self) -> dict[Hashable, Fraction]:
        """How far each person's part in the group is above the even share of that part."""
        by_time = self.measure in BY_TIME
        due: dict[Hashable, Fraction] = defaultdict(Fraction)
        for one in self.times if by_time else ():
            due[one.where] += one.days
        level = {
            where: sum(all_) / (due[where] or Fraction(len(all_))) for where, all_ in self.amounts.items()
        }
        beyond: dict[Hashable, Fraction] = defaultdict(Fraction)
        for lot in self.known:
            if self.mine(lot) and lot.where in level:
                beyond[lot.person] += lot.amount - (0 if by_time else level[lot.where])
        for time in self.times if by_time else ():
            if self.mine(time):
                beyond[time.person] -= time.days * level.get(time.where, 0)
        return beyond
