"""A conflict of interest stops nobody and is never passed over: read on every page, and decided with a reason."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.actions.conflicts import ConflictNoted
from safeload.allocation.models import Proposal
from safeload.audit.refusals import Refusal
from safeload.caseloads import actions as caseloads
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_pages import hidden
from tests.api.client import Api
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def note(meeting: Meeting, whom: Any = None, number: int = 0) -> str:
    """A conflict with one of the cases is noted; what the pages say of it."""
    who, case = whom or meeting.amira, meeting.cases[number]
    caseloads.add_conflict(by=meeting.accounts["second"], practitioner_id=who.pk, case_id=case.pk)
    return f"A conflict of interest is noted between {who.name} and case {case.reference}."


def fields(page: Any, **more: Any) -> dict[str, Any]:
    found = {name: hidden(page, name).replace("&quot;", '"') for name in ("version", "seen")}
    if 'name="in_conflict" value=' in page.content.decode():
        found["in_conflict"] = hidden(page, "in_conflict")
    return {**found, "allocate": "yes", **more}


def test_it_is_read_by_both_sides_and_wants_a_reason(meeting: Meeting) -> None:
    said, one = note(meeting), meeting.propose()
    meeting.answer(one)
    client, address = signed_in(meeting.accounts["manager"]), reverse("proposal", args=[one.pk])
    page = client.get(address)
    assert said in text_of(page)
    assert said in text_of(signed_in(meeting.accounts["amira"]).get(address))
    deciding = reverse("decide_proposal", args=[one.pk])
    refused = client.post(deciding, fields(page))
    assert f"{said} Say why Amira Hussain is to take it all the same." in text_of(refused)
    assert client.post(deciding, fields(refused, reason="It is a distant cousin.")).status_code == 302
    one.refresh_from_db()
    assert (one.outcome, one.conflict_said) == ("allocated", said)
    caseloads.remove_conflict(by=meeting.accounts["second"], conflict_id=meeting.amira.conflicts.get().pk)
    assert said in text_of(client.get(address))


def test_what_is_noted_after_the_page_was_shown_is_read_before_anything_is_decided(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    client = signed_in(meeting.accounts["manager"])
    page = client.get(reverse("proposal", args=[one.pk]))
    said, deciding = note(meeting, number=1), reverse("decide_proposal", args=[one.pk])
    refused = client.post(deciding, fields(page, reason="He knows the court."))
    assert refused.status_code == 422
    assert f"{said} Nothing was decided: look at it and decide again." in text_of(refused)
    assert "He knows the court." in refused.content.decode()
    assert client.post(deciding, fields(refused, reason="He knows the court.")).status_code == 302


def test_a_conflict_with_the_household_is_one_with_each_of_its_cases(meeting: Meeting) -> None:
    one = meeting.propose()
    caseloads.add_conflict(
        by=meeting.accounts["second"],
        practitioner_id=meeting.amira.pk,
        case_id=meeting.cases[0].pk,
        household=True,
    )
    meeting.answer(one)
    first, second = (case.reference for case in meeting.cases)
    with pytest.raises(ConflictNoted, match=f"and cases {first} and {second}"):
        meeting.decide(one)


def test_somebody_elses_conflict_is_nobodys_here(meeting: Meeting) -> None:
    note(meeting, meeting.ben)
    one = meeting.propose()
    meeting.answer(one)
    assert "conflict" not in text_of(
        signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[one.pk]))
    )
    assert meeting.decide(one).conflict_said == ""


def test_of_a_hand_over_it_stands_beside_whoever_takes_the_case(meeting: Meeting) -> None:
    case = meeting.town.family(1, meeting.ben, days_ago(30), status=["CIN"])[0]
    meeting.cases[0] = case
    said, client = note(meeting), signed_in(meeting.accounts["manager"])
    ben, amira = meeting.ben.posts.get(), meeting.amira.posts.get()
    address = reverse("hand_over_cases", args=[ben.pk])
    page = client.get(address)
    shown = client.post(address, {"key": hidden(page, "key"), "from_on": TODAY, "all_to": amira.pk})
    assert said in text_of(shown)
    made = actions.hand_over(
        by=meeting.accounts["manager"], key=uuid.uuid4(), post_id=ben.pk, to={case.pk: amira.pk},
        from_on=TODAY, seen={},
    )  # fmt: skip
    one = Proposal.objects.get()
    meeting.answer(one)
    page = client.get(reverse("hand_over", args=[made.pk]))
    assert said in text_of(page)
    sent = {name: hidden(page, name).replace("&quot;", '"') for name in ("seen", "in_conflict")}
    deciding = reverse("decide_hand_over", args=[made.pk])
    assert client.post(deciding, {**sent, "allocate": "yes"}).status_code == 422
    assert client.post(deciding, {**sent, "allocate": "yes", "reason": "Distant."}).status_code == 302


def test_a_program_reads_it_and_sends_it_back(meeting: Meeting) -> None:
    note(meeting)
    one = meeting.propose()
    meeting.answer(one)
    api, address = Api(meeting.accounts["manager"]), f"/proposals/{one.pk}"
    told = api.get(address).json()
    assert told["in_conflict"] == [meeting.cases[0].pk]
    body = {"allocate": True, "seen": told["figures"], "version": told["version"], "reason": "Distant."}
    assert api.post(f"{address}/decide", body).status_code == 409
    assert api.post(f"{address}/decide", {**body, "in_conflict": told["in_conflict"]}).status_code == 200


def test_by_hand_it_is_to_be_proposed(meeting: Meeting) -> None:
    said = note(meeting)
    with pytest.raises(Refusal, match=rf"{said} Here is recorded what is so already\. Propose it"):
        caseloads.set_holder(
            by=meeting.accounts["manager"], case_id=meeting.cases[0].pk,
            post_id=meeting.amira.posts.get().pk, from_on=TODAY, reason="FCONTA",
        )  # fmt: skip
