"""``safeload propose``: the shipped example, every stated outcome of bad input, the same answer each time."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from safeload.cli.asking import question_from
from safeload.cli.days import day
from safeload.cli.main import main
from safeload.schemes import files

EXAMPLE = Path(__file__).parents[2] / "examples" / "waiting-list"
DAY = ["--on", "2026-11-23"]
PEOPLE = "practitioner,team,weekly_hours,qualified\nA,T,37,2015-09-01\nB,T,37,2015-09-01\n"
CASES = "case,household,practitioner,team,status,intervention\n"


def lists(folder: Path, **texts: str) -> str:
    for name, text in ({"practitioners": PEOPLE, "cases": CASES + "1,H,,T,CP,2\n"} | texts).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def proposed(capsys: pytest.CaptureFixture[str], where: str, *more: str) -> dict[str, Any]:
    assert main(["propose", where, "--scheme", "srb-points", "--format", "json", *DAY, *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["propose", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.strip()


class TestTheExample:
    def test_everything_that_waits_is_placed_or_says_why_not(self, capsys):
        found = proposed(capsys, str(EXAMPLE))
        placed = {one["case"] for one in found["assignments"]}
        waits = {one["case"] for one in found["waiting"]}
        asked = question_from(str(EXAMPLE), files.find("srb-points", {}), day("2026-11-23")).question
        assert placed | waits == {case for one in asked.waiting for case in one.cases}
        assert not placed & waits
        assert all(one["reasons"] for one in found["waiting"])
        assert found["proven"]
        assert found["gap"] == 0
        assert found["cost"] == found["bound"]

    def test_everybody_else_stands_beside_each_case_with_a_reason_or_a_price(self, capsys):
        found = proposed(capsys, str(EXAMPLE))
        for one in found["assignments"]:
            assert one["reasons"]
            assert len(one["others"]) == 7
            for other in one["others"]:
                assert other["ruled_out"] or other["would_have_to_change"] or other["dearer"] is not None

    def test_a_team_of_eight_with_fifteen_households_waiting(self):
        asked = question_from(str(EXAMPLE), files.find("srb-points", {}), day("2026-11-23")).question
        assert (len(asked.people), len(asked.waiting)) == (8, 15)

    def test_loads_can_be_counted_again_from_the_lists(self, capsys, tmp_path):
        found = proposed(capsys, str(EXAMPLE))
        with_ = {one["case"]: one["practitioner"] for one in found["assignments"] if one["co_worker"] is None}
        helped = {one["practitioner"] for one in found["assignments"] if one["co_worker"]}
        helped |= {one["co_worker"] for one in found["assignments"] if one["co_worker"]}
        rows = (EXAMPLE / "cases.csv").read_text(encoding="utf-8").splitlines()
        given = [
            ",".join([*cells[:2], with_.get(cells[0], cells[2]), *cells[3:]])
            for cells in (row.split(",") for row in rows)
        ]
        for name in ("practitioners", "commitments"):
            (tmp_path / f"{name}.csv").write_text((EXAMPLE / f"{name}.csv").read_text("utf-8"), "utf-8")
        (tmp_path / "cases.csv").write_text("\n".join(given), "utf-8")
        assert main(["measure", str(tmp_path), "--scheme", "srb-points", "--format", "json", *DAY]) == 0
        measured = {
            one["id"]: Fraction(one["load"]) for one in json.loads(capsys.readouterr().out)["practitioners"]
        }
        for load in found["loads"]:
            if load["id"] not in helped:
                assert measured[load["id"]] == Fraction(str(load["after"]))

    def test_the_table_says_that_nothing_is_changed(self, capsys):
        assert main(["propose", str(EXAMPLE), "--scheme", "srb-points", *DAY]) == 0
        said = capsys.readouterr().out
        assert "Nothing is changed by this" in said
        assert "this was proven" in said

    def test_the_lists_are_what_the_script_makes(self, tmp_path):
        names = ("practitioners", "cases", "commitments", "conflicts", "distances")
        before = {name: (EXAMPLE / f"{name}.csv").read_bytes() for name in names}
        script = (EXAMPLE / "make.py").read_text("utf-8")
        copy = tmp_path / "make.py"
        copy.write_text(script, "utf-8")
        exec(compile(script, str(copy), "exec"), {"__name__": "__main__", "__file__": str(copy)})
        assert {name: (tmp_path / f"{name}.csv").read_bytes() for name in names} == before


class TestWhatListsSay:
    def test_siblings_go_together_unless_a_court_has_split_them(self, capsys, tmp_path):
        together = proposed(capsys, lists(tmp_path, cases=CASES + "1,H,,T,CP,2\n2,H,,T,CP,2\n"))
        assert {one["household"] for one in together["assignments"]} == {"H"}
        split = CASES.replace("\n", ",placed_apart\n") + "1,H,,T,CP,2,x\n2,H,,T,CP,2,y\n"
        apart = proposed(
            capsys,
            lists(tmp_path, cases=split, conflicts="case,practitioner\n1,A\n2,B\n"),
        )
        assert {one["case"]: one["practitioner"] for one in apart["assignments"]} == {"1": "B", "2": "A"}

    def test_leave_next_week_counts_now(self, capsys, tmp_path):
        people = PEOPLE.replace("qualified\n", "qualified,away_until\n").replace(
            "A,T,37,2015-09-01", "A,T,37,2015-09-01,2026-12-20"
        )
        people = people.replace("B,T,37,2015-09-01", "B,T,37,2015-09-01,")
        found = proposed(capsys, lists(tmp_path, practitioners=people))
        assert found["assignments"][0]["practitioner"] == "B"
        assert found["assignments"][0]["others"][0]["ruled_out"] == "is on leave"

    def test_what_lowers_the_line_in_two_weeks_is_taken_off_today(self, tmp_path):
        where = lists(
            tmp_path, commitments="practitioner,kind,amount,unit,starts\nA,practice_teaching,,,2026-12-07\n"
        )
        asked = question_from(where, files.find("srb-points", {}), day("2026-11-23")).question
        people = {one.id: one for one in asked.people}
        assert people["A"].full < people["A"].line
        assert people["B"].full == people["B"].line

    def test_a_co_worker_takes_the_share_asked_for(self, capsys, tmp_path):
        cases = CASES.replace("\n", ",co_worker_share\n") + "1,H,,T,CP,2,25\n"
        found = proposed(capsys, lists(tmp_path, cases=cases))
        one = found["assignments"][0]
        assert {one["practitioner"], one["co_worker"]} == {"A", "B"}
        assert sorted(load["after"] for load in found["loads"]) == [1, 3]

    def test_costs_of_the_lists_own_turn_other_problems_into_this_one(self, capsys, tmp_path):
        # Two agents and two jobs, each with its own cost and weight: only one pairing fits.
        where = lists(
            tmp_path,
            cases=CASES + "1,,,T,CP,1\n2,,,T,CP,1\n",
            costs="case,practitioner,cost,load\n1,A,5,30\n1,B,9,20\n2,A,6,40\n2,B,30,20\n",
        )
        weights = tmp_path / "weights.json"
        weights.write_text(
            json.dumps(dict.fromkeys(("other_team", "unasked", "fuller_70", "fuller_80", "fuller_90"), 0)),
            "utf-8",
        )
        found = proposed(capsys, where, "--weights", str(weights))
        assert {one["case"]: one["practitioner"] for one in found["assignments"]} == {"1": "B", "2": "A"}
        assert found["cost"] == 15


class TestBadInput:
    def test_no_scheme(self, capsys, tmp_path):
        assert "--scheme is missing" in told(capsys, lists(tmp_path), *DAY)

    def test_a_scheme_without_a_line(self, capsys, tmp_path):
        advisory = [name for name in files.shipped_names() if files.find(name, {}).advisory]
        for name in advisory:
            assert "names no line" in told(capsys, lists(tmp_path), "--scheme", name, *DAY)

    def test_ids_twice(self, capsys, tmp_path):
        where = lists(tmp_path, cases=CASES + "1,H,,T,CP,2\n1,H,,T,CP,2\n")
        assert "cases.csv, row 3" in told(capsys, where, "--scheme", "srb-points", *DAY)

    def test_a_conflict_with_somebody_unknown(self, capsys, tmp_path):
        where = lists(tmp_path, conflicts="case,practitioner\n1,Z\n")
        said = told(capsys, where, "--scheme", "srb-points", *DAY)
        assert (
            said
            == "conflicts.csv, row 2, column “practitioner”: “Z” is in no list. Correct it, or take the row out."
        )

    def test_zero_practitioners(self, capsys, tmp_path):
        found = proposed(capsys, lists(tmp_path, practitioners="practitioner,team,weekly_hours,qualified\n"))
        assert found["waiting"][0]["reasons"] == ["there is nobody to ask"]

    def test_nothing_waits(self, capsys, tmp_path):
        found = proposed(capsys, lists(tmp_path, cases=CASES + "1,H,A,T,CP,2\n"))
        assert found["assignments"] == found["waiting"] == []
        assert found["proven"]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('{"travel": -1}', "travel is -1: write a whole number from 0 to 100000."),
            ('{"travel": "far"}', "travel is 'far': write a whole number from 0 to 100000."),
            ('{"beauty": 3}', "There is no weight 'beauty'"),
            ('{"over": 1}', "over (1) is less than fuller_90 (8)"),
            ("[]", "it is no list of weights."),
            ("{", "it cannot be read as JSON."),
        ],
    )
    def test_a_weight_of_nonsense(self, capsys, tmp_path, text, said):
        weights = tmp_path / "weights.json"
        weights.write_text(text, "utf-8")
        assert said in told(
            capsys, lists(tmp_path), "--scheme", "srb-points", "--weights", str(weights), *DAY
        )

    def test_a_weight_that_is_there_twice(self, capsys, tmp_path):
        weights = tmp_path / "weights.json"
        weights.write_text('{\n "travel": 3,\n "apart": 9,\n "travel": 30\n}', "utf-8")
        said = told(capsys, lists(tmp_path), "--scheme", "srb-points", "--weights", str(weights), *DAY)
        assert said == f"{weights}, line 4: “travel” is there twice. Take one of them out."

    def test_seconds_of_nonsense(self, capsys, tmp_path):
        with pytest.raises(SystemExit):
            main(["propose", lists(tmp_path), "--scheme", "srb-points", "--seconds", "soon"])


@pytest.mark.parametrize(
    ("scheme", "example"),
    [("srb-points", "srb-points"), ("srb-time", "srb-time"), ("crude-limits", "crude-limits")],
)
def test_bands_before_are_those_that_measuring_tells(capsys, scheme, example):
    where = str(EXAMPLE.parent / example)
    assert main(["propose", where, "--scheme", scheme, "--format", "json", *DAY]) == 0
    told_by_proposing = {
        one["id"]: one["band_before"] for one in json.loads(capsys.readouterr().out)["loads"]
    }
    assert main(["measure", where, "--scheme", scheme, "--format", "json", *DAY]) == 0
    measured = {one["id"]: one["band"] for one in json.loads(capsys.readouterr().out)["practitioners"]}
    assert told_by_proposing == measured


class TestWhatWouldAvoidIt:
    def test_lists_that_contradict_each_other_say_which(self, capsys, tmp_path):
        costs = "case,practitioner,cost\n1,A,0\n"
        where = lists(tmp_path, costs=costs, conflicts="case,practitioner\n1,A\n")
        found = proposed(capsys, where)
        assert found["waiting"][0]["reasons"] == [
            "nobody may hold it, by rules that together leave nobody: only A may take it, by name; there is a "
            "conflict of interest with A",
            "it would take naming somebody else for it, or somebody without a conflict of interest",
        ]
        assert not any("full-time" in said for said in found["paid"])

    def test_leave_ahead_is_named_where_it_takes_the_room(self, capsys, tmp_path):
        held = "".join(f"{n},H{n},A,T,CP,2\n" for n in range(2, 10))
        booked = "practitioner,kind,amount,unit,starts,ends\nA,leave,50,percent,2026-12-08,2026-12-21\n"
        where = lists(tmp_path, cases=CASES + held + "1,H,,T,CP,2\n", commitments=booked)
        found = proposed(capsys, where)
        (other,) = [one for one in found["assignments"][0]["others"] if one["practitioner"] == "A"]
        assert "counted with two weeks of leave from 8 December" in other["would_have_to_change"][0]

    def test_ten_thousand_that_wait_have_their_proof(self, capsys, tmp_path):
        people = PEOPLE.replace("qualified", "qualified,may_be_given").replace("01\n", "01,2\n")
        rows = "".join(f"{n},H{n},,T,CP,2,{1 + n % 3}\n" for n in range(10_000))
        where = lists(tmp_path, practitioners=people, cases=CASES.replace("ion\n", "ion,priority\n") + rows)
        found = proposed(capsys, where)
        assert found["seconds"] < found["effort"]["seconds"] == 60.0
        assert found["proven"]
        assert found["bound"] == found["cost"] > 0
        assert found["tiers"]["urgent"] > 0
        assert len(found["assignments"]) == 4
        assert "3330 urgent households go on waiting" in found["paid"][0]
