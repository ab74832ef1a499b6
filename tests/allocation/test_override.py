"""From "I do not agree" of somebody newly qualified to a named senior's override, told upwards (X-27, ALL-04)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safeload.allocation.facts import figures_for
from safeload.allocation.models import Proposal
from safeload.demo.schemes import points_of_westhaven
from safeload.schemes.actions import add_version, adopt
from safeload.workload.actions.refresh import refresh
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_evidence import given_by
from tests.allocation.test_moving_pages import day
from tests.allocation.test_notices import told
from tests.allocation.test_pages import form, hidden, place
from tests.workload.pages import text_of
from tests.workload.town import TODAY

_TITLE = "Building up, returning or adjusted by agreement: not over the line (made up for the demo)"


def newly_qualified(meeting: Meeting) -> None:
    """Ben, at his line, is newly qualified, under the scheme of the demo."""
    version = add_version(text=points_of_westhaven(), by=None)
    adopt(version=version, by=None, starts_on=TODAY, agreed_by="the working group", agreed_on=TODAY)
    meeting.ben.asye = True
    meeting.ben.save()
    refresh(on=TODAY)


@pytest.mark.parametrize(("already", "met"), [(45, False), (46, True)])
def test_at_exactly_the_line_no_limit_is_met(meeting: Meeting, already: int, met: bool) -> None:
    """Exactly the line is amber, at the limit, and allowed (X-04): "not over the line" means more than that."""
    newly_qualified(meeting)
    ada = meeting.town.person("Ada Light", asye=True)
    meeting.town.points(ada, already)
    refresh(on=TODAY)
    side = figures_for(ada.posts.get(), [case.pk for case in meeting.cases], TODAY)
    assert side is not None
    assert side.after.load - already == 5
    assert side.after.band == "amber"
    assert [limit.title for limit in side.limits] == ([_TITLE] if met else [])


def post(client: Client, name: str, one: Proposal, **sent: Any) -> str:
    """Send a form of the proposal's page; what is shown then."""
    one.refresh_from_db()
    address = reverse(name, args=[one.pk])
    return text_of(client.post(address, {"version": one.version, **sent}, follow=True))


def test_x_27_from_not_agreed_to_the_override_that_is_told_upwards(meeting: Meeting) -> None:
    newly_qualified(meeting)
    manager, ben, head = (signed_in(meeting.accounts[who]) for who in ("manager", "ben", "head"))
    page = manager.get(place(meeting))
    assert f"a limit of the scheme, to be let through by the service’s manager: {_TITLE}" in text_of(page)
    manager.post(place(meeting), form(meeting, page, post=meeting.ben.posts.get().pk))
    one = Proposal.objects.get()
    assert one.limits == [_TITLE]
    post(ben, "answer_proposal", one, says="not-agreed", words="I am still building up")
    page = manager.get(reverse("proposal", args=[one.pk]))
    decided = {
        "allocate": "yes",
        "seen": hidden(page, "seen").replace("&quot;", '"'),
        "reason": "Nobody else has room this week",
        "what_will_be_done": "One case moves by Friday",
        **day("over_until", TODAY + timedelta(days=15)),
    }
    refused = post(manager, "decide_proposal", one, **decided)
    assert "The service’s manager has to let it through first" in refused
    assert "they have been asked" in refused
    assert "The scheme sets a limit there" in told(meeting, "head")[0]
    assert "Recorded under your name" in post(head, "override_limit", one, reason="For one week")
    again = text_of(head.get(reverse("proposal", args=[one.pk])))
    assert "“For one week”" in again
    assert "Let it through" not in again
    assert "The scheme sets a limit" not in again
    assert "You can decide now" in told(meeting, "manager")[-1]
    assert "Allocated to Ben Carter" in post(manager, "decide_proposal", one, **decided)
    director = meeting.town.signs_in(role="director", everywhere=True)
    assert "a named senior let through (ALL-04) 1" in given_by(meeting, director)
    evidence = reverse("asye_evidence", args=[meeting.ben.pk])
    page = text_of(ben.get(evidence))
    for said in (_TITLE, "“For one week”", "“I am still building up”", "“Nobody else has room this week”"):
        assert said in page
