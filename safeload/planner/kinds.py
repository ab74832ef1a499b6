"""What can be asked of the planner: how each kind of question is made from rows, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Protocol

from safeload.allocation.queries.weights import InForce
from safeload.domain.allocation.kept import kept
from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights
from safeload.domain.scheme import Scheme
from safeload.planner.facts import asked_of
from safeload.planner.models import Run

Stop = Callable[[], bool]


class Kind(Protocol):
    """One kind of question."""

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        """The question from the rows of today, as plain data."""

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        """The answer to the kept question, as plain data: the same for the same question."""


class _Propose:
    """Who could take what waits. ``asks``: ``cases`` (keys; all that waits where it is absent)."""

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        only = one.asks.get("cases")
        return asked_of(scheme, one.on, teams, agreed, only=only).question.as_data()

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        return kept(propose(Question.of_data(one.question), weights, effort, stop))


KINDS: dict[str, Kind] = {Run.Kind.PROPOSE: _Propose()}
