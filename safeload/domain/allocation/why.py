"""Why this one and not another: every practitioner for one waiting household, beside what was proposed (ALL-01).

Nothing here decides anything; it reads the answer back: what each would have cost, nothing else changed, and what
would have to change for the answer to be another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from safeload.domain.allocation.numbers import Numbers, Taken
from safeload.domain.allocation.preferences import terms
from safeload.domain.allocation.rules import may_hold, rules


class Counted(NamedTuple):
    """One term as it counts for somebody: how often, at which weight."""

    name: str
    times: int
    weight: int

    @property
    def cost(self) -> int:
        """What it costs."""
        return self.times * self.weight


class Change(NamedTuple):
    """One thing that would have to be otherwise. ``kind``: rule, room, week, taken, term.

    ``what``: the rule's code and words, the other household, or the term; ``amount``: whole units of load, or the
    weight that the term would have to have, at most.
    """

    kind: str
    what: str = ""
    amount: Fraction = Fraction(0)


@dataclass(frozen=True)
class Option:
    """One practitioner for one waiting household, with what else is proposed for them left as it is."""

    person: str
    before: int
    after: int
    band_before: str
    band_after: str
    terms: tuple[Counted, ...]
    #: Every rule that rules them out: (code, what it is about); the first is the one reason that is told.
    ruled_out: tuple[tuple[str, str], ...]
    #: How much dearer the whole plan would be; None where they are ruled out, have no room, or no week for it.
    dearer: Fraction | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Given:
    """What an answer gives each, by place: whole units of load, and how many in halves. Counted once for all."""

    added: dict[int, int]
    new: dict[int, int]

    @classmethod
    def by(cls, numbers: Numbers, taken: Taken) -> Given:
        """What ``taken`` gives."""
        return cls(numbers.added(taken), numbers.new_of(taken))


def in_the_way(numbers: Numbers, given: Given, unit: int) -> list[str]:
    """Of a household that waits: what first stands in the way of each whom no rule excludes; "order": nothing."""
    one, found = numbers.waiting[unit], []
    for place in np.flatnonzero(may_hold(numbers.ground, one)).tolist():
        person, others = numbers.people[place], given.added.get(place, 0)
        worth = one.worth_for.get(person.id, one.worth)
        first = next(_stuck(person, others, worth, given.new.get(place, 0)), None)
        kind = "order" if first is None else first.kind
        within = person.load + others + worth <= (person.line or 0)
        found.append("room_ahead" if kind == "room" and within else kind)
    return found


def options(numbers: Numbers, taken: Taken, unit: int, given: Given, only: int | None = None) -> list[Option]:
    """Everybody for one household (by its place), in the order of their ids; or ``only`` one of them."""
    ground, one = numbers.ground, numbers.waiting[unit]
    ruled = [(rule.code, rule.what, rule.ruled_out.tolist()) for rule in rules(ground, one)]
    counted = [(term.name, term.times.tolist(), term.weight) for term in terms(ground, one, numbers.weights)]
    added, new = given.added, given.new
    now = taken.leads.get(unit)
    helper = taken.helps.get(unit)
    costs = [_Cost(numbers, unit, now, added)] if now is not None else []
    found = []
    for place in range(len(numbers.people)) if only is None else [only]:
        person = numbers.people[place]
        out = tuple((code, what) for code, what, mask in ruled if mask[place])
        own = tuple(Counted(name, times[place], weight) for name, times, weight in counted if times[place])
        worth = one.worth_for.get(person.id, one.worth)
        others = added.get(place, 0) - (worth if place == now else 0)
        after = person.load + others + worth
        stuck = () if out else tuple(_stuck(person, others, worth, new.get(place, 0) - 2 * (place == now)))
        if place == helper:
            stuck = (*stuck, Change("helps"))
        dearer = None if out or stuck else _dearer(costs, place, others, worth, own)
        changes = tuple(Change("rule", code if not what else f"{code}:{what}") for code, what in out) or stuck
        if not changes and dearer and costs:
            changes = tuple(_terms_to_change(own, costs[0].terms, dearer))
        found.append(
            Option(
                person.id,
                person.load,
                after,
                person.band(person.load),
                person.band(after),
                own,
                out,
                dearer,
                changes,
            )
        )
    return found


def _stuck(person: Any, others: int, worth: int, new: int) -> Iterator[Change]:
    """What stands in the way of somebody whom no rule excludes."""
    most = person.full if person.most_load is None else min(person.full, person.most_load)
    alone = person.load + worth - most
    if alone > 0:
        yield Change("room", amount=Fraction(alone))
    elif person.load + others + worth > most:
        yield Change("taken", amount=Fraction(person.load + others + worth - most))
    if person.most_new is not None and new + 2 > person.most_new:
        yield Change("week")


class _Cost:
    """What it costs that the proposed one takes it, the rest of the plan unchanged."""

    def __init__(self, numbers: Numbers, unit: int, now: int, added: dict[int, int]) -> None:
        self.numbers = numbers
        one, who = numbers.waiting[unit], numbers.people[now]
        worth = one.worth_for.get(who.id, one.worth)
        self.terms = tuple(
            Counted(term.name, int(term.times[now]), term.weight)
            for term in terms(numbers.ground, one, numbers.weights)
            if term.times[now]
        )
        self.whole = sum(term.cost for term in self.terms) + self.more(now, added.get(now, 0) - worth, worth)

    def more(self, place: int, others: int, worth: int) -> Fraction:
        """What so much more load on top of the rest costs somebody."""
        steps = self.numbers.steps[place]
        return Fraction(steps.cost(others + worth) - steps.cost(others), self.numbers.scale)


def _dearer(
    costs: list[_Cost], place: int, others: int, worth: int, own: tuple[Counted, ...]
) -> Fraction | None:
    if not costs:
        return None
    return sum(term.cost for term in own) + costs[0].more(place, others, worth) - costs[0].whole


def _terms_to_change(
    own: tuple[Counted, ...], theirs: tuple[Counted, ...], dearer: Fraction
) -> Iterator[Change]:
    """Terms that alone would turn the answer: what the weight would have to be, at most."""
    times = {term.name: term.times for term in theirs}
    for term in own:
        more = term.times - times.get(term.name, 0)
        if more > 0 and term.weight - dearer / more >= 0:
            yield Change("term", term.name, term.weight - dearer / more)
