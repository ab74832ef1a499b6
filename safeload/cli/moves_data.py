"""Moves and rehearsals as plain data for programs (``docs/planner.md``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeload.domain.allocation.moves import Loaded, Move, newly
from safeload.domain.allocation.moving import Rebalancing
from safeload.domain.allocation.moving_words import handed_said, left_said, move_said, unplaced_said
from safeload.domain.allocation.rebalance import Rebalanced
from safeload.domain.allocation.rehearse import Rehearsed
from safeload.domain.allocation.solver import version


def paid(question: Rebalancing, found: Rehearsed) -> list[str]:
    """What could not be avoided, in sentences."""
    return handed_said(question, {one.id: one.after for one in found.loads}, found.tiers_proven)


def amount(question: Rebalancing, units: int | None) -> int | float | None:
    """Whole units as the scheme's amount."""
    if units is None:
        return None
    found = question.as_question().amount(units)
    return int(found) if found.denominator == 1 else float(found)


def _loads(question: Rebalancing, loads: Sequence[Loaded]) -> list[dict[str, Any]]:
    amounts = ("before", "after", "line")
    return [
        {name: amount(question, value) if name in amounts else value for name, value in vars(one).items()}
        for one in loads
    ]


def _moves(question: Rebalancing, moves: Sequence[Move]) -> list[dict[str, Any]]:
    return [
        {
            "case": case,
            "household": one.household,
            "from": one.giver,
            "to": one.taker,
            "leaves": amount(question, one.leaves),
            "arrives": amount(question, one.arrives),
            "both_managers": one.other_team,
            "cost": one.cost,
            "reasons": move_said(one),
        }
        for one in moves
        for case in one.cases
    ]


def _assignments(moves: Sequence[Move]) -> list[dict[str, Any]]:
    """Who would hold what moves, as proposals say it."""
    return [
        {
            "case": case,
            "household": one.household,
            "practitioner": one.taker,
            "co_worker": None,
            "earlier_practitioner": one.giver,
            "reasons": move_said(one),
        }
        for one in moves
        for case in one.cases
    ]


def _waiting(question: Rebalancing, found: Rehearsed) -> list[dict[str, Any]]:
    cases = {one.id: one.cases for one in question.held}
    return [
        {"case": case, "household": name, "reasons": [unplaced_said(why)]}
        for name, why in found.unplaced
        for case in cases[name]
    ]


def counts(loads: Sequence[Loaded]) -> dict[str, dict[str, int]]:
    """How many are amber and red, before and after."""
    return {
        when: {band: sum(getattr(one, f"band_{when}") == band for one in loads) for band in ("amber", "red")}
        for when in ("before", "after")
    }


def rebalanced(question: Rebalancing, found: Rebalanced, took: float) -> dict[str, Any]:
    """The moves as plain data (``docs/planner.md``)."""
    return {
        "assignments": _assignments(found.moves),
        "moves": _moves(question, found.moves),
        "loads": _loads(question, found.loads),
        "waiting": [],
        "newly_amber": list(newly(found.loads, "amber")),
        "newly_red": list(newly(found.loads, "red")),
        "households": [vars(one) for one in found.changed],
        "left": [
            {"id": one.id, "over": amount(question, one.over), "why": left_said(question, one)}
            for one in found.left
        ],
        "counts": counts(found.loads),
        **_ending(found.cost, found.bound, found.gap, found.ended, took),
        "proven": found.tiers_proven and not found.gap,
    }


def rehearsed(question: Rebalancing, found: Rehearsed, took: float) -> dict[str, Any]:
    """The rehearsal as plain data, likewise."""
    return {
        "assignments": _assignments(found.moves),
        "moves": _moves(question, found.moves),
        "loads": _loads(question, found.loads),
        "newly_amber": list(found.newly_amber),
        "newly_red": list(found.newly_red),
        "hearings": [{"household": name, "on": court.isoformat()} for name, court in found.hearings],
        "waiting": _waiting(question, found),
        "counts": counts(found.loads),
        **_ending(found.cost, found.bound, found.gap, found.ended, took),
        "paid": paid(question, found),
        "proven": found.tiers_proven and not found.gap,
    }


def _ending(cost: Any, bound: Any, gap: Any, ended: str, took: float) -> dict[str, Any]:
    return {
        "cost": float(cost),
        "bound": float(bound),
        "gap": float(gap),
        "ended": ended,
        "seconds": round(took, 3),
        "solver": version(),
    }
