"""Somebody makes a token for a program, copies it, and revokes it; and reads what the API can do."""

from __future__ import annotations

import pytest
from django.test import Client

from safeload.api.models import Token
from tests.browser import WatchedPage
from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_made_used_revoked(browser_page: WatchedPage, committed_cast: Cast, width: int) -> None:
    page = browser_page
    page.set_viewport_size({"width": width, "height": 850})
    page.sign_in_as(committed_cast.accounts["manager"]).visit("/account/")
    page.get_by_role("link", name="Tokens for programs").click()
    page.get_by_text("You have no tokens.").wait_for()
    page.check_accessibility()
    page.get_by_label("What it is for").fill("Warehouse, every night")
    page.get_by_label("What it acts by").select_option("team-manager")
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("it is shown this once").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    secret = page.locator(".govuk-panel code").inner_text()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["narrowed_to"] == "team-manager"
    page.get_by_role("link", name="the API").click()
    page.get_by_role("heading", name="The API").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.visit("/account/tokens/")
    page.get_by_role("button", name="Revoke").click()
    page.get_by_text("It works no more.").wait_for()
    page.check_accessibility()
    assert Token.objects.get().revoked_at is not None
