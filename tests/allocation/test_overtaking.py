"""A proposal that nothing can come of any more is closed by what overtook it, whoever did it and wherever."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.jobs import remind
from safeload.allocation.models import Proposal, ProposedCase
from safeload.caseloads import actions as caseloads
from safeload.people import actions as people
from safeload.people.models import Post, Team
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_notices import told
from tests.allocation.test_pages import hidden, place
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def overtaken(one: Proposal) -> str:
    """Why it is closed; an error if it is not."""
    one.refresh_from_db()
    assert one.outcome == "overtaken"
    assert not ProposedCase.objects.filter(proposal=one, open=True).exists()
    return one.reason


def test_by_a_case_that_closed_and_everybody_is_told(meeting: Meeting) -> None:
    case = meeting.cases[0]
    one = meeting.propose(case_ids=[case.pk], seen={})
    caseloads.close_case(by=meeting.accounts["second"], case_id=case.pk, on=TODAY, reason="RC7")
    second = meeting.accounts["second"].name
    said = f"Case {case.reference} was closed by {second} on Thursday 19 November 2026 at 10am."
    assert overtaken(one) == said
    assert told(meeting, "manager") == [
        f"The proposal of case {case.reference} to Amira Hussain is closed: case {case.reference} was closed."
    ]
    assert told(meeting, "amira")[1:] == [
        f"The proposal of case {case.reference} to you is closed: case {case.reference} was closed."
    ]
    page = text_of(signed_in(meeting.accounts["amira"]).get(reverse("proposal", args=[one.pk])))
    assert f"Overtaken. {said} So there is nothing left to decide here." in page
    assert "What do you say?" not in page


def test_by_a_change_by_hand(meeting: Meeting) -> None:
    one, rae = meeting.propose(), meeting.town.person("Rae Room")
    caseloads.hold_together(
        by=meeting.accounts["second"],
        case_ids=[case.pk for case in meeting.cases],
        post_id=rae.posts.get().pk,
        from_on=days_ago(1),
        reason="FCONTA",
        expected=None,
    )
    assert overtaken(one).startswith(f"Rae Room holds case {meeting.cases[0].reference}, recorded by")
    assert "Rae Room holds case" in told(meeting, "manager")[-1]


def test_by_a_list(meeting: Meeting) -> None:
    one = meeting.propose(case_ids=[meeting.cases[1].pk], seen={})
    row = caseloads.Listed(reference=meeting.cases[1].reference, post_id=meeting.ben.posts.get().pk)
    analyst = meeting.town.signs_in(role="analyst", everywhere=True)
    caseloads.put_cases(by=analyst, rows=[row], fields={}, on=TODAY, source="list 7")
    assert overtaken(one).startswith(f"Ben Carter holds case {meeting.cases[1].reference}, recorded by")


def test_not_by_a_change_that_is_undone_with_its_transaction(meeting: Meeting) -> None:
    one = meeting.propose()
    with pytest.raises(Exception, match="had not begun"):
        caseloads.close_case(
            by=meeting.accounts["second"], case_id=meeting.cases[0].pk, on=days_ago(900), reason="RC7"
        )
    one.refresh_from_db()
    assert one.outcome == ""


def test_not_by_its_own_decision_nor_by_what_happens_elsewhere(meeting: Meeting) -> None:
    other = meeting.town.family(1, since=days_ago(40))[0]
    one = meeting.propose()
    caseloads.close_case(by=meeting.accounts["second"], case_id=other.pk, on=TODAY, reason="RC7")
    one.refresh_from_db()
    assert one.outcome == ""
    meeting.answer(one)
    assert meeting.decide(one).outcome == "allocated"


def test_by_somebody_who_leaves_before_the_day(meeting: Meeting) -> None:
    one = meeting.propose(from_on=TODAY + timedelta(days=14))
    people.end_post(by=None, post_id=one.post_id, on=TODAY + timedelta(days=7))
    assert overtaken(one) == "Amira Hussain leaves this post on 26 November 2026."
    assert told(meeting, "manager")[-1].endswith(
        "is closed: Amira Hussain leaves this post on 26 November 2026."
    )
    assert told(meeting, "amira")[-1].endswith("to you is closed: you leave this post on 26 November 2026.")


def test_a_last_day_after_it_begins_is_said_and_closes_it_when_it_has_passed(meeting: Meeting) -> None:
    one = meeting.propose()
    people.end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=TODAY + timedelta(days=1))
    one.refresh_from_db()
    assert one.outcome == ""
    page = text_of(signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[one.pk])))
    assert "The last day of this post is 20 November 2026." in page
    with time_machine.travel(f"{(TODAY + timedelta(days=2)).isoformat()}T06:00:00+00:00"):
        assert remind() == 1
        assert remind() == 0
    assert overtaken(one) == "Amira Hussain left this post on 20 November 2026."


def test_the_page_of_somebody_who_left_unnoticed_can_be_decided_not_to_allocate(meeting: Meeting) -> None:
    one = meeting.propose()
    Post.objects.filter(pk=one.post_id).update(ended_on=days_ago(1))  # past the actions
    manager = signed_in(meeting.accounts["manager"])
    page = manager.get(reverse("proposal", args=[one.pk]))
    assert "No scheme measures this post today" in text_of(page)
    sent = {"version": hidden(page, "version"), "seen": hidden(page, "seen").replace("&quot;", '"')}
    assert sent["seen"] == "{}"
    address = reverse("decide_proposal", args=[one.pk])
    refused = manager.post(address, {**sent, "allocate": "yes", "notified": "on", "reason": "Now"})
    assert "has left this post by that day" in text_of(refused)
    assert "This field is required" not in text_of(refused)
    manager.post(address, {**sent, "allocate": "no", "reason": "She has left"})
    one.refresh_from_db()
    assert (one.outcome, one.reason) == ("not-allocated", "She has left")


def test_who_is_measured_by_no_scheme_is_asked_and_decided_all_the_same(meeting: Meeting) -> None:
    """Allocation by agreement needs no scheme: it is said that there are no figures, and nothing is in the way."""
    from safeload.schemes.models import Adoption
    from safeload.workload.queries import adopted

    Adoption.objects.all().delete()
    adopted.forget()
    manager, post = signed_in(meeting.accounts["manager"]), meeting.amira.posts.get()
    page = manager.get(place(meeting))
    assert "No figure: no scheme measures this post today. They can be asked all the same." in text_of(page)
    assert f'value="{post.pk}"' in page.content.decode()
    sent = {
        "key": hidden(page, "key"),
        "shown": hidden(page, "shown"),
        "case_ids": [case.pk for case in meeting.cases],
        "from_on": TODAY,
        "post": post.pk,
    }
    manager.post(place(meeting), sent)
    one = Proposal.objects.get()
    assert one.seen == {}
    meeting.answer(one)
    shown = manager.get(reverse("proposal", args=[one.pk]))
    assert "so there are no figures. It can be answered and decided without them." in text_of(shown)
    decided = {"allocate": "yes", "version": hidden(shown, "version"), "seen": "{}"}
    assert manager.post(reverse("decide_proposal", args=[one.pk]), decided).status_code == 302
    one.refresh_from_db()
    assert one.outcome == "allocated"


@pytest.mark.parametrize("seen", ["[1]", "1", '"text"', "nonsense", "", "null", "true"])
def test_a_hidden_field_that_is_no_object_is_one_sentence(meeting: Meeting, seen: str) -> None:
    one = meeting.propose()
    manager = signed_in(meeting.accounts["manager"])
    sent = {"allocate": "yes", "version": one.version, "seen": seen, "notified": "on", "reason": "Now"}
    page = manager.post(reverse("decide_proposal", args=[one.pk]), sent)
    assert page.status_code == 422
    assert "The figures of this page did not come back with it" in text_of(page)


@pytest.mark.parametrize("inside", [{"before": [1]}, {"before": {"a": 1}, "line": 7}, {"scheme": None}])
def test_an_object_of_nonsense_is_not_what_was_shown(meeting: Meeting, inside: dict[str, Any]) -> None:
    one = meeting.propose()
    manager = signed_in(meeting.accounts["manager"])
    sent = {
        "allocate": "yes",
        "version": one.version,
        "seen": json.dumps(inside),
        "reason": "Now",
        "notified": "on",
    }
    page = manager.post(reverse("decide_proposal", args=[one.pk]), sent)
    assert page.status_code == 422
    assert "The figures moved since you looked" in text_of(page)


def test_across_teams_the_taking_manager_is_told_too(meeting: Meeting) -> None:
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    farah = meeting.town.person("Farah Aziz", south)
    meeting.accounts["south"] = meeting.town.signs_in(role="team-manager", team=south)
    one = meeting.propose(farah, case_ids=[meeting.cases[0].pk], seen={})
    caseloads.close_case(by=meeting.accounts["second"], case_id=meeting.cases[0].pk, on=TODAY, reason="RC7")
    assert overtaken(one)
    assert "was closed" in told(meeting, "south")[-1]
    assert actions.close_left(on=TODAY) == 0
