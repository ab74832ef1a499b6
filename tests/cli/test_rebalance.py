"""``safeload rebalance`` and ``safeload rehearse``: from lists alone, with stated outcomes of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safeload.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "waiting-list"
DAY = ["--on", "2026-11-23", "--scheme", "srb-points"]
PEOPLE = "practitioner,team,area,weekly_hours,qualified\n"
CASES = "case,household,practitioner,team,status,intervention,held_since,court_date,stays\n"


def lists(folder: Path, people: str, cases: str) -> str:
    (folder / "practitioners.csv").write_text(PEOPLE + people, encoding="utf-8")
    (folder / "cases.csv").write_text(CASES + cases, encoding="utf-8")
    return str(folder)


def over(folder: Path, *, since: str = "", court: str = "", stays: str = "") -> str:
    """A, who is two cases over the line, B of the team with room for one, C of another team with room for all."""
    people = "A,T,N,18.5,2015-09-01\nB,T,N,18.5,2015-09-01\nC,U,N,37,2015-09-01\n"
    held = [f"A{n},HA{n},A,T,CP,2,{since},{court if n == 1 else ''},{stays}" for n in range(1, 9)]
    held += [f"B{n},HB{n},B,T,CP,2,,," for n in range(1, 6)]
    return lists(folder, people, "\n".join(held) + "\n")


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, *DAY, "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, *DAY]) == 2
    return capsys.readouterr().err.strip()


class TestRebalance:
    def test_the_fewest_moves_within_the_team(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path), "--scope", "team")
        assert {(one["from"], one["to"]) for one in found["moves"]} <= {("A", "B")}
        loads = {one["id"]: one for one in found["loads"]}
        assert loads["B"]["after"] <= loads["B"]["line"]
        assert found["proven"]

    def test_across_teams_everybody_comes_to_their_line_and_both_managers_are_named(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path), "--scope", "across")
        loads = {one["id"]: one for one in found["loads"]}
        assert all(one["after"] <= one["line"] for one in loads.values())
        assert found["left"] == []
        assert all(one["both_managers"] is (one["to"] == "C") for one in found["moves"])

    def test_leave_in_the_weeks_ahead_makes_nobody_give(self, capsys, tmp_path):
        """B is within the line today, and goes on two weeks of leave: as before, nothing of theirs moves."""
        where = over(tmp_path)
        booked = "practitioner,kind,amount,unit,starts,ends\nB,leave,100,percent,2026-12-05,2026-12-18\n"
        (tmp_path / "commitments.csv").write_text(booked, encoding="utf-8")
        found = answered(capsys, "rebalance", where, "--scope", "across")
        assert {one["from"] for one in found["moves"]} == {"A"}
        assert {one["id"] for one in found["left"]} <= {"A"}

    def test_the_options_stand_side_by_side(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path))
        assert list(found["options"]) == ["team", "area", "across"]
        assert len(found["options"]["team"]["left"]) >= len(found["options"]["across"]["left"])
        assert main(["rebalance", str(tmp_path), *DAY]) == 0
        assert "The options side by side" in capsys.readouterr().out

    def test_a_court_date_keeps_a_household_where_another_could_go(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path, court="2026-12-01"), "--scope", "across")
        assert "A1" not in {one["case"] for one in found["moves"]}

    def test_what_is_agreed_to_stay_stays_and_the_answer_says_so(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path, stays="agreed"), "--scope", "across")
        assert found["moves"] == []
        assert "to stay with them, as agreed: 8" in found["left"][0]["why"]

    def test_what_each_move_pays_adds_up_to_its_cost(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path, since="2025-11-23"), "--scope", "across")
        for one in found["moves"]:
            assert any(
                "months that they have known each other (12 × 10)" in reason for reason in one["reasons"]
            )

    def test_nobody_over_the_line_nothing_moves(self, capsys, tmp_path):
        where = lists(tmp_path, "A,T,N,37,2015-09-01\n", "1,H,A,T,CP,2,,,\n")
        found = answered(capsys, "rebalance", where, "--scope", "team")
        assert (found["moves"], found["left"], found["cost"]) == ([], [], 0)


ISSUE = {"assignments", "loads", "waiting", "cost", "bound", "gap", "seconds", "newly_amber", "newly_red"}


class TestWhatAProgramReads:
    def test_moves_are_assignments_too_and_bands_are_told_before_and_after(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path), "--scope", "across")
        assert found.keys() >= ISSUE
        assert [(one["case"], one["practitioner"]) for one in found["assignments"]] == [
            (one["case"], one["to"]) for one in found["moves"]
        ]
        assert all(one["reasons"] and one["earlier_practitioner"] == "A" for one in found["assignments"])
        assert found["loads"][0].keys() >= {"id", "before", "after", "line", "band_before", "band_after"}
        turned = [one["id"] for one in found["loads"] if one["band_after"] == "amber" != one["band_before"]]
        assert set(found["newly_amber"]) <= set(turned)
        assert found["newly_red"] == found["waiting"] == []

    def test_every_option_of_side_by_side_has_the_same(self, capsys, tmp_path):
        found = answered(capsys, "rebalance", over(tmp_path))
        assert all(one.keys() >= ISSUE for one in found["options"].values())

    def test_what_nobody_takes_waits_by_its_cases(self, capsys, tmp_path):
        where = lists(
            tmp_path, "A,T,N,37,2015-09-01\nB,T,N,,2015-09-01\n", "1,H,A,T,CP,2,,,\n2,H,A,T,CP,2,,,\n"
        )
        found = answered(capsys, "rehearse", where, "--leaver", "A")
        assert found.keys() >= ISSUE
        assert [(one["case"], one["household"]) for one in found["waiting"]] == [("1", "H"), ("2", "H")]
        assert all(one["reasons"] for one in found["waiting"])
        assert found["assignments"] == []


class TestRehearse:
    def test_a_leavers_caseload_is_split_and_everybody_who_turns_amber_is_named(self, capsys):
        found = answered(capsys, "rehearse", str(EXAMPLE), "--leaver", "hassan")
        assert found["waiting"] == []
        assert {one["from"] for one in found["moves"]} == {"hassan"}
        after = {one["id"]: one["after"] for one in found["loads"]}
        assert after["hassan"] == 0
        turned = [one["id"] for one in found["loads"] if one["band_after"] == "amber" != one["band_before"]]
        assert found["newly_amber"] == turned != []
        assert found["cost"] == found["bound"] == 1122

    def test_which_tier_was_paid_is_said_and_what_would_avoid_it(self, capsys):
        found = answered(capsys, "rehearse", str(EXAMPLE), "--absence", "ben")
        assert found["paid"][0].startswith(
            "The third tier was paid (nobody is pushed over their line): what is"
        )
        assert found["paid"][1].startswith(
            "What is missing: one more half-time practitioner; or 8 less on those"
        )

    def test_hearings_near_the_handover_are_named_and_go_first(self, capsys, tmp_path):
        found = answered(capsys, "rehearse", over(tmp_path, court="2026-12-01"), "--leaver", "A")
        assert found["hearings"] == [{"household": "HA1", "on": "2026-12-01"}]
        placed = [one["household"] for one in found["moves"]]
        assert "HA1" not in placed[1:]

    def test_a_starter_is_filled_up_and_nobody_goes_over(self, capsys, tmp_path):
        found = answered(capsys, "rehearse", over(tmp_path), "--starter", "C")
        loads = {one["id"]: one for one in found["loads"]}
        assert 0 < loads["C"]["after"] <= loads["C"]["line"]
        assert loads["A"]["after"] <= loads["A"]["line"]

    def test_teams_that_become_one(self, capsys, tmp_path):
        found = answered(capsys, "rehearse", over(tmp_path), "--merge", "T;U", "--into", "V")
        assert all(one["after"] <= one["line"] for one in found["loads"])

    def test_somebody_unknown(self, capsys):
        assert (
            told(capsys, "rehearse", str(EXAMPLE), "--leaver", "nobody")
            == "'nobody' is not among the practitioners."
        )

    def test_one_team_is_none_to_merge(self, capsys):
        assert "Two teams or more become one." in told(capsys, "rehearse", str(EXAMPLE), "--merge", "Harbour")

    def test_the_table_says_that_nothing_is_changed(self, capsys):
        assert main(["rehearse", str(EXAMPLE), "--absence", "hassan", *DAY]) == 0
        said = capsys.readouterr().out
        assert "Nothing is changed by this" in said
        assert "would turn amber." in said
