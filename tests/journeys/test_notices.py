"""A practitioner finds what concerns them, opens it, and chooses what comes by e-mail."""

from __future__ import annotations

import pytest

from safeload.notices.models import Notice
from tests.allocation.conftest import Meeting, committed_meeting  # noqa: F401 - a fixture
from tests.browser import WatchedPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
def test_told_opened_read(browser_page: WatchedPage, committed_meeting: Meeting, width: int) -> None:  # noqa: F811
    page, meeting = browser_page, committed_meeting
    page.set_viewport_size({"width": width, "height": 850})
    page.sign_in_as(meeting.accounts["amira"]).visit("/for-you/")
    page.get_by_text("Nothing has come for you yet").wait_for()
    page.check_accessibility()
    meeting.propose()
    page.visit("/")
    page.get_by_role("link", name="For you 1 new").click()
    page.get_by_role("heading", name="For you").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Open").click()
    page.get_by_label("I agree", exact=True).wait_for()
    assert page.get_by_role("link", name="For you", exact=True).is_visible()
    page.visit("/account/")
    page.get_by_role("link", name="Choose what you get by e-mail").click()
    page.get_by_role("heading", name="What you get by e-mail").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("You are asked to take a case").select_option("daily")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. It holds for what comes from now on.").wait_for()
    meeting.accounts["amira"].refresh_from_db()
    assert meeting.accounts["amira"].preferences["mail"]["proposal"] == "daily"
    assert Notice.objects.get().read_at is not None
