"""The pages: everybody side by side, one page for both sides, nothing for strangers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from safeload.allocation.models import Offer, Proposal
from safeload.caseloads.models import Allocation, ConflictOfInterest, SkillAsked
from safeload.people.models import Post, Strength
from safeload.workload.actions.refresh import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY, days_ago


def place(meeting: Meeting) -> str:
    return reverse("place_case", args=[meeting.cases[0].pk])


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.content.decode())
    assert found, name
    return found[1]


def form(meeting: Meeting, page: Any, **more: Any) -> dict[str, Any]:
    ids = [case.pk for case in meeting.cases]
    sent = {"key": hidden(page, "key"), "shown": hidden(page, "shown"), "case_ids": ids, "from_on": TODAY}
    return {**sent, **more}


def test_everybody_side_by_side(meeting: Meeting) -> None:
    text = text_of(signed_in(meeting.accounts["manager"]).get(place(meeting)))
    assert "40 of 50 points → 45 of 50 points (90%), 5 to the line, still room" in text
    assert "49 of 50 points → 54 of 50 points (108%), 4 over, 1 to red, green to amber" in text
    assert "Against: would be over the line" in text
    assert "no practitioner so far" in text
    assert text.index("Amira Hussain") < text.index("Ben Carter")


def test_what_speaks_for_and_against(meeting: Meeting) -> None:
    case = meeting.cases[0]
    SkillAsked.objects.create(case=case, kind="language", text="Welsh")
    Strength.objects.create(practitioner=meeting.ben, kind="language", text="welsh")
    Strength.objects.create(practitioner=meeting.ben, kind="interest", text="Court work")
    ConflictOfInterest.objects.create(
        practitioner=meeting.amira, household=case.household, recorded_on=TODAY, why="Cousin"
    )
    old = meeting.town.hold(case, meeting.ben, days_ago(300))
    Allocation.objects.filter(pk=old.pk).update(ends_on=days_ago(100))
    text = text_of(signed_in(meeting.accounts["manager"]).get(place(meeting)))
    assert "a conflict of interest is noted" in text
    assert "Cousin" not in text
    assert f"held {case.reference} before; brings Welsh; would like to develop: Court work" in text
    assert f"{case.reference}: 1 practitioner so far" in text


def test_what_people_wrote_is_escaped(meeting: Meeting) -> None:
    """Names, strengths, offers, skills and where a family lives: nothing of it is ever markup."""
    case, bad = meeting.cases[0], "<script>alert(1)</script> & Co"
    case.household.patch = bad
    case.household.save()
    meeting.town.scheme("srb-time", main=False)
    meeting.amira.name = f"Amira {bad}"
    meeting.amira.save()
    SkillAsked.objects.create(case=case, kind="language", text=bad)
    for whose, kind in ((meeting.amira, "language"), (meeting.amira, "interest"), (meeting.ben, "patch")):
        Strength.objects.create(practitioner=whose, kind=kind, text=bad)
    Strength.objects.create(practitioner=meeting.amira, kind="patch", text=f"{bad} south")
    post = meeting.amira.posts.get()
    Offer.objects.create(post=post, kind=bad, from_on=TODAY, made_at=timezone.now())
    given = meeting.town.hold(meeting.town.family(1)[0], meeting.amira, days_ago(3))
    meeting.accounts["manager"].name = f"Manager {bad}"
    meeting.accounts["manager"].save()
    Allocation.objects.filter(pk=given.pk).update(allocated_by=meeting.accounts["manager"])
    page = signed_in(meeting.accounts["manager"]).get(place(meeting)).content.decode()
    assert "<script>alert" not in page
    safe = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co"
    assert "&amp;lt;" not in page
    for said in (
        f'Propose<span class="govuk-visually-hidden"> to Amira {safe}',
        f'Under the other schemes<span class="govuk-visually-hidden"> for Amira {safe}',
        f"brings {safe}",
        f"would like to develop: {safe}",
        f"works in {safe}, where the family lives",
        f"works in {safe} south; the family lives in {safe}",
        f"offered to take one from 19 November 2026: {safe}",
        f"by Manager {safe}",
    ):
        assert said in page


def test_nobody_is_hidden_and_managers_are_not_asked(meeting: Meeting) -> None:
    meeting.town.person("Dee Morgan", role=Post.Role.TEAM_MANAGER)
    page = signed_in(meeting.accounts["manager"]).get(place(meeting))
    assert "manages or runs a desk" in text_of(page)
    assert page.content.decode().count('name="post"') == 2


def test_nobody_protected_and_no_manager_is_shown_as_room(meeting: Meeting) -> None:
    """Not among the candidates, not on the proposal, not on the person's own page under any scheme (X-01)."""
    meeting.amira.asye = True
    meeting.amira.save()
    dee = meeting.town.person("Dee Morgan", role=Post.Role.TEAM_MANAGER)
    refresh(on=TODAY)
    manager = signed_in(meeting.accounts["manager"])
    text = text_of(manager.get(place(meeting)))
    assert "◇ protected → ◇ protected 40 of 50 points → 45 of 50 points (90%)" in text
    assert "◇ manages → ◇ manages 0 of 50 points → 5 of 50 points (10%)" in text
    for page in (
        text[text.index("Amira Hussain") :],
        text_of(manager.get(reverse("proposal", args=[meeting.propose().pk]))),
        *(text_of(manager.get(reverse("practitioner_load", args=[one.pk]))) for one in (meeting.amira, dee)),
    ):
        assert "○ room" not in page
        assert "still room" not in page
        assert "to the line" not in page


def test_from_the_page_to_the_decision(meeting: Meeting) -> None:
    manager, amira = (signed_in(meeting.accounts[who]) for who in ("manager", "amira"))
    page = manager.get(place(meeting))
    sent = form(meeting, page, post=meeting.amira.posts.get().pk, message="Shall we talk at ten?")
    answer = manager.post(place(meeting), sent)
    one = Proposal.objects.get()
    address = reverse("proposal", args=[one.pk])
    assert answer["Location"] == address
    assert manager.post(place(meeting), sent)["Location"] == address  # the same form again: the same proposal
    own = amira.get(reverse("my_workload"))
    assert "proposes cases" in text_of(own)
    shown = text_of(amira.get(address))
    assert "“Shall we talk at ten?”" in shown
    assert "45 of 50 points" in shown
    amira.post(
        reverse("answer_proposal", args=[one.pk]), {"says": "agree", "words": "", "version": one.version}
    )
    board = text_of(manager.get(reverse("team_board", args=[meeting.town.team.pk])))
    assert "Amira Hussain agrees to take cases" in board
    page = manager.get(address)
    sent = {
        "allocate": "yes",
        "version": hidden(page, "version"),
        "seen": hidden(page, "seen").replace("&quot;", '"'),
    }
    assert "Allocated to Amira Hussain" in text_of(
        manager.post(reverse("decide_proposal", args=[one.pk]), sent, follow=True)
    )
    board = text_of(manager.get(reverse("team_board", args=[meeting.town.team.pk])))
    assert meeting.cases[0].reference not in board  # gone from the list at once


def test_moved_figures_are_shown_and_asked_again(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    one = meeting.propose()
    meeting.answer(one)
    address = reverse("proposal", args=[one.pk])
    seen = hidden(manager.get(address), "seen").replace("&quot;", '"')
    meeting.town.points(meeting.amira, 5)
    one.refresh_from_db()
    sent = {"allocate": "yes", "version": one.version, "seen": seen}
    page = manager.post(reverse("decide_proposal", args=[one.pk]), sent)
    assert page.status_code == 422
    assert "The figures moved since you looked" in text_of(page)
    assert "45 of 50 points → 50 of 50 points" in text_of(page)
    again = {**sent, "seen": hidden(page, "seen").replace("&quot;", '"')}
    assert manager.post(reverse("decide_proposal", args=[one.pk]), again).status_code == 302


def test_other_cases_chosen_are_measured_before_they_are_proposed(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    page = manager.get(place(meeting))
    sent = form(meeting, page, post=meeting.amira.posts.get().pk, case_ids=[meeting.cases[0].pk])
    page = manager.post(place(meeting), sent)
    assert page.status_code == 422
    assert "You chose otherwise" in text_of(page)
    assert "40 of 50 points → 44 of 50 points" in text_of(page)
    assert not Proposal.objects.exists()
    assert manager.post(place(meeting), {**sent, "shown": hidden(page, "shown")}).status_code == 302


@pytest.mark.parametrize("who", ["ben", "head"])
def test_a_stranger_finds_nothing(meeting: Meeting, who: str) -> None:
    one = meeting.propose()
    client = signed_in(meeting.accounts[who])
    for name in ("proposal", "answer_proposal", "decide_proposal", "withdraw_proposal", "note_discussion"):
        address = reverse(name, args=[one.pk])
        assert client.get(address).status_code in {404, 405}
        assert client.post(address).status_code == 404
    assert client.get(place(meeting)).status_code == 404


def test_the_practitioner_does_not_decide(meeting: Meeting) -> None:
    one = meeting.propose()
    client = signed_in(meeting.accounts["amira"])
    assert client.post(reverse("decide_proposal", args=[one.pk]), {"allocate": "yes"}).status_code == 404
    one.refresh_from_db()
    assert one.outcome == ""


def test_queries_do_not_grow_with_people_or_cases(meeting: Meeting) -> None:
    client = signed_in(meeting.accounts["manager"])
    client.get(place(meeting))
    few = queries_of(client, place(meeting))
    for number in range(6):
        meeting.town.points(meeting.town.person(f"Person {number}"), 20)
    refresh(on=TODAY)
    client.get(place(meeting))
    assert queries_of(client, place(meeting)) == few
