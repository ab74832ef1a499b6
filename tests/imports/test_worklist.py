"""A list against what changed hands here: an old list takes nothing back, a new one ticks it off."""

from __future__ import annotations

import datetime

from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import WorklistRow
from safeload.imports import actions
from safeload.imports.models import Import
from safeload.people.models import Post
from tests.imports.county import County, case, held_by
from tests.workload.town import TODAY

LATELY = TODAY - datetime.timedelta(days=3)


def rows(county: County, worker: str) -> tuple[str, bytes]:
    row = {"child": 1, "case_status": "c) Child in need plan", "allocated_team": "North"}
    return county.annexa(f"{worker}.xlsx", six=[{**row, "allocated_worker": worker}])


def moved(county: County) -> None:
    """Case 1 came with Amira; here it went to Ben."""
    for name in ("Amira Hussain", "Ben Carter", "Chloe Evans"):
        county.person(name)
    county.load(rows(county, "Amira Hussain"), on=TODAY - datetime.timedelta(days=7))
    assert held_by("1") == "Amira Hussain"
    ben = Post.objects.get(practitioner__name="Ben Carter")
    caseloads.set_holder(by=None, case_id=case(1).pk, post_id=ben.pk, from_on=LATELY, reason="MANAGE")


def test_a_list_that_has_not_heard_of_it_takes_nothing_back(county: County) -> None:
    moved(county)
    one = county.bring(rows(county, "Amira Hussain"))
    assert "still has it with Amira Hussain" in one.report["conflicts"][0]["sentence"]
    county.apply(one)
    assert held_by("1") == "Ben Carter"
    assert WorklistRow.objects.open().count() == 1


def test_a_list_that_names_the_new_holder_ticks_it_off(county: County) -> None:
    moved(county)
    one = county.bring(rows(county, "Ben Carter"))
    assert [step["kind"] for step in one.report["steps"]] == ["worklist"]
    county.apply(one)
    row = WorklistRow.objects.get()
    assert (row.ticked_through, row.differed) == (f"import {one.pk}", False)
    again = county.bring(rows(county, "Ben Carter"))
    assert not again.report["steps"]
    one = Import.objects.get(pk=one.pk)
    actions.undo_import(by=county.analyst, import_id=one.pk)
    assert WorklistRow.objects.open().get() == row
    assert held_by("1") == "Ben Carter"


def test_a_list_that_names_somebody_else_is_believed_and_the_difference_said(county: County) -> None:
    moved(county)
    one = county.bring(rows(county, "Chloe Evans"))
    assert "it is now with Chloe Evans" in one.report["conflicts"][0]["sentence"]
    county.apply(one)
    assert held_by("1") == "Chloe Evans"
    assert WorklistRow.objects.get().differed


def test_what_the_list_itself_changes_is_not_on_the_worklist(county: County) -> None:
    for name in ("Amira Hussain", "Ben Carter"):
        county.person(name)
    county.load(rows(county, "Amira Hussain"), on=TODAY - datetime.timedelta(days=7))
    county.load(rows(county, "Ben Carter"))
    assert held_by("1") == "Ben Carter"
    assert not WorklistRow.objects.exists()


def test_what_was_decided_here_after_the_list_stays_and_nothing_is_ticked_off(county: County) -> None:
    moved(county)
    older = LATELY - datetime.timedelta(days=1)
    one = county.bring(rows(county, "Chloe Evans"), on=older)
    said = one.report["conflicts"][0]["sentence"]
    assert "With Ben Carter, North it stays; the list names Chloe Evans, North" in said
    county.apply(one)
    assert held_by("1") == "Ben Carter"
    assert WorklistRow.objects.open().count() == 1


def test_whom_the_list_named_is_kept(county: County) -> None:
    moved(county)
    county.load(rows(county, "Chloe Evans"))
    row = WorklistRow.objects.get()
    assert row.list_post is not None
    assert row.list_post.practitioner.name == "Chloe Evans"


def test_a_list_that_has_not_heard_of_a_closing_leaves_it_closed_until_it_has(county: County) -> None:
    moved(county)
    caseloads.close_case(by=None, case_id=case(1).pk, on=LATELY, reason="RC7")
    one = county.bring(rows(county, "Ben Carter"))
    assert "It stays closed" in one.report["conflicts"][0]["sentence"]
    assert not one.report["steps"]
    without = county.annexa(
        six=[{"child": 2, "case_status": "c) Child in need plan", "allocated_team": "North"}]
    )
    one = county.load(without)
    assert case(1).closed_on == LATELY
    row = WorklistRow.objects.get(case=case(1))
    assert (row.ticked_through, row.differed) == (f"import {one.pk}", False)


def test_a_list_that_has_not_heard_of_an_opening_leaves_it_open(county: County) -> None:
    moved(county)
    caseloads.close_case(by=None, case_id=case(1).pk, on=LATELY, reason="RC7")
    WorklistRow.objects.open().update(ticked_at="2026-11-20T10:00:00Z", ticked_through="by hand")
    caseloads.reopen_case(by=None, case_id=case(1).pk)
    without = county.annexa(
        six=[{"child": 2, "case_status": "c) Child in need plan", "allocated_team": "North"}]
    )
    one = county.bring(without)
    assert any("It stays open" in conflict["sentence"] for conflict in one.report["conflicts"])
    county.apply(county.bring(rows(county, "Ben Carter")))
    assert not WorklistRow.objects.open().exists()
    assert held_by("1") == "Ben Carter"
