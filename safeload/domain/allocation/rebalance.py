"""The fewest and gentlest moves that bring everyone to their line: the only door.

An answer says for every move what it pays, for everybody what becomes of their load, for every household that moves
what it loses, and who is left over their line and why. It moves nothing: people decide.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from safeload.domain.allocation.exchange import Exchange, exchange_of
from safeload.domain.allocation.moves import Changed, Loaded, Move, changed_by, loads_after, move_of
from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.settling import Settled, settle
from safeload.domain.allocation.shifting import Gone
from safeload.domain.allocation.solver import Effort, Ended, Stop
from safeload.domain.allocation.weights import Weights

#: What a run may end with, the worst last.
_ENDS: tuple[Ended, ...] = ("optimal", "gap", "infeasible", "nodes", "seconds", "stopped")


@dataclass(frozen=True)
class Left:
    """Who stays over their line, by how much, and why what they hold does not go: reason → how many households."""

    id: str
    over: int
    in_red: bool
    why: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rebalanced:
    """The answer. ``bound``: what no answer costs less than that leaves no more over the line."""

    moves: tuple[Move, ...]
    loads: tuple[Loaded, ...]
    changed: tuple[Changed, ...]
    left: tuple[Left, ...]
    #: What filling people up beyond nearly full adds to the cost, beside what the moves pay.
    nearly_full: Fraction
    cost: Fraction
    bound: Fraction
    ended: Ended
    nodes: int
    tiers_proven: bool

    @property
    def gap(self) -> Fraction:
        """How much less an answer could cost at most, as a part of the cost."""
        return (self.cost - self.bound) / self.cost if self.cost else Fraction(0)

    @property
    def red_left(self) -> int:
        """How many people stay in red: the first tier."""
        return sum(one.in_red for one in self.left)

    @property
    def over_left(self) -> int:
        """Whole units that stay over a line: the second tier."""
        return sum(one.over for one in self.left)

    def as_data(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "moves": [one.as_data() for one in self.moves],
            "loads": [vars(one).copy() for one in self.loads],
            "changed": [vars(one).copy() for one in self.changed],
            "left": [{**vars(one), "why": dict(one.why)} for one in self.left],
            "red_left": self.red_left,
            "over_left": self.over_left,
            "tiers_proven": self.tiers_proven,
            "nearly_full": float(self.nearly_full),
            "cost": float(self.cost),
            "bound": float(self.bound),
            "gap": float(self.gap),
            "ended": self.ended,
            "nodes": self.nodes,
        }


def rebalance(
    question: Rebalancing, weights: Weights, effort: Effort | None = None, stop: Stop | None = None
) -> Rebalanced:
    """The best moves with their proof. Raises NonsenseError where the question contradicts itself."""
    exchange = exchange_of(question, weights)
    running = (effort or Effort()).running()
    parts = [settle(part, running, stop) for part in exchange.parts()]
    gone = {unit: taker for part in parts for unit, taker in sorted(part.gone.items())}
    moves = _moves(question, exchange, gone, weights)
    paid = sum(one.cost for one in moves)
    cost = sum((part.value.cost for part in parts), Fraction(0))
    return Rebalanced(
        moves=moves,
        loads=loads_after(exchange.ground.people, moves),
        changed=changed_by(question, moves),
        left=_left(exchange, gone),
        nearly_full=cost - paid,
        cost=cost,
        bound=sum((part.bound for part in parts), Fraction(0)),
        ended=_ended(parts),
        nodes=sum(part.nodes for part in parts),
        tiers_proven=all(part.tiers_proven for part in parts),
    )


def _ended(parts: list[Settled]) -> Ended:
    return max((part.ended for part in parts), key=_ENDS.index, default="optimal")


def _moves(question: Rebalancing, exchange: Exchange, gone: Gone, weights: Weights) -> tuple[Move, ...]:
    ground = exchange.ground
    return tuple(
        move_of(question, ground, held, ground.people[taker].id, weights)
        for unit, taker in sorted(gone.items())
        if isinstance(held := ground.waiting[unit], Held)
    )


def _left(exchange: Exchange, gone: Gone) -> tuple[Left, ...]:
    """Who stays over their line, with the reason for each household that they go on holding."""
    why: dict[str, Counter[str]] = {}
    for unit, reason in exchange.stuck.items():
        why.setdefault(_holder(exchange, unit), Counter())[reason] += 1
    found = []
    for giver in exchange.givers:
        removals, who = giver.removals, exchange.ground.people[giver.place]
        over, in_red = removals.left(tuple(at for at, unit in enumerate(removals.units) if unit in gone))
        if not over:
            continue
        reasons = why.get(who.id, Counter())
        staying = sum(unit not in gone for unit in removals.units)
        if staying:
            reasons["room_went_to_others"] += staying
        if not reasons:
            reasons["nothing_left_to_move" if removals.units else "holds_nothing_that_moves"] += 1
        found.append(Left(who.id, over, in_red, tuple(sorted(reasons.items()))))
    return tuple(found)


def _holder(exchange: Exchange, unit: int) -> str:
    held = exchange.ground.waiting[unit]
    assert isinstance(held, Held)
    return held.holder


__all__ = ["Changed", "Effort", "Left", "Loaded", "Move", "Rebalanced", "rebalance"]
