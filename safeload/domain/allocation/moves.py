"""A move and what follows from it: for the household, for both practitioners and for everybody's load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.moving import Held, Pays, Rebalancing, leaving
from safeload.domain.allocation.preferences import terms
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.weights import Weights


@dataclass(frozen=True)
class Move:
    """A household that goes from one practitioner to another: what leaves, what arrives, and each term it pays."""

    household: str
    cases: tuple[str, ...]
    giver: str
    taker: str
    leaves: int
    arrives: int
    pays: tuple[Pays, ...]
    #: Whether both managers have to agree.
    other_team: bool

    def as_data(self) -> dict[str, Any]:
        """The move as plain data, with its cost."""
        pays = [[*term] for term in self.pays]
        return {**vars(self), "cases": list(self.cases), "pays": pays, "cost": self.cost}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Move:
        """The move that ``as_data`` wrote."""
        named = {name: value for name, value in data.items() if name != "cost"}
        return cls(
            **{**named, "cases": tuple(data["cases"]), "pays": tuple(Pays(*one) for one in data["pays"])}
        )

    @property
    def cost(self) -> int:
        """What it pays together, without what the taker's load makes of it."""
        return sum(one.times * one.weight for one in self.pays)


@dataclass(frozen=True)
class Loaded:
    """What becomes of somebody's load: whole units, the line and the bands."""

    id: str
    before: int
    after: int
    line: int | None
    band_before: str
    band_after: str
    gives: int = 0
    takes: int = 0


@dataclass(frozen=True)
class Changed:
    """What one household pays: which worker it will be for the children, what relationship ends, what is near."""

    household: str
    worker_number: int
    children: int
    months_lost: int
    court_near: bool
    closing: bool


def move_of(question: Rebalancing, ground: Ground, held: Held, taker: str, weights: Weights) -> Move:
    """One move with every term that it pays."""
    place = ground.at[taker]
    giver, who = ground.people[ground.at[held.holder]], ground.people[place]
    own = (Pays(term.name, int(term.times[place]), term.weight) for term in terms(ground, held, weights))
    pays = (*leaving(question, held, weights), *(one for one in own if one.times))
    arrives = held.worth_for.get(taker, held.worth)
    return Move(held.id, held.cases, giver.id, who.id, held.worth, arrives, pays, giver.team != who.team)


def loads_after(people: tuple[Person, ...], moves: tuple[Move, ...]) -> tuple[Loaded, ...]:
    """Everybody's load before and after some moves, by id."""
    added: Counter[str] = Counter()
    gives: Counter[str] = Counter(one.giver for one in moves)
    takes: Counter[str] = Counter(one.taker for one in moves)
    for one in moves:
        added[one.giver] -= one.leaves
        added[one.taker] += one.arrives
    return tuple(
        Loaded(
            who.id,
            who.load,
            after := who.load + added[who.id],
            who.line,
            who.band(who.load),
            who.band(after),
            gives[who.id],
            takes[who.id],
        )
        for who in people
    )


def newly(loads: Iterable[Loaded], band: str) -> tuple[str, ...]:
    """Who would turn amber, or red, and is neither there nor beyond it before."""
    before = {"room", "green"} if band == "amber" else {"room", "green", "amber"}
    return tuple(one.id for one in loads if one.band_after == band and one.band_before in before)


def changed_by(question: Rebalancing, moves: tuple[Move, ...]) -> tuple[Changed, ...]:
    """What each household that moves pays."""
    held = {one.id: one for one in question.held}
    return tuple(
        Changed(
            one.id,
            max(one.workers, 0) + 1,
            one.children,
            one.months,
            question.near_court(one),
            one.closing,
        )
        for one in (held[move.household] for move in moves)
    )
