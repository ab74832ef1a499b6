"""Handing over, covering, sharing, taking back; limits of a scheme that a senior lets through."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeload.allocation import actions
from safeload.allocation.actions import Decision, Terms
from safeload.allocation.facts import figures_by_post, figures_for, figures_of_shares
from safeload.allocation.models import Override, PartOverLine, Proposal
from safeload.allocation.queries.afterwards import may_undo
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal, RowsRefused
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.presenters.cases import part_row
from safeload.notices.kinds import sentence_of
from safeload.notices.models import Notice
from safeload.people import actions as people
from safeload.people.models import Post, RoleGrant, Team
from safeload.people.scope import scope_for
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from safeload.web import formats
from safeload.workload.actions.refresh import refresh
from safeload.workload.models import Standing
from safeload.workload.queries.unallocated import unallocated
from tests.allocation.conftest import Meeting
from tests.workload.town import TODAY, days_ago

LIMIT = """
[allocation]
[[allocation.limit]]
title = "Newly qualified: not over the line"
rule = "ALL-04"
protected = true
over_line = true
"""

OVER = {
    "what_will_be_done": "A new worker starts.",
    "over_until": TODAY + timedelta(days=30),
    "nothing_because": "All of them are at court.",
}


def holder_of(case: Case) -> str:
    part = Allocation.objects.open_parts().holders().filter(case=case).first()
    return part.post.practitioner.name if part else ""


def shares_of(case: Case) -> dict[str, int]:
    rows = Allocation.objects.open_parts().filter(case=case).select_related("post__practitioner")
    return {row.post.practitioner.name: int(row.share) for row in rows}


def agreed(meeting: Meeting, **more: Any) -> Proposal:
    """Amira agreed to take the family, and it was allocated."""
    one = meeting.propose(**more)
    meeting.answer(one)
    return meeting.decide(one)


def moved(meeting: Meeting, number: int = 3, name: str = "Chloe Evans", load: int = 0) -> dict[str, Any]:
    """Amira holds some more cases; what a hand-over of them to Ben and somebody else is made of."""
    town = meeting.town
    chloe = town.person(name)
    for who in (chloe, meeting.ben) if load else ():
        town.points(who, load)
    cases = [town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0] for _ in range(number)]
    posts = [meeting.ben.posts.get(), chloe.posts.get()]
    to = {case.pk: posts[at % 2].pk for at, case in enumerate(cases)}
    gives: dict[Post, list[int]] = {post: [pk for pk in to if to[pk] == post.pk] for post in posts}
    seen = {pk: side.as_text() for pk, side in figures_by_post(gives, TODAY).items()}
    return {
        "by": meeting.accounts["manager"],
        "key": uuid.uuid4(),
        "post_id": meeting.amira.posts.get().pk,
        "to": to,
        "from_on": TODAY,
        "seen": seen,
    }


def decided(meeting: Meeting, made: Any, **said: Any) -> list[Proposal]:
    found = {}
    for one in made.proposals.all():
        side = figures_for(one.post, [row.case_id for row in one.cases.all()], TODAY)
        assert side is not None
        found[one.pk] = side.as_text()
    told = {"notified": True, "reason": "Amira goes on leave.", **said}
    return actions.decide_hand_over(
        by=meeting.accounts["manager"], hand_over_id=made.pk, decision=Decision(True, **told), seen=found
    )


def test_taken_back_it_is_as_it_was_and_nothing_is_erased(meeting: Meeting) -> None:
    one = agreed(meeting)
    rows = Allocation.objects.count()
    entries = Entry.objects.count()
    actions.undo(by=meeting.accounts["manager"], proposal_id=one.pk, why="It was the wrong case.")
    assert [holder_of(case) for case in meeting.cases] == ["", ""]
    assert [Case.objects.get(pk=case.pk).team_id for case in meeting.cases] == [meeting.town.team.pk] * 2
    assert Allocation.objects.count() > rows
    assert Entry.objects.count() > entries
    again = actions.undo(by=meeting.accounts["manager"], proposal_id=one.pk, why="It was the wrong case.")
    assert again.version == Proposal.objects.get(pk=one.pk).version


def test_who_helped_before_helps_again_when_it_is_taken_back(meeting: Meeting) -> None:
    case = meeting.town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0]
    amira, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    parts = [caseloads.Part(amira.pk, Decimal(60)), caseloads.Part(ben.pk, Decimal(40))]
    manager = meeting.accounts["manager"]
    caseloads.share_case(
        by=manager, case_id=case.pk, parts=parts, from_on=days_ago(5), expected=amira.pk, joining=[ben.pk]
    )
    figures = figures_for(ben, [case.pk], TODAY)
    assert figures is not None
    one = meeting.propose(meeting.ben, case_ids=[case.pk], seen=figures.as_text())
    meeting.decide(
        one, notified=True, reason="Amira is away.", what_will_be_done="x", over_until=date(2027, 1, 1)
    )
    assert shares_of(case) == {"Ben Carter": 100}
    actions.undo(by=manager, proposal_id=one.pk, why="It was the wrong case.")
    assert shares_of(case) == {"Amira Hussain": 60, "Ben Carter": 40}


def test_whoever_helped_is_relieved_when_nobody_holds_it_any_more(meeting: Meeting) -> None:
    refresh(on=TODAY)
    before = Standing.objects.get(practitioner=meeting.ben).load
    case = meeting.town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0]
    amira, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    parts = [caseloads.Part(amira.pk, Decimal(60)), caseloads.Part(ben.pk, Decimal(40))]
    manager = meeting.accounts["manager"]
    caseloads.share_case(
        by=manager, case_id=case.pk, parts=parts, from_on=TODAY, expected=amira.pk, joining=[ben.pk]
    )
    assert Standing.objects.get(practitioner=meeting.ben).load > before
    caseloads.set_holder(by=manager, case_id=case.pk, post_id=None, from_on=TODAY, reason="WAITIN")
    assert Standing.objects.get(practitioner=meeting.ben).load == before


def test_what_moved_on_is_not_taken_back(meeting: Meeting) -> None:
    one = agreed(meeting)
    caseloads.set_holder(
        by=None,
        case_id=meeting.cases[0].pk,
        post_id=meeting.ben.posts.get().pk,
        from_on=TODAY,
        reason="MANAGE",
    )
    with pytest.raises(ChangedMeanwhile, match="has changed hands or closed since"):
        actions.undo(by=meeting.accounts["manager"], proposal_id=one.pk, why="It was the wrong case.")
    assert holder_of(meeting.cases[1]) == "Amira Hussain"


def test_what_was_not_allocated_cannot_be_taken_back(meeting: Meeting) -> None:
    one = meeting.propose()
    with pytest.raises(Refusal, match="Nothing was allocated"):
        actions.undo(by=meeting.accounts["manager"], proposal_id=one.pk, why="It was the wrong case.")
    with pytest.raises(NotAllowed):
        actions.undo(by=meeting.accounts["amira"], proposal_id=one.pk, why="It was the wrong case.")


def test_cover_is_asked_about_and_does_not_end_by_itself(meeting: Meeting) -> None:
    until = TODAY + timedelta(days=14)
    one = agreed(meeting, terms=Terms(cover_until=until))
    part = Allocation.objects.open_parts().get(case=meeting.cases[0])
    assert part.reason == Allocation.Reason.ABSENCE
    assert not Proposal.objects.cover_ending(until - timedelta(days=1)).exists()
    assert Proposal.objects.cover_ending(until).get() == one
    assert holder_of(meeting.cases[0]) == "Amira Hussain"
    later = until + timedelta(days=7)
    actions.keep_covering(by=meeting.accounts["manager"], proposal_id=one.pk, until=later)
    assert not Proposal.objects.cover_ending(until).exists()
    actions.hand_back(by=meeting.accounts["manager"], proposal_id=one.pk, on=TODAY)
    assert holder_of(meeting.cases[0]) == ""
    with pytest.raises(Refusal, match="ended already"):
        actions.hand_back(by=meeting.accounts["manager"], proposal_id=one.pk, on=TODAY)


def test_cover_that_stays_for_good(meeting: Meeting) -> None:
    one = agreed(meeting, terms=Terms(cover_until=TODAY + timedelta(days=1)))
    actions.keep_covering(by=meeting.accounts["manager"], proposal_id=one.pk, until=None)
    assert not Proposal.objects.cover_ending(date(2030, 1, 1)).exists()
    assert holder_of(meeting.cases[0]) == "Amira Hussain"


@pytest.mark.parametrize("until", [TODAY, days_ago(1)])
def test_cover_ends_on_a_day_to_come(meeting: Meeting, until: date) -> None:
    with pytest.raises(Refusal, match="Cover ends on a day to come"):
        meeting.propose(terms=Terms(cover_until=until))


def test_cow_01_a_co_worker_is_asked_and_carries_a_share(meeting: Meeting) -> None:
    agreed(meeting)
    ben = meeting.ben.posts.get()
    ids = [case.pk for case in meeting.cases]
    side = figures_for(ben, ids, TODAY, Decimal(40))
    assert side is not None
    assert side.after.load - side.before.load == 2  # 40 % of the family's five points
    one = actions.propose(
        by=meeting.accounts["manager"], key=uuid.uuid4(), case_ids=ids, post_id=ben.pk, from_on=TODAY,
        seen=side.as_text(), share=Decimal(40),
    )  # fmt: skip
    meeting.answer(one, who="ben")
    actions.decide(
        by=meeting.accounts["manager"], proposal_id=one.pk, seen=side.as_text(),
        decision=Decision(True, "He knows the court.", "The visits are shared.", TODAY + timedelta(days=30)),
    )  # fmt: skip
    assert [shares_of(case) for case in meeting.cases] == [{"Amira Hussain": 60, "Ben Carter": 40}] * 2
    after = figures_for(meeting.amira.posts.get(), [], TODAY)
    assert after is not None
    assert after.before.load == 40 + 3


@pytest.mark.parametrize("share", [0, 100, -1])
def test_shares_that_are_none(meeting: Meeting, share: int) -> None:
    agreed(meeting)
    with pytest.raises(Refusal, match="more than 0 and less than 100"):
        meeting.propose(meeting.ben, share=Decimal(share))


def test_nobody_helps_with_a_case_that_waits(meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="Nobody holds case"):
        meeting.propose(share=Decimal(40))


def test_between_teams_both_managers_agree(meeting: Meeting) -> None:
    town = meeting.town
    south = Team.objects.create(service_area=town.area, name="South")
    theirs = town.signs_in(role="team-manager", team=south)
    farah = town.person("Farah Khan", team=south)
    one = meeting.propose(farah)
    seen = figures_for(one.post, [case.pk for case in meeting.cases], TODAY)
    assert seen is not None
    with pytest.raises(NotAllowed):
        meeting.decide(one)  # the giving team has agreed by proposing; the other one decides
    town_account = town.signs_in(farah)
    actions.answer(by=town_account, proposal_id=one.pk, says="agree")
    actions.decide(by=theirs, proposal_id=one.pk, seen=seen.as_text(), decision=Decision(True))
    assert {holder_of(case) for case in meeting.cases} == {"Farah Khan"}


def test_nobody_gives_away_what_they_may_not_open(meeting: Meeting) -> None:
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    theirs = meeting.town.signs_in(role="team-manager", team=south)
    farah = meeting.town.person("Farah Khan", team=south)
    with pytest.raises(NotAllowed):
        meeting.propose(farah, by=theirs)


def test_several_cases_to_several_people(meeting: Meeting) -> None:
    given = moved(meeting)
    made = actions.hand_over(
        **given, terms=Terms("LEFTRL", notes="Visits are on Tuesdays.", joint_visit=True)
    )
    assert actions.hand_over(**given).pk == made.pk
    assert sorted(one.cases.count() for one in made.proposals.all()) == [1, 2]
    decided(meeting, made, **{**OVER, "what_will_be_done": "Two close soon."})
    names = {post.pk: post.practitioner.name for post in Post.objects.select_related("practitioner")}
    assert {pk: holder_of(Case.objects.get(pk=pk)) for pk in given["to"]} == {
        pk: names[post] for pk, post in given["to"].items()
    }
    reasons = Allocation.objects.open_parts().filter(case__in=given["to"]).values_list("reason", flat=True)
    assert set(reasons) == {"LEFTRL"}
    assert all(one.discussion_due_on for one in made.proposals.all())


def test_a_row_that_cannot_go_stops_all_and_says_why(meeting: Meeting) -> None:
    given = moved(meeting, 4)
    first, second, *_ = given["to"]
    caseloads.close_case(by=None, case_id=first, on=TODAY, reason="RC7")
    caseloads.set_holder(
        by=None, case_id=second, post_id=meeting.ben.posts.get().pk, from_on=TODAY, reason="MANAGE"
    )
    with pytest.raises(RowsRefused, match="something stands in the way with 2 of 4 cases") as refused:
        actions.hand_over(**given)
    assert refused.value.rows == {
        first: "Amira Hussain does not hold it any more.",
        second: "Amira Hussain does not hold it any more.",
    }
    assert not Proposal.objects.exists()


def test_one_answer_that_stands_in_the_way_stops_the_whole_decision(meeting: Meeting) -> None:
    made = actions.hand_over(**moved(meeting))
    bens = made.proposals.get(post=meeting.ben.posts.get())
    meeting.answer(bens, "not-agreed", "I have no room.", who="ben")
    with pytest.raises(RowsRefused) as refused:
        decided(meeting, made, reason="")
    assert "did not simply agree" in refused.value.rows[bens.pk]
    assert {one.outcome for one in made.proposals.all()} == {""}
    assert {holder_of(row.case) for row in bens.cases.all()} == {"Amira Hussain"}


def test_a_hand_over_is_taken_back_while_it_is_open(meeting: Meeting) -> None:
    made = actions.hand_over(**moved(meeting))
    manager = meeting.accounts["manager"]
    assert actions.withdraw_hand_over(by=manager, hand_over_id=made.pk) == 2
    assert actions.withdraw_hand_over(by=manager, hand_over_id=made.pk) == 0


def test_queries_do_not_grow_with_the_cases(meeting: Meeting) -> None:
    def queries(number: int) -> tuple[int, int]:
        given = moved(meeting, number, f"Chloe {number}", load=60)  # red: who is told is the same
        with CaptureQueriesContext(connection) as asked:
            made = actions.hand_over(**given)
        over = {**OVER, "what_will_be_done": "Two close soon."}
        with CaptureQueriesContext(connection) as settled:
            decided(meeting, made, **over)
        return len(asked), len(settled)

    few, many = queries(4), queries(40)
    assert many[0] <= few[0]
    assert many[1] <= few[1]


def limited(meeting: Meeting) -> None:
    """From now on the scheme says that nobody protected goes over their line."""
    text = files.shipped_text("srb-points") + LIMIT
    version = add_version(text=text.replace('version = "1"', 'version = "1 with a limit"', 1), by=None)
    adopt(version=version, by=None, starts_on=TODAY, agreed_by="the working group", agreed_on=TODAY)
    meeting.ben.asye = True
    meeting.ben.save()
    refresh(on=TODAY)


def test_x_27_a_limit_is_let_through_by_a_named_senior_only(meeting: Meeting) -> None:
    limited(meeting)
    one = meeting.propose(meeting.ben)
    assert one.limits == ["Newly qualified: not over the line"]
    meeting.answer(one, who="ben")
    said = {
        "reason": "Nobody else.",
        "what_will_be_done": "x closes",
        "over_until": TODAY + timedelta(days=9),
    }
    with pytest.raises(Refusal, match="The scheme sets a limit here: Newly qualified"):
        meeting.decide(one, **said)
    for who in ("manager", "ben", "amira"):
        with pytest.raises(NotAllowed):
            actions.override(by=meeting.accounts[who], proposal_id=one.pk, reason="Because.")
    head = meeting.accounts["head"]
    with pytest.raises(Refusal, match="Say why"):
        actions.override(by=head, proposal_id=one.pk, reason=" ")
    actions.override(by=head, proposal_id=one.pk, reason="For two weeks, until the new worker starts.")
    assert meeting.decide(one, **said).outcome == "allocated"
    assert Override.objects.get().by == head


def test_no_limit_no_override(meeting: Meeting) -> None:
    one = meeting.propose()
    with pytest.raises(Refusal, match="No limit of the scheme"):
        actions.override(by=meeting.accounts["head"], proposal_id=one.pk, reason="To be safe.")


def test_i_can_take_one(meeting: Meeting) -> None:
    post, amira = meeting.amira.posts.get(), meeting.accounts["amira"]
    first = actions.offer(by=amira, post_id=post.pk, from_on=TODAY, kind="A court case")
    second = actions.offer(by=amira, post_id=post.pk, from_on=TODAY + timedelta(days=7))
    first.refresh_from_db()
    assert first.ended_at is not None
    assert second.ended_at is None
    with pytest.raises(NotAllowed):
        actions.offer(by=meeting.accounts["manager"], post_id=post.pk, from_on=TODAY)
    with pytest.raises(Refusal, match="a day to come"):
        actions.offer(by=amira, post_id=post.pk, from_on=TODAY, until_on=days_ago(1))
    assert actions.take_back_offer(by=amira, post_id=post.pk) == 1
    assert actions.take_back_offer(by=amira, post_id=post.pk) == 0


def _asked_to_help(meeting: Meeting, **more: Any) -> Proposal:
    """Ben works on the family of two with Amira, who holds them, by 40 percent."""
    agreed(meeting)
    keys = [case.pk for case in meeting.cases]
    side = figures_for(meeting.ben.posts.get(), keys, TODAY, Decimal(40))
    assert side is not None
    one = meeting.propose(meeting.ben, seen=side.as_text(), share=Decimal(40), **more)
    over = {"what_will_be_done": "The visits are shared.", "over_until": TODAY + timedelta(days=30)}
    return meeting.decide(one, seen=side.as_text(), notified=True, reason="He knows the court.", **over)


def test_work_together_is_taken_back_to_what_everybody_did_before(meeting: Meeting) -> None:
    one = _asked_to_help(meeting)
    manager = meeting.accounts["manager"]
    told = Notice.objects.get(
        kind="case-shared", account=meeting.accounts["amira"], about_id=meeting.cases[0].pk
    )
    assert "60 percent" in sentence_of(told.kind, told.words)
    actions.undo(by=manager, proposal_id=one.pk, why="Too early.")
    assert [shares_of(case) for case in meeting.cases] == [{"Amira Hussain": 100}] * 2


def test_work_together_that_changed_since_is_not_taken_back(meeting: Meeting) -> None:
    one = _asked_to_help(meeting)
    amira, ben = meeting.amira.posts.get().pk, meeting.ben.posts.get().pk
    parts = [caseloads.Part(amira, Decimal(70)), caseloads.Part(ben, Decimal(30))]
    manager = meeting.accounts["manager"]
    caseloads.share_case(by=manager, case_id=meeting.cases[1].pk, parts=parts, from_on=TODAY, expected=amira)
    assert not may_undo(scope_for(manager, TODAY), [one])
    with pytest.raises(ChangedMeanwhile, match="is shared otherwise"):
        actions.undo(by=manager, proposal_id=one.pk, why="Too early.")


def test_cover_as_a_co_worker_ends(meeting: Meeting) -> None:
    one = _asked_to_help(meeting, terms=Terms(cover_until=TODAY + timedelta(days=7)))
    actions.hand_back(by=meeting.accounts["manager"], proposal_id=one.pk, on=TODAY)
    assert [shares_of(case) for case in meeting.cases] == [{"Amira Hussain": 100}] * 2


def test_whoever_is_back_from_absence_does_not_cover_for_it(meeting: Meeting) -> None:
    case = meeting.town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0]
    one = meeting.propose(
        meeting.ben, case_ids=[case.pk], seen={}, terms=Terms(cover_until=TODAY + timedelta(days=7))
    )
    over = {"what_will_be_done": "x", "over_until": TODAY + timedelta(days=30)}
    meeting.decide(one, notified=True, reason="Amira is away.", **over)
    manager = meeting.accounts["manager"]
    actions.hand_back(by=manager, proposal_id=one.pk, on=TODAY)
    part = Allocation.objects.open_parts().holders().get(case=case)
    assert (part.post.practitioner, part.reason) == (meeting.amira, Allocation.Reason.MANAGING)
    assert not may_undo(scope_for(manager, TODAY), [Proposal.objects.get(pk=one.pk)])
    with pytest.raises(Refusal, match="has ended already"):
        actions.hand_back(by=manager, proposal_id=one.pk, on=TODAY)
    other = agreed(meeting)
    with pytest.raises(Refusal, match="is no temporary cover"):
        actions.hand_back(by=manager, proposal_id=other.pk, on=TODAY)


def test_what_a_leaver_gave_waits_with_them_again_when_it_is_taken_back(meeting: Meeting) -> None:
    given = moved(meeting)
    people.end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=days_ago(1))
    made = actions.hand_over(**given)
    decided(meeting, made, **OVER)
    done = actions.undo_hand_over(by=meeting.accounts["manager"], hand_over_id=made.pk, why="Too early.")
    assert {one.undone_by for one in done} == {meeting.accounts["manager"]}
    waits = {row.case_id: row for row in unallocated(scope_for(meeting.accounts["manager"], TODAY))}
    for case in Case.objects.filter(pk__in=given["to"]):
        assert (holder_of(case), case.team) == ("Amira Hussain", meeting.town.team)
        row = waits[case.pk]
        assert (row.parked, row.since, row.parked_post) == ("leaver", TODAY, given["post_id"])
    entries = Entry.objects.count()
    actions.undo_hand_over(by=meeting.accounts["manager"], hand_over_id=made.pk, why="Too early.")
    assert Entry.objects.count() == entries


def test_a_leaver_holds_until_their_last_day_what_was_to_go_after_it(meeting: Meeting) -> None:
    """Taken back before anything changed hands, nothing is as if it had been decided."""
    given, last = moved(meeting), TODAY + timedelta(days=5)
    people.end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=last)
    later = last + timedelta(days=1)
    posts = meeting.ben.posts.get().pk
    figures = figures_for(meeting.ben.posts.get(), list(given["to"]), later)
    assert figures is not None
    to = dict.fromkeys(given["to"], posts)
    made = actions.hand_over(**{**given, "to": to, "from_on": later, "seen": {posts: figures.as_text()}})
    said = Decision(True, notified=True, reason="Amira leaves.", **OVER)
    manager, one = meeting.accounts["manager"], made.proposals.get()
    actions.decide_hand_over(
        by=manager, hand_over_id=made.pk, decision=said, seen={one.pk: figures.as_text()}
    )
    actions.undo_hand_over(by=manager, hand_over_id=made.pk, why="Too early.")
    parts = Allocation.objects.open_parts().holders().filter(case__in=to)
    assert set(parts.values_list("post", "ends_on")) == {(given["post_id"], None)}
    assert not [row for row in unallocated(scope_for(manager, TODAY)) if row.case_id in to]


def test_each_row_of_a_hand_over_says_all_that_is_missing(meeting: Meeting) -> None:
    made = actions.hand_over(**moved(meeting, load=20))
    seen = {
        one.pk: side.as_text()
        for one in made.proposals.all()
        if (side := figures_for(one.post, [row.case_id for row in one.cases.all()], TODAY))
    }
    with pytest.raises(RowsRefused) as refused:
        actions.decide_hand_over(
            by=meeting.accounts["manager"], hand_over_id=made.pk, decision=Decision(True), seen=seen
        )
    longest = max(refused.value.rows.values(), key=len)
    for missing in ("has not answered yet", "Say why", "what will be done", "until when", "would be red"):
        assert missing in longest


def test_what_was_taken_back_on_its_day_was_there_for_a_while(meeting: Meeting) -> None:
    one = agreed(meeting)
    actions.undo(by=meeting.accounts["manager"], proposal_id=one.pk, why="It was the wrong case.")
    rows = Allocation.objects.filter(case=meeting.cases[0], known_to=None, post=one.post)
    assert [part_row(row).dates for row in rows] == [f"from {formats.day(TODAY, weekday=False)}, taken back"]


def test_what_cannot_be_as_it_was_waits_since_a_leavers_last_day(meeting: Meeting) -> None:
    """Somebody works on it with the new holder by now, so it is not as it was: it waits, and says since when."""
    case = meeting.town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0]
    people.end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=days_ago(4))
    one = meeting.propose(meeting.ben, case_ids=[case.pk], seen={})
    meeting.decide(one, notified=True, reason="Amira left.", **OVER)
    manager, ben, chloe = (
        meeting.accounts["manager"],
        meeting.ben.posts.get().pk,
        meeting.town.person("Chloe Evans"),
    )
    parts = [caseloads.Part(ben, Decimal(60)), caseloads.Part(chloe.posts.get().pk, Decimal(40))]
    caseloads.share_case(
        by=manager, case_id=case.pk, parts=parts, from_on=TODAY, expected=ben, joining=[parts[1].post_id]
    )
    actions.undo(by=manager, proposal_id=one.pk, why="Too early.")
    (row,) = [row for row in unallocated(scope_for(manager, TODAY)) if row.case_id == case.pk]
    assert (holder_of(case), row.since) == ("", days_ago(3))


def test_a_hand_over_is_taken_back_as_a_whole_or_not_at_all(meeting: Meeting) -> None:
    given = moved(meeting)
    made = actions.hand_over(**given)
    first, second = decided(meeting, made, **OVER)
    case = first.cases.first().case
    manager = meeting.accounts["manager"]
    caseloads.set_holder(by=manager, case_id=case.pk, post_id=None, from_on=TODAY, reason="WAITIN")
    with pytest.raises(RowsRefused, match="with 1 of 2 practitioners") as refused:
        actions.undo_hand_over(by=manager, hand_over_id=made.pk, why="Too early.")
    assert list(refused.value.rows) == [first.pk]
    assert Proposal.objects.get(pk=second.pk).undone_at is None
    with pytest.raises(NotAllowed):
        actions.undo_hand_over(by=meeting.accounts["ben"], hand_over_id=made.pk, why="Too early.")


def test_the_giving_team_agreed_when_it_was_proposed(meeting: Meeting) -> None:
    town = meeting.town
    south = Team.objects.create(service_area=town.area, name="South")
    farah, theirs = town.person("Farah Khan", team=south), town.signs_in(role="team-manager", team=south)
    case = town.family(1, meeting.amira, days_ago(30), status=["CIN"])[0]
    one = meeting.propose(farah, case_ids=[case.pk], seen={})
    RoleGrant.objects.filter(account=meeting.accounts["manager"]).update(ends_on=days_ago(1))
    meeting.decide(one, by=theirs, notified=True, reason="She has room.")
    assert holder_of(case) == "Farah Khan"
    actions.undo(by=theirs, proposal_id=one.pk, why="Too early.")
    assert holder_of(case) == "Amira Hussain"


def test_who_decided_and_left_is_not_the_one_who_is_asked(meeting: Meeting) -> None:
    agreed(meeting, terms=Terms(cover_until=TODAY + timedelta(days=1)))
    RoleGrant.objects.filter(account=meeting.accounts["manager"]).update(ends_on=days_ago(1))
    assert actions.tell_covers(on=TODAY + timedelta(days=2)) == 1
    assert Notice.objects.get(kind="cover-ending").account == meeting.accounts["second"]


def _shared(meeting: Meeting, load: int = 0) -> tuple[Case, int, int]:
    """A case that Ben holds by 60 percent, and Amira helps with by 40."""
    town, ben, amira = meeting.town, meeting.ben.posts.get(), meeting.amira.posts.get()
    case = town.family(1, meeting.ben, days_ago(30), status=["CP"], level="medium", intervention="2")[0]
    Allocation.objects.filter(case=case).update(share=60)
    town.hold(case, amira, days_ago(20), role="co-worker", share=40)
    if load:
        town.points(meeting.amira, load)
    return case, ben.pk, amira.pk


def _change(meeting: Meeting, case: Case, holder: int, shares: dict[int, int], **more: Any) -> bool:
    parts = [caseloads.Part(post, Decimal(share)) for post, share in shares.items()]
    by = meeting.accounts["manager"]
    given = {"case_id": case.pk, "parts": parts, "from_on": TODAY, "expected": holder, **more}
    return actions.change_shares(by=by, **given)


def test_a_co_worker_over_the_line_is_asked_first(meeting: Meeting) -> None:
    case, ben, amira = _shared(meeting, load=12)
    with pytest.raises(Refusal, match="Amira Hussain would be over the line"):
        _change(meeting, case, ben, {ben: 20, amira: 80})
    assert shares_of(case) == {"Ben Carter": 60, "Amira Hussain": 40}
    assert _change(meeting, case, ben, {ben: 70, amira: 30}, over=FULLY)
    assert shares_of(case) == {"Ben Carter": 70, "Amira Hussain": 30}


FULLY = actions.OverLine(
    "Nobody else can.", "A new worker starts.", TODAY + timedelta(days=30), "The report waits."
)


def test_x_27_a_holder_over_the_line_is_never_silent(meeting: Meeting) -> None:
    case, ben, _ = _shared(meeting)
    meeting.town.points(meeting.ben, 10)
    for over, field in (
        (None, "reason"),
        (replace(FULLY, what_will_be_done=""), "what_will_be_done"),
        (replace(FULLY, room=" "), "room"),
        (replace(FULLY, over_until=None), "over_until"),
        (replace(FULLY, over_until=TODAY), "over_until"),
    ):
        with pytest.raises(Refusal) as refused:
            _change(meeting, case, ben, {ben: 100}, over=over)
        assert refused.value.field == field
    assert not PartOverLine.objects.exists()
    assert _change(meeting, case, ben, {ben: 100}, over=FULLY)
    one = PartOverLine.objects.get()
    assert (one.decided_by, one.figures["over"], one.reason) == (
        meeting.accounts["manager"], True, "Nobody else can.",
    )  # fmt: skip
    assert (one.escalated_at is not None) is one.figures["red"] is True
    assert Notice.objects.get(kind="part-over-line").account == meeting.accounts["head"]


def test_figures_that_moved_are_shown_before_shares_change(meeting: Meeting) -> None:
    case, ben, amira = _shared(meeting)
    with pytest.raises(actions.FiguresMoved):
        _change(meeting, case, ben, {ben: 50, amira: 50}, seen={})
    side = figures_of_shares(case.pk, {Post.objects.get(pk=amira): Decimal(50)}, TODAY)[amira]
    assert _change(meeting, case, ben, {ben: 50, amira: 50}, seen={amira: side.as_text()})
