"""Names: one form to compare by; the same form is the same person, a near one is asked, nobody is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeload.imports import names


@pytest.mark.parametrize(
    "written",
    [
        "Ida Mallow-Bélanger",
        "ida  mallow belanger",
        "IDA\u00a0MALLOW-BÉLANGER",
        "Mallow-Belanger, Ida",
        "Ms Ida Mallow Belanger",
        "Mallow-Bélanger, Dr Ida",
        "Ida Mallow-Bélanger (Locality 2)",
        " Ida Mallow‐Bélanger ",
        "Ida Mallow-Be\u0301langer [agency]",
    ],
)
def test_one_person_in_many_spellings(written: str) -> None:
    assert names.normalise(written) == "ida mallow belanger"


def test_apostrophes_and_letters_without_accents() -> None:
    assert names.normalise("Winifred O’Bracken") == names.normalise("winifred OBRACKEN")
    assert names.normalise("Łucja Kwiatoszek") == names.normalise("Lucja Kwiatoszek")
    assert names.normalise("Siân") == "sian"


def test_a_title_alone_is_still_a_name() -> None:
    assert names.normalise("Dr") == "dr"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert names.normalise(names.normalise(text)) == names.normalise(text)


@pytest.mark.parametrize(
    "nobody", ["", "#N/A", "n/a", "Unallocated", "Not Allocated", "T.B.C.", "(vacant)", "VACANT"]
)
def test_nobody(nobody: str) -> None:
    assert names.is_nobody(nobody)


def test_the_duty_desk_is_somebody_to_ask_about() -> None:
    matched = names.match({"Duty": 8, "#N/A": 3}, [("E1", "Ida Mallow")])
    assert [(one.spellings, one.rows, one.proposals) for one in matched.questions] == [(("Duty",), 8, ())]


PEOPLE = [
    ("E1", "Ignatius Fernsby-Vale"),
    ("E2", "Ida Mallow"),
    ("E3", "Marigold Pike"),
    ("E4", "Marigold Pike"),
]


def test_exact_after_normalising_is_the_same_person() -> None:
    matched = names.match({"FERNSBY VALE, Ignatius": 2, "Ida\u00a0Mallow": 1}, PEOPLE)
    assert matched.questions == ()
    assert matched.of("Ignatius Fernsby Vale") == "E1"
    assert matched.of("MALLOW, Ida") == "E2"


def test_a_near_name_is_asked_and_proposed_and_not_taken() -> None:
    matched = names.match({"Ignatious Fernsby Vale": 3, "ignatious  fernsby-vale": 1}, PEOPLE)
    [question] = matched.questions
    assert (question.rows, question.proposals) == (4, ("E1",))
    assert question.spellings == ("Ignatious Fernsby Vale", "ignatious  fernsby-vale")
    assert matched.of("Ignatious Fernsby Vale") is None


def test_an_initial_and_words_turned_about_are_near() -> None:
    matched = names.match({"I Mallow": 1, "Mallow Ida": 1}, PEOPLE)
    assert [one.proposals for one in matched.questions] == [("E2",), ("E2",)]


def test_different_first_names_with_one_surname_are_two_people() -> None:
    matched = names.match({"Jo Mallow": 1, "Ivo Mallow": 2}, PEOPLE)
    assert [matched.of(name) for name in ("Jo Mallow", "Ivo Mallow")] == [None, None]
    assert names.likeness("john mallow", "jane mallow") < 0.9


def test_a_name_that_two_bear_is_a_question() -> None:
    matched = names.match({"Marigold Pike": 5}, PEOPLE)
    assert matched.of("Marigold Pike") is None
    assert matched.questions[0].proposals == ("E3", "E4")


def test_what_was_settled_is_not_asked_again() -> None:
    settled = {"ignatious fernsby vale": "E1", "duty": "", "marigold pike": "E4"}
    matched = names.match({"Ignatious Fernsby Vale": 3, "Duty": 8, "Marigold Pike": 5}, PEOPLE, settled)
    assert matched.questions == ()
    assert [matched.of(name) for name in ("Ignatious Fernsby-Vale", "DUTY", "Marigold Pike")] == [
        "E1",
        "",
        "E4",
    ]


@given(
    st.dictionaries(st.text(max_size=12), st.integers(1, 9), max_size=8),
    st.lists(st.text(max_size=12), max_size=5),
)
def test_every_name_is_known_nobody_or_asked_once(written: dict[str, int], people: list[str]) -> None:
    matched = names.match(written, [(str(at), name) for at, name in enumerate(people)])
    asked = {question.name for question in matched.questions}
    assert len(asked) == len(matched.questions)
    for name in written:
        assert (names.normalise(name) in asked) + (matched.of(name) is not None) + names.is_nobody(name) >= 1
        assert not (names.normalise(name) in asked and matched.of(name) is not None)
