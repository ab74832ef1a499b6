"""Over the line, somebody without an account is heard: quoted by a manager, heard by a second person (X-27)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from safeload.allocation import actions
from safeload.allocation.models import Proposal, Quoted
from safeload.audit.refusals import NotAllowed, Refusal
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_after_decisions import OVER, board, discuss, notified
from tests.allocation.test_evidence import given_by
from tests.allocation.test_notices import told
from tests.workload.pages import text_of
from tests.workload.town import TODAY

WORDS = "I can do the visits, not the report"


def silent(meeting: Meeting, who: str = "ben", **more: Any) -> Proposal:
    """Somebody without an account was notified of cases; Ben is over the line with them."""
    account = meeting.accounts[who]
    account.practitioner = None
    account.save()
    return notified(meeting, who, **more)


def quote(meeting: Meeting, one: Proposal, who: str = "manager", **more: Any) -> Quoted:
    said = {"says": "agree-if", "words": WORDS, "on": TODAY, "how": "met", **more}
    return actions.quote_words(by=meeting.accounts[who], proposal_id=one.pk, **said)


def confirm(meeting: Meeting, one: Proposal, who: str = "head") -> Quoted:
    return actions.confirm_words(by=meeting.accounts[who], proposal_id=one.pk, how="phoned")


def page(meeting: Meeting, one: Proposal, who: str = "manager") -> str:
    return text_of(signed_in(meeting.accounts[who]).get(reverse("proposal", args=[one.pk])))


def test_x_27_words_written_down_count_once_a_second_person_has_heard_them(meeting: Meeting) -> None:
    one = silent(meeting, **OVER)
    quote(meeting, one)
    assert Proposal.objects.to_discuss().exists()
    assert "not confirmed by the practitioner yet 1" in given_by(meeting, "manager")
    assert "who has no account, says to cases" in told(meeting, "head")[-1]
    marked = "not given here by Ben Carter themselves"
    shown = page(meeting, one)
    assert f"“{WORDS}” Recorded by team-manager" in shown
    assert "from a discussion in person on 19 November 2026" in shown
    assert marked in shown
    assert "It counts as no answer until the service’s manager has heard it from them too" in shown
    confirm(meeting, one)
    assert not Proposal.objects.to_discuss().exists()
    assert "discussed within two working days 1" in given_by(meeting, "manager")
    shown = page(meeting, one)
    assert "Heard from them by telephone or video by service-manager" in shown
    assert marked in shown  # still
    assert "has heard from Ben Carter" in told(meeting, "manager")[-1]
    assert not one.answers.exists()
    confirm(meeting, one)
    assert Quoted.objects.count() == 1


def test_a_no_that_was_heard_comes_back_to_whoever_decided(meeting: Meeting) -> None:
    one = silent(meeting, **OVER)
    quote(meeting, one, says="not-agreed")
    assert not Proposal.objects.disagreed().exists()
    confirm(meeting, one)
    assert Proposal.objects.disagreed().exists()
    assert "Ben Carter does not agree to cases" in board(meeting)
    assert "not agreed by the practitioner once they were asked 1" in given_by(meeting, "manager")


def test_both_do_it_on_pages_and_the_board_leads_there(meeting: Meeting) -> None:
    one = silent(meeting, **OVER)
    discuss(meeting, one, "manager")
    assert "Ben Carter has no account, and over the line their own words about cases" in board(meeting)
    manager, head = signed_in(meeting.accounts["manager"]), signed_in(meeting.accounts["head"])
    assert "has no account here, and over the line their own words are asked for" in page(meeting, one)
    address = reverse("quote_words", args=[one.pk])
    assert "An administrator can give them one" in text_of(manager.get(address)).replace("an adm", "An adm")
    assert head.get(address).status_code == 404  # nothing of it is open to the next tier yet
    day = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    sent = {"says": "agree-if", "words": WORDS, "how": "phoned", **day}
    assert manager.post(address, {**sent, "words": ""}).status_code == 422
    assert WORDS in text_of(manager.post(address, sent, follow=True))
    assert "waits for the service’s manager to hear it" in board(meeting)
    heard = reverse("confirm_words", args=[one.pk])
    assert manager.get(heard).status_code == 404
    assert f"“{WORDS}”" in text_of(head.get(heard))
    assert "It counts as said by them now" in text_of(head.post(heard, {"how": "met"}, follow=True))
    assert head.get(heard).status_code == 404
    assert manager.get(address).status_code == 404
    assert "Ben Carter" in text_of(head.get(reverse("proposals")))


def test_who_wrote_it_down_does_not_hear_it(meeting: Meeting) -> None:
    one = silent(meeting, **OVER)
    made = quote(meeting, one)
    for who in ("manager", "second", "ben"):
        with pytest.raises(NotAllowed):
            confirm(meeting, one, who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quoted.objects.filter(pk=made.pk).update(heard_by=made.by, heard_at=timezone.now())
    Quoted.objects.filter(pk=made.pk).update(by=meeting.accounts["head"])
    with pytest.raises(Refusal, match="somebody else has to hear it"):
        actions.confirm_words(by=meeting.accounts["head"], proposal_id=one.pk, how="met")


def test_who_has_an_account_is_quoted_by_nobody(meeting: Meeting) -> None:
    one = notified(meeting, "ben", **OVER)
    with pytest.raises(Refusal, match="Others answer themselves"):
        quote(meeting, one)
    assert reverse("quote_words", args=[one.pk]) not in page(meeting, one)


def test_within_the_line_the_managers_record_is_enough(meeting: Meeting) -> None:
    one = silent(meeting, "amira")
    with pytest.raises(Refusal, match="Others answer themselves"):
        quote(meeting, one)


def test_words_are_of_a_day_since_the_decision_and_said_by_who_decides(meeting: Meeting) -> None:
    one = silent(meeting, **OVER)
    with pytest.raises(Refusal, match="lies ahead"):
        quote(meeting, one, on=TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="in their own words"):
        quote(meeting, one, words=" ")
    with pytest.raises(NotAllowed):
        quote(meeting, one, "amira")
    with pytest.raises(Refusal, match="still to be heard"):
        confirm(meeting, one)
    assert page(meeting, one).count("record what they say") == 1


def test_where_nobody_leads_the_service_the_page_says_the_other_way(meeting: Meeting) -> None:
    meeting.accounts["head"].grants.all().delete()
    one = silent(meeting, **OVER)
    text = text_of(signed_in(meeting.accounts["manager"]).get(reverse("quote_words", args=[one.pk])))
    assert "nobody can hear it from them, and it will not count" in text
