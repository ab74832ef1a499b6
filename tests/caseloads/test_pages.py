from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from safeload.audit.models import Entry
from safeload.caseloads import actions
from safeload.caseloads.models import Allocation, Case, CaseTask, ConflictOfInterest, CourtDate
from safeload.people import asked
from tests.caseloads.town import FIELDS, a_case, held, holder
from tests.cast import EVERYBODY, Cast


class Asking:
    """A small scheme's questions, for the forms of these tests."""

    def fields(self, of: str, on: Any, service_area_id: int | None) -> Any:
        from safeload.domain.scheme.model import Field

        if of == "task":
            return {
                "task": Field(of="task", name="task", title="Kind", kind="code", codes={"review": "Review"})
            }
        return FIELDS if of == "case" else {}

    def commitments(self, on: Any) -> Any:
        return {}


@pytest.fixture(autouse=True)
def a_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_asking", [Asking()])


def days(name: str, day: Any) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


#: Who opens a page of a case that Amira of the Assessment team holds.
OPEN = {
    "case": {"practitioner", "manager"},
    "correct_case": {"practitioner", "manager"},
    "note_waiting": {"practitioner", "manager"},
    "close_case": {"practitioner", "manager"},
    "hold_case": {"manager"},
    "answer_case": {"practitioner", "manager"},
    "group_case": {"practitioner", "manager"},
    "add_court_date": {"practitioner", "manager"},
    "add_skill_asked": {"practitioner", "manager"},
    "add_conflict": {"practitioner", "manager"},
    "add_case_task": {"practitioner", "manager"},
}


@pytest.mark.parametrize("page", OPEN)
def test_pages_of_a_case_are_closed_to_strangers(cast: Cast, page: str) -> None:
    address = reverse(page, args=[held(cast).pk])
    assert {who for who in EVERYBODY if cast.as_(who).get(address).status_code == 200} == OPEN[page]


def test_the_assessor_sees_the_cases_of_the_nqsw_and_changes_none(cast: Cast) -> None:
    case = held(cast, "nqsw")
    grace = cast.as_("assessor")
    assert grace.get(reverse("case", args=[case.pk])).status_code == 200
    assert grace.get(reverse("correct_case", args=[case.pk])).status_code == 404


def test_a_household_and_tasks_are_closed_to_strangers(cast: Cast) -> None:
    case = held(cast, household="H-1")
    pages = {
        reverse("household", args=[case.household_id]): {"practitioner", "manager"},
        reverse("correct_household", args=[case.household_id]): {"practitioner", "manager"},
        reverse("tasks", args=[cast.people["practitioner"].pk]): {"practitioner", "manager"},
        reverse("add_task", args=[cast.people["practitioner"].pk]): {"practitioner", "manager"},
    }
    for page, expected in pages.items():
        assert {who for who in EVERYBODY if cast.as_(who).get(page).status_code == 200} == expected


def test_buttons_of_strangers_change_nothing(cast: Cast) -> None:
    case = held(cast, household="H-1")
    court = actions.add_court_date(by=None, case_id=case.pk, on=timezone.localdate())
    skill = actions.add_skill_asked(by=None, case_id=case.pk, kind="skill", text="x")
    task = actions.add_task(by=None, post_id=cast.posts["practitioner"].pk, kind="review")
    conflict = actions.add_conflict(by=None, case_id=case.pk, practitioner_id=cast.people["peer"].pk)
    buttons = [
        reverse("split_case", args=[case.pk]),
        reverse("reopen_case", args=[case.pk]),
        reverse("court_date_off", args=[court.pk]),
        reverse("skill_asked_off", args=[skill.pk]),
        reverse("conflict_off", args=[case.pk, conflict.pk]),
        reverse("task_off", args=[task.pk]),
    ]
    entries = Entry.objects.count()
    for who in ("peer", "stranger", "stranger_manager", "head", "hr", "analyst", "administrator"):
        assert {cast.as_(who).post(button).status_code for button in buttons} == {404}
    assert Entry.objects.count() == entries


def test_the_list_holds_what_one_may_see(cast: Cast) -> None:
    held(cast, "practitioner", "1001")
    held(cast, "peer", "1002")
    held(cast, "stranger", "1003")
    a_case(cast, "1004")
    Case.objects.create(reference="1005")

    def seen(who: str, query: str = "") -> set[str]:
        page = cast.as_(who).get(reverse("cases") + query).content.decode()
        return {
            reference for reference in ("1001", "1002", "1003", "1004", "1005") if f">{reference}</a>" in page
        }

    assert seen("practitioner") == {"1001"}
    assert seen("manager") == {"1001", "1002", "1004", "1005"}
    assert seen("stranger_manager") == {"1003", "1005"}
    assert seen("manager", "?holder=waiting") == {"1004", "1005"}
    assert seen("manager", "?holder=held&sort=-reference") == {"1001", "1002"}
    assert seen("manager", f"?team={cast.court.pk}") == set()
    assert seen("manager", "?reference=100&team=99999999999999999999&page=nonsense") == seen("manager")


def test_work_parked_or_left_behind_counts_as_waiting(cast: Cast) -> None:
    from safeload.people.actions import end_practitioner

    held(cast, "manager", "1001")
    held(cast, "peer", "1002")
    end_practitioner(
        by=None, practitioner_id=cast.people["peer"].pk, on=timezone.localdate() - timedelta(days=1)
    )
    page = cast.as_("manager").get(reverse("cases") + "?holder=waiting").content.decode()
    assert "Noor Patel, waiting: parked with a manager" in page
    assert "Carl Owusu, waiting: Carl Owusu has left" in page


@pytest.mark.parametrize(
    ("wanted", "there"),
    [("4471", {">4471<"}), ("amira", {"Amira Hussain"}), ("H-1", {">4471<"}), ("zzz", set()), ("", set())],
)
def test_search_finds_cases_and_people(cast: Cast, wanted: str, there: set[str]) -> None:
    held(cast, household="H-1")
    page = cast.as_("manager").get(reverse("search"), {"q": wanted}).content.decode()
    assert {
        found for found in (">4471<", "Amira Hussain") if f"{found}/a>" in page or f"{found}</a>" in page
    } == there


def test_search_finds_nothing_of_others(cast: Cast) -> None:
    held(cast)
    for wanted in ("4471", "Amira"):
        for who in ("stranger", "stranger_manager", "peer", "analyst", "member", "administrator"):
            page = cast.as_(who).get(reverse("search"), {"q": wanted}).content.decode()
            assert "Nothing that you may open fits this" in page


def test_a_case_is_added_held_answered_and_closed_by_hand(cast: Cast) -> None:
    noor, today = cast.as_("manager"), timezone.localdate()
    form = {"reference": "5500", "household": "H-5", "kind": "child", "team_id": cast.assessment.pk,
            "priority": "2-high", **days("opened_on", today - timedelta(days=3))}  # fmt: skip
    answer = noor.post(reverse("add_case"), form)
    case = Case.objects.get()
    assert answer.url == reverse("case", args=[case.pk])
    hold = {"version": case.version, "expected": "", "post_id": cast.posts["peer"].pk, "reason": "FCONTA",
            **days("from_on", today)}  # fmt: skip
    assert noor.post(reverse("hold_case", args=[case.pk]), hold).status_code == 302
    assert holder(case, today) == cast.posts["peer"].pk
    late = noor.post(reverse("hold_case", args=[case.pk]), hold | {"post_id": cast.posts["nqsw"].pk})
    assert (late.status_code, "Carl Owusu holds it" in late.content.decode()) == (422, True)
    answers = {"status": ["CP", "LAC"], "level": "", "points": "3", "court": "no", "since": ""}
    assert noor.post(reverse("answer_case", args=[case.pk]), answers).status_code == 302
    case.refresh_from_db()
    assert case.values == {"status": ["CP", "LAC"], "points": "3", "court": False}
    page = noor.get(reverse("case", args=[case.pk])).content.decode()
    assert "Child protection plan, Looked after" in page
    closing = {**days("on", today), "reason": "RC7"}
    said = noor.post(reverse("close_case", args=[case.pk]), closing, follow=True).content.decode()
    undo = reverse("reopen_case", args=[case.pk])
    assert f'action="{undo}"' in said
    noor.post(undo)
    assert holder(case, today) == cast.posts["peer"].pk


def test_none_of_these_is_an_answer_and_nothing_is_none(cast: Cast) -> None:
    case, noor = held(cast), cast.as_("manager")
    page = reverse("answer_case", args=[case.pk])
    noor.post(page, {"status": ["-"]})
    case.refresh_from_db()
    assert case.values == {"status": []}
    assert 'value="-" checked' in noor.get(page).content.decode()
    noor.post(page, {})
    case.refresh_from_db()
    assert case.values == {}


def test_a_wrong_answer_stands_beside_its_field(cast: Cast) -> None:
    answer = cast.as_("manager").post(reverse("answer_case", args=[held(cast).pk]), {"points": "2.555"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "enter a number with at most two decimal places" in page
    assert 'href="#id_points"' in page


def test_a_household_moves_together_unless_one_says_otherwise(cast: Cast) -> None:
    first, second = held(cast, reference="1", household="H-1"), held(cast, reference="2", household="H-1")
    third = held(cast, "peer", "3", "H-1")
    noor, today = cast.as_("manager"), timezone.localdate()
    form = {"expected": cast.posts["practitioner"].pk, "post_id": cast.posts["nqsw"].pk, "reason": "MANAGE",
            "together": "on", **days("from_on", today)}  # fmt: skip
    assert noor.post(reverse("hold_case", args=[first.pk]), form).status_code == 302
    nqsw, peer = cast.posts["nqsw"].pk, cast.posts["peer"].pk
    assert [holder(case, today) for case in (first, second, third)] == [nqsw, nqsw, peer]


def test_why_there_is_a_conflict_is_for_the_manager_and_who_noted_it(cast: Cast) -> None:
    case = held(cast)
    form = {"practitioner_id": cast.people["peer"].pk, "why": "Related by marriage"}
    noor, amira = cast.as_("manager"), cast.as_("practitioner")
    assert noor.post(reverse("add_conflict", args=[case.pk]), form).status_code == 302
    page = reverse("case", args=[case.pk])
    assert "Related by marriage" in noor.get(page).content.decode()
    hers = amira.get(page).content.decode()
    assert "Carl Owusu" in hers
    assert "Related by marriage" not in hers
    row = ConflictOfInterest.objects.get()
    assert noor.post(reverse("conflict_off", args=[case.pk, row.pk])).status_code == 302
    assert noor.post(reverse("conflict_back", args=[case.pk, row.pk])).status_code == 302


def test_court_dates_come_and_go(cast: Cast) -> None:
    case, amira = held(cast), cast.as_("practitioner")
    form = {"kind": "final", **days("on", timezone.localdate())}
    assert amira.post(reverse("add_court_date", args=[case.pk]), form).status_code == 302
    twice = amira.post(reverse("add_court_date", args=[case.pk]), form)
    assert (twice.status_code, "on the list already" in twice.content.decode()) == (422, True)
    row = CourtDate.objects.get()
    said = amira.post(reverse("court_date_off", args=[row.pk]), follow=True).content.decode()
    assert reverse("court_date_back", args=[row.pk]) in said


def test_tasks_come_and_go(cast: Cast) -> None:
    case, amira, pk = held(cast), cast.as_("practitioner"), cast.people["practitioner"].pk
    form = {"task": "review", "number": "2", "post_id": cast.posts["practitioner"].pk, "case": case.reference}
    assert amira.post(reverse("add_task", args=[pk]), form).status_code == 302
    task = CaseTask.objects.get()
    assert (task.case, task.number) == (case, 2)
    assert "Review" in amira.get(reverse("tasks", args=[pk])).content.decode()
    elsewhere = amira.post(reverse("add_task", args=[pk]), form | {"case": "nowhere-1"})
    assert "There is no case nowhere-1 that you may open." in elsewhere.content.decode()
    assert amira.post(reverse("task_off", args=[task.pk])).status_code == 302


def test_a_task_says_whose_work_it_is(cast: Cast) -> None:
    case, noor = held(cast), cast.as_("manager")
    amira, helper = cast.people["practitioner"], cast.people["peer"]
    page = noor.get(reverse("add_case_task", args=[case.pk])).content.decode()
    assert "Not known yet" not in page
    assert 'value="holder" selected' in page
    form = {"task": "review", "number": "2", "post_id": cast.posts["peer"].pk, "owner": "holder"}
    assert noor.post(reverse("add_case_task", args=[case.pk]), form).status_code == 302
    task = CaseTask.objects.get()
    assert (task.case, task.owner, task.post.practitioner) == (case, amira, helper)
    said = noor.get(reverse("case", args=[case.pk])).content.decode()
    assert f"Review, 2: {helper.name} for {amira.name}" in said
    assert amira.name in noor.get(reverse("tasks", args=[helper.pk])).content.decode()
    own = {**form, "post_id": cast.posts["practitioner"].pk, "case": case.reference, "owner": ""}
    assert cast.as_("practitioner").post(reverse("add_task", args=[amira.pk]), own).status_code == 302
    assert CaseTask.objects.filter(owner=None).count() == 1
    nobody = noor.post(reverse("add_task", args=[helper.pk]), form | {"case": ""})
    assert "Nobody holds this case" in nobody.content.decode()


def test_no_page_asks_more_questions_for_more_cases(cast: Cast) -> None:
    noor = cast.as_("manager")
    one = held(cast, "practitioner", "1", "H-1")

    def asked_by() -> list[int]:
        counts = []
        home = Case.objects.get(pk=one.pk).household_id
        for page in (reverse("cases"), reverse("case", args=[one.pk]), reverse("household", args=[home])):
            noor.get(page)
            with CaptureQueriesContext(connection) as queries:
                noor.get(page)
            counts.append(len(queries))
        return counts

    held(cast, "peer", "2", "H-1")
    before = asked_by()
    for number in range(10, 30):
        held(cast, "peer", str(number), "H-1")
    assert asked_by() == before
    assert Allocation.objects.open_parts().count() == 22
    assert max(before) <= 28
