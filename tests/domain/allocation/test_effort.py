"""The seconds of an effort are those of a whole run, and whoever watches is told how far it is."""

from __future__ import annotations

from dataclasses import replace

from bench.planner.instances import holding, service
from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.rebalance import rebalance
from safeload.domain.allocation.single import Single
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights


def test_parts_of_an_effort_run_down_with_it():
    whole = Effort(seconds=10.0).running()
    part = replace(whole, gap=0.0, seconds=2.5)
    assert (whole.left, part.left) == (10.0, 2.5)
    part.spend(8.0)
    assert (whole.left, part.left) == (2.0, 2.0)
    whole.spend(3.0)
    assert (whole.left, part.left) == (0.0, 0.0)
    assert part.until(None)()
    assert part.why_stopped == "seconds"


def test_an_effort_by_itself_is_the_same_for_every_run():
    effort = Effort(seconds=10.0)
    effort.running().spend(10.0)
    assert effort.running().left == 10.0
    assert not effort.until(None)()
    assert effort.until(lambda: True)()


def test_what_is_asked_when_the_seconds_are_gone_has_a_simple_answer_and_an_honest_gap():
    spent = Effort(seconds=1.0).running()
    spent.spend(1.0)
    found = propose(service("team", 1), Weights(), spent)
    assert found.placed.ended == "seconds"
    assert found.bound <= found.cost
    moves = rebalance(holding("team", 1), Weights(), spent)
    assert moves.bound <= moves.cost


def test_a_clock_that_is_brought_counts_everything_and_the_solver_nothing_beside_it():
    left = [10.0]
    running = Effort(seconds=10.0).running(lambda: left[0])
    running.spend(4.0)
    assert (running.left, running.running().left, replace(running, seconds=2.5).left) == (10.0, 10.0, 2.5)
    left[0] = -1.0
    assert running.left == 0.0
    assert running.until(None)()


def test_preparing_ends_early_where_the_seconds_are_gone_between_two_tiers(monkeypatch):
    """Each model that is built takes a second: after the third no more are, and the gap is honest."""
    left = [3.0]
    built = Single.__init__

    def slow(*given, **named):
        left[0] -= 1.0
        built(*given, **named)

    monkeypatch.setattr(Single, "__init__", slow)
    question = service("team", 1, 1.2)
    urgent = replace(question, waiting=tuple(replace(one, priority=1) for one in question.waiting))
    found = propose(urgent, Weights(), Effort(seconds=3.0).running(lambda: left[0]))
    assert left[0] == 0.0
    assert found.placed.ended == "seconds"
    assert not found.proven
    assert found.bound < found.cost


def test_every_model_of_a_run_takes_from_its_seconds():
    running = Effort(seconds=1000.0).running()
    propose(service("team", 4, 0.84), Weights(), running)  # four parts, one with a tier to be paid
    first = running.left
    assert first < 1000.0
    rebalance(holding("team", 2, 0.98), Weights(), running)
    assert running.left < first


class Watched:
    def __init__(self) -> None:
        self.heard: list[tuple[float, float]] = []

    def __call__(self) -> bool:
        return False

    def told(self, cost: float, bound: float) -> None:
        self.heard.append((cost, bound))


def test_whoever_watches_is_told_the_best_so_far_and_what_nothing_can_beat():
    watched = Watched()
    found = propose(service("team", 8, 0.84), Weights(), stop=watched)
    assert watched.heard
    assert all(bound <= found.cost <= cost + 1e-6 for cost, bound in watched.heard)
