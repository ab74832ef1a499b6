"""Recording by hand who holds a case: for what is so already; what has to be proposed is not just written down."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.actions import add_change_reason
from safeload.allocation.queries.candidates import candidates
from safeload.allocation.queries.cases import asked
from safeload.allocation.queries.given import given
from safeload.allocation.queries.moving import held_by
from safeload.audit.refusals import Refusal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation, Case, WorklistRow
from safeload.caseloads.queries import history
from safeload.people.permits import scope_of
from safeload.workload.actions import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving import agreed
from tests.api.client import Api
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def hold(meeting: Meeting, who: Any, on: date = TODAY, **more: Any) -> bool:
    said: dict[str, Any] = {"case_id": meeting.cases[0].pk, "post_id": who.posts.get().pk, "from_on": on}
    return caseloads.set_holder(by=meeting.accounts["manager"], **{"reason": "FCONTA", **said, **more})


def test_from_today_on_nobody_is_put_over_the_line_by_hand(meeting: Meeting) -> None:
    with pytest.raises(
        Refusal, match=r"Ben Carter would go over the line: from 49 to 53 of 50 points\..*Propose it"
    ):
        hold(meeting, meeting.ben)
    assert not Allocation.objects.filter(case=meeting.cases[0]).exists()
    assert hold(meeting, meeting.amira)


def test_a_day_to_come_is_proposed_and_not_recorded_whoever_has_room(meeting: Meeting) -> None:
    with pytest.raises(Refusal, match=r"This day lies ahead.*Propose it instead"):
        hold(meeting, meeting.amira, TODAY + timedelta(days=1))
    assert not Allocation.objects.filter(case=meeting.cases[0]).exists()


def test_a_day_that_has_passed_makes_nobody_hold_too_much_today(meeting: Meeting) -> None:
    for day in (days_ago(1), days_ago(9)):
        with pytest.raises(
            Refusal, match=r"Ben Carter would go over the line: from 49 to 53 of 50 points\..*Propose it"
        ):
            hold(meeting, meeting.ben, day)
    assert not Allocation.objects.filter(case=meeting.cases[0]).exists()


def test_a_day_that_has_passed_puts_right_what_was_so(meeting: Meeting) -> None:
    assert hold(meeting, meeting.amira, days_ago(5))
    post = meeting.ben.posts.get()
    post.ended_on = days_ago(3)
    post.save()
    assert hold(meeting, meeting.ben, days_ago(4), case_id=meeting.cases[1].pk)


def test_who_holds_more_from_a_day_to_come_is_measured_on_that_day_too(meeting: Meeting) -> None:
    cai, day = meeting.town.person("Cai Rees"), TODAY + timedelta(days=9)
    meeting.town.points(cai, 46)
    said = {"case_id": meeting.cases[0].pk, "post_id": cai.posts.get().pk, "from_on": day}
    caseloads.set_holder(by=None, reason="FCONTA", **said)
    for start in (days_ago(1), TODAY):
        with pytest.raises(
            Refusal, match=rf"Cai Rees would go over the line on {day.day} {day:%B %Y}: from 50 to 51 of"
        ):
            hold(meeting, cai, start, case_id=meeting.cases[1].pk)


def test_a_conflict_of_interest_counts_whatever_day_is_said(meeting: Meeting) -> None:
    caseloads.add_conflict(by=None, case_id=meeting.cases[0].pk, practitioner_id=meeting.amira.pk)
    with pytest.raises(Refusal, match="conflict of interest is noted between Amira Hussain and case"):
        hold(meeting, meeting.amira, days_ago(2))


def test_one_with_a_conflict_of_interest_is_not_recorded(meeting: Meeting) -> None:
    caseloads.add_conflict(
        by=None, case_id=meeting.cases[1].pk, practitioner_id=meeting.amira.pk, household=True
    )
    with pytest.raises(Refusal, match="conflict of interest is noted between Amira Hussain and case"):
        hold(meeting, meeting.amira)


def test_a_proposal_may_do_what_the_hand_may_not(meeting: Meeting) -> None:
    one = meeting.propose(meeting.ben, case_ids=[meeting.cases[0].pk])
    said = {"notified": True, "reason": "Nobody else.", "what_will_be_done": "One closes."}
    done = meeting.decide(one, **said, over_until=TODAY + timedelta(days=9))
    assert done.outcome == "allocated"


def test_the_page_says_what_it_is_for_and_shows_before_and_after(meeting: Meeting) -> None:
    manager, case = signed_in(meeting.accounts["manager"]), meeting.cases[0]
    own = add_change_reason(
        by=meeting.town.signs_in(role="administrator", everywhere=True), label="Moved house", code="OTHERS"
    )
    address = reverse("hold_case", args=[case.pk])
    page = text_of(manager.get(address))
    assert "For what is so already" in page
    assert "Ben Carter, North: 49 → 54 of 50 points, over the line" in page
    sent = {"post_id": meeting.ben.posts.get().pk, "from_on": TODAY.isoformat(), "reason": f"own-{own.pk}"}
    refused = manager.post(address, sent)
    assert refused.status_code == 422
    assert "from 49 to 53 of 50 points" in text_of(refused)
    sent["post_id"] = meeting.amira.posts.get().pk
    assert manager.post(address, sent).status_code == 302
    assert "Moved house" in text_of(manager.get(reverse("case", args=[case.pk])))


def test_the_api_refuses_likewise_and_takes_the_employers_own_reasons(meeting: Meeting) -> None:
    api, case = Api(meeting.accounts["manager"]), meeting.cases[0]
    own = add_change_reason(
        by=meeting.town.signs_in(role="administrator", everywhere=True), label="Moved house", code="OTHERS"
    )
    body = {"post_id": meeting.ben.posts.get().pk, "from_on": TODAY.isoformat(), "own_reason_id": own.pk}
    refused = api.post(f"/cases/{case.pk}/holder", body)
    assert refused.status_code == 422
    assert "Propose it instead" in refused.content.decode()
    many = {"changes": [{**body, "case_id": case.pk}]}
    assert api.post("/allocations", many).status_code == 422
    together = {**body, "case_ids": [case.pk], "expected": None}
    assert api.post("/allocations/household", together).status_code == 422
    body["post_id"] = meeting.amira.posts.get().pk
    assert api.post(f"/cases/{case.pk}/holder", body).status_code == 200
    told = api.get(f"/cases/{case.pk}/allocations").json()["items"][0]
    assert (told["reason"], told["own_reason"]) == ("OTHERS", "Moved house")


def test_the_employers_own_reason_of_a_proposal_is_kept_with_the_allocation(meeting: Meeting) -> None:
    own = add_change_reason(
        by=meeting.town.signs_in(role="administrator", everywhere=True), label="Moved house", code="OTHERS"
    )
    one = meeting.propose(terms=actions.Terms(own_reason_id=own.pk))
    meeting.answer(one)
    meeting.decide(one)
    parts = Allocation.objects.open_parts().filter(case__in=meeting.cases)
    assert {part.own_reason for part in parts} == {"Moved house"}


def test_taken_back_it_counts_no_worker_and_the_history_says_so(meeting: Meeting) -> None:
    case = meeting.town.family(1, meeting.ben, days_ago(30), status=["CIN"])[0]
    one = meeting.propose(case_ids=[case.pk])
    meeting.answer(one)
    meeting.decide(one)
    before = given(scope_of(meeting.accounts["manager"]), TODAY, TODAY)
    actions.undo(by=meeting.accounts["manager"], proposal_id=one.pk, why="The wrong child.")
    rows = [
        (row.post.practitioner.name, row.never_was, row.get_end_reason_display()) for row in history(case)
    ]
    assert rows == [("Amira Hussain", True, "Taken back"), ("Ben Carter", False, "")]
    scope = scope_of(meeting.accounts["manager"])
    assert asked([case], TODAY).workers == {case.pk: 1}
    assert given(scope, TODAY, TODAY).by_hand == before.by_hand
    page = text_of(signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[one.pk])))
    assert "The wrong child." in page
    with pytest.raises(Refusal, match="why it is taken back"):
        actions.undo(by=meeting.accounts["manager"], proposal_id=agreed(meeting).pk, why=" ")


def test_only_what_somebody_else_held_before_counts_as_taken(meeting: Meeting) -> None:
    case = meeting.town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0]
    amira, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    parts = [caseloads.Part(amira.pk, Decimal(60)), caseloads.Part(ben.pk, Decimal(40))]
    caseloads.share_case(by=None, case_id=case.pk, parts=parts, from_on=days_ago(2), expected=amira.pk)
    caseloads.set_holder(
        by=None,
        case_id=meeting.cases[0].pk,
        post_id=amira.pk,
        from_on=TODAY + timedelta(days=9),
        reason="FCONTA",
    )
    refresh(on=TODAY)
    scope = scope_of(meeting.accounts["manager"])
    found = {one.person.name: one for one in candidates(scope, meeting.town.team.pk, meeting.cases)}
    assert found["Amira Hussain"].taken == (0, 1)
    assert asked(meeting.cases, TODAY).workers == dict.fromkeys((one.pk for one in meeting.cases), 0)
    assert found["Amira Hussain"].known.last_given == days_ago(30)
    since = {part.case_id: part.since for part in held_by(amira.pk, TODAY)}
    assert since[case.pk] == days_ago(30)
    told = Api(meeting.accounts["manager"]).get(f"/cases/{case.pk}").json()
    assert told["holder"]["since"] == days_ago(30).isoformat()
    assert [(one["name"], one["share"]) for one in told["co_workers"]] == [("Ben Carter", "40.00")]
    page = text_of(signed_in(meeting.accounts["manager"]).get(reverse("case", args=[case.pk])))
    assert "Amira Hussain 60%, with Ben Carter 40%" in page


def test_a_hand_over_from_a_day_to_come_stays_on_the_givers_page(meeting: Meeting) -> None:
    case = meeting.town.family(1, meeting.ben, days_ago(30), status=["CIN"])[0]
    amira, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    day = TODAY + timedelta(days=9)
    caseloads.set_holder(by=None, case_id=case.pk, post_id=amira.pk, from_on=day, reason="MANAGE")
    page = text_of(signed_in(meeting.accounts["manager"]).get(reverse("hand_over_cases", args=[ben.pk])))
    assert f"goes to Amira Hussain on {day.day} {day:%B %Y}" in page


def test_after_a_closing_that_was_taken_back_an_allocation_can_still_be_taken_back(meeting: Meeting) -> None:
    manager = meeting.accounts["manager"]
    case = meeting.town.family(1, meeting.ben, days_ago(30), status=["CIN"])[0]
    Case.objects.filter(pk=case.pk).update(listed=True)
    one = meeting.propose(case_ids=[case.pk])
    meeting.answer(one)
    meeting.decide(one)
    entered = WorklistRow.objects.get(case=case)
    caseloads.close_case(by=manager, case_id=case.pk, on=TODAY, reason="RC7")
    caseloads.reopen_case(by=manager, case_id=case.pk)
    standing = WorklistRow.objects.open().get(case=case)
    assert (standing, standing.was, standing.post) == (entered, entered.was, entered.post)
    actions.undo(by=manager, proposal_id=one.pk, why="The wrong child.")
    part = Allocation.objects.open_parts().get(case=case)
    assert (part.post.practitioner, part.starts_on) == (meeting.ben, days_ago(30))
    assert not WorklistRow.objects.open().filter(case=case).exists()


def test_who_was_second_is_told_so_and_nobody_is_measured_for_it(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, address = (
        signed_in(meeting.accounts["manager"]),
        reverse("hold_case", args=[meeting.cases[0].pk]),
    )
    hold(meeting, meeting.amira)
    monkeypatch.setattr("safeload.allocation.views.by_hand.figures_by_post", None)
    sent = {
        "expected": "",
        "post_id": meeting.ben.posts.get().pk,
        "from_on": TODAY.isoformat(),
        "reason": "FCONTA",
    }
    refused = manager.post(address, sent)
    assert refused.status_code == 422
    assert "was changed since you opened this page: Amira Hussain holds it" in text_of(refused)
    assert "Ben Carter, North" in text_of(refused)
