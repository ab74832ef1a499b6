"""What other weights would have said of last month: how many households, what it would have meant, which ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.allocation.queries.weights import InForce
from safeload.domain.allocation.kept import proposal_of
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights, weights_of
from safeload.domain.allocation.words import AGAINST
from safeload.planner.facts.allocated import question_then, would_be
from safeload.planner.models import Run
from safeload.planner.presenters.agreed import Changed, changed
from safeload.planner.presenters.runs import title
from safeload.planner.queries.naming import Reader
from safeload.web import formats


@dataclass(frozen=True)
class Counted:
    """One thing that both sets of weights are held against: how often it would have been."""

    words: str
    now: str
    then: str


@dataclass(frozen=True)
class OtherRow:
    """One household for which the other weights would have named somebody else."""

    title: str
    week: str
    now: str
    then: str
    took: str


@dataclass(frozen=True)
class Effect:
    """All that is shown before weights are agreed."""

    households: int
    #: Of these, for how many the answer is another; how many were given to whom each would have named.
    other: int
    as_now: int
    as_then: int
    changed: tuple[Changed, ...]
    counts: tuple[Counted, ...]
    rows: tuple[OtherRow, ...]


def effect(one: Run, readers: list[Reader]) -> Effect:
    """The effect of a run's weights; ``readers``: one for each week, for what may be named."""
    held = InForce(weights_of(one.weights), one.agreed_weights)
    now_weights, then_weights = held.weights, weights_of(one.asks["values"])
    now_counts: Counter[str] = Counter()
    then_counts: Counter[str] = Counter()
    rows, total, as_now, as_then = [], 0, 0, 0
    for week, answer, reader in zip(one.question["weeks"], one.answer["weeks"], readers, strict=True):
        now = _proposal(one, Question.of_data(week["question"]), answer["now"], now_weights)
        then = _proposal(one, question_then(week), answer["then"], then_weights)
        now_counts += _counts(now)
        then_counts += _counts(then)
        total += len(week["took"])
        for unit, took in week["took"].items():
            first, second = answer["now"]["leads"].get(unit), answer["then"]["leads"].get(unit)
            as_now += first == took
            as_then += second == took
            if first != second:
                rows.append(_row(now, reader, unit, week, (first, second, took)))
    names = [name for name in _WORDS if now_counts[name] or then_counts[name]]
    return Effect(
        households=total,
        other=len(rows),
        as_now=as_now,
        as_then=as_then,
        changed=changed(held, would_be(one.asks)),
        counts=tuple(Counted(_WORDS[name], str(now_counts[name]), str(then_counts[name])) for name in names),
        rows=tuple(rows),
    )


def _proposal(one: Run, question: Question, answer: Mapping[str, Any], weights: Weights) -> Proposal:
    return proposal_of(question, weights, Effort(**one.effort), answer, one.solver)


#: What is counted, in its order and its words.
_WORDS = {
    "waiting": "households that would have waited on",
    "amber": "people who would have turned amber",
    "red": "people who would have turned red",
    **{name: f"times “{words}”" for name, words in AGAINST.items() if name != "own"},
}


def _counts(proposal: Proposal) -> Counter[str]:
    found: Counter[str] = Counter()
    found["waiting"] = len(proposal.waiting)
    found["amber"], found["red"] = len(proposal.newly("amber")), len(proposal.newly("red"))
    for row in proposal.assignments:
        mine = next(one for one in proposal.options(row.unit) if one.person == row.practitioner)
        for term in mine.terms:
            if term.name in _WORDS:
                found[term.name] += term.times
    return found


def _row(
    proposal: Proposal, reader: Reader, unit: str, week: Mapping[str, Any], who: tuple[str | None, ...]
) -> OtherRow:
    cases = proposal.unit(unit).cases
    teams = {one.id: one.team for one in proposal.numbers.people}

    def named(id: str | None) -> str:
        if id is None:
            return "it would have waited"
        return reader.name(id) if reader.reads_figures(teams.get(id, "")) else "somebody"

    first, second, took = (named(id) for id in who)
    day = formats.day(date.fromisoformat(week["on"]), weekday=False)
    return OtherRow(title(reader, cases), day, first, second, took)
