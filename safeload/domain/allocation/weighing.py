"""What it would weigh that each person takes one household, nothing else proposed: the order of those side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.preferences import names_of, terms
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.rules import rules
from safeload.domain.allocation.steps import cost_of_more
from safeload.domain.allocation.weights import Weights
from safeload.domain.allocation.why import Counted


@dataclass(frozen=True)
class Weighing:
    """One person for the household: the terms that count, what load makes of it, and whether a rule is in the way."""

    terms: tuple[Counted, ...]
    #: Terms that the household asks about and that cost nothing: they speak for the person.
    free: frozenset[str]
    fuller: Fraction
    ruled_out: tuple[tuple[str, str], ...]

    @property
    def cost(self) -> Fraction:
        """All together: less is better."""
        return sum((Fraction(term.cost) for term in self.terms), self.fuller)


def weighed(question: Question, weights: Weights) -> Mapping[str, Weighing]:
    """Everybody for the one household of a question, by id. The same costs as in a proposal for it alone."""
    ground = Ground(question)
    (one,) = ground.waiting
    columns = [(term.name, term.times, term.weight) for term in terms(ground, one, weights)]
    ruled = [(rule.code, rule.what, rule.ruled_out) for rule in rules(ground, one)]
    asked = names_of(ground, one)
    found = {}
    for place, person in enumerate(ground.people):
        counted = tuple(
            Counted(name, int(times[place]), weight) for name, times, weight in columns if times[place]
        )
        worth = one.worth_for.get(person.id, one.worth)
        more = cost_of_more(person, weights, worth) if person.line else 0
        found[person.id] = Weighing(
            terms=counted,
            free=frozenset(asked - {term.name for term in counted}),
            fuller=Fraction(more, max(1, question.full_line)),
            ruled_out=tuple((code, what) for code, what, mask in ruled if mask[place]),
        )
    return found
