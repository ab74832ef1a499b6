"""What is booked for the weeks ahead counts for taking something on, makes nobody give, and is named."""

from __future__ import annotations

from dataclasses import replace

from safeload.domain.allocation.ahead import booked_said
from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.propose import propose
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.rebalance import rebalance
from safeload.domain.allocation.weights import Weights
from safeload.domain.allocation.words import change_said, paid_said, waits_said
from tests.domain.allocation.holdings import DAY

LEAVE = "2026-12-11|2026-12-05|2026-12-18|leave"
#: 38 of 40 today; with the leave that is booked there is room for 32.
KOFI = Person("kofi", load=38, line=40, full=32, short_of_red=35, less=8, ahead=LEAVE, red_from=44)


def test_two_weeks_of_leave_make_nobody_give() -> None:
    held = (
        Held(id="H", cases=("H",), holder="kofi", worth=6),
        Held(id="I", cases=("I",), holder="lee", worth=3),
    )
    ann = Person("ann", load=10, line=40, full=40, short_of_red=44)
    lee = Person("lee", load=46, line=40, full=34, short_of_red=38, less=6, ahead=LEAVE, red_from=44)
    answer = rebalance(Rebalancing((KOFI, ann, lee), held, 1, 40, DAY), Weights())
    assert [(one.household, one.taker) for one in answer.moves] == [("I", "ann")]
    (left,) = answer.left  # by the line and the bands of today, which stand beside it
    assert (left.id, left.over, left.in_red) == ("lee", 3, False)


def test_it_counts_for_taking_and_the_weeks_are_named() -> None:
    question = Question((KOFI,), (Waiting(id="h", cases=("h",), worth=5),), 1, 40)
    found = propose(question, Weights())
    assert not found.assignments
    (option,) = found.options("h")
    assert [change_said(found, option, one) for one in option.changes] == [
        "would need 11 more room, counted with two weeks of leave from 5 December"
    ]
    (one,) = found.waiting
    assert waits_said(found, one) == ["1 practitioner may hold it and would be over the line"]
    less = replace(question, people=(replace(KOFI, load=30),))
    found = propose(less, Weights())
    (one,) = found.waiting
    assert waits_said(found, one)[0].endswith(
        "would be over the line with what is booked for the weeks ahead"
    )


def test_who_is_over_only_by_the_weeks_ahead_is_said_to_be_so() -> None:
    urgent = Waiting(id="h", cases=("h",), worth=2, priority=1)
    said = paid_said(propose(Question((KOFI,), (urgent,), 1, 40), Weights()))
    assert said[-2] == (
        "Of those over their line, 1 would be so only with what is booked for the weeks ahead, "
        "not by the figures of today."
    )


def test_what_is_booked_in_words() -> None:
    assert booked_said("2026-12-11|2026-12-05|2026-12-11|leave") == "one week of leave from 5 December"
    assert booked_said("2026-12-11|2026-12-05|2026-12-19|leave") == "15 days of leave from 5 December"
    assert booked_said("2026-12-11|2026-12-05||agreed other duty") == "agreed other duty from 5 December"
    assert booked_said("2026-12-11|||") == "what is booked for 11 December"
