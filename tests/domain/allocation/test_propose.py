"""The planner against a slow second implementation, on every kind of small question (ALL-01 to ALL-08)."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeload.domain.allocation import placing
from safeload.domain.allocation.patterns import TooManyError
from safeload.domain.allocation.propose import Proposal, QuestionError, propose
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights
from tests.domain.allocation import slow_planner
from tests.domain.allocation.questions import questions

STANDARD = Weights()


def person(id: str, load: int = 0, line: int | None = 20, **fields: object) -> Person:
    known = {"full": line or 0, "short_of_red": ((line or 0) * 11 + 9) // 10 - 1}
    return Person(id=id, load=load, line=line, **{**known, **fields})  # type: ignore[arg-type]


def waiting(id: str, worth: int = 4, **fields: object) -> Waiting:
    return Waiting(id=id, cases=(f"{id}1",), worth=worth, **fields)  # type: ignore[arg-type]


def ask(people: list[Person], cases: list[Waiting], **fields: object) -> Proposal:
    return propose(Question(tuple(people), tuple(cases), unit=2, full_line=20, **fields), STANDARD)  # type: ignore[arg-type]


def plan_of(found: Proposal) -> slow_planner.Plan:
    return {one.unit: (one.practitioner, one.co_worker) for one in found.assignments}


@settings(max_examples=150, deadline=None)
@given(questions())
def test_no_plan_is_better_by_any_tier(question):
    found = propose(question, STANDARD)
    least, plans = slow_planner.best(question, STANDARD)
    assert slow_planner.judged(question, STANDARD, plan_of(found)) == least
    assert plan_of(found) in plans
    assert found.proven
    assert found.cost == found.bound == least[3]


@settings(max_examples=60, deadline=None)
@given(questions())
def test_single_choices_find_the_same_where_handfuls_are_too_many(question):
    def too_many(*_: object) -> None:
        raise TooManyError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placing, "choose", too_many)
        found = propose(question, STANDARD)
    least, _ = slow_planner.best(question, STANDARD)
    assert slow_planner.judged(question, STANDARD, plan_of(found)) == least


@settings(max_examples=60, deadline=None)
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(question, chance: random.Random):
    people, cases = list(question.people), list(question.waiting)
    chance.shuffle(people)
    chance.shuffle(cases)
    again = propose(replace(question, people=tuple(people), waiting=tuple(cases)), STANDARD)
    assert plan_of(again) == plan_of(propose(question, STANDARD))


@settings(max_examples=60, deadline=None)
@given(questions())
def test_loads_bands_and_costs_can_be_counted_again_from_the_answer(question):
    found = propose(question, STANDARD)
    more = slow_planner.added(question, plan_of(found))
    for one in found.loads:
        assert one.after == one.before + more[one.id]
    assert found.cost == slow_planner.judged(question, STANDARD, plan_of(found))[3]
    assert {one.unit for one in found.assignments} | {one.unit for one in found.waiting} == {
        one.id for one in question.waiting
    }


@settings(max_examples=60, deadline=None)
@given(questions())
def test_everybody_is_an_option_with_a_reason_or_with_what_it_would_cost(question):
    found = propose(question, STANDARD)
    plan = plan_of(found)
    least = slow_planner.judged(question, STANDARD, plan)
    for one in question.waiting:
        options = found.options(one.id)
        assert [option.person for option in options] == sorted(who.id for who in question.people)
        for option in options:
            lawful = slow_planner.leads_lawfully(
                next(w for w in question.people if w.id == option.person), one
            )
            assert bool(option.ruled_out) is not lawful
            if one.id in plan and option.dearer is not None:
                other = {**plan, one.id: (option.person, plan[one.id][1])}
                judged = slow_planner.judged(question, STANDARD, other)
                assert judged[3] - least[3] == option.dearer >= 0
            if one.id not in plan:
                assert option.changes or option.dearer is None


@settings(max_examples=40, deadline=None)
@given(questions())
def test_a_question_that_was_kept_has_the_same_answer(question):
    kept = json.loads(json.dumps(question.as_data()))
    assert Question.of_data(kept) == question
    assert plan_of(propose(Question.of_data(kept), STANDARD)) == plan_of(propose(question, STANDARD))


class TestTiers:
    def test_exactly_the_line_is_allowed_and_one_more_waits(self):
        found = ask([person("a", load=16)], [waiting("h", worth=4)])
        assert plan_of(found) == {"h": ("a", None)}
        assert not plan_of(ask([person("a", load=17)], [waiting("h", worth=4)]))

    def test_an_urgent_case_pushes_over_only_when_nobody_else_can(self):
        crowded = [person("a", load=18), person("b", load=20)]
        found = ask(crowded, [waiting("h", priority=1)])
        assert plan_of(found) == {"h": ("a", None)}
        assert (found.placed.paid.urgent, found.placed.paid.red, found.placed.paid.over) == (0, 1, 2)
        roomy = ask([*crowded, person("c", load=16, team="far")], [waiting("h", priority=1)])
        assert plan_of(roomy) == {"h": ("c", None)}
        assert not roomy.placed.paid

    def test_red_is_spared_before_the_line_is(self):
        # One alone would be red; spread over two both are over their line, and nobody is red.
        found = ask(
            [person("a", load=19), person("b", load=19), person("c", load=16, most_new=0)],
            [waiting("g", worth=2, priority=1), waiting("h", worth=2, priority=1)],
        )
        assert sorted(plan_of(found).values()) == [("a", None), ("b", None)]
        assert found.newly("red") == []

    def test_what_is_not_urgent_waits_rather_than_push_anybody_over(self):
        found = ask([person("a", load=19)], [waiting("h", priority=2, days=500)])
        assert found.assignments == []
        assert found.waiting[0].reasons == (("room", "1"),)


class TestStatedOutcomes:
    def test_nobody_there(self):
        found = ask([], [waiting("h")])
        assert found.waiting[0].reasons == (("nobody", ""),)

    def test_everybody_on_leave(self):
        found = ask([person("a", cannot="leave"), person("b", cannot="leave")], [waiting("h")])
        assert found.waiting[0].reasons == (("rule:cannot", ""),)

    def test_a_line_that_is_not_set_is_never_guessed(self):
        found = ask([person("a", line=None)], [waiting("h")])
        assert found.waiting[0].reasons == (("rule:line_not_set", ""),)
        assert found.loads[0].band_after == "not_set"

    def test_heavier_than_any_line(self):
        found = ask([person("a")], [waiting("h", worth=21)])
        assert found.waiting[0].reasons == (("heavier_than_any_line", ""),)

    def test_conflicts_that_leave_nobody_name_the_smallest_set_of_rules(self):
        found = ask(
            [person("a"), person("b")],
            [waiting("h", conflicts=frozenset({"a"}), skills=frozenset({"court"}))],
        )
        assert found.waiting[0].reasons == (("rule:skill", "court"),)

    def test_somebody_asked_for_who_has_a_conflict(self):
        found = ask(
            [person("a"), person("b")],
            [waiting("h", only=frozenset({"a"}), conflicts=frozenset({"a"}))],
        )
        assert found.waiting[0].reasons[0][0] in {"rule:conflict", "rule:not_named"}

    def test_ids_twice_are_refused_in_words(self):
        with pytest.raises(QuestionError) as refused:
            ask([person("a"), person("a")], [waiting("h"), waiting("h")])
        assert refused.value.problems == [
            "Practitioner 'a' is there 2 times: each may be there once.",
            "Waiting household 'h' is there 2 times: each may be there once.",
            "Case 'h1' is there 2 times: each may be there once.",
        ]

    def test_stopped_at_once_it_gives_the_simple_order_and_an_honest_gap(self):
        found = propose(
            Question((person("a"), person("b")), (waiting("g"), waiting("h")), 2, 20),
            STANDARD,
            stop=lambda: True,
        )
        assert found.placed.ended == "stopped"
        assert len(found.assignments) == 2
        assert 0 <= found.gap <= 1
        assert found.bound <= found.cost

    def test_out_of_time_is_no_error(self):
        many = [waiting(f"h{n:03}", worth=3 + n % 5) for n in range(60)]
        found = propose(
            Question(tuple(person(f"p{n}", load=n) for n in range(12)), tuple(many), 2, 20),
            STANDARD,
            Effort(nodes=1, seconds=0.0),
        )
        assert found.bound <= found.cost
        assert all(one.after <= 20 for one in found.loads)

    def test_a_household_split_by_a_court_is_placed_in_its_parts(self):
        found = ask(
            [person("a"), person("b")],
            [
                waiting("h/1", conflicts=frozenset({"a"})),
                waiting("h/2", conflicts=frozenset({"b"})),
            ],
        )
        assert plan_of(found) == {"h/1": ("b", None), "h/2": ("a", None)}


class TestWhatWouldHaveToChange:
    def test_a_weight_that_would_turn_the_answer(self):
        found = ask(
            [person("a", team="t"), person("b", team="t", languages=frozenset({"Welsh"}))],
            [waiting("h", team="t", languages=frozenset({"Welsh"}), former=frozenset({"a"}))],
        )
        chosen = found.assignments[0].practitioner
        assert chosen == "b"  # no language costs 60, a new worker 50
        other = {one.person: one for one in found.options("h")}["a"]
        assert other.dearer == 10
        assert [(one.kind, one.what, one.amount) for one in other.changes] == [
            ("term", "no_language", Fraction(50))
        ]

    def test_room_that_is_lacking_and_room_that_went_to_another(self):
        found = ask([person("a", load=12), person("b", load=18)], [waiting("g"), waiting("h")])
        assert {one.practitioner for one in found.assignments} == {"a"}
        by_person = {one.person: one for one in found.options("h")}
        assert [(one.kind, one.amount) for one in by_person["b"].changes] == [("room", 2)]
