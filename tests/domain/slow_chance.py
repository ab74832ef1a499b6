"""What chance does, a second time: every way of dealing written out one after another, in plain fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, product

Odds = dict[int, Fraction]


def dealt(places: Iterable[tuple[int, Fraction]]) -> Odds:
    """The odds of each number, thing by thing."""
    found: Odds = {0: Fraction(1)}
    for number, odds in places:
        for _ in range(number):
            now: Odds = defaultdict(Fraction)
            for had, chance in found.items():
                now[had] += chance * (1 - odds)
                now[had + 1] += chance * odds
            found = dict(now)
    return {had: chance for had, chance in found.items() if chance}


def drawn(places: Iterable[tuple[int, int, int]]) -> Odds:
    """The odds of each number, by writing out every hand that the group could have had."""
    hands = [
        [sum(one < marked for one in hand) for hand in combinations(range(all_), own)]
        for all_, marked, own in places
    ]
    found: Odds = defaultdict(Fraction)
    every = 1
    for place in hands:
        every *= len(place)
    for together in product(*hands):
        found[sum(together)] += Fraction(1, every)
    return dict(found)


def within(odds: Odds, tail: Fraction) -> tuple[int, int]:
    """The fewest and the most that are not rarer than a tail, counted from their own end."""
    kept = [
        had
        for had in odds
        if sum(c for k, c in odds.items() if k <= had) > tail
        and sum(c for k, c in odds.items() if k >= had) > tail
    ]
    return min(kept), max(kept)


def mean_and_spread(outcomes: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Of outcomes with their odds."""
    mean = sum((value * chance for value, chance in outcomes), Fraction(0))
    return mean, sum(((value - mean) ** 2 * chance for value, chance in outcomes), Fraction(0))


def whole_deals(amounts: list[int], odds: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Every way of dealing these amounts to the group or not."""
    found = []
    for taken in product((True, False), repeat=len(amounts)):
        chance = Fraction(1)
        for one in taken:
            chance *= odds if one else 1 - odds
        found.append((sum((a for a, one in zip(amounts, taken, strict=True) if one), Fraction(0)), chance))
    return found


def whole_hands(amounts: list[int], own: int) -> list[tuple[Fraction, Fraction]]:
    """Every hand of so many of these amounts."""
    hands = list(combinations(amounts, own))
    return [(sum(hand, Fraction(0)), Fraction(1, len(hands))) for hand in hands]
