"""Far more waits than can be placed: nothing is lost by what is left out, and what is said is what came of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from safeload.domain.allocation import reducing
from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.numbers import numbers_of
from safeload.domain.allocation.placing import tier_cost
from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights
from safeload.domain.allocation.words import paid_said
from tests.domain.allocation import slow_planner
from tests.domain.allocation.questions import questions

STANDARD = Weights()


@pytest.fixture(scope="module", params=[reducing._COMPARED, 0])
def always(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every question is looked through, comparing all kinds with each other or only like with like."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reducing, "_MANY", 0)
        patch.setattr(reducing, "_TIMES", 0)
        patch.setattr(reducing, "_COMPARED", request.param)
        yield


@settings(max_examples=120, deadline=None)
@given(question=questions())
def test_nothing_is_lost_by_what_is_left_out(always: None, question: Question) -> None:
    alike = tuple(
        replace(one, id=f"{one.id}{copy}", cases=(f"{one.id}{copy}",))
        for one in question.waiting[:2]
        for copy in ("x", "y")
    )
    question = replace(question, waiting=(*question.waiting[:1], *alike))
    found = propose(question, STANDARD)
    plan = {one.unit: (one.practitioner, one.co_worker) for one in found.assignments}
    least, _ = slow_planner.best(question, STANDARD)
    assert slow_planner.judged(question, STANDARD, plan) == least
    paid = found.placed.paid
    assert (paid.urgent, paid.red, paid.over) == least[:3]
    assert found.proven


@settings(max_examples=60, deadline=None)
@given(question=questions())
def test_no_plan_costs_less_than_everything_waiting_but_what_can_be_placed(question: Question) -> None:
    numbers = numbers_of(Ground(question), STANDARD)
    assert reducing.at_least(numbers) <= slow_planner.best(question, STANDARD)[0][3]


def many(number: int, most_new: int | None, urgent: float, seed: int = 1) -> Question:
    chance = random.Random(seed)
    some = tuple(
        Person(
            f"p{n}", load=30 + 2 * n, line=50, full=50, short_of_red=54, most_new=most_new, team=f"t{n % 2}"
        )
        for n in range(8)
    )
    waiting = tuple(
        Waiting(
            id=f"h{n:05}",
            cases=(f"h{n:05}",),
            worth=chance.choice((2, 3, 4, 5)),
            priority=1 if chance.random() < urgent else chance.choice((2, 3)),
            days=chance.randrange(60),
            team=chance.choice(("t0", "t1")),
        )
        for n in range(number)
    )
    return Question(some, waiting, 1, 50)


def test_ten_thousand_that_wait_are_answered_with_their_proof_and_honest_tiers() -> None:
    found = propose(many(10_000, 4, 0.13), STANDARD)
    assert len(found.assignments) == 16
    assert found.proven
    assert found.bound == found.cost > 0
    taken, numbers = found.placed.taken, found.numbers
    assert found.placed.paid.urgent == tier_cost(numbers, taken, "urgent") > 0
    assert found.placed.paid.over == sum(one.over for one in found.loads)
    said = paid_said(found)
    left = len(found.urgent_left)
    assert said[0].startswith(
        f"The first tier was paid (no urgent household waits): {left} urgent households"
    )


def test_whoever_may_take_it_many_that_nobody_may_hold_are_no_work() -> None:
    question = many(3_000, None, 0.1)
    nobody = replace(question, people=tuple(replace(one, line=None, full=0) for one in question.people))
    found = propose(nobody, STANDARD, Effort(seconds=1.0))
    assert found.proven
    assert len(found.left) == 3_000
    assert not found.placed.paid


def test_out_of_time_the_tiers_say_what_was_found_and_the_bound_is_not_nothing() -> None:
    found = propose(many(400, 4, 0.5), STANDARD, Effort(seconds=0.0))
    paid = found.placed.paid
    assert found.placed.ended == "seconds"
    assert paid.urgent == tier_cost(found.numbers, found.placed.taken, "urgent") > 0
    assert 0 < found.bound <= found.cost
    assert not found.proven
    assert "no other way was found in time" in paid_said(found)[0]
