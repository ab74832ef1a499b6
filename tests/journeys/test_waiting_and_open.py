"""Waiting cases looked after, a case closed and taken back, a weight confirmed in two clicks; also on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from safeload.caseloads import actions
from safeload.caseloads.models import Case, Keeping, ScoreConfirmation
from safeload.schemes.facts import fields_asked
from tests.browser import WatchedPage
from tests.workload.scene import nine
from tests.workload.town import LONG_AGO, TODAY, Town, days_ago

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(transactional_db: None) -> Iterator[dict[str, Any]]:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        town = Town()
        found = nine(town)
        actions.agree_times(
            by=None, starts_on=LONG_AGO, agreed_by="Working group", agreed_on=LONG_AGO, urgent_days=1,
            high_days=3, standard_days=5, low_days=10, contact_days=7, rating_days=14, contact_weeks=6,
            score_weeks=8,
        )  # fmt: skip
        ben = found["ben"]
        case = Case.objects.filter(allocations__post__practitioner=ben).order_by("reference")[0]
        answers = {"status": ["CIN"], "level": "low", "intervention": "4"}
        actions.set_values(
            by=None, case_id=case.pk, answers=answers, fields=fields_asked(TODAY), valid_from=days_ago(2)
        )
        actions.add_court_date(by=None, case_id=case.pk, on=TODAY + timedelta(days=9))
        yield {"town": town, "own": town.signs_in(ben), "case": case, **found}


def test_a_stale_weight_takes_two_clicks(browser_page: WatchedPage, scene: dict[str, Any]) -> None:
    page, clicks = browser_page, 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(scene["own"]).visit("/my/")
    page.get_by_text("1 weight to look at.").wait_for()
    page.get_by_role("link", name="Look at it").click()
    clicks += 1
    page.get_by_text("a court date was added on 19 November 2026").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Still right").click()
    clicks += 1
    page.get_by_text("Nothing to look at").wait_for()
    page.check_accessibility()
    assert ScoreConfirmation.objects.count() == 1
    assert clicks == 2


def test_contact_is_recorded_from_the_list_in_two_clicks(
    browser_page: WatchedPage, scene: dict[str, Any]
) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit(reverse("waiting") + "?which=contact")
    page.get_by_text("24 of 1 day, 23 over").first.wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="Contact made").first.click()
    page.get_by_role("heading", name="Contact made: case").wait_for()
    page.check_accessibility()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/waiting/?which=contact")
    page.get_by_text("Saved.").wait_for()
    assert Case.objects.filter(
        next_contact_made_on=TODAY, next_contact_due_on=TODAY + timedelta(days=7)
    ).exists()


def test_a_holder_is_named_by_keyboard_and_looks_after_it(
    browser_page: WatchedPage, scene: dict[str, Any]
) -> None:
    page = browser_page.sign_in_as(scene["manager"]).visit(reverse("waiting") + "?which=unnamed")
    page.get_by_role("link", name="Name a holder").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Who looks after it while it waits").focus()
    page.keyboard.type("Xanthe")
    page.check_accessibility()
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    assert [row.name for row in Keeping.objects.all()] == ["Xanthe Wells"] * 2, "the household together"
    page.set_viewport_size({"width": 390, "height": 844})
    page.sign_in_as(scene["worker"]).visit("/my/")
    page.get_by_text("You look after 2 waiting cases").wait_for()
    page.get_by_role("link", name="See which").first.click()
    page.get_by_role("heading", name="looked after by you").wait_for()
    page.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_plan_is_stated_the_case_closed_with_thanks_and_taken_back(
    browser_page: WatchedPage, scene: dict[str, Any]
) -> None:
    page, case = browser_page, scene["case"]
    page.sign_in_as(scene["own"]).visit(reverse("why_open") + "?kind=none")
    page.check_accessibility()
    page.get_by_role("link", name="State the plan").first.click()
    page.get_by_label("The plan, in a line").fill("Support until the review")
    page.check_accessibility()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/open/?kind=none")
    page.visit(reverse("close_case", args=[case.pk]))
    page.get_by_text("frees 5 points").wait_for()
    page.check_accessibility()
    page.get_by_label("Why it closes").select_option("RC7")
    page.get_by_role("button", name="Close it").click()
    page.get_by_text("Thank you. Closing case").wait_for()
    page.check_accessibility()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("is open again").wait_for()
    page.check_accessibility()
    case.refresh_from_db()
    assert case.closed_on is None


@pytest.mark.parametrize("width", [390, 1280])
def test_every_new_page_passes_axe_and_fits(
    browser_page: WatchedPage, scene: dict[str, Any], width: int
) -> None:
    page, case = browser_page, scene["case"]
    team = scene["town"].team.pk
    waits = Case.objects.filter(allocations__isnull=True)[0].pk
    page.set_viewport_size({"width": width, "height": 900})
    page.sign_in_as(scene["manager"])
    for address in (
        reverse("waiting"),
        reverse("waiting") + "?which=parked",
        reverse("why_open") + f"?team={team}",
        reverse("agreed_times"),
        reverse("case", args=[waits]),
        reverse("case", args=[case.pk]),
        reverse("rate_case", args=[waits]),
        reverse("approve_wait", args=[waits]),
        reverse("name_keeper", args=[waits]),
        reverse("state_plan", args=[case.pk]),
        reverse("close_case", args=[case.pk]),
        reverse("cases"),
        reverse("team_board", args=[team]),
    ):
        page.visit(address)
        page.check_accessibility()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
