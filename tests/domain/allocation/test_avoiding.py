"""Why nobody may hold it, as sentences, and what would avoid it: more people only where more people would help."""

from __future__ import annotations

import pytest

from safeload.domain.allocation.propose import Proposal, propose
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.weights import Weights
from safeload.domain.allocation.words import paid_said, waits_said


def person(id: str, load: int = 0, line: int | None = 20, **fields: object) -> Person:
    return Person(id=id, load=load, line=line, full=line or 0, short_of_red=(line or 0) * 11 // 10, **fields)  # type: ignore[arg-type]


def ask(some: list[Person], **fields: object) -> Proposal:
    household = Waiting(id="h", cases=("h1",), worth=4, **fields)  # type: ignore[arg-type]
    return propose(Question(tuple(some), (household,), 1, 20), Weights())


ANA, BEN = person("ana"), person("ben")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            ask([person("ana", line=None), person("ben", line=None)]),
            [
                "nobody's room is known, since their line is not set",
                "it would take setting the line of ana and ben",
            ],
        ),
        (
            ask([ANA, BEN], skills=frozenset({"court"})),
            ["nobody has the skill “court” that it asks for", "it would take somebody with “court”"],
        ),
        (
            ask(
                [
                    person("ana", cannot="leave", until="2026-12-18"),
                    person("ben", cannot="leave", until="2026-12-04"),
                ]
            ),
            [
                "everybody who could otherwise hold it cannot be asked (leave, or holds no post)",
                "it would take waiting until ben is back, away until 4 December 2026",
            ],
        ),
        (
            ask([ANA, BEN], only=frozenset({"cleo"})),
            ["nobody who is there is named for it", "it would take naming somebody else for it"],
        ),
        (
            ask([ANA, BEN], only=frozenset({"ben"}), conflicts=frozenset({"ben"})),
            [
                "nobody may hold it, by rules that together leave nobody: only ben may take it, by name; there is a "
                "conflict of interest with ben",
                "it would take naming somebody else for it, or somebody without a conflict of interest",
            ],
        ),
        (
            ask([ANA, person("ben", line=0)], declined=frozenset({"ana"})),
            [
                "nobody may hold it, by rules that together leave nobody: with ana it was not agreed when they were "
                "asked; there is no line on the day for ben",
                "it would take talking again with ana, not agreed before, or hours on the day for ben",
            ],
        ),
    ],
    ids=[
        "no line",
        "no skill",
        "on leave",
        "nobody named",
        "named and in conflict",
        "not agreed and no line",
    ],
)
def test_nobody_may_hold_it(found: Proposal, said: list[str]) -> None:
    (one,) = found.waiting
    assert waits_said(found, one, str) == said
    (told,) = paid_said(found, str)
    assert told == f"1 household can be held by nobody as things are: {said[1]}."


def test_everybody_is_on_leave_without_a_day() -> None:
    found = ask([person("ana", cannot="leave"), person("ben", cannot="leave")])
    assert waits_said(found, found.waiting[0], str)[1] == "it would take waiting until ana and ben are back"


def test_people_are_counted_where_nobody_is_to_be_named() -> None:
    found = ask([person("ana", line=None), person("ben", line=None)])
    assert waits_said(found, found.waiting[0])[1] == "it would take setting the line of 2 practitioners"


def test_more_people_where_there_is_no_room() -> None:
    found = ask([person("ana", 19)])
    assert paid_said(found) == [
        "What is missing: one more half-time practitioner; or 4 less on those who may hold it, by what can be paused, "
        "closed or shared."
    ]
    assert paid_said(ask([]))[0].startswith("What is missing: one more half-time practitioner")


def test_a_weekly_number_is_no_lack_of_people() -> None:
    (said,) = paid_said(ask([person("ana", most_new=1)]))
    assert said.startswith("1 household would find room with somebody who has been given as many this week")


def test_a_household_heavier_than_any_line_is_no_lack_of_people() -> None:
    household = Waiting(id="h", cases=("h1",), worth=40)
    found = propose(Question((ANA,), (household,), 1, 20), Weights())
    (said,) = paid_said(found)
    assert said.startswith("1 household counts more than anybody's whole line")
    assert "a co-worker for a share of it would avoid it" in said


def test_a_co_worker_whom_nobody_may_be() -> None:
    (said,) = paid_said(ask([ANA], helper_worth=1, conflicts=frozenset()))
    assert (
        said
        == "1 household can be held by nobody as things are: it would take one more who may be the co-worker."
    )
