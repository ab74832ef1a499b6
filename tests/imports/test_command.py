"""``safeload import`` as functions: plain results, one sentence for what cannot be used, nothing left behind."""

from __future__ import annotations

import pytest

from safeload.audit.refusals import Refusal
from safeload.caseloads.models import Case
from safeload.imports import actions
from safeload.imports.command import import_files
from safeload.imports.models import Import
from tests.imports.county import EXAMPLE, County, state
from tests.workload.town import TODAY


def test_people_first_whatever_the_order_of_the_files(county: County) -> None:
    county.settle_example_teams()
    actions.settle_name(by=None, written="Duty", meaning="desk")
    actions.settle_name(by=None, written="Ignatious Fernsby Vale", meaning="elsewhere")
    names = ("commitments.csv", "annex-a.xlsx", "practitioners.csv")
    done = import_files([EXAMPLE / name for name in names], on=TODAY)
    assert [one.kind for one in done] == ["practitioners", "annex-a", "commitments"]
    assert all(one.applied for one in done)
    assert done[1].counts["case add"] == 346
    assert done[1].rows["in"] == done[1].rows["used"] + done[1].rows["explained"]
    again = import_files([EXAMPLE / "annex-a.xlsx"], on=TODAY)
    assert again[0].counts == {}


def test_a_dry_run_changes_nothing(county: County) -> None:
    before = state()
    (one,) = import_files([EXAMPLE / "annex-a.xlsx"], on=TODAY, dry_run=True)
    assert (one.applied, one.counts["case add"]) == (False, 346)
    assert any("who is “Duty”" in question for question in one.questions)
    assert state() == before
    assert Import.objects.get().state == Import.State.REFUSED


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.csv", "Staff ID,Name,Team,Weekly hours\nE1,Ida Mallow,North,-3\n", "negative"),
        ("people.csv", "Staff ID,Name,Team,Weekly hours\nE1,Ida Mallow,North,seven\n", "row 2"),
        ("leave.csv", "Staff ID,Kind,Amount,Unit\nE1,Leave,3,bananas\n", "column “Unit”"),
        ("lists.csv", "Child Unique ID,CIN Start Date,Primary Need Code\n1,,N1\n", "has no column"),
        ("meals.csv", "Meal,Price\nSoup,3\n", "none of its sheets"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    county: County, name: str, content: str, says: str
) -> None:
    path = county.folder / name
    path.write_text(content, encoding="utf-8")
    before = state()
    with pytest.raises(Refusal) as refused:
        import_files([path], on=TODAY)
    assert name in refused.value.sentence
    assert says in refused.value.sentence
    assert state() == before
    assert not Import.objects.exclude(state=Import.State.REFUSED).exists()
    assert not Import.objects.filter(kept__isnull=False).exists()


def test_open_questions_are_named(county: County) -> None:
    with pytest.raises(Refusal, match=r"questions to settle first.*which team is “Assessment Team”"):
        import_files([EXAMPLE / "practitioners.csv"], on=TODAY)
    assert not Case.objects.exists()


def test_files_that_are_not_there(county: County) -> None:
    for path in (county.folder / "nowhere.csv", county.folder):
        with pytest.raises(actions.NotAList, match=r"cannot be opened|folder"):
            import_files([path], on=TODAY)
