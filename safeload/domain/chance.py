"""What chance alone does when things are dealt out: how far a group may be from its even share without more.

Counts are exact distributions, put together place by place. Amounts, which are not alike, go by their mean and
their spread; they are whole numbers of whatever unit their caller counts in. Nothing is drawn at random, so that
the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

#: How often chance alone goes beyond what is called its range, to either side together.
BEYOND = Fraction(1, 100)
#: What adding binary fractions may be off by: in doubt something is within the range.
_OFF = 1e-9


class Range(NamedTuple):
    """An even share, and from where to where chance alone goes."""

    low: Fraction
    even: Fraction
    high: Fraction


def dealt(places: Iterable[tuple[int, Fraction]]) -> Range:
    """Of so many things in each place, each falls to the group with that place's odds: how many it has in all."""
    known = list(places)
    even = sum((number * odds for number, odds in known), Fraction(0))
    return _range(_together(_binomial(number, odds) for number, odds in known), even)


def drawn(places: Iterable[tuple[int, int, int]]) -> Range:
    """In each place the group has so many of all, and so many of all are marked: how many of its own are marked."""
    known = [(all_, marked, own) for all_, marked, own in places if all_]
    even = sum((Fraction(marked * own, all_) for all_, marked, own in known), Fraction(0))
    return _range(_together(_hypergeometric(*one) for one in known), even)


def amounts_dealt(places: Iterable[tuple[Sequence[int], Fraction]]) -> Range:
    """Each of these amounts falls to the group with its place's odds: what it has in all."""
    even = spread = Fraction(0)
    for amounts, odds in places:
        even += sum(amounts) * odds
        spread += sum(one * one for one in amounts) * odds * (1 - odds)
    return _around(even, spread)


def amounts_drawn(places: Iterable[tuple[Sequence[int], int]]) -> Range:
    """In each place so many of these amounts are the group's, whichever they be: what it has in all."""
    even = spread = Fraction(0)
    for amounts, own in places:
        number, whole = len(amounts), sum(amounts)
        even += Fraction(whole * own, number or 1)
        if number > 1:
            # The squares about the mean, times the number: whole numbers for as long as it goes.
            square = number * sum(one * one for one in amounts) - whole * whole
            spread += Fraction(square * own * (number - own), number * number * (number - 1))
    return _around(even, spread)


def _around(even: Fraction, spread: Fraction) -> Range:
    far = Fraction(NormalDist().inv_cdf(float(1 - BEYOND / 2)) * sqrt(spread)).limit_denominator(10**6)
    return Range(max(even - far, Fraction(0)), even, even + far)


def _range(odds: Any, even: Fraction) -> Range:
    """From the fewest to the most of which neither fewer nor more is rarer than half of ``BEYOND``."""
    tail = float(BEYOND / 2) - _OFF
    fewer, more = np.cumsum(odds), np.cumsum(odds[::-1])[::-1]
    within = np.flatnonzero((fewer > tail) & (more > tail))
    return Range(Fraction(int(within[0])), even, Fraction(int(within[-1])))


def _together(several: Iterable[Any]) -> Any:
    found = np.ones(1)
    for one in several:
        found = np.convolve(found, one)
    return found


def _binomial(number: int, odds: Fraction) -> Any:
    if odds in (0, 1):
        sure = np.zeros(number + 1)
        sure[number * int(odds)] = 1
        return sure
    yes, no = log(odds), log(1 - odds)
    return np.array([exp(_ways(number, k) + k * yes + (number - k) * no) for k in range(number + 1)])


def _hypergeometric(all_: int, marked: int, own: int) -> Any:
    least, most = max(0, own + marked - all_), min(own, marked)
    found = np.zeros(most + 1)
    whole = _ways(all_, own)
    for k in range(least, most + 1):
        found[k] = exp(_ways(marked, k) + _ways(all_ - marked, own - k) - whole)
    return found


def _ways(number: int, some: int) -> float:
    return lgamma(number + 1) - lgamma(some + 1) - lgamma(number - some + 1)
