"""Handfuls that are named below a limit, against every handful there is; and answers that need no search."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.planner.instances import service
from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.limits import Prices
from safeload.domain.allocation.numbers import Numbers, numbers_of
from safeload.domain.allocation.patterns import Choices
from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.weights import Weights
from tests.domain.allocation.questions import questions

MOST = (0, 0)


def every(numbers: Numbers, prices: Prices) -> dict[tuple[int, frozenset[int]], float]:
    """Each handful that somebody could take, by person and items, with its reduced cost counted one by one."""
    number, found = len(numbers.waiting), {}
    items: dict[int, dict[int, tuple[int, int, int]]] = {}
    for pairs, shift, halves in ((numbers.leads, 0, 2), (numbers.helps, number, 1)):
        for (unit, person), (worth, cost) in pairs.by_pair().items():
            items.setdefault(person, {})[unit + shift] = (worth, cost, halves)
    for person, theirs in items.items():
        one = numbers.people[person]
        for size in range(1, len(theirs) + 1):
            for held in combinations(theirs, size):
                load = sum(theirs[item][0] for item in held)
                if (
                    one.load + load > max(one.load, one.full)
                    or (one.most_load is not None and one.load + load > one.most_load)
                    or (one.most_new is not None and sum(theirs[item][2] for item in held) > one.most_new)
                    or len({item % number for item in held}) < size
                ):
                    continue
                cost = (
                    sum(theirs[item][1] for item in held) + numbers.steps[person].cost(load) / numbers.scale
                )
                reduced = (
                    cost - sum(float(prices.items[item]) for item in held) - float(prices.people[person])
                )
                found[person, frozenset(held)] = reduced
    return found


def named(choices: Choices, *asked: Any, **also: Any) -> dict[tuple[int, frozenset[int]], float]:
    found, reduced = choices.below(*asked, **also)
    return {
        (int(person), frozenset(int(item) for item in held if item < found.nothing)): float(cost)
        for person, held, cost in zip(found.person, found.held, reduced, strict=True)
    }


def priced(numbers: Numbers, chance: random.Random) -> Prices:
    items = [chance.uniform(-50, 900) for _ in range(2 * len(numbers.waiting))]
    people = [-chance.uniform(0, 300) for _ in numbers.people]
    return Prices(np.array([*items, 0.0]), np.array(people))


@settings(max_examples=80, deadline=None)
@given(questions(), st.randoms(use_true_random=False), st.sampled_from((0.0, 40.0, 700.0)))
def test_every_handful_up_to_a_limit_is_named_with_its_reduced_cost(question, chance, limit):
    numbers = numbers_of(Ground(question), Weights()).within(0, 0)
    prices = priced(numbers, chance)
    found = named(Choices(numbers, MOST), prices, limit, 100_000)
    wanted = {key: cost for key, cost in every(numbers, prices).items() if cost <= limit + 1e-7}
    assert not [key for key, cost in wanted.items() if cost < limit - 1e-7 and key not in found]
    assert not found.keys() - wanted.keys()
    assert all(found[key] == pytest.approx(wanted[key], abs=1e-6) for key in found)


@settings(max_examples=80, deadline=None)
@given(questions(), st.randoms(use_true_random=False))
def test_each_person_names_their_best_handful_where_one_would_help(question, chance):
    numbers = numbers_of(Ground(question), Weights()).within(0, 0)
    prices = priced(numbers, chance)
    best: dict[int, float] = {}
    for (person, _), cost in every(numbers, prices).items():
        if cost < -1e-6:
            best[person] = min(cost, best.get(person, 0.0))
    found: dict[int, float] = {}
    for (person, _), cost in named(Choices(numbers, MOST), prices, -1e-6, 100_000, each=2).items():
        found[person] = min(cost, found.get(person, 0.0))
    assert found == pytest.approx(best, abs=1e-6)


def test_a_team_needs_no_search_where_the_relaxed_answer_is_whole():
    found = propose(service("team", 2, 0.84), Weights())
    assert found.proven
    assert found.placed.nodes == 0
