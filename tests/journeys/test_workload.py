"""Loads in a real browser: found, opened down to the rule, re-scored in two clicks; by keyboard, zoomed, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from safeload.caseloads.models import Case
from safeload.workload.models import Standing
from tests.browser import WatchedPage
from tests.workload.scene import nine
from tests.workload.town import TODAY, Town

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(transactional_db: None) -> Iterator[dict[str, Any]]:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        town = Town()
        yield {"town": town, **nine(town)}


def test_manager_finds_who_is_over_and_why(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit("/")
    page.get_by_role("heading", name="North").wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="Ben Carter", exact=True).click()
    page.get_by_text("6 points over").first.wait_for(state="attached")
    page.locator("summary").first.click()
    page.get_by_text("PTS-11").first.wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="Open on a page of its own").first.click()
    page.check_accessibility()


def test_order_is_in_the_address_and_survives_a_reload(
    browser_page: WatchedPage, scene: dict[str, Any]
) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit(f"/boards/{scene['town'].team.pk}/")
    page.get_by_role("link", name="Weeks over").click()
    page.wait_for_url("**sort=weeks*")
    page.get_by_role("link", name="Weeks over").click()
    page.wait_for_url("**sort=-weeks*")
    page.reload()
    first = page.locator("tbody th").first.inner_text()
    assert first.startswith("Amira Hussain")
    page.check_accessibility()


def test_two_colours_are_kept(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit(f"/boards/{scene['town'].team.pk}/")
    page.get_by_role("button", name="Show two colours only").click()
    page.get_by_role("button", name="Show all colours").wait_for()
    assert page.locator("svg rect[fill='#b3122a']").count() == 0
    page.check_accessibility()


def test_rescoring_takes_two_clicks_and_shows_the_figure_first(
    browser_page: WatchedPage, scene: dict[str, Any]
) -> None:
    case = Case.objects.get(reference="C052-1") if Case.objects.filter(reference="C052-1").exists() else None
    case = case or Case.objects.filter(values__status=["CIN"]).first()
    assert case is not None
    page = browser_page.sign_in_as(scene["manager"]).visit(f"/scores/{case.pk}/")
    page.check_accessibility()
    before = page.locator("#preview").inner_text()
    page.get_by_label("Care proceedings").check()  # the first click
    page.get_by_text("would go from").wait_for()
    assert page.locator("#preview").inner_text() != before
    assert Case.objects.get(pk=case.pk).values["status"] == ["CIN"]
    page.check_accessibility()
    page.get_by_role("button", name="Save").click()  # the second
    page.get_by_text("Saved:").wait_for()
    assert "care" in Case.objects.get(pk=case.pk).values["status"]


def test_my_workload_on_a_phone_and_by_keyboard(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    page = browser_page.sign_in_as(scene["worker"])
    page.set_viewport_size({"width": 360, "height": 740})
    page.visit("/")
    page.get_by_role("heading", name="My workload").wait_for()
    page.check_accessibility()
    assert _no_sideways_scrolling(page)
    panel = page.locator("summary", has_text="Household").first
    panel.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Base point for each child").first.wait_for()
    assert page.locator("details[open]").count() == 1
    assert _no_sideways_scrolling(page)
    page.check_accessibility()


def test_board_at_double_size_loses_nothing(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    page = browser_page.sign_in_as(scene["manager"])
    page.set_viewport_size({"width": 640, "height": 512})  # 1280 pixels at 200 %
    page.visit(f"/boards/{scene['town'].team.pk}/")
    page.check_accessibility()
    assert _no_sideways_scrolling(page)
    page.set_viewport_size({"width": 320, "height": 512})  # at 400 %
    assert _no_sideways_scrolling(page)
    assert page.get_by_text("56 of 50 points", exact=True).is_visible()


def test_board_is_walked_by_keyboard_in_the_order_it_is_read(
    browser_page: WatchedPage, scene: dict[str, Any]
) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit(f"/boards/{scene['town'].team.pk}/")
    page.get_by_role("link", name="Weeks over").focus()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == ["Amira Hussain", "Ben Carter", "Chloe Evans"]


def test_board_in_print_shows_everybody(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit(f"/boards/{scene['town'].team.pk}/")
    page.emulate_media(media="print")
    assert page.get_by_text("Yusuf Adeyemi").first.is_visible()
    assert not page.get_by_role("button", name="Show two colours only").is_visible()


def test_service_view_opens_every_number(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    town = scene["town"]
    head = town.signs_in(role="service-manager", service_area=town.area)
    page = browser_page.sign_in_as(head).visit("/")
    page.get_by_role("heading", name="Service view").wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="86% room").last.click()
    page.get_by_role("link", name="Ben Carter", exact=True).wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="Service view").first.click()
    page.get_by_role("region", name="Unallocated cases by age").get_by_role("link").last.click()
    page.get_by_role("heading", name="Waiting for a practitioner").first.wait_for()
    page.check_accessibility()
    capacity = page.visit("/service/").get_by_role("region", name="Capacity against demand")
    row = capacity.get_by_role("row", name="North")
    assert (
        row.get_by_role("link").count() >= 6
    )  # the team, held, waiting, parked, lines, demand, practitioners
    waiting = row.locator("[data-label=Waiting]").get_by_role("link")
    waiting.click()
    page.get_by_role("heading", name="Waiting for a practitioner: North, waiting with nobody").wait_for()
    assert page.get_by_role("row").count() == 1 + 3  # three children wait; what the manager holds is parked
    page.check_accessibility()
    page.set_viewport_size({"width": 360, "height": 740})
    page.visit("/service/")
    assert _no_sideways_scrolling(page)
    page.check_accessibility()


def test_score_works_without_scripts(browser: Any, live_server: Any, scene: dict[str, Any]) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = WatchedPage(context.new_page(), live_server.url).sign_in_as(scene["worker"])
    case = Case.objects.get(reference__endswith="-1", household__reference="H043")
    page.visit(f"/scores/{case.pk}/")
    page.get_by_label("Intervention points agreed").fill("5")
    page.get_by_role("button", name="Show the new figure").click()
    page.get_by_text("Your load would go from 50 of 50 points to 53 of 50 points").first.wait_for(
        state="attached"
    )
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved:").first.wait_for(state="attached")
    row = Standing.objects.get(practitioner=scene["xanthe"])
    assert row.load == 53 * row.unit
    context.close()


def _no_sideways_scrolling(page: WatchedPage) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"
    )
    return wide
