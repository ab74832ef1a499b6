"""A question in JSON with anything in it: an answer, or a sentence with the place; never Python's own words."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from safeload.cli.main import main
from safeload.cli.questions import MOST, PERSON, QUESTION, WAITING, question_of_file
from safeload.domain.allocation.question import Person, Question, Waiting

ANN: dict[str, Any] = {
    "id": "ann",
    "load": 10,
    "line": 40,
    "full": 36,
    "short_of_red": 39,
    "green_from": 20,
    "amber_from": 41,
    "red_from": 44,
    "most_load": 60,
    "most_new": 4,
    "cannot": "",
    "less": 4,
    "ahead": "2026-12-08|2026-12-05|2026-12-18|leave",
    "until": "",
    "team": "t",
    "area": "n",
    "standing": ["nqsw", True],
    "skills": ["court"],
    "languages": ["Welsh"],
    "interests": ["cp"],
    "patches": ["north"],
    "offers": None,
}
FIRST: dict[str, Any] = {
    "id": "H1",
    "cases": ["1", "2"],
    "worth": 8,
    "helper_worth": 2,
    "priority": 1,
    "days": 12,
    "team": "t",
    "area": "n",
    "patch": "south",
    "kinds": ["cp"],
    "skills": [],
    "languages": ["Welsh"],
    "not_led_by": [["nqsw", True, "not in the first year"]],
    "conflicts": [],
    "declined": ["ann"],
    "former": ["gone"],
    "siblings_with": ["bo"],
    "worth_for": {"bo": 7},
    "cost_for": {"bo": 20},
    "only": None,
}
VALID: dict[str, Any] = {
    "people": [ANN, {"id": "bo", "load": 30, "line": 40, "full": 40, "short_of_red": 43}],
    "waiting": [FIRST, {"id": "H2", "cases": ["3"], "worth": 5, "only": ["ann"]}],
    "unit": 2,
    "full_line": 40,
    "distances": [["north", "south", 2]],
    "shrink": 1,
}


def asked(path: Path, text: str) -> str:
    (path / "question.json").write_text(text, encoding="utf-8")
    return str(path / "question.json")


def told(capsys: pytest.CaptureFixture[str], path: Path, text: str) -> list[str]:
    where = asked(path, text)
    assert main(["propose", where, "--format", "json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return [one.removeprefix(where) for one in captured.err.strip().splitlines()]


def places(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a question, as the keys that lead to it."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *(place for key, each in inside for place in places(each, (*here, key)))]


def changed(place: tuple[Any, ...], value: Any, valid: Any = VALID) -> Any:
    """The valid question with another value at a place."""
    found = deepcopy(valid)
    if not place:
        return value
    at: Any = found
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    return found


def put(path: str, value: Any) -> str:
    """The same, by a path such as ``waiting.0.worth``."""
    keys = tuple(int(key) if key.isdigit() else key for key in path.split("."))
    return json.dumps(changed(keys, value))


NUMBERS = st.one_of(
    st.integers(), st.floats(), st.sampled_from([-1, 0, 1, MOST, MOST + 1, 10**23, 2**63, -(10**11), 1e308])
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(), st.sampled_from(["ann", "H1", "{x}", "\ud800"])),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.dictionaries(st.one_of(st.text(), st.sampled_from(sorted(PERSON))), inside, max_size=4),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("format", ["json", "table"])
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(place=("people", 0, "cannot"), value="{x}")
@example(place=("people", 0, "ahead"), value="||")
@example(
    place=("waiting",), value=[{"id": "H1", "cases": ["1"], "worth": MOST, "priority": 1, "days": 36_525}]
)
@example(place=("people",), value=[{"id": "ann", "load": 1, "line": 9, "cannot": "leave", "until": "soon"}])
@given(place=st.sampled_from(places(VALID)), value=ANYTHING)
def test_anything_anywhere_is_answered_or_refused_in_a_sentence(capsys, tmp_path, format, place, value):
    where = asked(tmp_path, json.dumps(changed(place, value)))
    capsys.readouterr()
    status = main(["propose", where, "--format", format])
    captured = capsys.readouterr()
    if status == 0:
        assert captured.out
        return
    assert (status, captured.out) == (2, "")
    assert captured.err.startswith(where)
    assert "Error" not in captured.err.replace(json.dumps(value), "")
    assert captured.err.rstrip().endswith(".")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("where", "value", "said"),
        [
            ("waiting.1.worth", 1.5, f": waiting[1].worth is 1.5: write a whole number from 0 to {MOST}."),
            ("waiting.1.worth", "x", f": waiting[1].worth is “x”: write a whole number from 0 to {MOST}."),
            ("waiting.0.worth", None, f": waiting[0].worth is null: write a whole number from 0 to {MOST}."),
            ("waiting.0.worth", True, f": waiting[0].worth is true: write a whole number from 0 to {MOST}."),
            (
                "waiting.0.worth_for.bo",
                10**23,
                f": waiting[0].worth_for.bo is {10**23}: write a whole number from 0 to {MOST}.",
            ),
            (
                "waiting.0.days",
                -99999999999,
                ": waiting[0].days is -99999999999: write a whole number from 0 to 36525.",
            ),
            ("unit", 0, f": unit is 0: write a whole number from 1 to {MOST}."),
            ("people", {}, ": people is an object with nothing in it: write a list, such as […]."),
            ("people.0", 3, ": people[0] is 3: write an object with id, load and line."),
            ("people.0.skills", "court", ": people[0].skills is “court”: write a list, such as […]."),
            ("people.0.standing", ["a"], ': people[0].standing is a list: write it as ["stage", true].'),
            (
                "waiting.0.cases",
                [],
                ": waiting[0].cases is a list with nothing in it: write a list that is not",
            ),
            (
                "waiting.0.only",
                ["cy"],
                ": waiting[0].only names “cy”, who is not among the people: correct it.",
            ),
            ("people.1.id", "ann", ": people[1].id is “ann”, as people[0].id is: each may be there once."),
            ("waiting.1.id", "H1", ": waiting[1].id is “H1”, as waiting[0].id is: each may be there once."),
            ("waiting.1.cases", ["2"], ": waiting[1].cases[0] is “2”, as waiting[0].cases[1] is: each"),
            (
                "waiting.1.worht",
                3,
                ": waiting[1].worht is nothing that is read here: take it out, or write id",
            ),
            ("distances.0", ["a", "b"], ': distances[0] is a list: write it as ["north", "south", 2].'),
        ],
    )
    def test_each_with_its_place_and_what_to_do(self, capsys, tmp_path, where, value, said):
        sentences = told(capsys, tmp_path, put(where, value))
        assert any(one.startswith(said) for one in sentences), sentences

    def test_numbers_that_json_has_not(self, capsys, tmp_path):
        for written in ("1e400", "NaN", "-Infinity"):
            text = put("waiting.1.worth", 77).replace("77", written)
            (sentence,) = told(capsys, tmp_path, text)
            assert sentence.startswith(": waiting[1].worth is ")

    def test_what_is_missing(self, capsys, tmp_path):
        assert told(capsys, tmp_path, "{}") == [
            f": {key} is missing: write it down." for key in ("people", "waiting", "unit", "full_line")
        ]

    def test_a_name_twice_with_its_line(self, capsys, tmp_path):
        text = json.dumps(VALID, indent=1).replace('"worth": 5', '"worth": 5,\n"worth": 6')
        line = text.splitlines().index('"worth": 6,') + 1
        assert told(capsys, tmp_path, text) == [
            f", line {line}: “worth” is there twice. Take one of them out."
        ]

    @pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 5_000, '"\\ud800', "\x00"])
    def test_no_json_at_all(self, capsys, tmp_path, text):
        (sentence,) = told(capsys, tmp_path, text)
        assert sentence.endswith("Write a question as docs/planner.md describes it.")

    def test_a_file_that_is_no_text(self, capsys, tmp_path):
        path = tmp_path / "question.json"
        path.write_bytes(b"\xff\xfe{}")
        assert main(["propose", str(path)]) == 2
        assert "it cannot be read as JSON." in capsys.readouterr().err

    @pytest.mark.parametrize("command", [["rebalance"], ["rehearse", "--leaver", "ann"]])
    def test_moves_are_asked_from_lists(self, capsys, tmp_path, command):
        where = asked(tmp_path, json.dumps(VALID))
        assert main([*command, where, "--scheme", "srb-points"]) == 2
        assert capsys.readouterr().err == f"{where}: moves are asked from a folder or a workbook of lists.\n"


class TestWhatIsRead:
    def test_every_field_that_there_is(self):
        for kind, table in ((Person, PERSON), (Waiting, WAITING), (Question, QUESTION)):
            assert table.keys() == {one.name for one in fields(kind)}

    def test_what_was_written_is_read_again(self, tmp_path):
        question = question_of_file(asked(tmp_path, json.dumps(VALID)))
        assert question_of_file(asked(tmp_path, json.dumps(question.as_data()))) == question
