"""Choosing whom to ask: who fits first, compared row by row, narrowed; and people of other teams in bands (REA-02)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation.models import Proposal
from safeload.caseloads.actions import set_holder
from safeload.caseloads.models import Allocation, SkillAsked
from safeload.people.actions import end_practitioner
from safeload.people.models import Commitment, Practitioner, ServiceArea, Strength, Team
from safeload.workload.actions.refresh import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_pages import form, place
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def shown(meeting: Meeting, **asked: Any) -> str:
    return text_of(signed_in(meeting.accounts["manager"]).get(place(meeting), asked))


def in_order(page: str, *names: str) -> bool:
    at = [page.rindex(f"Propose to {name}") for name in names]
    return at == sorted(at)


def test_within_the_line_the_order_is_that_of_what_weighs(meeting: Meeting) -> None:
    """A language of the family's weighs 60, somebody whom it knows 50; whoever brings neither comes after both."""
    chloe, dai = meeting.town.person("Chloe Evans"), meeting.town.person("Dai Rees")
    for whose in (chloe, dai):
        meeting.town.points(whose, 20)
    SkillAsked.objects.create(case=meeting.cases[0], kind="language", text="Welsh")
    Strength.objects.create(practitioner=chloe, kind="language", text="welsh")
    old = meeting.town.hold(meeting.cases[0], dai, days_ago(300))
    Allocation.objects.filter(pk=old.pk).update(ends_on=days_ago(100))
    assert in_order(shown(meeting), "Chloe Evans", "Dai Rees", "Amira Hussain", "Ben Carter")
    assert in_order(shown(meeting, order="name"), "Amira Hussain", "Ben Carter", "Chloe Evans", "Dai Rees")
    assert in_order(shown(meeting, order="nonsense"), "Chloe Evans", "Dai Rees")


def test_only_who_would_stay_within_the_line_and_how_many_there_are_besides(meeting: Meeting) -> None:
    page = shown(meeting, within="yes")
    assert "Propose to Amira Hussain" in page
    assert "Propose to Ben Carter" not in page
    assert "1 practitioner who would not stay within the line is left out here" in page


def test_who_was_left_out_of_the_page_is_kept_as_considered_all_the_same(meeting: Meeting) -> None:
    client = signed_in(meeting.accounts["manager"])
    address = f"{place(meeting)}?within=yes"
    client.post(address, form(meeting, client.get(address), post=meeting.amira.posts.get().pk))
    assert len(Proposal.objects.get().considered) == 2


def test_the_same_rows_stand_with_everybody(meeting: Meeting) -> None:
    page = shown(meeting)
    for label in ("Cases ", "Mix ", "Past 7 days", "Last given", "Away nothing known", "Court none within"):
        assert page.count(label) >= 2


@pytest.fixture
def south(meeting: Meeting) -> Practitioner:
    """Farah in another team of the service, with a manager of her own."""
    team = Team.objects.create(service_area=meeting.town.area, name="South")
    farah = meeting.town.person("Farah Khan", team=team)
    meeting.town.points(farah, 20)
    meeting.accounts["south"] = meeting.town.signs_in(role="team-manager", team=team)
    refresh(on=TODAY)
    return farah


def test_rea_02_people_of_another_team_of_the_service_are_seen_in_bands_and_can_be_asked(
    meeting: Meeting, south: Practitioner
) -> None:
    team = south.posts.get().team_id
    page = shown(meeting, team=team)
    assert "Farah Khan" in page
    assert "20 of 50" not in page
    assert "their manager’s" in page
    client = signed_in(meeting.accounts["manager"])
    address = f"{place(meeting)}?team={team}"
    made = client.post(address, form(meeting, client.get(address), post=south.posts.get().pk), follow=True)
    one = Proposal.objects.get()
    assert one.post == south.posts.get()
    assert "of 50 points" not in text_of(made)
    decides = signed_in(meeting.accounts["south"]).get(reverse("proposal", args=[one.pk]))
    assert "20 of 50 points → 25 of 50 points" in text_of(decides)


def test_what_concerns_nobody_else_is_not_told_of_another_team(meeting: Meeting, south: Practitioner) -> None:
    Commitment.objects.create(practitioner=south, kind="leave", starts_on=days_ago(1))
    page = shown(meeting, team=south.posts.get().team_id)
    assert "is not asked for more at present" in page
    assert "leave" not in page.split("Farah Khan")[1]


def test_a_team_of_another_service_is_not_found(meeting: Meeting) -> None:
    other = Team.objects.create(service_area=ServiceArea.objects.create(name="Adults"), name="East")
    assert signed_in(meeting.accounts["manager"]).get(place(meeting), {"team": other.pk}).status_code == 404


def test_nobody_is_asked_for_other_cases_than_those_that_were_ticked(meeting: Meeting) -> None:
    """The only one that was ticked goes to somebody else meanwhile: the others stay where they are."""
    client, (first, second) = signed_in(meeting.accounts["manager"]), meeting.cases
    sent = form(meeting, client.get(place(meeting)), case_ids=[first.pk], post=meeting.amira.posts.get().pk)
    set_holder(by=None, case_id=first.pk, post_id=meeting.ben.posts.get().pk, from_on=TODAY, reason="FCONTA")
    address = reverse("place_case", args=[second.pk])
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert f"Ben Carter holds case {first.reference}" in text_of(answer)
    assert "nothing was proposed" in text_of(answer)
    assert not Proposal.objects.exists()


def test_a_last_day_that_is_near_speaks_against_asking_somebody(meeting: Meeting) -> None:
    end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=TODAY + timedelta(days=20))
    page = shown(meeting)
    assert "Against: leaves this post on 9 December 2026" in page
    assert "Last day 9 December 2026" in page
    assert in_order(page, "Ben Carter", "Amira Hussain")


def test_a_last_day_far_ahead_is_told_and_stands_in_nobodys_way(meeting: Meeting) -> None:
    end_practitioner(by=None, practitioner_id=meeting.amira.pk, on=TODAY + timedelta(days=29))
    page = shown(meeting)
    assert "leaves this post" not in page
    assert "Last day 18 December 2026" in page
