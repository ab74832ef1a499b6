"""After a decision: the practitioner is heard, ends are acted on, the next tier answers, duties end with the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.facts import figures_for
from safeload.allocation.jobs import remind
from safeload.allocation.models import FollowUp, Proposal
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.web import formats
from safeload.workload.actions.refresh import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_evidence import given_by
from tests.allocation.test_moving_pages import hidden
from tests.allocation.test_notices import told
from tests.api.client import Api
from tests.workload.pages import text_of
from tests.workload.town import TODAY

UNTIL = TODAY + timedelta(days=20)
OVER = {"reason": "Nobody else", "what_will_be_done": "Two cases move on", "over_until": UNTIL}


def notified(meeting: Meeting, whose: str = "amira", **more: Any) -> Proposal:
    """Allocated before it was discussed."""
    one = meeting.propose(meeting.ben if whose == "ben" else None)
    return meeting.decide(one, notified=True, **{"reason": "Court tomorrow", **more})


def red(meeting: Meeting) -> Proposal:
    """Ben is red by a decision that was only notified."""
    meeting.town.points(meeting.ben, 5)
    return notified(meeting, "ben", **OVER, waits="The assessment of the other family")


def board(meeting: Meeting) -> str:
    address = reverse("team_board", args=[meeting.town.team.pk])
    return text_of(signed_in(meeting.accounts["manager"]).get(address))


def home(meeting: Meeting, who: str) -> str:
    return text_of(signed_in(meeting.accounts[who]).get(reverse("my_workload")))


def discuss(meeting: Meeting, one: Proposal, who: str) -> Proposal:
    return actions.note_discussion(by=meeting.accounts[who], proposal_id=one.pk, on=TODAY)


def follow_up(meeting: Meeting, one: Proposal, who: str, what: str, **more: Any) -> FollowUp:
    return actions.follow_up(by=meeting.accounts[who], proposal_id=one.pk, what=what, **more)


# Heard after the decision (X-26, X-27).


def test_what_will_come_is_not_said_to_have_come(meeting: Meeting) -> None:
    starts = TODAY + timedelta(days=14)
    one = meeting.propose(from_on=starts)
    figures = figures_for(one.post, [case.pk for case in meeting.cases], starts)
    assert figures is not None
    meeting.decide(one, notified=True, reason="Court in two weeks", seen=figures.as_text())
    assert f"will come to you on {formats.day(starts, weekday=False)}" in home(meeting, "amira")


def test_x_26_what_was_notified_is_answered_afterwards_in_own_words(meeting: Meeting) -> None:
    one = notified(meeting)
    assert "Say what you think" in home(meeting, "amira")
    client, address = signed_in(meeting.accounts["amira"]), reverse("proposal", args=[one.pk])
    assert "What do you say to it, now that it is decided?" in text_of(client.get(address))
    sent = {"says": "agree-if", "words": "With a joint first visit", "version": one.version}
    page = client.post(reverse("answer_proposal", args=[one.pk]), sent, follow=True)
    assert "Whoever decided has been told" in text_of(page)
    assert "agrees, with a condition, to cases" in told(meeting, "manager")[-1]
    one.refresh_from_db()
    assert one.heard_at is not None
    assert "Say what you think" not in home(meeting, "amira")


def test_what_was_agreed_beforehand_is_not_answered_again(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    meeting.decide(one)
    with pytest.raises(ChangedMeanwhile, match="an answer would change nothing"):
        meeting.answer(one, "not-agreed", "Too much")


def test_x_26_a_discussion_counts_once_the_practitioner_confirms_it(meeting: Meeting) -> None:
    one = discuss(meeting, notified(meeting), "manager")
    assert " with you. Confirm it" in told(meeting, "amira")[-1]
    page = given_by(meeting, "manager")
    assert "discussed within two working days 0" in page
    assert "not confirmed by the practitioner yet 1" in page
    with pytest.raises(NotAllowed):
        discuss(meeting, one, "ben")
    discuss(meeting, one, "amira")
    assert "discussed within two working days 1" in given_by(meeting, "manager")
    assert not Proposal.objects.to_discuss().exists()


def test_x_26_what_was_discussed_with_somebody_without_an_account_counts_as_the_manager_records_it(
    meeting: Meeting,
) -> None:
    one = notified(meeting)
    meeting.accounts["amira"].practitioner = None
    meeting.accounts["amira"].save()
    discuss(meeting, one, "manager")
    assert not Proposal.objects.to_discuss().exists()
    assert "discussed within two working days 1" in given_by(meeting, "manager")


def test_x_27_over_the_line_a_manager_speaks_for_nobody(meeting: Meeting) -> None:
    notified_one = notified(meeting, "ben", **OVER)
    meeting.accounts["ben"].practitioner = None
    meeting.accounts["ben"].save()
    discuss(meeting, notified_one, "manager")
    assert Proposal.objects.to_discuss().exists()


def test_x_27_over_the_line_only_own_words_end_it(meeting: Meeting) -> None:
    one = notified(meeting, "ben", **OVER)
    discuss(meeting, one, "manager")
    with pytest.raises(Refusal, match="answer first"):
        discuss(meeting, one, "ben")
    meeting.answer(one, "agree-if", "Until the court date", who="ben")
    assert not Proposal.objects.to_discuss().exists()


def test_a_no_comes_back_to_the_manager_who_replies(meeting: Meeting) -> None:
    one = notified(meeting)
    meeting.answer(one, "not-agreed", "I cannot do two visits a week")
    assert "Amira Hussain does not agree to cases" in board(meeting)
    assert "does not agree to" in told(meeting, "manager")[-1]
    assert told(meeting, "head") == []  # the load is not red
    with pytest.raises(Refusal, match="what you answer"):
        follow_up(meeting, one, "manager", "reply")
    follow_up(meeting, one, "manager", "reply", words="Ben does one of the two")
    assert "does not agree to cases" not in board(meeting)
    assert "replied to the no" in told(meeting, "amira")[-1]
    page = text_of(signed_in(meeting.accounts["amira"]).get(reverse("proposal", args=[one.pk])))
    assert "Ben does one of the two" in page
    assert "not agreed by the practitioner once they were asked 1" in given_by(meeting, "manager")


def test_a_no_at_red_goes_to_the_next_tier(meeting: Meeting) -> None:
    one = red(meeting)
    follow_up(meeting, one, "head", "seen")
    meeting.answer(one, "not-agreed", "This is not safe", who="ben")
    assert "Ben Carter does not agree to" in told(meeting, "head")[-1]
    one.refresh_from_db()
    assert one.tier_answered_at is None


def test_a_discussion_due_ends_when_the_case_has_left(meeting: Meeting) -> None:
    one = notified(meeting)
    keys = [case.pk for case in meeting.cases]
    post = meeting.ben.posts.get().pk
    changes = [caseloads.Change(pk, post, TODAY, "MANAGE") for pk in keys]
    caseloads.set_holders(by=meeting.accounts["manager"], changes=changes, decided=True)
    one.refresh_from_db()
    assert one.left_at is not None
    assert not Proposal.objects.to_discuss().exists()
    assert "to be discussed by" not in board(meeting)
    page = given_by(meeting, "manager")
    assert "still to be discussed 0" in page
    assert "never discussed: the case left before 1" in page
    with time_machine.travel(f"{(TODAY + timedelta(days=9)).isoformat()}T05:00:00+00:00"):
        assert remind() == 0


def test_a_closing_taken_back_brings_the_duty_back(meeting: Meeting) -> None:
    one = notified(meeting)
    for case in meeting.cases:
        caseloads.close_case(by=meeting.accounts["manager"], case_id=case.pk, on=TODAY, reason="RC7")
    one.refresh_from_db()
    assert one.left_at is not None
    caseloads.reopen_case(by=meeting.accounts["manager"], case_id=meeting.cases[0].pk)
    one.refresh_from_db()
    assert one.left_at is None


# The end over the line (X-27).


def test_x_27_the_end_is_brought_to_mind_before_the_day_and_on_it(meeting: Meeting) -> None:
    one = notified(meeting, "ben", **OVER)
    meeting.answer(one, "agree-if", "Until then", who="ben")
    assert "over the line with" not in board(meeting)
    with time_machine.travel(f"{(UNTIL - timedelta(days=7)).isoformat()}T05:00:00+00:00"):
        refresh(on=UNTIL - timedelta(days=7))
        assert actions.tell_over_ends(on=UNTIL - timedelta(days=7)) == 1
        assert actions.tell_over_ends(on=UNTIL - timedelta(days=6)) == 0
        assert "promised: Two cases move on" in board(meeting)
        assert "Your load may be over the line with cases" in home(meeting, "ben")
    with time_machine.travel(f"{UNTIL.isoformat()}T05:00:00+00:00"):
        assert actions.tell_over_ends(on=UNTIL) == 1
    for who in ("manager", "ben"):
        assert len([said for said in told(meeting, who) if "until 9 December 2026" in said]) == 2


def test_x_27_still_over_at_the_end_it_goes_to_the_next_tier_once(meeting: Meeting) -> None:
    one = notified(meeting, "ben", **OVER)
    assert one.escalated_at is None
    after = UNTIL + timedelta(days=1)
    with time_machine.travel(f"{after.isoformat()}T05:00:00+00:00"):
        refresh(on=after)
        assert actions.end_over_the_line(on=after) == 1
        assert actions.end_over_the_line(on=after + timedelta(days=1)) == 0
        assert "and still is" in told(meeting, "head")[-1]
        follow_up(
            meeting, one, "manager", "goes-on", words="Cai starts in May", until=after + timedelta(days=9)
        )
    assert "goes on" in told(meeting, "ben")[-1]
    assert "goes on" in told(meeting, "head")[-1]


def test_within_the_line_again_it_ends_by_itself(meeting: Meeting) -> None:
    one = notified(meeting, "ben", **OVER)
    moved = (
        Allocation.objects.open_parts().filter(post__practitioner=meeting.ben).exclude(case__in=meeting.cases)
    )
    for part in moved[:4]:
        caseloads.close_case(by=meeting.accounts["manager"], case_id=part.case_id, on=TODAY, reason="RC7")
    after = UNTIL + timedelta(days=1)
    refresh(on=TODAY)
    with time_machine.travel(f"{after.isoformat()}T05:00:00+00:00"):
        assert actions.end_over_the_line(on=after) == 1
    one.refresh_from_db()
    assert one.over_ended_at is not None
    assert told(meeting, "head") == []


@pytest.mark.parametrize(("until", "words"), [(TODAY, "in the past"), (date(2099, 1, 1), "13 weeks ahead")])
def test_an_end_that_is_none_is_asked_again(meeting: Meeting, until: date, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        notified(meeting, "ben", **{**OVER, "over_until": until})
    assert refused.value.field == "over_until"


def test_what_was_promised_is_said_to_be_done(meeting: Meeting) -> None:
    one = notified(meeting, "ben", **OVER)
    with pytest.raises(NotAllowed):
        follow_up(meeting, one, "ben", "done", words="Done")
    client, address = signed_in(meeting.accounts["manager"]), reverse("follow_up_proposal", args=[one.pk])
    assert "Promised: “Two cases move on”" in text_of(client.get(address))
    sent = {"what": "done", "words": "Both moved to Amira", "version": Proposal.objects.get().version}
    assert "Both moved to Amira" in text_of(client.post(address, sent, follow=True))
    one.refresh_from_db()
    assert one.over_ended_at is not None
    assert client.get(address).status_code == 404
    assert "what was promised about" in told(meeting, "ben")[-1]


def test_what_needs_a_day_or_words_is_said_truthfully(meeting: Meeting) -> None:
    """What some choices ask for is not called optional, and the hint names those choices."""
    address = reverse("follow_up_proposal", args=[red(meeting).pk])
    page = text_of(signed_in(meeting.accounts["manager"]).get(address))
    assert "Until when, or on which day Needed for “It goes on until another day”." in page
    assert "In your own words No names" in page
    assert "optional" not in page
    page = text_of(signed_in(meeting.accounts["head"]).get(address))
    assert "Needed for “I agree until a day” and “Bring it back to me”." in page
    assert "In your own words (optional)" in page


# The next tier.


def test_red_by_decision_stands_on_the_service_view_until_it_is_over(meeting: Meeting) -> None:
    one = red(meeting)
    head = signed_in(meeting.accounts["head"])
    page = text_of(head.get(reverse("service")))
    assert "Red by decision" in page
    assert "Waits for your word" in page
    assert "Red by decision, brought to you" in text_of(head.get(reverse("proposals")))
    follow_up(meeting, one, "head", "agreed", until=TODAY + timedelta(days=10))
    one.refresh_from_db()
    assert one.over_until == TODAY + timedelta(days=10)  # no longer than they agreed to
    assert "Agreed until 29 November 2026" in text_of(head.get(reverse("service")))
    for who in ("manager", "ben"):
        assert "agrees for a while to the load that is red" in told(meeting, who)[-1]
    follow_up(meeting, one, "manager", "done", words="Moved")
    assert "Red by decision" not in text_of(head.get(reverse("service")))


def test_what_the_next_tier_wants_to_see_again_comes_back_on_the_day(meeting: Meeting) -> None:
    one, again = red(meeting), TODAY + timedelta(days=5)
    with pytest.raises(Refusal, match="Give the day"):
        follow_up(meeting, one, "head", "back")
    follow_up(meeting, one, "head", "back", until=again)
    assert actions.bring_back(on=again - timedelta(days=1)) == 0
    assert actions.bring_back(on=again) == 1
    assert actions.bring_back(on=again) == 0
    assert "You asked to see again" in told(meeting, "head")[-1]


def test_what_the_next_tier_wants_to_see_again_is_listed_from_when_they_said_so(meeting: Meeting) -> None:
    one, again = red(meeting), TODAY + timedelta(days=5)
    meeting.answer(one, "agree-if", "Until then", who="ben")
    listed = f"sees cases {meeting.cases[0].reference} and {meeting.cases[1].reference} again on"
    assert listed not in board(meeting)
    follow_up(meeting, one, "head", "back", until=again)
    day, head = formats.day(again, weekday=False), signed_in(meeting.accounts["head"])
    assert f"Ben Carter: service-manager {listed} {day} – Say how it stands" in board(meeting)
    assert f"To be brought back on {day}" in text_of(head.get(reverse("service")))
    with time_machine.travel(f"{again.isoformat()}T05:00:00+00:00"):  # before anything ran at night
        refresh(on=again)
        assert f"{listed} {day} (due)" in board(meeting)
        head = signed_in(meeting.accounts["head"])
        assert f"Due: brought back on {day}" in text_of(head.get(reverse("service")))
        actions.bring_back(on=again)
        assert f"{listed} {day} (due)" in board(meeting)
        follow_up(meeting, one, "head", "seen")
        assert listed not in board(meeting)


@pytest.mark.parametrize("who", ["manager", "ben", "amira"])
def test_only_the_next_tier_speaks_for_it(meeting: Meeting, who: str) -> None:
    with pytest.raises(NotAllowed):
        follow_up(meeting, red(meeting), who, "seen")


def test_where_nobody_leads_the_service_the_page_says_so(meeting: Meeting) -> None:
    account = meeting.accounts["head"]
    account.grants.all().delete()
    one = red(meeting)
    page = text_of(signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[one.pk])))
    assert "nobody leads this service in Safeload" in page


# What makes room for it.


def test_the_practitioner_reads_what_makes_room_before_answering(meeting: Meeting) -> None:
    one = meeting.propose()
    held = Allocation.objects.open_parts().filter(post__practitioner=meeting.amira).first()
    assert held is not None
    client, address = signed_in(meeting.accounts["manager"]), reverse("trade_off", args=[one.pk])
    sent = {"goes": "To Ben from Monday", "goes_case_id": held.case_id, "version": one.version}
    client.post(address, sent)
    assert "said what makes room for" in told(meeting, "amira")[-1]
    page = text_of(signed_in(meeting.accounts["amira"]).get(reverse("proposal", args=[one.pk])))
    assert f"Goes To Ben from Monday {held.case.reference}" in page
    meeting.answer(one)
    assert meeting.decide(one).goes == "To Ben from Monday"


def test_what_makes_room_is_of_the_practitioners_own_cases(meeting: Meeting) -> None:
    one = meeting.propose()
    other = Allocation.objects.open_parts().filter(post__practitioner=meeting.ben).first()
    assert other is not None
    manager = meeting.accounts["manager"]
    with pytest.raises(Refusal, match="does not hold this case"):
        actions.trade_off(by=manager, proposal_id=one.pk, what=actions.TradeOff(waits_case_id=other.case_id))
    with pytest.raises(NotAllowed):
        actions.trade_off(by=meeting.accounts["amira"], proposal_id=one.pk, what=actions.TradeOff(goes="All"))


def test_x_04_at_red_it_is_asked_what_makes_room_before_it_goes_on(meeting: Meeting) -> None:
    meeting.town.points(meeting.ben, 5)
    one = meeting.propose(meeting.ben)
    said = {"notified": True, **OVER}
    with pytest.raises(Refusal, match="Ben Carter would be red with it") as refused:
        meeting.decide(one, **said)
    assert refused.value.field == "goes"
    with pytest.raises(Refusal, match="leave this empty"):
        meeting.decide(one, goes="One case to Amira", nothing_because="All are at court", **said)
    done = meeting.decide(one, nothing_because="All are at court", **said)
    assert (done.nothing_because, done.escalated_at is not None) == ("All are at court", True)
    page = text_of(signed_in(meeting.accounts["head"]).get(reverse("proposal", args=[one.pk])))
    assert "Nothing can, because All are at court" in page


def test_at_red_the_page_asks_for_it_and_what_was_said_before_counts(meeting: Meeting) -> None:
    meeting.town.points(meeting.ben, 5)
    one, manager = meeting.propose(meeting.ben), signed_in(meeting.accounts["manager"])
    address = reverse("proposal", args=[one.pk])
    page = text_of(manager.get(address))
    assert "Nothing can go, wait or be shared, because" in page
    sent = {"allocate": "yes", "version": one.version, "notified": "on", "reason": "Court", "seen": "{}"}
    assert "Ben Carter would be red with it" not in page
    refused = manager.post(reverse("decide_proposal", args=[one.pk]), sent)
    again = {**sent, "seen": hidden(refused, "seen"), "version": hidden(refused, "version")}
    assert "Ben Carter would be red with it" in text_of(
        manager.post(reverse("decide_proposal", args=[one.pk]), again)
    )
    manager.post(reverse("trade_off", args=[one.pk]), {"waits": "The report", "version": one.version})
    assert "Nothing can go, wait or be shared, because" not in text_of(manager.get(address))
    assert meeting.decide(one, notified=True, **OVER).waits == "The report"


def test_a_program_is_asked_the_same_at_red(meeting: Meeting) -> None:
    meeting.town.points(meeting.ben, 5)
    one, api = meeting.propose(meeting.ben), Api(meeting.accounts["manager"])
    seen = api.get(f"/proposals/{one.pk}").json()["figures"]
    said = {**OVER, "over_until": UNTIL.isoformat(), "allocate": True, "notified": True, "seen": seen}
    refused = api.post(f"/proposals/{one.pk}/decide", said)
    assert refused.status_code == 422
    assert "would be red with it" in refused.content.decode()
    sent = {**said, "nothing_because": "All are at court"}
    assert api.post(f"/proposals/{one.pk}/decide", sent).status_code == 200
    assert api.get(f"/proposals/{one.pk}").json()["nothing_because"] == "All are at court"


def test_within_the_line_and_amber_nobody_is_asked_for_it(meeting: Meeting) -> None:
    one = meeting.propose(meeting.ben)
    page = signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[one.pk]))
    assert "Nothing can go, wait or be shared" not in text_of(page)
    assert meeting.decide(one, notified=True, nothing_because="Not asked", **OVER).nothing_because == ""


# Offers.


def test_an_offer_of_a_day_that_has_passed_is_asked_again(meeting: Meeting) -> None:
    post = meeting.amira.posts.get().pk
    with pytest.raises(Refusal, match="has passed"):
        actions.offer(by=meeting.accounts["amira"], post_id=post, from_on=date(2020, 1, 1))


def test_an_offer_is_told_to_the_manager_and_met_by_an_allocation(meeting: Meeting) -> None:
    actions.offer(by=meeting.accounts["amira"], post_id=meeting.amira.posts.get().pk, from_on=TODAY)
    assert told(meeting, "manager") == [
        "Amira Hussain can take a case. From when and of which kind stands on the board."
    ]
    one = meeting.propose()
    meeting.answer(one)
    meeting.decide(one)
    assert "Amira Hussain can take a case" not in board(meeting)


def test_who_is_protected_reads_what_stands_in_the_way(meeting: Meeting) -> None:
    meeting.amira.asye = True
    meeting.amira.save()
    refresh(on=TODAY)
    page = text_of(signed_in(meeting.accounts["amira"]).get(reverse("offer_to_take")))
    assert "At present you are not asked for more: building up" in page
