"""Proposed, answered, decided: nothing changes hands before, nothing is silent, nothing happens twice."""

from __future__ import annotations

import threading
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.actions import FiguresMoved
from safeload.allocation.facts import figures_for, figures_of_many, working_days_after
from safeload.allocation.models import Answer, Proposal, ProposedCase
from safeload.allocation.queries import proposals as queries
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.notices.models import Notice
from safeload.people import actions as people
from safeload.people.models import Team
from safeload.people.scope import scope_for
from safeload.workload.actions.refresh import refresh
from safeload.workload.models import Standing
from safeload.workload.queries.board import board_of_team
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.workload.pages import text_of
from tests.workload.town import TODAY


def holders(meeting: Meeting) -> set[int | None]:
    held = Allocation.objects.open_parts().holders().filter(case__in=meeting.cases)
    found = dict(held.values_list("case_id", "post__practitioner_id"))
    return {found.get(case.pk) for case in meeting.cases}


def test_agreed_and_allocated(meeting: Meeting) -> None:
    one = meeting.propose()
    assert holders(meeting) == {None}
    meeting.answer(one)
    done = meeting.decide(one)
    assert holders(meeting) == {meeting.amira.pk}
    assert (done.outcome, done.decided_by) == ("allocated", meeting.accounts["manager"])
    assert done.discussion_due_on is None
    assert not ProposedCase.objects.filter(open=True).exists()
    assert list(Entry.objects.filter(on_kind="proposal").values_list("did", flat=True)) == [
        "allocation.propose",
        "allocation.answer",
        "allocation.decide",
    ]


def test_what_was_promised_is_what_the_load_becomes(meeting: Meeting) -> None:
    """The figure after taking is the one that the engine gives once the case is held."""
    one = meeting.propose()
    meeting.answer(one)
    promised = meeting.decide(one).decided_on_figures
    refresh(on=TODAY)
    standing = Standing.objects.get(practitioner=meeting.amira)
    assert promised["after"] == str(standing.load // standing.unit)
    assert (promised["before"], promised["after"], promised["band_after"]) == ("40", "45", "room")


def test_all_candidates_at_once_are_what_each_alone_is(meeting: Meeting) -> None:
    refresh(on=TODAY)
    scope = scope_for(meeting.accounts["manager"], TODAY)
    posts = [post for found in board_of_team(scope, meeting.town.team.pk).posts.values() for post in found]
    ids = [case.pk for case in meeting.cases]
    together = figures_of_many(posts, ids, TODAY)
    for whose in (meeting.amira, meeting.ben):
        alone = figures_for(whose.posts.get(), ids, TODAY)
        assert alone is not None
        assert together[whose.pk][0].as_text() == alone.as_text()
        assert [side.scheme.id for side in together[whose.pk]] == ["srb-points", "crude-limits"]


def test_nobody_answers_for_the_practitioner(meeting: Meeting) -> None:
    one = meeting.propose()
    for who in ("manager", "ben", "head"):
        with pytest.raises(NotAllowed):
            meeting.answer(one, who=who)


@pytest.mark.parametrize("says", ["agree-if", "not-agreed"])
def test_a_condition_or_a_no_is_said_in_own_words_and_answered(meeting: Meeting, says: str) -> None:
    one = meeting.propose()
    with pytest.raises(Refusal, match="own words"):
        meeting.answer(one, says)
    meeting.answer(one, says, "Only if court on Friday is covered")
    with pytest.raises(Refusal, match="did not simply agree") as refused:
        meeting.decide(one)
    assert refused.value.field == "reason"
    meeting.decide(one, reason="Noor covers court on Friday")
    assert holders(meeting) == {meeting.amira.pk}
    assert Answer.objects.get().words == "Only if court on Friday is covered"


def test_notified_sets_a_discussion_in_two_working_days_x26(meeting: Meeting) -> None:
    one = meeting.propose()
    with pytest.raises(Refusal, match="not answered yet"):
        meeting.decide(one)
    with pytest.raises(Refusal, match="cannot wait"):
        meeting.decide(one, notified=True)
    done = meeting.decide(one, notified=True, reason="Strategy meeting this afternoon")
    assert done.discussion_due_on == date(2026, 11, 23)  # Thursday, so Monday
    assert list(Proposal.objects.to_discuss()) == [done]
    with pytest.raises(Refusal, match="lies ahead"):
        actions.note_discussion(
            by=meeting.accounts["manager"], proposal_id=one.pk, on=TODAY + timedelta(days=1)
        )
    actions.note_discussion(by=meeting.accounts["manager"], proposal_id=one.pk, on=TODAY)
    assert Proposal.objects.to_discuss().exists()  # it counts once the practitioner has said so too
    actions.note_discussion(by=meeting.accounts["amira"], proposal_id=one.pk, on=TODAY)
    assert not Proposal.objects.to_discuss().exists()


def test_working_days_pass_over_the_weekend() -> None:
    assert working_days_after(date(2026, 11, 20), 2) == date(2026, 11, 24)
    assert working_days_after(date(2026, 11, 21), 1) == date(2026, 11, 23)


def test_over_the_line_is_never_blocked_and_never_silent_x27(meeting: Meeting) -> None:
    one = meeting.propose(meeting.ben)
    meeting.answer(one, who="ben")
    for missing, more in (
        ("reason", {}),
        ("what_will_be_done", {"reason": "Nobody else speaks Welsh"}),
        ("over_until", {"reason": "Nobody else speaks Welsh", "what_will_be_done": "Case 12 moves"}),
    ):
        with pytest.raises(Refusal) as refused:
            meeting.decide(one, **more)
        assert refused.value.field == missing
    more = {"reason": "Nobody else speaks Welsh", "what_will_be_done": "Case 12 moves to Amira"}
    done = meeting.decide(one, **more, over_until=TODAY + timedelta(days=14))
    assert holders(meeting) == {meeting.ben.pk}
    assert (done.decided_on_figures["over"], done.decided_on_figures["red"]) == (True, False)
    assert done.escalated_at is None


def test_at_red_it_goes_to_the_next_tier(meeting: Meeting) -> None:
    meeting.town.points(meeting.ben, 5)
    one = meeting.propose(meeting.ben)
    meeting.answer(one, who="ben")
    head = scope_for(meeting.accounts["head"], TODAY)
    assert not queries.proposals(head).exists()
    more = {"reason": "No other way", "what_will_be_done": "Two reviews pause", "waits": "Two reviews"}
    meeting.decide(one, **more, over_until=TODAY + timedelta(days=7))
    assert queries.proposals(head).get() == one


def test_figures_that_moved_are_shown_and_asked_again(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    seen = one.seen
    meeting.town.points(meeting.amira, 5)
    with pytest.raises(actions.FiguresMoved) as moved:
        meeting.decide(one, seen=seen)
    assert (seen["before"], moved.value.now["before"]) == ("40", "45")
    assert holders(meeting) == {None}
    meeting.decide(one, seen=moved.value.now)
    assert holders(meeting) == {meeting.amira.pk}


def test_sent_again_it_is_done_once(meeting: Meeting) -> None:
    key = uuid.uuid4()
    assert meeting.propose(key=key) == meeting.propose(key=key)
    one = Proposal.objects.get()
    meeting.answer(one)
    meeting.decide(one)
    meeting.decide(one)
    assert Allocation.objects.filter(case__in=meeting.cases).count() == 2
    with pytest.raises(
        ChangedMeanwhile, match=r"closed by .* on Thursday 19 November 2026 at 10am: allocated"
    ):
        meeting.decide(one, allocate=False)


def test_the_same_family_is_not_proposed_to_two(meeting: Meeting) -> None:
    meeting.propose()
    with pytest.raises(ChangedMeanwhile, match=r"proposed to Amira Hussain already: by .* at 10am"):
        meeting.propose(meeting.ben)
    actions.withdraw(by=meeting.accounts["second"], proposal_id=Proposal.objects.get().pk)
    assert meeting.propose(meeting.ben).outcome == ""


def test_a_case_that_changed_hands_meanwhile(meeting: Meeting) -> None:
    one = meeting.propose(case_ids=[meeting.cases[0].pk], seen={})
    meeting.answer(one)
    change = caseloads.Change(
        meeting.cases[0].pk, meeting.ben.posts.get().pk, TODAY - timedelta(days=1), "FCONTA"
    )
    caseloads.set_holders(by=meeting.accounts["second"], changes=[change], decided=True)
    one.refresh_from_db()
    assert one.outcome == "overtaken"
    reference = meeting.cases[0].reference
    assert one.reason.startswith(
        f"Ben Carter holds case {reference}, recorded by {meeting.accounts['second'].name} on "
    )
    with pytest.raises(ChangedMeanwhile, match=r"overtaken\. Ben Carter holds case .* at 10am\."):
        meeting.decide(one)
    told = Notice.objects.filter(kind="proposal-overtaken")
    assert {row.account for row in told} == {meeting.accounts["amira"], meeting.accounts["manager"]}
    assert meeting.propose(meeting.ben, case_ids=[meeting.cases[1].pk]).outcome == ""


def test_bad_input_is_one_sentence(meeting: Meeting) -> None:
    manager = meeting.accounts["manager"]
    with pytest.raises(Refusal, match="had not begun"):
        meeting.propose(from_on=date(2020, 1, 1))
    meeting.amira.ended_on = TODAY
    meeting.amira.save()
    with pytest.raises(Refusal, match="has left this post by that day"):
        meeting.propose(from_on=TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="looks like a telephone number"):
        meeting.propose(message="Ring 01632 960 001")
    one = meeting.propose()
    for case in meeting.cases:
        caseloads.close_case(by=manager, case_id=case.pk, on=TODAY, reason="RC7")
    with pytest.raises(ChangedMeanwhile, match=r"overtaken\. Case .* was closed by .* at 10am\."):
        meeting.decide(one)
    with pytest.raises(NotAllowed):
        meeting.decide(one, by=meeting.accounts["ben"])
    with pytest.raises(ChangedMeanwhile, match=r"closed \(overtaken\).* was closed by"):
        meeting.answer(one)


@pytest.mark.django_db(transaction=True)
def test_two_managers_propose_the_same_family_at_once(committed_meeting: Meeting) -> None:
    meeting = committed_meeting
    whose = [(meeting.amira, "manager"), (meeting.ben, "second")] * 3
    said: list[Any] = [None] * len(whose)
    gate = threading.Barrier(len(whose))

    def run(number: int) -> None:
        who, by = whose[number]
        gate.wait()
        try:
            said[number] = meeting.propose(who, by=meeting.accounts[by])
        except Exception as problem:
            said[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(whose))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [one for one in said if isinstance(one, Proposal)]
    assert len(won) == 1, said
    assert all(isinstance(one, ChangedMeanwhile) for one in said if one not in won)
    assert Proposal.objects.count() == 1


def test_who_left_meanwhile_is_not_given_it_and_nothing_is_lost(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    people.end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=TODAY - timedelta(days=1))
    one.refresh_from_db()
    assert (one.outcome, one.reason) == ("overtaken", "Amira Hussain left this post on 18 November 2026.")
    with pytest.raises(ChangedMeanwhile, match="Amira Hussain left this post on 18 November"):
        actions.decide(
            by=meeting.accounts["manager"],
            proposal_id=one.pk,
            decision=actions.Decision(allocate=True),
            seen=one.seen,
        )
    assert one.answers.count() == 1
    assert meeting.propose(meeting.ben).outcome == ""


def test_a_household_split_meanwhile_is_decided_case_by_case(meeting: Meeting) -> None:
    """The cases that were proposed are what is decided; that they count otherwise by now is shown and asked again."""
    one, first = meeting.propose(), meeting.cases[0]
    meeting.answer(one)
    caseloads.split(by=meeting.accounts["manager"], case_id=first.pk)
    with pytest.raises(FiguresMoved):
        meeting.decide(one, seen=one.seen, left_household=[first.pk])
    assert meeting.decide(one, left_household=[first.pk]).outcome == "allocated"
    assert holders(meeting) == {meeting.amira.pk}


def test_siblings_may_be_proposed_to_two_and_the_page_of_each_says_so(meeting: Meeting) -> None:
    """A household is allocated together unless somebody chooses single cases of it; nothing is decided by that."""
    first, second = meeting.cases
    one = meeting.propose(case_ids=[first.pk], seen={})
    with pytest.raises(Refusal, match=f"same household is proposed: case {first.reference} to Amira Hussain"):
        meeting.propose(meeting.ben, case_ids=[second.pk], seen={})
    two = meeting.propose(meeting.ben, case_ids=[second.pk], seen={}, split_meant=True)
    page = signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[two.pk]))
    assert f"Case {first.reference} of the same household is proposed to Amira Hussain" in text_of(page)
    meeting.answer(one)
    meeting.decide(one)
    page = signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[two.pk]))
    assert f"Case {first.reference} of the same household is with Amira Hussain" in text_of(page)


def test_who_proposed_to_another_team_reads_of_the_siblings_too(meeting: Meeting) -> None:
    first, second = meeting.cases
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    meeting.propose(case_ids=[first.pk], seen={})
    two = meeting.propose(
        meeting.town.person("Farah Khan", team=south), case_ids=[second.pk], seen={}, split_meant=True
    )
    page = signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[two.pk]))
    assert f"Case {first.reference} of the same household is proposed to Amira Hussain" in text_of(page)
