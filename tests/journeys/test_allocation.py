"""A plain case placed by agreement: two clicks to propose, the answer from a telephone, two clicks to decide."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.allocation.conftest import Meeting, committed_meeting  # noqa: F401 - a fixture
from tests.allocation.test_after_decisions import red
from tests.allocation.test_fairness import people
from tests.browser import WatchedPage

pytestmark = pytest.mark.browser

#: Seconds that somebody who knows the page takes for one click: pointing takes one, the rest is reading.
_READS_AND_POINTS = 5


def test_proposed_answered_decided(browser_page: WatchedPage, committed_meeting: Meeting) -> None:  # noqa: F811
    """Four clicks of the manager's, and within a minute: what the browser waits, and a while to read and point."""
    meeting, page, clicks, waited = committed_meeting, browser_page, 0, 0.0

    def click(role: str, name: str, then: str) -> None:
        nonlocal clicks, waited
        began = perf_counter()
        page.get_by_role(role, name=name).first.click()
        page.get_by_text(then).first.wait_for()
        waited += perf_counter() - began
        clicks += 1

    page.sign_in_as(meeting.accounts["manager"]).visit("/")
    click("link", "Find a practitioner", "Who could take case")
    page.check_accessibility()
    click("button", "Propose to Amira Hussain", "Nothing has changed hands yet")
    page.check_accessibility()

    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(meeting.accounts["amira"]).visit("/")
    click("link", "Read and answer", "What do you say?")
    page.get_by_label("I agree", exact=True).check()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    click("button", "Send your answer", "Your answer is recorded")
    answering = 3  # the link, the answer, the button

    page.set_viewport_size({"width": 1280, "height": 900})
    page.sign_in_as(meeting.accounts["manager"]).visit("/")
    page.get_by_text("Amira Hussain agrees to take cases").wait_for()
    click("link", "Decide", "The decision")
    page.check_accessibility()
    click("button", "Allocate", "Allocated to Amira Hussain from")
    page.check_accessibility()
    assert clicks - 2 == 4
    assert (4 + answering) * _READS_AND_POINTS + waited <= 60


def test_candidates_on_a_telephone_are_short_and_nobody_is_hidden(
    browser_page: WatchedPage,
    committed_meeting: Meeting,  # noqa: F811
) -> None:
    """What there is to know opens with a tap there; on a wide page it stands open, to be compared."""
    meeting, page = committed_meeting, browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(meeting.accounts["manager"])
    page.visit(f"/allocation/cases/{meeting.cases[0].pk}/")
    for name in ("Amira Hussain", "Ben Carter"):
        row = page.get_by_role("row", name=name)
        row.get_by_text("Last given").wait_for(state="hidden")
        assert row.bounding_box()["height"] < 330
        row.get_by_text("What to know").click()
        row.get_by_text("Last given").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    page.get_by_text("Last given").first.wait_for()
    page.get_by_text("What to know").first.wait_for(state="hidden")
    page.check_accessibility()


@pytest.mark.parametrize("width", [320, 390])
def test_fits_a_telephone(browser_page: WatchedPage, committed_meeting: Meeting, width: int) -> None:  # noqa: F811
    page, meeting = browser_page, committed_meeting
    page.set_viewport_size({"width": width, "height": 800})
    page.sign_in_as(meeting.accounts["manager"])
    for address in (f"/allocation/cases/{meeting.cases[0].pk}/", "/allocation/", "/service/", "/boards/"):
        page.visit(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.sign_in_as(meeting.accounts["head"])
    page.visit("/service/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_heard_afterwards_and_answered_by_the_next_tier(
    browser_page: WatchedPage,
    committed_meeting: Meeting,  # noqa: F811
) -> None:
    """Notified at red: the practitioner says no from a telephone, the manager replies, the head has seen it."""
    meeting, page = committed_meeting, browser_page
    one = red(meeting)
    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(meeting.accounts["ben"]).visit("/")
    page.get_by_role("link", name="Say what you think").click()
    page.get_by_label("I do not agree").check()
    page.get_by_label("In your own words").fill("Two visits a week are not safe")
    page.check_accessibility()
    page.get_by_role("button", name="Send your answer").click()
    page.get_by_text("Whoever decided has been told").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.sign_in_as(meeting.accounts["manager"]).visit("/")
    page.get_by_role("link", name="Read and reply").click()
    page.get_by_text("Two visits a week are not safe").wait_for()
    page.check_accessibility()
    page.get_by_label("It stays, and this is my answer").check()
    page.get_by_label("In your own words").fill("Amira does one of them")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Replied: it stays").wait_for()
    page.sign_in_as(meeting.accounts["head"]).visit("/service/")
    page.get_by_role("heading", name="Red by decision").wait_for()
    page.check_accessibility()
    page.visit(f"/allocation/{one.pk}/follow-up/")
    page.get_by_label("Seen").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Seen").first.wait_for()
    page.check_accessibility()


@pytest.mark.parametrize("width", [1280, 390])
def test_how_evenly_cases_were_given(
    browser_page: WatchedPage,
    committed_meeting: Meeting,  # noqa: F811
    width: int,
) -> None:
    """From the service view to the groups, by another grouping, also on a telephone and where they are too few."""
    page, town = browser_page, committed_meeting.town
    page.set_viewport_size({"width": width, "height": 850})
    page.sign_in_as(committed_meeting.accounts["head"]).visit("/service/")
    page.get_by_role("link", name="How evenly cases were given").click()
    page.get_by_text("Nothing can be said: too few people").wait_for()
    page.check_accessibility()
    people(town, 6, 4)
    people(town, 6, 12, hours="18.5")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("more than chance explains").first.wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Compare by").select_option("Stage")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**by=stage*")
    page.get_by_role("heading", name="Stage").wait_for()
    page.check_accessibility()
