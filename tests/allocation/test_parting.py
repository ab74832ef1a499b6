"""A household that was split between proposal and decision: said once, also where no figure moves, and kept."""

from __future__ import annotations

import uuid
from html import unescape

import pytest
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.actions.parting import HouseholdSplit
from safeload.allocation.models import Proposal
from safeload.caseloads import actions as caseloads
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving import agreed
from tests.allocation.test_pages import form, hidden
from tests.api.client import Api
from tests.workload.pages import text_of
from tests.workload.town import TODAY


def answered(meeting: Meeting) -> Proposal:
    """The first of the two is proposed to Amira, who agrees: whose the other one is moves none of her figures."""
    one = meeting.propose(case_ids=[meeting.cases[0].pk])
    meeting.answer(one)
    return one


def said(meeting: Meeting) -> str:
    """The words."""
    home, other = meeting.cases[0].household, meeting.cases[1].reference
    assert home is not None
    return (
        f"Household {home.reference} has been split since it was proposed: case {other} is no longer of it."
    )


def test_a_split_that_moves_no_figure_is_said_once_and_kept(meeting: Meeting) -> None:
    one, other = answered(meeting), meeting.cases[1]
    caseloads.split(by=meeting.accounts["manager"], case_id=other.pk)
    with pytest.raises(
        HouseholdSplit, match=rf"{said(meeting)} Nothing was decided: look at it and decide again"
    ):
        meeting.decide(one)
    done = meeting.decide(one, left_household=[other.pk])
    assert (done.outcome, done.split_said) == ("allocated", said(meeting))


def test_a_sibling_that_moves_to_another_household_is_named(meeting: Meeting) -> None:
    one, other = answered(meeting), meeting.cases[1]
    caseloads.group(by=meeting.accounts["manager"], case_ids=[other.pk], household="H901")
    with pytest.raises(HouseholdSplit, match=said(meeting)):
        meeting.decide(one)


def test_nobody_is_asked_where_they_are_together_as_before(meeting: Meeting) -> None:
    one, (first, second) = answered(meeting), meeting.cases
    manager = meeting.accounts["manager"]
    caseloads.split(by=manager, case_id=second.pk)
    assert first.household is not None
    caseloads.group(by=manager, case_ids=[second.pk], household=first.household.reference)
    caseloads.group(by=manager, case_ids=[first.pk, second.pk], household="H902")
    assert meeting.decide(one).split_said == ""


def test_the_page_says_it_beside_what_was_typed_and_then_decides(meeting: Meeting) -> None:
    one, other = answered(meeting), meeting.cases[1]
    manager, address = signed_in(meeting.accounts["manager"]), reverse("proposal", args=[one.pk])
    page = manager.get(address)
    caseloads.split(by=meeting.accounts["second"], case_id=other.pk)
    deciding = reverse("decide_proposal", args=[one.pk])
    sent = {"seen": unescape(hidden(page, "seen")), "version": hidden(page, "version"), "allocate": "yes"}
    refused = manager.post(deciding, sent)
    assert refused.status_code == 422
    assert f"{said(meeting)} Nothing was decided" in text_of(refused)
    manager.post(deciding, {**sent, "left_household": hidden(refused, "left_household")})
    one.refresh_from_db()
    assert one.outcome == "allocated"
    assert said(meeting) in text_of(manager.get(address))


def test_a_hand_over_says_it_too(meeting: Meeting) -> None:
    agreed(meeting)
    manager, (first, second) = meeting.accounts["manager"], meeting.cases
    given = {
        "post_id": meeting.amira.posts.get().pk,
        "to": {first.pk: meeting.town.person("Cai Rees").posts.get().pk},
    }
    made = actions.hand_over(by=manager, key=uuid.uuid4(), from_on=TODAY, seen={}, split_meant=True, **given)
    client, address = signed_in(manager), reverse("hand_over", args=[made.pk])
    caseloads.split(by=meeting.accounts["second"], case_id=second.pk)
    page = client.get(address)
    assert said(meeting) in text_of(page)
    assert hidden(page, "left_household") == str(second.pk)


def test_programs_are_told_in_the_same_words(meeting: Meeting) -> None:
    one, other = answered(meeting), meeting.cases[1]
    caseloads.split(by=meeting.accounts["second"], case_id=other.pk)
    api = Api(meeting.accounts["manager"])
    told = api.get(f"/proposals/{one.pk}").json()
    assert (told["left_household"], told["split_said"]) == ([other.pk], said(meeting))
    body = {"allocate": True, "seen": told["figures"]}
    refused = api.post(f"/proposals/{one.pk}/decide", body)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("household-split")
    assert said(meeting) in refused.json()["detail"]
    assert api.post(f"/proposals/{one.pk}/decide", {**body, "left_household": [other.pk]}).status_code == 200
    told = api.get(f"/proposals/{one.pk}").json()
    assert (told["left_household"], told["split_said"]) == ([], said(meeting))


def test_programs_are_asked_about_siblings_with_two_people(meeting: Meeting) -> None:
    first, second = meeting.cases
    meeting.propose(case_ids=[first.pk])
    api = Api(meeting.accounts["manager"])
    body = {"case_ids": [second.pk], "post_id": meeting.ben.posts.get().pk, "from_on": TODAY.isoformat()}
    refused = api.post("/proposals", body)
    assert refused.status_code == 422
    assert [row["field"] for row in refused.json()["errors"]] == ["body.split_meant"]
    assert (
        f"case {first.reference} to Amira Hussain. Keep brothers and sisters together"
        in refused.json()["detail"]
    )
    assert api.post("/proposals", {**body, "post_id": meeting.amira.posts.get().pk}).status_code == 201
    two = Proposal.objects.get(cases__case=second)
    actions.withdraw(by=meeting.accounts["manager"], proposal_id=two.pk)
    assert api.post("/proposals", {**body, "split_meant": True}).status_code == 201


def test_the_page_of_candidates_asks_it_too(meeting: Meeting) -> None:
    first, second = meeting.cases
    meeting.propose(case_ids=[first.pk])
    manager, address = signed_in(meeting.accounts["manager"]), reverse("place_case", args=[second.pk])
    page = manager.get(address)
    assert f"Proposed already: case {first.reference} to Amira Hussain" in text_of(page)
    sent = form(meeting, page, post=meeting.ben.posts.get().pk, case_ids=second.pk)
    assert "Keep brothers and sisters together" in text_of(manager.post(address, sent))
    assert manager.post(address, {**sent, "split_meant": "on"}).status_code == 302


def test_a_hand_over_by_a_program_says_that_it_parts_a_household(meeting: Meeting) -> None:
    agreed(meeting)
    first, _ = meeting.cases
    api, ben = Api(meeting.accounts["manager"]), meeting.ben.posts.get()
    body = {"post_id": meeting.amira.posts.get().pk, "to": {first.pk: ben.pk}, "from_on": TODAY.isoformat()}
    refused = api.post("/hand-overs", body)
    assert refused.status_code == 422
    assert "Keep brothers and sisters together, or say" in refused.json()["detail"]
    assert api.post("/hand-overs", {**body, "split_meant": True}).status_code == 201
