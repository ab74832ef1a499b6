"""What if somebody leaves, is away for long, starts, or teams become one: the best split, and what it would mean.

A rehearsal changes nothing. Who leaves or is away gives all that they hold, as if it were urgent: it is placed
wherever somebody lawful may hold it, and over a line only where nothing else is left. Teams that become one are
rebalanced as one. Who starts is filled up to a share of their line (``starting.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.moves import Loaded, Move, loads_after, move_of, newly
from safeload.domain.allocation.moving import Held, Rebalancing, leaving
from safeload.domain.allocation.numbers import Numbers, numbers_of
from safeload.domain.allocation.placing import Paid, place
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.rebalance import rebalance
from safeload.domain.allocation.rules import may_hold
from safeload.domain.allocation.solver import Effort, Ended, Stop
from safeload.domain.allocation.starting import filling
from safeload.domain.allocation.weights import URGENT, NonsenseError, Weights

KINDS = ("leaver", "absence", "merge", "starter")


@dataclass(frozen=True)
class Rehearsal:
    """What is rehearsed, on the day and within the scope of ``holding``."""

    kind: str
    holding: Rebalancing
    #: Who leaves, is away or starts.
    who: str = ""
    #: The teams that become one, and what it is called.
    teams: tuple[str, ...] = ()
    into: str = ""
    #: Up to how many percent of their line somebody who starts is filled.
    share: int = 70
    #: A court date so many days before or after the handover is at risk.
    hearing_days: int = 14
    #: Over how many weeks the handover is spread: limits of new cases a week hold for each.
    weeks: int = 4

    def as_data(self) -> dict[str, Any]:
        """The question as plain data, to be kept with a run and asked again."""
        return {**vars(self), "holding": self.holding.as_data(), "teams": list(self.teams)}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Rehearsal:
        """The question that ``as_data`` wrote."""
        holding = Rebalancing.of_data(data["holding"])
        return cls(**{**data, "holding": holding, "teams": tuple(data["teams"])})

    def checked(self) -> Rebalancing:
        """What is held. Raises NonsenseError with a sentence for each thing that is wrong."""
        self.holding.as_question()
        problems = []
        if self.kind not in KINDS:
            problems.append(f"The rehearsal is of {self.kind!r}: it is one of {', '.join(KINDS)}.")
        if self.kind != "merge" and self.who not in {one.id for one in self.holding.people}:
            problems.append(f"{self.who!r} is not among the practitioners.")
        if self.kind == "merge" and not {one.team for one in self.holding.people}.issuperset(self.teams):
            problems.append(f"Not all of {', '.join(self.teams)} are teams of the practitioners.")
        if self.kind == "merge" and len(set(self.teams)) < 2:
            problems.append("Two teams or more become one.")
        if not 0 <= self.share <= 100:
            problems.append(f"The share is {self.share}: it is a percentage from 0 to 100.")
        if self.weeks < 1 or self.hearing_days < 0:
            problems.append("A handover takes a week or more, and days are counted from 0.")
        if problems:
            raise NonsenseError(problems)
        return self.holding


@dataclass(frozen=True)
class Rehearsed:
    """The best split. ``moves`` are in the order in which they are handed over."""

    moves: tuple[Move, ...]
    loads: tuple[Loaded, ...]
    newly_amber: tuple[str, ...]
    newly_red: tuple[str, ...]
    #: Households whose court date is near the handover, with the date; those that nobody takes too.
    hearings: tuple[tuple[str, date], ...]
    #: Household → why nobody takes it.
    unplaced: tuple[tuple[str, str], ...]
    #: What had to be paid so that everything is placed: units into red, units over the line.
    paid: Paid
    cost: Fraction
    bound: Fraction
    ended: Ended
    nodes: int
    #: Whether nothing placed more, or pushed anybody less far.
    tiers_proven: bool = True

    @property
    def gap(self) -> Fraction:
        """How much less an answer could cost at most, as a part of the cost."""
        return (self.cost - self.bound) / self.cost if self.cost else Fraction(0)

    def as_data(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "moves": [one.as_data() for one in self.moves],
            "loads": [vars(one).copy() for one in self.loads],
            "newly_amber": list(self.newly_amber),
            "newly_red": list(self.newly_red),
            "hearings": [[name, day.isoformat()] for name, day in self.hearings],
            "unplaced": dict(self.unplaced),
            "paid": vars(self.paid).copy(),
            "cost": float(self.cost),
            "bound": float(self.bound),
            "gap": float(self.gap),
            "ended": self.ended,
            "nodes": self.nodes,
            "tiers_proven": self.tiers_proven,
        }


@dataclass(frozen=True)
class _Split:
    """What a way of splitting gave, before it is told."""

    moves: tuple[Move, ...]
    unplaced: tuple[tuple[str, str], ...]
    paid: Paid
    cost: Fraction
    bound: Fraction
    ended: Ended
    nodes: int
    tiers_proven: bool = True


def rehearse(
    asked: Rehearsal, weights: Weights, effort: Effort | None = None, stop: Stop | None = None
) -> Rehearsed:
    """The best split with its proof. Raises NonsenseError where the question contradicts itself."""
    holding, running = asked.checked(), (effort or Effort()).running()
    if asked.kind == "merge":
        split = _merged(asked, weights, running, stop)
    elif asked.kind == "starter":
        split = _filled(asked, weights, running)
    else:
        split = _set_free(asked, weights, running, stop)
    held = {one.id: one for one in holding.held}
    people = tuple(sorted(holding.people, key=lambda one: one.id))
    loads = loads_after(people, split.moves)
    moving = [held[one.household] for one in split.moves] + [held[name] for name, _ in split.unplaced]
    return Rehearsed(
        moves=tuple(sorted(split.moves, key=lambda one: _handed_over(holding, held[one.household]))),
        loads=loads,
        newly_amber=newly(loads, "amber"),
        newly_red=newly(loads, "red"),
        hearings=_hearings(asked, moving),
        unplaced=split.unplaced,
        paid=split.paid,
        cost=split.cost,
        bound=split.bound,
        ended=split.ended,
        nodes=split.nodes,
        tiers_proven=split.tiers_proven,
    )


def _merged(asked: Rehearsal, weights: Weights, effort: Effort, stop: Stop | None) -> _Split:
    """The teams as one: what is over a line within it goes to whom it suits best within it."""
    teams, holding = set(asked.teams), asked.holding
    people = tuple(replace(one, team=asked.into) for one in holding.people if one.team in teams)
    ids = {one.id for one in people}
    held = tuple(
        replace(one, team=asked.into if one.team in teams else one.team)
        for one in holding.held
        if one.holder in ids
    )
    found = rebalance(replace(holding, people=people, held=held, scope="team"), weights, effort, stop)
    left = Paid(over=found.over_left)
    proven = found.tiers_proven
    return _Split(found.moves, (), left, found.cost, found.bound, found.ended, found.nodes, proven)


def _filled(asked: Rehearsal, weights: Weights, effort: Effort) -> _Split:
    found = filling(asked.holding, asked.who, asked.share, asked.weeks, weights, effort)
    moves = _as_moves(asked, dict.fromkeys(found.households, asked.who), weights)
    return _Split(moves, (), Paid(), Fraction(found.cost), Fraction(found.bound), found.ended, found.nodes)


def _set_free(asked: Rehearsal, weights: Weights, effort: Effort, stop: Stop | None) -> _Split:
    """All that somebody holds, placed by the tiers of the planner as if it were urgent."""
    numbers = _numbers(asked, weights)
    placed = place(numbers, effort, stop)
    chosen = {
        numbers.waiting[unit].id: numbers.people[taker].id for unit, taker in placed.taken.leads.items()
    }
    unplaced = tuple(
        (one.id, _why(asked, one))
        for one in numbers.waiting
        if isinstance(one, Held) and one.id not in chosen
    )
    moves = _as_moves(asked, chosen, weights)
    held = {one.id: one for one in asked.holding.held}
    gone = (leaving(asked.holding, held[name], weights) for name in chosen)
    always = sum(term.times * term.weight for terms in gone for term in terms)
    waiting = sum(
        int(numbers.waits[unit]) for unit in range(len(numbers.waiting)) if unit not in placed.taken.leads
    )
    cost = placed.cost + always - waiting
    bound = max(Fraction(0), min(cost, placed.bound + always - waiting))
    proven = placed.tiers_proven
    return _Split(moves, unplaced, placed.paid, cost, bound, placed.ended, placed.nodes, proven)


def _numbers(asked: Rehearsal, weights: Weights) -> Numbers:
    holding = asked.holding
    people = tuple(
        replace(one, most_new=None if one.most_new is None else one.most_new * asked.weeks)
        for one in holding.people
        if one.id != asked.who
    )
    free = tuple(
        replace(one, priority=URGENT, days=0, helper_worth=None, only=_within(asked, one))
        for one in holding.held
        if one.holder == asked.who
    )
    question = Question(people, free, holding.unit, holding.full_line, holding.distances, holding.shrink)
    return numbers_of(Ground(question), weights)


def _within(asked: Rehearsal, one: Held) -> frozenset[str] | None:
    """Who is asked: those of the scope, where there is one."""
    scope = asked.holding.scope
    if scope == "across":
        return one.only
    holder = next(who for who in asked.holding.people if who.id == one.holder)
    near = {who.id for who in asked.holding.people if getattr(who, scope) == getattr(holder, scope)}
    return frozenset(near if one.only is None else near & one.only)


def _why(asked: Rehearsal, one: Held) -> str:
    """Why nobody takes it: nobody may, nobody of the scope may, or limits stand in the way."""
    holding = asked.holding
    people = tuple(who for who in holding.people if who.id != asked.who)
    ground = Ground(Question(people, (), holding.unit, holding.full_line))
    anywhere = replace(one, only=next(own.only for own in holding.held if own.id == one.id))
    if not may_hold(ground, anywhere).any():
        return "nobody_may"
    return "limits" if may_hold(ground, one).any() else f"nobody_in_{holding.scope}"


def _as_moves(asked: Rehearsal, chosen: Mapping[str, str], weights: Weights) -> tuple[Move, ...]:
    """Household → taker as moves with every term that they pay."""
    holding = asked.holding
    ground = Ground(holding.as_question())
    held = {one.id: one for one in holding.held}
    return tuple(
        move_of(holding, ground, held[name], taker, weights) for name, taker in sorted(chosen.items())
    )


def _handed_over(holding: Rebalancing, one: Held) -> tuple[date, date, str]:
    """What must be handed over first: the next court date, then the next contact."""
    court, contact = (day if day and day >= holding.day else date.max for day in (one.court, one.contact))
    return court, contact, one.id


def _hearings(asked: Rehearsal, held: Iterable[Held]) -> tuple[tuple[str, date], ...]:
    day, days = asked.holding.day, asked.hearing_days
    near = [(one.id, one.court) for one in held if one.court and abs((one.court - day).days) <= days]
    return tuple(sorted(near, key=lambda one: (one[1], one[0])))
