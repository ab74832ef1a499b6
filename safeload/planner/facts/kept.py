"""A kept run as the proposal that it was, made again from its question. Nothing is solved."""

from __future__ import annotations

from safeload.domain.allocation.kept import proposal_of
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import weights_of
from safeload.planner.models import Run


def proposal_of_run(one: Run) -> Proposal:
    """The proposal of a run that has an answer."""
    question, weights = Question.of_data(one.question), weights_of(one.weights)
    return proposal_of(question, weights, Effort(**one.effort), one.answer, one.solver)
