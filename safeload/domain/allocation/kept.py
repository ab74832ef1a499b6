"""A proposal as it is kept: the choices and their proof. With the question and the weights it is whole again.

Nothing of it is words: they are said anew from the same numbers, so that a kept answer reads as the first day.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.numbers import Taken, numbers_of
from safeload.domain.allocation.placing import Paid, Placed
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights


def kept(proposal: Proposal) -> dict[str, Any]:
    """The answer as plain data: who leads and who helps by ids, the cost and its bound as exact fractions."""
    placed, people = proposal.placed, proposal.numbers.people
    waiting = proposal.numbers.waiting

    def by_id(chosen: Mapping[int, int]) -> dict[str, str]:
        return {waiting[unit].id: people[who].id for unit, who in sorted(chosen.items())}

    return {
        "leads": by_id(placed.taken.leads),
        "helps": by_id(placed.taken.helps),
        "paid": vars(placed.paid),
        "cost": str(placed.cost),
        "bound": str(placed.bound),
        "ended": placed.ended,
        "nodes": placed.nodes,
        "tiers_proven": placed.tiers_proven,
    }


def proposal_of(
    question: Question, weights: Weights, effort: Effort, answer: Mapping[str, Any], solver: str
) -> Proposal:
    """The proposal that ``kept`` wrote, with the numbers made again from its question. Nothing is solved."""
    ground = Ground(question)
    places = {one.id: place for place, one in enumerate(ground.waiting)}

    def by_place(chosen: Mapping[str, str]) -> dict[int, int]:
        return {places[unit]: ground.at[who] for unit, who in chosen.items()}

    placed = Placed(
        taken=Taken(by_place(answer["leads"]), by_place(answer["helps"])),
        paid=Paid(**answer["paid"]),
        cost=Fraction(answer["cost"]),
        bound=Fraction(answer["bound"]),
        ended=answer["ended"],
        nodes=answer["nodes"],
        tiers_proven=answer["tiers_proven"],
    )
    return Proposal(question, weights, effort, numbers_of(ground, weights), placed, solver)
