"""A case that closes or changes hands goes out of its proposal; the others of it stand, and nothing typed is lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.models import DroppedCase, Proposal
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.people.models import Team
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving_pages import day
from tests.allocation.test_notices import told
from tests.allocation.test_pages import hidden
from tests.api.client import Api
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def close(meeting: Meeting, number: int = 0) -> str:
    """The other manager closes one of the cases; which."""
    case = meeting.cases[number]
    caseloads.close_case(by=meeting.accounts["second"], case_id=case.pk, on=TODAY, reason="RC7")
    return str(case.reference)


def test_one_that_closed_goes_out_and_the_others_are_decided_on_new_figures(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    client, address = signed_in(meeting.accounts["manager"]), reverse("proposal", args=[one.pk])
    page = client.get(address)
    sent = {"version": hidden(page, "version"), "seen": hidden(page, "seen").replace("&quot;", '"'),
            "allocate": "yes", "reason": "Both of them know her."}  # fmt: skip
    gone, left = close(meeting), meeting.cases[1]
    refused = client.post(reverse("decide_proposal", args=[one.pk]), sent)
    assert refused.status_code == 422
    said = (
        f"Case {gone} was closed by {meeting.accounts['second'].name} on Thursday 19 November 2026 at 10am."
    )
    assert f"{said} It is not part of this any more. What you typed is kept below" in text_of(refused)
    assert "Both of them know her." in refused.content.decode()
    again = {
        **sent,
        "version": hidden(refused, "version"),
        "seen": hidden(refused, "seen").replace("&quot;", '"'),
    }
    assert client.post(reverse("decide_proposal", args=[one.pk]), again).status_code == 302
    one.refresh_from_db()
    assert one.outcome == "allocated"
    held = Allocation.objects.open_parts().filter(post=meeting.amira.posts.get(), case__in=meeting.cases)
    assert [part.case_id for part in held] == [left.pk]
    assert f"{said} It is not part of this any more." in text_of(client.get(address))


def test_both_sides_are_told_and_it_is_in_the_record_and_in_the_api(meeting: Meeting) -> None:
    one = meeting.propose()
    gone = close(meeting)
    why = f"any more: case {gone} was closed. The other case stands as before."
    assert told(meeting, "amira")[-1] == f"Case {gone} is not part of what is proposed to you {why}"
    assert (
        told(meeting, "manager")[-1] == f"Case {gone} is not part of what is proposed to Amira Hussain {why}"
    )
    entry = Entry.objects.get(did="allocation.dropped")
    assert entry.details["cases"] == [meeting.cases[0].pk]
    (row,) = Api(meeting.accounts["manager"]).get(f"/proposals/{one.pk}").json()["dropped"]
    assert row["case_id"] == meeting.cases[0].pk
    assert row["said"].startswith(f"Case {gone} was closed by")


def test_what_went_can_be_proposed_to_somebody_else_and_the_last_one_closes_it(meeting: Meeting) -> None:
    one = meeting.propose()
    first, second = meeting.cases
    caseloads.set_holder(
        by=meeting.accounts["second"], case_id=first.pk, post_id=meeting.amira.posts.get().pk,
        from_on=TODAY, reason="FCONTA",
    )  # fmt: skip
    assert DroppedCase.objects.get().said.startswith(f"Amira Hussain holds case {first.reference}")
    other = meeting.propose(meeting.ben, case_ids=[first.pk], seen={}, split_meant=True)
    assert other.outcome == ""
    close(meeting, 1)
    one.refresh_from_db()
    assert one.outcome == "overtaken"
    assert [row.case_id for row in one.cases.all()] == [second.pk]


def test_an_answer_to_more_than_it_is_now_is_asked_for_again(meeting: Meeting) -> None:
    one = meeting.propose()
    gone = close(meeting)
    with pytest.raises(ChangedMeanwhile, match=f"Case {gone} was closed .* It is not part of this any more"):
        actions.answer(by=meeting.accounts["amira"], proposal_id=one.pk, says="agree", version=1)
    assert meeting.answer(one).says == "agree"


def test_of_a_hand_over_of_many_only_the_closed_case_goes_and_what_was_typed_stays(meeting: Meeting) -> None:
    """Between teams: the taking manager has written the decision while one of twelve closes."""
    town = meeting.town
    south = Team.objects.create(service_area=town.area, name="South")
    farah = town.person("Farah Khan", team=south)
    meeting.accounts["south"] = town.signs_in(role="team-manager", team=south)
    cases = [town.family(1, meeting.ben, days_ago(30), status=["CIN"])[0] for _ in range(12)]
    made = actions.hand_over(
        by=meeting.accounts["manager"], key=uuid.uuid4(), post_id=meeting.ben.posts.get().pk,
        to=dict.fromkeys([case.pk for case in cases], farah.posts.get().pk), from_on=TODAY, seen={},
    )  # fmt: skip
    client, address = signed_in(meeting.accounts["south"]), reverse("decide_hand_over", args=[made.pk])
    page = client.get(reverse("hand_over", args=[made.pk]))
    sent = {"seen": hidden(page, "seen").replace("&quot;", '"'), "allocate": "yes", "notified": "on",
            "reason": "Ben goes to court work.", "what_will_be_done": "Two close.", "waits": "The report",
            **day("over_until", TODAY + timedelta(days=20))}  # fmt: skip
    caseloads.close_case(by=meeting.accounts["manager"], case_id=cases[0].pk, on=TODAY, reason="RC7")
    refused = client.post(address, sent)
    assert refused.status_code == 422
    text = text_of(refused)
    assert "The figures moved since you looked" in text
    assert f"Case {cases[0].reference} was closed by" in text
    assert "It is not part of this any more." in text
    assert "Ben goes to court work." in refused.content.decode()
    again = {**sent, "seen": hidden(refused, "seen").replace("&quot;", '"')}
    done = client.post(address, again, follow=True)
    assert "11 cases are in new hands." in text_of(done)
    assert Proposal.objects.get().outcome == "allocated"


def test_what_was_typed_too_late_stands_on_the_page_and_where_to_go_on(meeting: Meeting) -> None:
    one = meeting.propose()
    client = signed_in(meeting.accounts["manager"])
    page = client.get(reverse("proposal", args=[one.pk]))
    sent = {"version": hidden(page, "version"), "seen": hidden(page, "seen").replace("&quot;", '"'),
            "allocate": "yes", "notified": "on", "reason": "The hearing is on Monday."}  # fmt: skip
    actions.withdraw(by=meeting.accounts["second"], proposal_id=one.pk)
    refused = client.post(reverse("decide_proposal", args=[one.pk]), sent)
    assert refused.status_code == 422
    assert "What you had written" in text_of(refused)
    assert "The hearing is on Monday." in text_of(refused)
    first = meeting.cases[0]
    assert reverse("place_case", args=[first.pk]) in refused.content.decode()
    assert f"Who could take case {first.reference}" in text_of(refused)
    page = signed_in(meeting.accounts["amira"]).post(
        reverse("answer_proposal", args=[one.pk]),
        {"version": 1, "says": "agree-if", "words": "If it waits a week."},
    )
    assert "If it waits a week." in text_of(page)
    assert "What do you say" not in text_of(page)
    assert "Who could take" not in text_of(page)
