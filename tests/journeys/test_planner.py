"""The planner in a real browser: asked, explained to both sides, moves opened as a hand-over; on a phone too."""

from __future__ import annotations

import pytest

from tests.allocation.conftest import Meeting, committed_meeting
from tests.browser import WatchedPage

__all__ = ["committed_meeting"]

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)


def looked_at(page: WatchedPage) -> None:
    """Nothing is cut off or unnamed, wide or narrow."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.check_accessibility()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_asked_explained_and_proposed(browser_page: WatchedPage, committed_meeting: Meeting) -> None:
    meeting = committed_meeting
    page = browser_page.sign_in_as(meeting.accounts["manager"]).visit("/planner/")
    looked_at(page)
    page.get_by_role("button", name="Who could take what waits").click()
    page.get_by_text("1 household could be taken").wait_for()
    looked_at(page)
    page.get_by_role("link", name="Why, and why not another").click()
    page.get_by_text("named for it").wait_for()
    looked_at(page)
    page.get_by_role("link", name="Look at everybody as they stand today, and propose it").click()
    page.get_by_role("button", name="Propose to Amira Hussain").click()
    page.get_by_role("link", name="Why this practitioner, and why not another").wait_for()
    asked = browser_page.sign_in_as(meeting.accounts["amira"]).visit("/allocation/")
    asked.get_by_role("link", name="C0", exact=False).first.click()
    asked.get_by_role("link", name="Why you, and why not another").click()
    asked.get_by_text("Amira Hussain (you)").wait_for()
    looked_at(asked)


def test_moves_and_a_rehearsal(browser_page: WatchedPage, committed_meeting: Meeting) -> None:
    town = committed_meeting.town
    full = town.person("Flo Full")
    town.points(full, 61)
    town.points(town.person("Rae Room"), 20)
    page = browser_page.sign_in_as(committed_meeting.accounts["manager"]).visit("/planner/")
    page.get_by_role("button", name="Which moves would help").click()
    page.get_by_role("heading", name="The options side by side").wait_for()
    looked_at(page)
    page.get_by_role("button", name="Hand over:").first.click()
    page.get_by_role("heading", name="Hand over", exact=False).first.wait_for()
    page.visit("/planner/rehearse/")
    looked_at(page)
    page.get_by_label("Somebody leaves").check()
    page.get_by_label("Who", exact=True).select_option(label="Flo Full")
    page.get_by_role("button", name="Rehearse it").click()
    page.get_by_role("heading", name="What if Flo Full leaves").wait_for()
    page.get_by_role("heading", name="In the order of handing over").wait_for()
    looked_at(page)


def test_weights_are_looked_at_before_they_are_agreed(
    browser_page: WatchedPage, committed_meeting: Meeting
) -> None:
    page = browser_page.sign_in_as(committed_meeting.accounts["head"]).visit("/planner/weights/")
    looked_at(page)
    page.get_by_role("button", name="Change them").click()
    page.get_by_label("Distance between patch and home").fill("40")
    looked_at(page)
    page.get_by_role("button", name="Look what they would have said").click()
    page.get_by_text("What would be another").wait_for()
    looked_at(page)
    page.get_by_role("button", name="Agree these weights").click()
    page.get_by_label("Why").fill("Roads are long here.")
    page.get_by_role("button", name="Agree them").click()
    page.get_by_text("Agreed. Proposals from now on").wait_for()
    looked_at(page)
