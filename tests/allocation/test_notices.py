"""Everybody whom a step of an allocation concerns is told of it, once, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.actions import Terms
from safeload.allocation.facts import figures_for
from safeload.allocation.jobs import remind
from safeload.audit.refusals import Refusal
from safeload.caseloads import actions as caseloads
from safeload.notices.kinds import sentence_of
from safeload.notices.models import Notice
from safeload.notices.queries import notices
from safeload.people.models import Team
from safeload.people.scope import scope_for
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving import agreed, limited, moved
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def told(meeting: Meeting, who: str) -> list[str]:
    """What an account was told, oldest first, in the words of its page."""
    rows = notices(scope_for(meeting.accounts[who], TODAY)).order_by("pk")
    return [sentence_of(one.kind, one.words) for one in rows]


def test_proposed_answered_decided(meeting: Meeting) -> None:
    one = meeting.propose()
    manager, (first, second) = meeting.accounts["manager"].name, meeting.cases
    both = f"cases {first.reference} and {second.reference}"
    assert told(meeting, "amira") == [f"{manager} asks whether you can take {both}."]
    meeting.answer(one, "agree-if", "With a co-worker for the first visit")
    assert told(meeting, "manager") == [f"Amira Hussain agrees, with a condition, to take {both}."]
    assert "co-worker" not in str(list(Notice.objects.values()))
    second_manager = meeting.accounts["second"]
    meeting.decide(one, by=second_manager, reason="Agreed")
    assert told(meeting, "amira")[1:] == [f"{second_manager.name} allocated {both} to you."]
    assert told(meeting, "manager")[1:] == [f"{second_manager.name} allocated {both} to Amira Hussain."]
    assert told(meeting, "second") == told(meeting, "head") == told(meeting, "ben") == []


def test_the_same_again_tells_nobody_again(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.propose(key=one.key)
    meeting.answer(one)
    meeting.decide(one)
    meeting.decide(one)
    assert (len(told(meeting, "amira")), len(told(meeting, "manager"))) == (2, 1)


def test_a_refused_decision_tells_nobody(meeting: Meeting) -> None:
    one = meeting.propose()
    before = Notice.objects.count()
    with pytest.raises(Refusal):
        meeting.decide(one)
    assert Notice.objects.count() == before


def test_at_red_the_next_tier_is_told_and_may_open_it(meeting: Meeting) -> None:
    meeting.town.points(meeting.ben, 5)
    one = meeting.propose(meeting.ben)
    meeting.answer(one, who="ben")
    over = {
        "reason": "No other",
        "what_will_be_done": "Two move on",
        "goes": "Two cases to Amira",
        "over_until": TODAY + timedelta(days=20),
    }
    done = meeting.decide(one, **over)
    assert done.escalated_at is not None
    assert len(told(meeting, "head")) == 1
    assert "to Ben Carter, whose load is red with it" in told(meeting, "head")[0]
    client = signed_in(meeting.accounts["head"])
    notice = Notice.objects.get(account=meeting.accounts["head"])
    led = client.post(reverse("open_notice", args=[notice.pk]), follow=True)
    assert led.status_code == 200
    assert "Ben Carter" in text_of(led)


def test_withdrawn(meeting: Meeting) -> None:
    one = meeting.propose()
    actions.withdraw(by=meeting.accounts["second"], proposal_id=one.pk)
    assert "withdrew the proposal" in told(meeting, "amira")[1]
    assert "withdrew the proposal" in told(meeting, "manager")[0]


def test_overtaken(meeting: Meeting) -> None:
    meeting.propose()
    for case in meeting.cases:
        meeting.town.hold(case, meeting.ben, days_ago(1))
    meeting.propose(meeting.town.person("Chloe Evans"), by=meeting.accounts["second"])
    assert "to you is closed" in told(meeting, "amira")[1]
    assert "to Amira Hussain is closed" in told(meeting, "manager")[0]


def test_an_overdue_discussion_is_told_once_to_whoever_decided(meeting: Meeting) -> None:
    one = meeting.propose()
    done = meeting.decide(one, notified=True, reason="Court tomorrow")
    due = done.discussion_due_on
    assert due is not None
    assert actions.tell_overdue(on=due) == 0
    assert actions.tell_overdue(on=due + timedelta(days=1)) == 1
    assert actions.tell_overdue(on=due + timedelta(days=2)) == 0
    assert "the discussion is overdue" in told(meeting, "manager")[0]


def test_between_teams_the_taking_manager_is_told_of_the_proposal_and_of_the_answer(meeting: Meeting) -> None:
    town = meeting.town
    south = Team.objects.create(service_area=town.area, name="South")
    meeting.accounts["south"] = town.signs_in(role="team-manager", team=south)
    farah = town.person("Farah Khan", team=south)
    meeting.accounts["farah"] = town.signs_in(farah)
    one = meeting.propose(farah)
    assert "to Farah Khan, who is in your team; you decide" in told(meeting, "south")[0]
    meeting.answer(one, who="farah")
    assert "Farah Khan agrees to take" in told(meeting, "south")[1]
    assert len(told(meeting, "manager")) == 1
    assert told(meeting, "second") == []


def test_a_limit_is_brought_to_the_senior_once_and_its_passing_to_whoever_proposed(meeting: Meeting) -> None:
    limited(meeting)
    one = meeting.propose(meeting.ben)
    assert "The scheme sets a limit there" in told(meeting, "head")[0]
    actions.ask_senior(by=meeting.accounts["manager"], proposal_id=one.pk)
    assert len(told(meeting, "head")) == 1
    actions.override(by=meeting.accounts["head"], proposal_id=one.pk, reason="For two weeks.")
    assert "You can decide now" in told(meeting, "manager")[0]
    assert "two weeks" not in str(list(Notice.objects.values()))


def test_taken_back_it_is_told_to_both(meeting: Meeting) -> None:
    one = agreed(meeting)
    actions.undo(by=meeting.accounts["second"], proposal_id=one.pk, why="It was the wrong case.")
    assert "took back the allocation" in told(meeting, "amira")[-1]
    assert told(meeting, "amira")[-1].endswith("to you.")
    assert told(meeting, "manager")[-1].endswith("to Amira Hussain.")


def test_cover_that_is_over_is_brought_to_mind_once_for_each_end(meeting: Meeting) -> None:
    until = TODAY + timedelta(days=14)
    one = agreed(meeting, terms=Terms(cover_until=until))
    assert actions.tell_covers(on=until - timedelta(days=1)) == 0
    with time_machine.travel(f"{until.isoformat()}T05:00:00+00:00"):
        assert remind() == 1
        assert remind() == 0
        actions.keep_covering(
            by=meeting.accounts["manager"], proposal_id=one.pk, until=until + timedelta(days=7)
        )
    with time_machine.travel(f"{(until + timedelta(days=7)).isoformat()}T05:00:00+00:00"):
        assert remind() == 1
        assert remind() == 0
    assert len([said for said in told(meeting, "manager") if "has come to its end" in said]) == 2


def test_whoever_loses_a_case_by_a_decision_is_told_too(meeting: Meeting) -> None:
    case = meeting.town.family(1, since=days_ago(40))[0]
    meeting.town.hold(case, meeting.ben, days_ago(30))
    figures = figures_for(meeting.amira.posts.get(), [case.pk], TODAY)
    assert figures is not None
    one = meeting.propose(case_ids=[case.pk], seen=figures.as_text())
    meeting.answer(one)
    meeting.decide(one)
    manager = meeting.accounts["manager"].name
    assert told(meeting, "ben") == [
        f"{manager} proposes case {case.reference}, which you hold, to Amira Hussain. Nothing has changed yet.",
        f"1 case left you, entered by {manager}.",
    ]
    assert len(told(meeting, "amira")) == 2


def test_each_is_told_once_for_the_whole_act(meeting: Meeting) -> None:
    amira, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    manager, since = meeting.accounts["manager"], TODAY - timedelta(days=1)

    def move(post: int | None) -> None:
        changes = [caseloads.Change(case.pk, post, since, "MANAGE") for case in meeting.cases]
        caseloads.set_holders(by=manager, changes=changes, decided=True)

    move(ben.pk)
    assert told(meeting, "ben") == [f"2 cases came to you, entered by {manager.name}."]
    move(amira.pk)
    assert told(meeting, "ben")[1:] == [f"2 cases left you, entered by {manager.name}."]
    assert told(meeting, "amira") == [f"2 cases came to you, entered by {manager.name}."]
    move(amira.pk)
    assert len(told(meeting, "amira")) == 1
    change = caseloads.Change(meeting.cases[0].pk, ben.pk, since, "MANAGE")
    caseloads.set_holders(by=manager, changes=[change], decided=True)
    latest = Notice.objects.filter(account=meeting.accounts["ben"]).order_by("-pk")[0]
    assert (latest.link_name, latest.link_args) == ("case", [meeting.cases[0].pk])


def test_a_hand_over_tells_each_once_of_all_its_parts(meeting: Meeting) -> None:
    """Whoever holds the cases, and whoever proposed: one notice an act, not one for every taker."""
    made = actions.hand_over(**moved(meeting, 2))
    first, second = (row.case.reference for one in made.proposals.order_by("pk") for row in one.cases.all())
    manager, other = meeting.accounts["manager"], meeting.accounts["second"]
    both, takers = f"cases {first} and {second}", "Ben Carter and Chloe Evans"
    assert told(meeting, "amira") == [
        f"{manager.name} proposes {both}, which you hold, to {takers}. Nothing has changed yet."
    ]
    no = actions.Decision(allocate=False, reason="Amira keeps them for now")
    actions.decide_hand_over(by=other, hand_over_id=made.pk, decision=no, seen={})
    assert told(meeting, "manager") == [f"{other.name} did not allocate {both} to {takers}, and says why."]
    assert told(meeting, "amira")[1:] == [
        f"The proposal of {both}, which you hold, to {takers} is closed; nothing changed hands."
    ]
    notice = Notice.objects.get(account=manager)
    assert (notice.link_name, notice.link_args) == ("hand_over", [made.pk])
    assert signed_in(manager).get(reverse("open_notice", args=[notice.pk]), follow=True).status_code < 500
