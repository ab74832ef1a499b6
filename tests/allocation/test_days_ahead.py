"""A start on a day to come: its figures are of that day with what is booked by then, and it says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from safeload.allocation.facts import figures_for, figures_of_many, measured_on
from safeload.allocation.queries.candidates import candidates
from safeload.audit.refusals import Refusal
from safeload.people.models import Commitment
from safeload.people.scope import scope_for
from safeload.workload.actions.refresh import refresh
from safeload.workload.models import Beside
from safeload.workload.queries.board import board_of_team
from tests.accounts import signed_in
from tests.allocation.conftest import FAMILY, Meeting
from tests.allocation.test_pages import form, hidden, place
from tests.workload.pages import text_of
from tests.workload.town import TODAY

AHEAD = TODAY + timedelta(days=25)


def booked(meeting: Meeting) -> None:
    """Amira takes another family ten days before."""
    other = meeting.town.family(1, since=TODAY, **FAMILY)
    meeting.town.hold(other[0], meeting.amira, AHEAD - timedelta(days=10))


def test_the_figures_are_of_the_day_with_what_is_booked_by_then(meeting: Meeting) -> None:
    booked(meeting)
    post, keys = meeting.amira.posts.get(), [case.pk for case in meeting.cases]
    now, then = figures_for(post, keys, TODAY), figures_for(post, keys, measured_on(AHEAD, TODAY))
    assert now is not None
    assert then is not None
    assert (now.as_text()["before"], then.as_text()["before"]) == ("40", "44")
    assert measured_on(TODAY - timedelta(days=3), TODAY) == TODAY


def test_everybody_at_once_is_what_each_alone_is_on_a_day_to_come_and_nothing_is_kept(
    meeting: Meeting,
) -> None:
    booked(meeting)
    refresh(on=TODAY)
    scope = scope_for(meeting.accounts["manager"], TODAY)
    posts = [post for found in board_of_team(scope, meeting.town.team.pk).posts.values() for post in found]
    ids = [case.pk for case in meeting.cases]
    figures_of_many(posts, ids, TODAY)
    kept = list(Beside.objects.order_by("pk").values())
    together = figures_of_many(posts, ids, AHEAD)
    for whose in (meeting.amira, meeting.ben):
        alone = figures_for(whose.posts.get(), ids, AHEAD)
        assert alone is not None
        assert together[whose.pk][0].as_text() == alone.as_text()
        assert len(together[whose.pk]) == 2
    assert list(Beside.objects.order_by("pk").values()) == kept


def test_it_is_proposed_and_decided_on_the_figures_of_that_day_and_the_page_says_so(meeting: Meeting) -> None:
    booked(meeting)
    client = signed_in(meeting.accounts["manager"])
    page = client.get(place(meeting))
    sent = form(meeting, page, post=meeting.amira.posts.get().pk, from_on=AHEAD)
    page = client.post(place(meeting), sent)
    assert "You chose otherwise" in text_of(page)
    assert "44 of 50 points → 49 of 50 points" in text_of(page)
    assert "Loads as they will be on Monday 14 December 2026" in text_of(page)
    made = client.post(place(meeting), {**sent, "shown": hidden(page, "shown")}, follow=True)
    assert "As it will be on Monday 14 December 2026, with what is booked by then" in text_of(made)
    assert "44 of 50 points → 49 of 50 points" in text_of(made)


def test_leave_that_covers_the_start_speaks_against_it(meeting: Meeting) -> None:
    Commitment.objects.create(
        practitioner=meeting.amira,
        kind="leave",
        starts_on=AHEAD - timedelta(days=3),
        ends_on=AHEAD + timedelta(days=4),
    )
    client = signed_in(meeting.accounts["manager"])
    page = client.get(place(meeting))
    assert "Against: on leave" not in text_of(page)
    page = client.post(place(meeting), form(meeting, page, from_on=AHEAD))
    assert "Against: on leave until 18 December 2026" in text_of(page)
    assert candidates(
        scope_for(meeting.accounts["manager"], TODAY), meeting.town.team.pk, meeting.cases, on=AHEAD
    )


def test_a_start_far_ahead_is_asked_again(meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="more than 13 weeks ahead") as refused:
        meeting.propose(from_on=date(2099, 1, 1))
    assert refused.value.field == "from_on"


def test_the_api_tells_the_figures_of_the_day_too(meeting: Meeting) -> None:
    booked(meeting)
    one = meeting.propose(from_on=AHEAD)
    page = signed_in(meeting.accounts["manager"]).get(reverse("proposal", args=[one.pk]))
    assert "44 of 50 points → 49 of 50 points" in text_of(page)
