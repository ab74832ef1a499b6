"""Evidence for an assessed year, and how cases were given: counts that open what they count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation import actions
from safeload.caseloads import actions as caseloads
from safeload.people.models import Account, Team
from safeload.workload.actions import take_monday_snapshot
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving import agreed, limited
from tests.workload.pages import queries_of, text_of
from tests.workload.town import MONDAY, TODAY, days_ago

_OVER = {"reason": "No other", "what_will_be_done": "Two move on", "over_until": TODAY + timedelta(days=20)}


def evidence(meeting: Meeting, who: Account | str, whose: Any = None) -> Any:
    account = meeting.accounts[who] if isinstance(who, str) else who
    address = reverse("asye_evidence", args=[(whose or meeting.amira).pk])
    return signed_in(account).get(address)


def given_by(meeting: Meeting, who: str | Account, **asked: Any) -> str:
    account = meeting.accounts[who] if isinstance(who, str) else who
    answer = signed_in(account).get(reverse("cases_given"), asked)
    assert answer.status_code == 200
    return text_of(answer)


def test_each_case_says_how_it_was_discussed(meeting: Meeting) -> None:
    agreed(meeting)
    take_monday_snapshot(MONDAY)
    text = text_of(evidence(meeting, "amira"))
    case = meeting.cases[0].reference
    assert f"{case} Child protection plan since 19 November 2026 holder agreed beforehand" in text
    assert "2 of them discussed before or after" in text
    assert "came with a list" in text  # the families that she held before
    assert "16 November 2026" in text


def test_what_was_only_notified_is_told_as_such(meeting: Meeting) -> None:
    one = meeting.propose()
    done = meeting.decide(one, notified=True, reason="Court tomorrow")
    assert "notified, not yet discussed" in text_of(evidence(meeting, "manager"))
    actions.note_discussion(by=meeting.accounts["manager"], proposal_id=done.pk, on=TODAY)
    assert "notified; discussed on 19 November 2026" in text_of(evidence(meeting, "manager"))


def test_a_limit_let_through_stands_there_with_its_reason(meeting: Meeting) -> None:
    limited(meeting)
    one = meeting.propose(meeting.ben)
    meeting.answer(one, who="ben")
    head = meeting.accounts["head"]
    actions.override(by=head, proposal_id=one.pk, reason="For two weeks, until the new worker starts.")
    meeting.decide(one, **_OVER)
    text = text_of(evidence(meeting, "ben", meeting.ben))
    assert f"Newly qualified: not over the line: {head.name}" in text
    assert "For two weeks" in text


@pytest.mark.parametrize(("who", "status"), [("amira", 200), ("manager", 200), ("ben", 404), ("south", 404)])
def test_for_whom_the_evidence_is(meeting: Meeting, who: str, status: int) -> None:
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    meeting.accounts["south"] = meeting.town.signs_in(role="team-manager", team=south)
    assert evidence(meeting, who).status_code == status


def test_the_assessor_of_a_practitioner_reads_it_and_nobody_elses(meeting: Meeting) -> None:
    assessor = meeting.town.signs_in(role="asye-assessor", practitioner=meeting.amira)
    assert evidence(meeting, assessor).status_code == 200
    assert evidence(meeting, assessor, meeting.ben).status_code == 404


def test_it_is_linked_where_the_year_is_assessed(meeting: Meeting) -> None:
    address = reverse("asye_evidence", args=[meeting.amira.pk])
    own = signed_in(meeting.accounts["amira"])
    assert address not in own.get(reverse("my_workload")).content.decode()
    meeting.amira.asye = True
    meeting.amira.save()
    assert address in own.get(reverse("my_workload")).content.decode()


def test_queries_of_evidence_do_not_grow(meeting: Meeting) -> None:
    client, address = (
        signed_in(meeting.accounts["amira"]),
        reverse("asye_evidence", args=[meeting.amira.pk]),
    )
    client.get(address)
    few = queries_of(client, address)
    for _ in range(10):
        meeting.town.family(2, meeting.amira, days_ago(20), status=["CIN"])
    assert queries_of(client, address) <= few


def test_every_way_is_counted_and_opens_its_rows(meeting: Meeting) -> None:
    agreed(meeting)
    other = meeting.town.family(1, since=days_ago(3), status=["CIN"])
    two = meeting.propose(meeting.ben, case_ids=[case.pk for case in other], seen={})
    meeting.answer(two, "not-agreed", "I am at my line.", who="ben")
    meeting.decide(two, **_OVER)
    third = meeting.town.family(1, since=days_ago(3), status=["CIN"])
    three = meeting.propose(case_ids=[case.pk for case in third], seen={})
    meeting.decide(three, notified=True, reason="Court tomorrow")
    text = given_by(meeting, "manager")
    assert "allocated by a proposal 3" in text
    assert "agreed beforehand by the practitioner 1" in text
    assert "not agreed by the practitioner, and decided with a reason (X-27) 1" in text
    assert "only notified, by telephone or e-mail (X-26) 1" in text
    assert "still to be discussed 1" in text
    assert "took the load over the line, with a reason, a plan and an end date 1" in text
    rows = given_by(meeting, "manager", which="not-agreed")
    assert other[0].reference in rows
    assert third[0].reference not in rows


def test_by_hand_is_said_beside_it(meeting: Meeting) -> None:
    caseloads.set_holder(
        by=meeting.accounts["manager"],
        case_id=meeting.cases[0].pk,
        post_id=meeting.amira.posts.get().pk,
        from_on=TODAY,
        reason="MANAGE",
    )
    assert "1 case came to somebody by hand without a proposal" in given_by(meeting, "manager")


def test_counts_without_names_for_those_who_see_totals(meeting: Meeting) -> None:
    agreed(meeting)
    director = meeting.town.signs_in(role="director", everywhere=True)
    text = given_by(meeting, director, which="agreed")
    assert "agreed beforehand by the practitioner 1" in text
    assert "Amira" not in text
    assert "None of these is open to you by name" in text


def test_a_manager_counts_their_own_team(meeting: Meeting) -> None:
    agreed(meeting)
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    stranger = meeting.town.signs_in(role="team-manager", team=south)
    assert "allocated by a proposal 0" in given_by(meeting, stranger)
    assert "allocated by a proposal 0" in given_by(meeting, stranger, team=meeting.town.team.pk)
    assert signed_in(meeting.accounts["ben"]).get(reverse("cases_given")).status_code == 404


@pytest.mark.parametrize(
    "query", ["days=x", "days=999999", "team=1e9", "which=%00x", "which=nonsense", "page=-1"]
)
def test_nonsense_in_the_address_is_no_error(meeting: Meeting, query: str) -> None:
    answer = signed_in(meeting.accounts["manager"]).get(f"{reverse('cases_given')}?{query}")
    assert answer.status_code in {200, 400, 404}
