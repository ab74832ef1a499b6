"""A page of candidates that stood open while the world went on: what it showed is compared when it is sent."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.models import Proposal
from safeload.allocation.presenters.shown import opened
from safeload.audit.refusals import ChangedMeanwhile
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.workload.actions.refresh import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_pages import form, hidden, place
from tests.workload.pages import text_of
from tests.workload.town import TODAY


def _given_to_ben(meeting: Meeting, number: int = 2) -> None:
    """The other manager gives the cases to Ben while the page is open."""
    post = meeting.ben.posts.get().pk
    changes = [caseloads.Change(case.pk, post, TODAY, "FCONTA") for case in meeting.cases[:number]]
    caseloads.set_holders(by=meeting.accounts["second"], changes=changes, decided=True)


@pytest.mark.parametrize("number", [1, 2])
def test_a_case_given_to_somebody_meanwhile_is_not_taken_away_again(meeting: Meeting, number: int) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    _given_to_ben(meeting, number)
    page = manager.post(place(meeting), sent)
    said, text = meeting.accounts["second"].name, text_of(page)
    assert page.status_code == 422
    assert (
        f"Ben Carter holds case {meeting.cases[0].reference}, recorded by {said} on Thursday 19 November"
        in text
    )
    assert "With now Ben Carter" in text
    assert not Proposal.objects.exists()


def test_looked_at_again_it_may_be_proposed_from_where_it_is(meeting: Meeting) -> None:
    """To move a case from Ben is a decision that one may take, having seen that Ben has it."""
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    _given_to_ben(meeting)
    again = manager.post(place(meeting), sent)
    done = manager.post(place(meeting), {**sent, "shown": hidden(again, "shown")})
    one = Proposal.objects.get()
    assert done["Location"] == reverse("proposal", args=[one.pk])
    page = text_of(manager.get(done["Location"]))
    assert "With now Ben Carter, since 19 November 2026" in page
    manager.post(
        reverse("decide_proposal", args=[one.pk]),
        {"allocate": "no", "reason": "It stays", "seen": "{}", "version": one.version},
    )
    told = text_of(manager.get(reverse("proposal", args=[one.pk])))
    assert "stay with Ben Carter as before" in told


def test_figures_that_moved_are_shown_before_anybody_is_asked(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    meeting.town.points(meeting.amira, 5)
    refresh(on=TODAY)
    page = manager.post(place(meeting), sent)
    assert page.status_code == 422
    assert "The figures of Amira Hussain moved since this page was shown to you" in text_of(page)
    assert "45 of 50 points → 50 of 50 points" in text_of(page)
    assert not Proposal.objects.exists()
    manager.post(place(meeting), {**sent, "shown": hidden(page, "shown")})
    assert Proposal.objects.get().seen["before"] == "45"


def test_figures_of_others_that_moved_do_not_hold_anybody_up_and_are_kept_as_shown(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    meeting.town.points(meeting.ben, 5)
    refresh(on=TODAY)
    assert manager.post(place(meeting), sent).status_code == 302
    kept = {row["post"]: row["figures"]["before"] for row in Proposal.objects.get().considered}
    assert kept == {meeting.amira.posts.get().pk: "40", meeting.ben.posts.get().pk: "49"}


def test_a_case_closed_meanwhile_is_said_to_be_closed(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    caseloads.close_case(by=meeting.accounts["second"], case_id=meeting.cases[1].pk, on=TODAY, reason="RC7")
    page = manager.post(place(meeting), sent)
    assert page.status_code == 422
    assert f"Case {meeting.cases[1].reference} is closed." in text_of(page)
    caseloads.close_case(by=meeting.accounts["second"], case_id=meeting.cases[0].pk, on=TODAY, reason="RC7")
    page = manager.post(place(meeting), sent, follow=True)
    assert f"Case {meeting.cases[0].reference} is closed, so it cannot be proposed to anybody." in text_of(
        page
    )


@pytest.mark.parametrize("bad", ["", "nonsense", "[]", "other account", "changed"])
def test_what_we_did_not_send_is_not_believed(meeting: Meeting, bad: str) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    if bad == "other account":
        bad = hidden(signed_in(meeting.accounts["second"]).get(place(meeting)), "shown")
    elif bad == "changed":
        bad = sent["shown"][:-2] + ("aa" if sent["shown"][-2:] != "aa" else "bb")
    page = manager.post(place(meeting), {**sent, "shown": bad})
    assert page.status_code == 422
    assert "did not come back as it was sent to you" in text_of(page)
    assert not Proposal.objects.exists()


def test_what_travels_is_what_was_shown(meeting: Meeting) -> None:
    page = signed_in(meeting.accounts["manager"]).get(place(meeting))
    shown = opened(hidden(page, "shown"), meeting.accounts["manager"].pk)
    assert shown is not None
    assert shown.held == {case.pk: None for case in meeting.cases}
    assert shown.figures_of(meeting.amira.posts.get().pk)["after"] == "45"
    assert shown.figures_of(0) == {}


def test_a_form_sent_again_says_what_became_of_it(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    manager.post(place(meeting), sent)
    actions.withdraw(by=meeting.accounts["manager"], proposal_id=Proposal.objects.get().pk)
    again = manager.post(place(meeting), sent, follow=True)
    assert "This form was sent already" in text_of(again)
    assert "is withdrawn since" in text_of(again)
    other = manager.post(place(meeting), {**sent, "post": meeting.ben.posts.get().pk})
    assert "This form was sent already: it proposed to Amira Hussain on" in text_of(other)
    assert Proposal.objects.count() == 1


def test_a_key_used_for_something_else_proposes_nothing(meeting: Meeting) -> None:
    key = uuid.uuid4()
    meeting.propose(key=key)
    with pytest.raises(ChangedMeanwhile, match="it proposed to Amira Hussain"):
        meeting.propose(meeting.ben, key=key)


def test_cases_proposed_already_are_not_ticked_again(meeting: Meeting) -> None:
    first, second = meeting.cases
    one = meeting.propose(meeting.ben, case_ids=[second.pk], seen={})
    manager = signed_in(meeting.accounts["manager"])
    page = manager.get(place(meeting))
    text = page.content.decode()
    assert f"Case {second.reference} (proposed to Ben Carter already)" in text
    ticked = re.findall(r'name="case_ids"[^>]*value="(\d+)"[^>]*\bchecked', text)
    assert ticked == [str(first.pk)]
    sent = form(meeting, page, post=meeting.amira.posts.get().pk, case_ids=[first.pk])
    assert "Keep brothers and sisters together" in text_of(manager.post(place(meeting), sent))
    assert manager.post(place(meeting), {**sent, "split_meant": "on"}).status_code == 302
    assert text.count("Open the proposal") == 1
    assert one.outcome == ""


def test_one_proposal_of_several_cases_stands_once_on_the_page(meeting: Meeting) -> None:
    meeting.propose()
    text = text_of(signed_in(meeting.accounts["manager"]).get(place(meeting)))
    both = " and ".join(case.reference for case in meeting.cases)
    assert f"Cases {both}: proposed to Amira Hussain on Thursday 19 November 2026 at 10am" in text
    assert text.count("Open the proposal") == 1


def test_a_program_that_says_what_it_saw_is_told_who_holds_it(meeting: Meeting) -> None:
    expected: dict[int, Any] = {case.pk: None for case in meeting.cases}
    _given_to_ben(meeting, 1)
    with pytest.raises(
        ChangedMeanwhile, match=r"Ben Carter holds case .*, recorded by .* Nothing was proposed"
    ):
        meeting.propose(expected=expected)
    held = Allocation.objects.open_parts().filter(case__in=meeting.cases)
    assert held.get().post.practitioner == meeting.ben


def test_a_household_split_meanwhile_is_said_in_its_own_words(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    second = meeting.cases[1]
    caseloads.split(by=meeting.accounts["second"], case_id=second.pk)
    said = text_of(manager.post(place(meeting), sent))
    assert f"Case {second.reference} is not together with the others any more. Look at what is left" in said
    assert not Proposal.objects.exists()


def test_a_form_that_was_sent_already_measures_nobody(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = signed_in(meeting.accounts["manager"])
    sent = form(meeting, manager.get(place(meeting)), post=meeting.amira.posts.get().pk)
    done = manager.post(place(meeting), sent)
    monkeypatch.setattr("safeload.allocation.views.placing.figures_of_many", None)
    assert manager.post(place(meeting), sent)["Location"] == done["Location"]
    assert Proposal.objects.count() == 1
