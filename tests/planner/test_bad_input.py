"""What cannot be planned is said in words, and never an error: nobody there, nobody eligible, too heavy, all away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from safeload.caseloads.models import ConflictOfInterest
from safeload.people.models import Commitment, Post, Practitioner, Team
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.models import Run
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.planner.test_pages import page, words
from tests.planner.test_runs import done
from tests.workload.town import TODAY, days_ago


def said(meeting: Meeting, **more: object) -> str:
    one = done(meeting, **more)
    assert one.state == Run.State.DONE, one.trouble
    return words(page(signed_in(meeting.accounts["manager"]), f"/planner/{one.pk}/"))


def test_a_team_without_people(meeting: Meeting) -> None:
    Post.objects.update(ended_on=days_ago(1))
    assert "there is nobody to ask" in said(meeting)


def test_a_team_where_nothing_waits(meeting: Meeting) -> None:
    for case in meeting.cases:
        meeting.town.hold(case, meeting.amira, days_ago(1))
    assert "Nothing waited that nobody is being asked about already." in said(meeting)


def test_everybody_on_leave(meeting: Meeting) -> None:
    for who in Practitioner.objects.all():
        Commitment.objects.create(
            practitioner=who, kind="leave", starts_on=TODAY, ends_on=TODAY + timedelta(days=3)
        )
    assert "everybody who could otherwise hold it cannot be asked" in said(meeting)


def test_everybody_in_conflict(meeting: Meeting) -> None:
    for who in (meeting.amira, meeting.ben):
        for _ in range(2):
            ConflictOfInterest.objects.create(practitioner=who, case=meeting.cases[0], recorded_on=TODAY)
    assert "there is a conflict of interest" in said(meeting)


def test_nobodys_line_is_known(meeting: Meeting) -> None:
    Post.objects.update(weekly_hours=None)
    assert "their line is not set" in said(meeting)


def test_a_household_heavier_than_any_line(meeting: Meeting) -> None:
    Post.objects.update(weekly_hours="3")
    assert "it counts more than anybody" in said(meeting)


def test_brothers_and_sisters_that_were_parted_are_placed_apart(meeting: Meeting) -> None:
    from safeload.caseloads.models import Household

    meeting.cases[1].household = Household.objects.create(reference="H-APART")
    meeting.cases[1].save()
    one = done(meeting)
    assert [len(unit["cases"]) for unit in one.question["waiting"]] == [1, 1]


def test_many_households_are_shown_page_by_page(meeting: Meeting) -> None:
    for _ in range(104):
        meeting.town.family(1, since=days_ago(3), status=["CIN"], level="low")
    one = done(meeting)
    client = signed_in(meeting.accounts["manager"])
    first, second = (page(client, f"/planner/{one.pk}/?page={number}") for number in (1, 2))
    assert first.count('data-label="Why"') + first.count('data-label="Could go to"') == 100
    assert second.count('data-label="Why"') + second.count('data-label="Could go to"') == 5
    proposal = proposal_of_run(one)
    assert f"{len(proposal.left)} would go on waiting" in words(first)


@pytest.mark.parametrize("kind", [Run.Kind.REBALANCE])
def test_moves_without_people_or_cases(meeting: Meeting, kind: str) -> None:
    empty = Team.objects.create(service_area=meeting.town.area, name="Empty")
    one = done(meeting, who="head", kind=kind, team_ids=[empty.pk])
    html = page(signed_in(meeting.accounts["head"]), f"/planner/{one.pk}/")
    assert "No move would help here." in words(html)
