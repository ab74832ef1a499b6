"""What has to go into red is shared out, and the answer says which tier was paid and how far anybody is in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.moving_words import handed_said
from safeload.domain.allocation.propose import Proposal, propose
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.rehearse import Rehearsal, rehearse
from safeload.domain.allocation.steps import cost_of_more, steps_of
from safeload.domain.allocation.weights import Weights
from safeload.domain.allocation.words import heavy_said, paid_said
from tests.domain.allocation import slow_planner
from tests.domain.allocation.holdings import DAY
from tests.domain.allocation.questions import people


def person(id: str, load: int, line: int = 20, **fields: object) -> Person:
    return Person(id=id, load=load, line=line, full=line, short_of_red=line * 11 // 10, **fields)  # type: ignore[arg-type]


def ask(some: list[Person], waiting: list[Waiting]) -> Proposal:
    return propose(Question(tuple(some), tuple(waiting), 1, 20), Weights())


def urgent(number: int, worth: int, **fields: object) -> list[Waiting]:
    return [
        Waiting(id=f"h{n}", cases=(f"h{n}",), worth=worth, priority=1, **fields)  # type: ignore[arg-type]
        for n in range(number)
    ]


def test_who_is_red_already_is_not_given_all_of_it() -> None:
    """Everything goes into red, whoever takes it; a former worker speaks for one of them, but not for a pile."""
    team = [person("a", 22), person("b", 22), person("c", 22), person("d", 22)]
    found = ask(team, urgent(8, 4, former=frozenset({"a"})))
    assert found.placed.paid.red == found.placed.paid.over == 32
    assert [one.after for one in found.loads] == [30, 30, 30, 30]
    assert found.proven


def test_a_long_absence_is_spread_over_the_team() -> None:
    held = [
        Held(id=f"H{n}", cases=(f"H{n}",), holder="ben", worth=5, former=frozenset({"jo"})) for n in range(12)
    ]
    team = [person("ben", 60, 50), person("jo", 27, 24), person("gwen", 54, 50), person("priya", 54, 50)]
    question = Rebalancing(tuple(team), tuple(held), 1, 50, DAY)
    answer = rehearse(Rehearsal("absence", question, who="ben"), Weights())
    after = {one.id: one.after * 100 // (one.line or 1) for one in answer.loads if one.id != "ben"}
    assert max(after.values()) <= 160  # it was 360 for one of them
    assert answer.tiers_proven
    said = " ".join(handed_said(question, {one.id: one.after for one in answer.loads}, True))
    assert "The second tier was paid (nobody is pushed into red): what is handed over pushes 3 people" in said
    assert "% of their line" in said
    assert "What is missing: 1½ more full-time practitioners; or 60 less on those who may hold it" in said


@settings(max_examples=60, deadline=None)
@given(people("a"), st.integers(0, 260))
def test_a_unit_gets_dearer_the_further_into_red_it_is(one: Person, more: int) -> None:
    steps = steps_of(one, Weights())
    prices = [steps.cost(at + 1) - steps.cost(at) for at in range(more + 1)]
    assert prices == sorted(prices)
    assert prices[more] == slow_planner._unit_price(Weights(), one, one.load + more)
    assert steps.until(more).cost(more) == steps.cost(more) == cost_of_more(one, Weights(), more)


def test_an_urgent_household_heavier_than_any_line_says_so_where_it_is_placed() -> None:
    found = ask([person("a", 5), person("b", 0)], urgent(1, 33))
    assert found.assignments
    assert heavy_said(found, "h0") == [
        "it counts 33, more than anybody's whole line: whoever takes it goes over"
    ]
    said = paid_said(found)
    assert "1 household counts more than anybody's whole line" in " ".join(said)
    assert heavy_said(ask([person("a", 5)], urgent(1, 20)), "h0") == []


def test_over_the_line_without_red_pays_the_third_tier_alone() -> None:
    said = paid_said(ask([person("a", 18)], urgent(1, 4)))
    assert said[0] == (
        "The third tier was paid (nobody is pushed over their line): urgent cases push 1 person further over their "
        "line, by 2 together; there is no other lawful way to place them."
    )
    assert said[1].startswith("What is missing: one more half-time practitioner; or 2 less")
    assert not paid_said(ask([person("a", 10)], urgent(1, 4)))
