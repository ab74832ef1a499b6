"""What one group was given beside its even share, and what that says of it (PRN-04, CUL-08)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from safeload.domain.chance import Range, amounts_dealt, amounts_drawn, dealt, drawn

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


class Lot(NamedTuple):
    """A giving by one measure, in whole numbers."""

    person: Hashable
    where: Hashable
    labels: Mapping[str, str]
    amount: int


def known_of(measure: Measure, givings: Sequence[Giving]) -> tuple[int, list[Lot]]:
    """Of which the measure is known, in the largest unit in which all are whole: one part of the first number."""
    known = [(one, amount) for one in givings if (amount := one.amounts.get(measure)) is not None]
    scale = lcm(*{amount.denominator for _, amount in known})
    return scale, [Lot(one[0], one[1], one[2], int(amount * scale)) for one, amount in known]


#: Which spans of time and givings are the group's.
Mine = Callable[[Time | Lot], bool]


def in_group(by: str, group: str) -> Mine:
    """Whether somebody was in a group, or something was given to somebody who was."""
    return lambda one: one.labels[by] == group


class Share:
    """What one group had of a measure, beside its even share."""

    def __init__(
        self, measure: Measure, times: Sequence[Time], known: Sequence[Lot], scale: int, mine: Mine
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

    def _add_up(self, lots: Iterable[Lot]) -> None:
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

    def _without_one(self, side: Says) -> Share:
        """The same without the one person of the group who is furthest out on this side."""
        beyond = self._beyond()
        furthest = max(beyond.values()) if side is Says.MORE else min(beyond.values())
        gone = min((who for who in beyond if beyond[who] == furthest), key=repr)
        return Share(
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
