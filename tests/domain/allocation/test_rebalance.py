"""The fewest and gentlest moves: against every possible way, counted again, and where nothing is possible."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.rebalance import Rebalanced, rebalance
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import NonsenseError, Weights
from tests.domain.allocation import moves_oracle
from tests.domain.allocation.holdings import DAY, holdings, tight

WEIGHTS = Weights()


def _value(answer: Rebalanced) -> tuple[int, int, object]:
    return answer.red_left, answer.over_left, answer.cost


def _moves(answer: Rebalanced) -> dict[str, str]:
    return {one.household: one.taker for one in answer.moves}


@settings(max_examples=150, deadline=None)
@given(holdings())
def test_no_other_way_is_better(question: Rebalancing) -> None:
    answer = rebalance(question, WEIGHTS)
    assert _value(answer) == moves_oracle.best(question, WEIGHTS)
    assert answer.ended == "optimal"
    assert answer.tiers_proven
    assert answer.bound == answer.cost


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_no_other_way_is_better_where_room_is_short(seed: int) -> None:
    answer = rebalance(question := tight(seed), WEIGHTS)
    assert _value(answer) == moves_oracle.best(question, WEIGHTS)
    assert answer.tiers_proven
    assert answer.bound == answer.cost


@settings(max_examples=60, deadline=None)
@given(holdings())
def test_every_load_and_cost_is_what_the_moves_say(question: Rebalancing) -> None:
    answer = rebalance(question, WEIGHTS)
    moves = _moves(answer)
    assert moves_oracle.value_of(question, moves, WEIGHTS) == _value(answer)
    held = {one.id: one for one in question.held}
    people = {who.id: who for who in question.people}
    for one in answer.loads:
        gives = sum(held[name].worth for name in moves if held[name].holder == one.id)
        takes = [held[name] for name, taker in moves.items() if taker == one.id]
        arrives = sum(each.worth_for.get(one.id, each.worth) for each in takes)
        assert one.after == one.before - gives + arrives
        assert one.before == people[one.id].load
        if takes:
            assert one.after <= people[one.id].full
    for move in answer.moves:
        assert moves_oracle.may_take(question, held[move.household], people[move.taker])
        assert move.cost == moves_oracle.cost_of(question, held[move.household], people[move.taker], WEIGHTS)
    assert sum(move.cost for move in answer.moves) + answer.nearly_full == answer.cost


@settings(max_examples=60, deadline=None)
@given(holdings(), st.randoms(use_true_random=False))
def test_the_order_in_which_it_is_asked_changes_nothing(question: Rebalancing, chance: random.Random) -> None:
    people, held = list(question.people), list(question.held)
    chance.shuffle(people)
    chance.shuffle(held)
    again = Rebalancing.of_data(json.loads(json.dumps(question.as_data())))
    assert again == question
    other = replace(question, people=tuple(people), held=tuple(held))
    assert rebalance(other, WEIGHTS).as_data() == rebalance(again, WEIGHTS).as_data()


def _person(name: str, load: int, line: int | None = 20, **more: object) -> Person:
    full = line or 0
    return Person(name, load=load, line=line, full=full, short_of_red=full + full // 10, **more)  # type: ignore[arg-type]


def _asked(people: list[Person], held: list[Held], **more: object) -> Rebalancing:
    return Rebalancing(tuple(people), tuple(held), 2, 20, DAY, **more)  # type: ignore[arg-type]


def _held(name: str, holder: str, worth: int, **more: object) -> Held:
    return Held(id=name, cases=(name,), holder=holder, worth=worth, **more)  # type: ignore[arg-type]


def test_nobody_over_their_line_moves_nothing() -> None:
    answer = rebalance(_asked([_person("A", 20), _person("B", 3)], [_held("H", "A", 9)]), WEIGHTS)
    assert answer.moves == ()
    assert answer.left == ()
    assert (answer.cost, answer.gap) == (0, 0)


def test_nobody_at_all_is_an_answer() -> None:
    answer = rebalance(_asked([], []), WEIGHTS)
    assert (answer.moves, answer.loads, answer.ended) == ((), (), "optimal")


def test_a_short_relationship_goes_before_a_long_one() -> None:
    held = [_held("long", "A", 4, months=30), _held("short", "A", 4, months=2)]
    answer = rebalance(_asked([_person("A", 23), _person("B", 3)], held), WEIGHTS)
    assert [one.household for one in answer.moves] == ["short"]
    assert [(one.name, one.times) for one in answer.moves[0].pays] == [
        ("move", 1),
        ("move_month", 2),
        ("move_worker", 1),
    ]
    assert answer.changed[0].worker_number == 2
    assert [(one.band_before, one.band_after) for one in answer.loads] == [
        ("red", "room"),
        ("room", "room"),
    ]


@pytest.mark.parametrize(
    ("people", "held", "why"),
    [
        ([_person("B", 12)], _held("H", "A", 9), "heavier_than_any_room"),
        ([_person("B", 20)], _held("H", "A", 9), "everyone_full"),
        ([_person("B", 20), _person("C", 22)], _held("H", "A", 9), "everyone_full"),
        ([_person("B", 3, None)], _held("H", "A", 9), "nobody_may"),
        ([], _held("H", "A", 9), "nobody_may"),
        ([_person("B", 3, cannot="leave")], _held("H", "A", 9), "nobody_may"),
        ([_person("B", 3)], _held("H", "A", 9, stays="The court has named the worker"), "stays"),
        ([_person("B", 3)], _held("H", "A", 0), "counts_nothing"),
        ([_person("B", 3)], _held("H", "B", 2), "holds_nothing_that_moves"),
    ],
)
def test_who_stays_over_their_line_is_told_why(people: list[Person], held: Held, why: str) -> None:
    answer = rebalance(_asked([_person("A", 23), *people], [held]), WEIGHTS)
    assert answer.moves == ()
    assert [one.id for one in answer.left if one.id == "A"] == ["A"]
    assert dict(next(one.why for one in answer.left if one.id == "A")) == {why: 1}


def test_within_a_team_nobody_of_another_is_asked() -> None:
    people = [_person("A", 23, team="T1"), _person("B", 3, team="T2")]
    asked = _asked(people, [_held("H", "A", 4)], scope="team")
    answer = rebalance(asked, WEIGHTS)
    assert dict(answer.left[0].why) == {"nobody_in_team": 1}
    across = rebalance(replace(asked, scope="across"), WEIGHTS)
    assert [one.other_team for one in across.moves] == [True]


def test_whose_line_is_not_known_neither_gives_nor_takes() -> None:
    people = [_person("A", 99, None), _person("B", 3)]
    answer = rebalance(_asked(people, [_held("H", "A", 4)]), WEIGHTS)
    assert answer.moves == ()
    assert answer.loads[0].band_after == "not_set"


def test_what_brings_nobody_to_their_line_still_takes_them_out_of_red() -> None:
    people = [_person("A", 30), _person("B", 12)]
    held = [_held("H", "A", 8, months=50), _held("I", "A", 4)]
    answer = rebalance(_asked(people, held), WEIGHTS)
    assert _moves(answer) == {"H": "B"}
    assert [(one.over, one.in_red) for one in answer.left] == [(2, False)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (_asked([_person("A", 3), _person("A", 4)], []), "The practitioner A is there 2 times."),
        (_asked([_person("A", 3)], [_held("H", "A", 1)] * 2), "The household H is there 2 times."),
        (
            _asked([_person("A", 3)], [_held("H", "Z", 1)]),
            "H is held by 'Z', who is not among the practitioners.",
        ),
        (_asked([_person("A", 3)], [_held("H", "A", -1)]), "H counts less than nothing."),
        (_asked([], [], scope="moon"), "The scope is 'moon': it is one of team, area, across."),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(asked: Rebalancing, said: str) -> None:
    with pytest.raises(NonsenseError) as refused:
        rebalance(asked, WEIGHTS)
    assert said in refused.value.problems


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((Effort(nodes=0), Effort(seconds=0.0), Effort(gap=0.1))))
def test_a_limit_of_work_gives_a_lawful_plan_and_an_honest_gap(seed: int, effort: Effort) -> None:
    question = tight(seed)
    answer = rebalance(question, WEIGHTS, effort)
    assert moves_oracle.value_of(question, _moves(answer), WEIGHTS) == _value(answer)
    red, over, cost = moves_oracle.best(question, WEIGHTS)
    assert (red, over) <= (answer.red_left, answer.over_left)
    if (red, over) == (answer.red_left, answer.over_left):
        assert answer.bound <= cost <= answer.cost
    else:
        assert not answer.tiers_proven


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_stopped_at_once_it_gives_a_lawful_plan(seed: int) -> None:
    question = tight(seed)
    answer = rebalance(question, WEIGHTS, stop=lambda: True)
    assert moves_oracle.value_of(question, _moves(answer), WEIGHTS) == _value(answer)
