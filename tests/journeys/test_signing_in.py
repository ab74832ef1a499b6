"""In a real browser: from an invitation to the first page, and what a visitor can read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from safeload.people.actions.accounts import invitation, invite
from tests.accounts import account
from tests.browser import WatchedPage
from tests.people.signin.test_sign_in import PASSWORD, code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_invitation_to_first_page_and_in_again(browser_page: WatchedPage) -> None:
    who = invite(by=None, email="nia@example.org", name="Nia Powell")
    page = browser_page.visit(reverse("account_welcome", args=invitation(by=None, account_id=who.pk)))
    page.check_accessibility()
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.check_accessibility()
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()

    page.get_by_role("heading", name="Set up your second step").wait_for()
    page.check_accessibility()
    secret = page.locator(".safeload-code").inner_text()
    page.get_by_label("Code from your authenticator app").fill(code(secret))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.check_accessibility()
    recovery = re.split(r"\s+", page.locator("ul.safeload-code").inner_text())[0]
    page.get_by_role("button", name="I have kept them: go on").click()
    page.get_by_role("link", name="Nia Powell").wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="Nia Powell").click()
    page.check_accessibility()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail address").fill("nia@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Second step").wait_for()
    page.check_accessibility()
    # The code used a moment ago works no second time; a recovery code does, once.
    page.get_by_label("Code from your authenticator app").fill(recovery)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Nia Powell").wait_for()
    codes = Authenticator.objects.get(user=who, type="recovery_codes").wrap()
    assert recovery not in codes.get_unused_codes()


_OPEN_PAGES = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_signup",
    "account_inactive",
    "account_reset_password_from_key_done",
    "accessibility",
    "privacy",
    "licences",
]


@pytest.mark.parametrize("name", _OPEN_PAGES)
def test_what_a_visitor_can_read_is_accessible(browser_page: WatchedPage, name: str) -> None:
    browser_page.visit(reverse(name)).check_accessibility()


@pytest.mark.parametrize(
    "path", ["/nowhere", "/?q=%00", "/account/welcome/x/y/", "/account/password/new/x-y/"]
)
def test_pages_that_say_no_are_accessible(browser_page: WatchedPage, path: str) -> None:
    browser_page.visit(path).check_accessibility()


@pytest.mark.parametrize("name", ["account_home", "account_change_password", "account_logout", "home"])
def test_pages_of_ones_own_account_are_accessible(browser_page: WatchedPage, name: str) -> None:
    browser_page.sign_in_as(account()).visit(reverse(name)).check_accessibility()


def test_the_cast_is_offered_and_signs_in_without_javascript(
    browser: Any, live_server: Any, settings: Any
) -> None:
    settings.SAFELOAD_DEMO = True
    account(name="Dee Marsh", demo=True, preferences={"introduction": "Team manager"})
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Dee Marsh Team manager").click()
    page.get_by_role("link", name="Dee Marsh").wait_for()
    context.close()


def test_sign_in_fits_a_narrow_screen_and_400_percent(browser_page: WatchedPage, settings: Any) -> None:
    settings.SAFELOAD_DEMO = True
    account(name="Dee Marsh", demo=True)
    # 1280 pixels at 400 % are 320 (WCAG 1.4.10).
    browser_page.page.set_viewport_size({"width": 320, "height": 640})
    browser_page.visit(reverse("account_login"))
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
    browser_page.check_accessibility()


def test_the_keyboard_alone_is_enough(browser_page: WatchedPage) -> None:
    browser_page.visit(reverse("account_login"))
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.name") == "login"
