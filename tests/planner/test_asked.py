"""What is put to the planner is what the pages show: the same loads, lines, bands and worth, for everybody."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeload.allocation.facts import figures_of_many
from safeload.allocation.models import AgreedWeights
from safeload.allocation.queries.weights import weights_in_force
from safeload.caseloads.models import Allocation, ConflictOfInterest, SkillAsked
from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.propose import Proposal, propose
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.rules import rules
from safeload.domain.allocation.weights import Weights
from safeload.people.models import Commitment, Post, Strength
from safeload.planner.facts import Asked, asked_of
from safeload.planner.presenters.said import before_after
from safeload.schemes.facts import scheme_for
from safeload.workload.actions import bring_up_to_date
from safeload.workload.models import PostStanding
from safeload.workload.presenters import figures
from safeload.workload.queries.board import post_rows
from tests.allocation.conftest import Meeting
from tests.workload.town import TODAY, days_ago


def put(meeting: Meeting, **more: Any) -> Asked:
    """What waits in the team, as it is put to the planner."""
    bring_up_to_date(TODAY)
    area = meeting.town.area.pk
    scheme = scheme_for(area, TODAY)
    return asked_of(scheme, TODAY, [meeting.town.team.pk], weights_in_force(area), **more)


def answered(meeting: Meeting, **more: Any) -> Proposal:
    return propose(put(meeting, **more).question, Weights())


def crowd(meeting: Meeting) -> None:
    """One who holds a brother of the family, one with three cases, one without hours, one on leave."""
    town = meeting.town
    sibling = town.person("Sam Sibling")
    brother = town.family(1, sibling, days_ago(40), status=["LAC"], level="high", intervention="5")[0]
    brother.household = meeting.cases[0].household
    brother.save()
    town.family(3, town.person("Olu Other", hours="18.5"), days_ago(40), status=["CP"], level="medium")
    town.person("Una Unknown", hours=None)
    away = town.person("Lea Leave")
    Commitment.objects.create(practitioner=away, kind="leave", starts_on=TODAY, ends_on=TODAY)
    town.family(1, since=days_ago(3), status=["CIN"], level="low")
    town.family(2, since=days_ago(90), status=["CP"], level="high")


def test_everybodys_figures_are_those_of_the_page(meeting: Meeting) -> None:
    crowd(meeting)
    asked = put(meeting)
    question, rows = asked.question, post_rows(PostStanding.objects.all())
    people = {one.id: one for one in question.people}
    assert set(people) == {f"p{row.practitioner}" for row in rows}
    assert len(asked.homes) == 3
    for unit in question.waiting:
        page = figures_of_many(rows, asked.homes[unit.id].keys, TODAY)
        for row in rows:
            side, one = page[row.practitioner][0], people[f"p{row.practitioner}"]
            assert question.amount(one.load) == side.before.load
            if side.before.line is None:
                assert one.line is None
                continue
            # Half units are cut: a load can only be a whole number of them.
            assert 0 <= side.before.line - question.amount(one.line or 0) < question.amount(1)
            after = one.load + unit.worth_for.get(one.id, unit.worth)
            assert question.amount(after) == side.after.load
            assert (one.band(one.load), one.band(after)) == (side.before.band, side.after.band)


def test_a_household_goes_together_and_only_what_is_asked_about(meeting: Meeting) -> None:
    crowd(meeting)
    asked = put(meeting, only=[meeting.cases[0].pk])
    assert [home.keys for home in asked.homes.values()] == [[case.pk for case in meeting.cases]]
    assert [len(one.cases) for one in asked.question.waiting] == [2]


def test_rooms_are_those_of_the_weeks_ahead(meeting: Meeting) -> None:
    before = {one.id: one for one in put(meeting).question.people}[f"p{meeting.amira.pk}"]
    Commitment.objects.create(
        practitioner=meeting.amira, kind="adjustment", amount=8, unit="load",
        starts_on=TODAY + timedelta(days=7), ends_on=TODAY + timedelta(days=10),
    )  # fmt: skip
    after = {one.id: one for one in put(meeting).question.people}[f"p{meeting.amira.pk}"]
    assert after.load == before.load
    assert after.full < before.full


def test_what_is_proposed_already_fills_the_room_and_is_not_asked_about(meeting: Meeting) -> None:
    meeting.town.family(1, since=days_ago(3), status=["CIN"], level="low")
    free = put(meeting)
    meeting.propose()
    asked = put(meeting)
    assert len(free.homes) == 2
    assert len(asked.homes) == 1
    amira = f"p{meeting.amira.pk}"
    fuller, before = (
        next(one for one in found.question.people if one.id == amira) for found in (asked, free)
    )
    assert free.question.amount(before.full) - asked.question.amount(fuller.full) == 5
    assert asked.question.amount(fuller.load) == 40


def test_a_case_that_is_somebodys_from_a_day_on_does_not_wait(meeting: Meeting) -> None:
    Allocation.objects.filter(case__in=meeting.cases).delete()
    for case in meeting.cases:
        meeting.town.hold(case, meeting.amira, TODAY + timedelta(days=5))
    assert put(meeting).homes == {}


def ruled(meeting: Meeting, who: Any) -> list[tuple[str, str]]:
    """Why somebody may not hold the family, by code."""
    question = put(meeting, only=[meeting.cases[0].pk]).question
    ground = Ground(question)
    place = ground.at[f"p{who.pk}"]
    return [(rule.code, rule.what) for rule in rules(ground, question.waiting[0]) if rule.ruled_out[place]]


def test_each_no_has_its_reason(meeting: Meeting) -> None:
    crowd(meeting)
    case, town = meeting.cases[0], meeting.town
    assert ruled(meeting, meeting.amira) == []
    SkillAsked.objects.create(case=case, kind="skill", text="Court  Work")
    assert ruled(meeting, meeting.amira) == [("skill", "court work")]
    Strength.objects.create(practitioner=meeting.amira, kind="skill", text="court work")
    assert ruled(meeting, meeting.amira) == []
    ConflictOfInterest.objects.create(practitioner=meeting.ben, household=case.household, recorded_on=TODAY)
    assert ("conflict", "") in ruled(meeting, meeting.ben)
    by_name = {
        post.practitioner.name: post.practitioner for post in Post.objects.select_related("practitioner")
    }
    assert ("cannot", "") in ruled(meeting, by_name["Lea Leave"])
    assert ("line_not_set", "") in ruled(meeting, by_name["Una Unknown"])
    manager = town.person("Mo Manager", role=Post.Role.TEAM_MANAGER)
    assert ("cannot", "") in ruled(meeting, manager)


def test_who_did_not_agree_is_not_named_again(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one, "not-agreed", "I am in court all week.")
    meeting.decide(one, allocate=False, reason="Heard.")
    assert ruled(meeting, meeting.amira) == [("declined", "")]


def test_who_held_it_before_and_who_holds_a_sibling_are_known(meeting: Meeting) -> None:
    crowd(meeting)
    old = meeting.town.person("Fay Former")
    Allocation.objects.create(
        case=meeting.cases[0], post=old.posts.get(), starts_on=days_ago(400), ends_on=days_ago(30),
        known_from="2025-01-01T10:00:00Z", reason="FCONTA", end_reason="WAITIN",
    )  # fmt: skip
    unit = put(meeting, only=[meeting.cases[0].pk]).question.waiting[0]
    assert unit.former == {f"p{old.pk}"}
    assert len(unit.siblings_with) == 1


def test_a_limit_of_a_week_counts_what_was_taken_and_what_is_asked(meeting: Meeting) -> None:
    AgreedWeights.objects.create(
        new_a_week=2, reason="Pilot", recorded_by=meeting.accounts["head"], recorded_at="2026-01-01T10:00:00Z"
    )
    other = meeting.town.family(1, since=days_ago(3), status=["CIN"], level="low")
    meeting.town.hold(other[0], meeting.amira, days_ago(2))
    people = {one.id: one.most_new for one in put(meeting).question.people}
    assert people == {f"p{meeting.amira.pk}": 2, f"p{meeting.ben.pk}": 4}


def test_the_answer_adds_up_by_the_pages_figures(meeting: Meeting) -> None:
    crowd(meeting)
    found, rows = answered(meeting), post_rows(PostStanding.objects.all())
    posts = {f"p{row.practitioner}": row for row in rows}
    assert found.assignments
    for load in found.loads:
        own = [one for one in found.assignments if one.practitioner == load.id]
        keys = [int(case[4:]) for one in own for case in one.cases]
        row = posts[load.id]
        side = figures_of_many([row], keys, TODAY)[row.practitioner][0] if keys else None
        added = side.after.load - side.before.load if side else Fraction(0)
        assert found.question.amount(load.after - load.before) == added
        assert load.line is None or load.after <= load.line


def test_queries_do_not_grow(meeting: Meeting) -> None:
    put(meeting)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            put(meeting)
        return len(seen)

    few = queries()
    crowd(meeting)
    for number in range(5):
        meeting.town.person(f"Nth {number}")
        meeting.town.family(2, since=days_ago(4), status=["CP"], level="low")
    bring_up_to_date(TODAY)
    put(meeting)
    assert queries() <= few + 2


@pytest.mark.parametrize("offers", [False, True])
def test_who_is_protected_is_not_asked_unless_they_offer(meeting: Meeting, offers: bool) -> None:
    from safeload.allocation.models import Offer

    new = meeting.town.person("Nina New", qualified_on=days_ago(90))
    if offers:
        Offer.objects.create(post=new.posts.get(), from_on=days_ago(1), made_at="2026-01-01T10:00:00Z")
    assert (("cannot", "") in ruled(meeting, new)) is not offers


def test_of_whoever_manages_no_room_is_shown() -> None:
    dee = Person("dee", 18, 50, cannot="manages")
    assert before_after(dee, "room", "room") == figures.tag("protected", "◇", "manages")
    assert "room" in before_after(Person("ben", 18, 50), "room", "green")
