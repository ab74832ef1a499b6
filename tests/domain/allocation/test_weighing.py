"""Side by side each weighs what the planner counts: for one household the least weight is whom a proposal names."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.weighing import weighed
from safeload.domain.allocation.weights import Weights
from tests.domain.allocation.questions import households, people


@st.composite
def alone(draw: st.DrawFn) -> Question:
    """One to three people and one household without a co-worker."""
    some = [draw(people(id)) for id in ("a", "b", "c")[: draw(st.integers(1, 3))]]
    one = replace(draw(households("h")), helper_worth=None)
    return Question(people=tuple(some), waiting=(one,), unit=2, full_line=20)


@given(alone())
@settings(max_examples=150, deadline=None)
def test_the_difference_of_two_weighings_is_how_much_dearer_the_plan_would_be(question: Question) -> None:
    found, plan = weighed(question, Weights()), propose(question, Weights())
    options = plan.options("h")
    assert all((one.ruled_out == ()) == (found[one.person].ruled_out == ()) for one in options)
    if not plan.assignments:
        return
    chosen = plan.assignments[0].practitioner
    free = [one for one in options if one.dearer is not None]
    assert all(found[one.person].cost - found[chosen].cost == one.dearer for one in free)
    assert found[chosen].cost == min((found[one.person].cost for one in free), default=found[chosen].cost)


@given(alone())
@settings(max_examples=50, deadline=None)
def test_what_speaks_for_and_against_is_each_said_once(question: Question) -> None:
    for one in weighed(question, Weights()).values():
        assert not one.free & {term.name for term in one.terms}
        assert all(term.times > 0 for term in one.terms)
