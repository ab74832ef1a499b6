"""Why me, why not her: who is asked reads of colleagues bands and neutral reasons, and no more (rules 5.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation.models import Proposal
from safeload.caseloads.models import ConflictOfInterest
from safeload.people.models import Commitment
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from safeload.workload.actions.refresh import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_pages import form, place
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY

_OTHERS = "Who else could have been asked"


def proposed(meeting: Meeting) -> Proposal:
    """Proposed to Amira on the page that shows everybody side by side."""
    manager = signed_in(meeting.accounts["manager"])
    page = manager.get(place(meeting))
    manager.post(place(meeting), form(meeting, page, post=meeting.amira.posts.get().pk))
    return Proposal.objects.get()


def others_read_by(meeting: Meeting, who: str, one: Proposal) -> str:
    text = text_of(signed_in(meeting.accounts[who]).get(reverse("proposal", args=[one.pk])))
    return text[text.index(_OTHERS) :].partition("What do you say?")[0] if _OTHERS in text else ""


def chloe(meeting: Meeting, load: int = 20) -> Any:
    person = meeting.town.person("Chloe Evans")
    meeting.town.points(person, load)
    return person


def test_bands_and_neutral_reasons(meeting: Meeting) -> None:
    said = others_read_by(meeting, "amira", proposed(meeting))
    assert "Ben Carter ● green → ▲ amber would be over the line" in said
    assert "49" not in said
    assert "54" not in said


def test_whoever_sees_loads_reads_the_figures(meeting: Meeting) -> None:
    said = others_read_by(meeting, "manager", proposed(meeting))
    assert "49 of 50 → 54 of 50 points, green to amber." in said


def test_the_scheme_may_open_figures(meeting: Meeting) -> None:
    text = files.shipped_text("srb-points") + '\n[allocation]\nothers = "figures"\n'
    version = add_version(text=text.replace('version = "1"', 'version = "1 with figures"', 1), by=None)
    adopt(version=version, by=None, starts_on=TODAY, agreed_by="the working group", agreed_on=TODAY)
    refresh(on=TODAY)
    assert "49 of 50 → 54 of 50 points" in others_read_by(meeting, "amira", proposed(meeting))


def test_leave_a_protection_and_its_reason_read_alike(meeting: Meeting) -> None:
    away, building_up = chloe(meeting), meeting.town.person("Dina Shaw")
    Commitment.objects.create(practitioner=away, kind="leave", starts_on=TODAY, ends_on=TODAY, amount=7)
    building_up.asye = True
    building_up.save()
    refresh(on=TODAY)
    said = others_read_by(meeting, "amira", proposed(meeting))
    assert "leave" not in said
    assert said.count("– is not asked for more at present") == 2


def test_a_conflict_of_interest_stays_with_those_who_may_read_it(meeting: Meeting) -> None:
    case = meeting.cases[0]
    person = chloe(meeting)
    ConflictOfInterest.objects.create(practitioner=person, case=case, recorded_on=TODAY, why="Her cousin")
    said = others_read_by(meeting, "amira", proposed(meeting))
    assert "cannot take this case" in said
    assert "conflict" not in said
    assert "cousin" not in said


def test_nothing_spoke_against_is_said_too(meeting: Meeting) -> None:
    chloe(meeting)
    assert "Chloe Evans ○ room → ○ room nothing" in others_read_by(meeting, "amira", proposed(meeting))


@pytest.mark.parametrize("who", ["ben", "second"])
def test_for_whom_it_is(meeting: Meeting, who: str) -> None:
    one = proposed(meeting)
    answer = signed_in(meeting.accounts[who]).get(reverse("proposal", args=[one.pk]))
    assert (answer.status_code, _OTHERS in text_of(answer)) == {"ben": (404, False), "second": (200, True)}[
        who
    ]


def test_it_stays_as_it_stood(meeting: Meeting) -> None:
    one = proposed(meeting)
    before = others_read_by(meeting, "amira", one)
    meeting.town.points(meeting.ben, 30)
    refresh(on=TODAY)
    assert others_read_by(meeting, "amira", one) == before


def test_queries_do_not_grow_with_the_colleagues(meeting: Meeting) -> None:
    few = queries_of(signed_in(meeting.accounts["amira"]), reverse("proposal", args=[proposed(meeting).pk]))
    one = Proposal.objects.get()
    more = [meeting.town.person(f"Person {number}") for number in range(30)]
    one.considered += [
        {**one.considered[0], "practitioner": who.pk, "post": who.posts.get().pk} for who in more
    ]
    one.save()
    address = reverse("proposal", args=[one.pk])
    assert queries_of(signed_in(meeting.accounts["amira"]), address) <= few
    assert "Person 29" in others_read_by(meeting, "amira", one)
