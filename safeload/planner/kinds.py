"""What can be asked of the planner: how each kind of question is made from rows, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from safeload.allocation.queries.weights import InForce
from safeload.domain.allocation.kept import kept
from safeload.domain.allocation.moving import Rebalancing
from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.rebalance import rebalance
from safeload.domain.allocation.rehearse import Rehearsal, rehearse
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights, weights_of
from safeload.domain.scheme import Scheme
from safeload.planner.facts import asked_of
from safeload.planner.facts.allocated import last_weeks, question_then, would_be
from safeload.planner.facts.held import calmly, held_by
from safeload.planner.models import Run

Stop = Callable[[], bool]

#: How far households may go, side by side: code → the scope, and whether whoever takes must stay short of amber.
OPTIONS: dict[str, tuple[str, bool]] = {
    "calm": ("across", True),
    "team": ("team", False),
    "across": ("across", False),
}


def _part(effort: Effort, number: int) -> Effort:
    """What each of several searches has of the last resort: together they end within the time of a job."""
    return replace(effort, seconds=effort.seconds / max(1, number))


class Kind(Protocol):
    """One kind of question."""

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        """The question from the rows of today, as plain data."""

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        """The answer to the kept question, as plain data: the same for the same question."""


class _Propose:
    """Who could take what waits.

    ``asks``: ``cases`` (keys; all that waits where it is absent), ``helped`` (household id → percent of a co-worker).
    """

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        only = one.asks.get("cases")
        helped = one.asks.get("helped")
        return asked_of(scheme, one.on, teams, agreed, only=only, helped=helped).question.as_data()

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        return kept(propose(Question.of_data(one.question), weights, effort, stop))


class _Rebalance:
    """Which moves would bring everyone to their line; ``OPTIONS`` side by side, each by its code."""

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        return held_by(scheme, one.on, teams, agreed).as_data()

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        question = Rebalancing.of_data(one.question)
        found = {}
        for code, (scope, calm) in OPTIONS.items():
            option = replace(calmly(question) if calm else question, scope=scope)
            found[code] = rebalance(option, weights, _part(effort, len(OPTIONS)), stop).as_data()
        return found


class _Rehearse:
    """What if. ``asks``: ``kind``, ``who`` (key of a practitioner), ``day``, ``share``, ``scope``, ``into``."""

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        asks = one.asks
        holding = held_by(scheme, date.fromisoformat(asks["day"]), teams, agreed, asks["scope"])
        merging = asks["kind"] == "merge"
        return Rehearsal(
            kind=asks["kind"],
            holding=holding,
            who="" if merging else f"p{asks['who']}",
            teams=tuple(sorted({one.team for one in holding.people})) if merging else (),
            into="together" if merging else "",
            share=asks.get("share", 70),
        ).as_data()

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        return rehearse(Rehearsal.of_data(one.question), weights, effort, stop).as_data()


class _Effect:
    """What other weights would have said of last month.

    ``asks``: ``area``, ``values`` by name, ``new_a_week`` and ``new_a_week_first_year`` as they would be agreed.
    """

    def asked(self, one: Run, scheme: Scheme, teams: Collection[int], agreed: InForce) -> dict[str, Any]:
        weeks = last_weeks(scheme, one.on, teams, agreed, would_be(one.asks))
        return {"weeks": [week.as_data() for week in weeks]}

    def answered(self, one: Run, weights: Weights, effort: Effort, stop: Stop | None) -> dict[str, Any]:
        other = weights_of(one.asks["values"])
        weeks = []
        for week in one.question["weeks"]:
            part = _part(effort, 2 * len(one.question["weeks"]))
            now = propose(Question.of_data(week["question"]), weights, part, stop)
            then = propose(question_then(week), other, part, stop)
            weeks.append({"now": kept(now), "then": kept(then)})
        return {"weeks": weeks}


KINDS: dict[str, Kind] = {
    Run.Kind.PROPOSE: _Propose(),
    Run.Kind.REBALANCE: _Rebalance(),
    Run.Kind.REHEARSE: _Rehearse(),
    Run.Kind.EFFECT: _Effect(),
}
