"""A manager with two windows: what is given away in one is not taken back by the other, which is an hour old."""

from __future__ import annotations

import pytest
from django.conf import settings

from safeload.allocation.models import Answer, Proposal
from safeload.caseloads.models import Allocation
from tests.allocation.conftest import Meeting, committed_meeting  # noqa: F401 - a fixture
from tests.browser import WatchedPage

pytestmark = pytest.mark.browser


def test_a_stale_window_takes_nothing_away(browser_page: WatchedPage, committed_meeting: Meeting) -> None:  # noqa: F811
    meeting, old = committed_meeting, browser_page
    address = f"/allocation/cases/{meeting.cases[0].pk}/"
    old.sign_in_as(meeting.accounts["manager"]).visit(address)
    old.get_by_text("What it counts: 5 points").wait_for()

    new = old.context.new_page()
    new.goto(old.url)
    new.get_by_role("button", name="Propose to Amira Hussain").click()
    new.get_by_label("I have told them by telephone").check()
    new.get_by_label("Why").fill("The strategy meeting is this afternoon")
    new.get_by_role("button", name="Allocate", exact=True).click()
    new.get_by_text("Allocated to Amira Hussain from").wait_for()

    old.get_by_role("button", name="Propose to Ben Carter").click()
    alert = old.get_by_role("alert")
    alert.get_by_text(f"Amira Hussain holds case {meeting.cases[0].reference}, recorded by").wait_for()
    old.check_accessibility()
    old.get_by_text("Amira Hussain, since").first.wait_for()
    assert Proposal.objects.count() == 1
    held = Allocation.objects.open_parts().holders().filter(case__in=meeting.cases)
    assert {part.post.practitioner for part in held} == {meeting.amira}


def test_enter_decides_nothing(browser_page: WatchedPage, committed_meeting: Meeting) -> None:  # noqa: F811
    meeting, page = committed_meeting, browser_page
    one = meeting.propose(meeting.ben)
    page.sign_in_as(meeting.accounts["manager"]).visit(f"/allocation/{one.pk}/")
    until = page.get_by_role("group", name="Over the line until").get_by_label("Year")
    until.fill("2027")
    until.press("Enter")
    page.get_by_role("alert").get_by_text("Nothing was decided.").wait_for()
    page.check_accessibility()
    assert page.get_by_role("group", name="Over the line until").get_by_label("Year").input_value() == "2027"
    one.refresh_from_db()
    assert one.outcome == ""


def test_read_and_answered_from_a_telephone(browser_page: WatchedPage, committed_meeting: Meeting) -> None:  # noqa: F811
    """What the case is, its page and back, and the answer, at 390 pixels and without scrolling sideways."""
    meeting, page = committed_meeting, browser_page
    one = meeting.propose()
    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(meeting.accounts["amira"]).visit(f"/allocation/{one.pk}/")
    page.get_by_text("What it counts: 5 points").click()
    page.get_by_text("PTS-11").first.wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name=meeting.cases[0].reference).click()
    page.get_by_role("link", name="Proposed to Amira Hussain").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="The proposal").click()
    page.get_by_label("I agree", exact=True).check()
    page.get_by_role("button", name="Send your answer").click()
    page.get_by_text("Your answer is recorded").wait_for()


def test_a_page_of_before_loses_no_words(browser_page: WatchedPage, committed_meeting: Meeting) -> None:  # noqa: F811
    """Typed in a window that stood open over a sign-out and a sign-in: shown back, and sent with one press."""
    meeting, page = committed_meeting, browser_page
    one = meeting.propose()
    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(meeting.accounts["amira"]).visit(f"/allocation/{one.pk}/")
    page.get_by_label("I do not agree").check()
    page.get_by_label("In your own words").fill("I am in court all week,\nand on leave after")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)  # a new sign-in brings another
    page.get_by_role("button", name="Send your answer").click()
    page.get_by_role("heading", name="Nothing was saved").wait_for()
    page.check_accessibility()
    assert "court" in page.get_by_label("What you wrote").input_value()
    page.get_by_role("button", name="Send it again as Amira Hussain").click()
    page.get_by_text("Your answer is recorded").wait_for()
    assert Answer.objects.get().words == "I am in court all week, and on leave after"
