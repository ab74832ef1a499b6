"""In a real browser: the example lists from the first page to the board, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from safeload.caseloads.models import Case
from safeload.people.models import RoleGrant, ServiceArea, Team
from tests.browser import WatchedPage
from tests.imports.county import EXAMPLE, County
from tests.workload.town import LONG_AGO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_county(transactional_db: None, tmp_path: Path) -> County:
    return County(tmp_path)


def test_try_the_example_settle_apply_see_and_undo(
    browser_page: WatchedPage, open_county: County, settings: Any
) -> None:
    settings.SAFELOAD_DEMO = True
    everywhere = {"everywhere": True, "starts_on": LONG_AGO}
    RoleGrant.objects.create(account=open_county.analyst, role="service-manager", **everywhere)
    page = browser_page.sign_in_as(open_county.analyst).visit("/imports/")
    page.check_accessibility()
    page.get_by_role("button", name="Try it with the example lists").click()
    page.get_by_role("heading", name="annex-a.xlsx").wait_for()
    page.get_by_text("346").first.wait_for()
    page.check_accessibility()
    page.get_by_label("Who is “Duty”?").select_option(label="A duty desk")
    page.get_by_label("Who is “Ignatious Fernsby Vale”?").select_option(
        label="Ignatius Fernsby-Vale, Locality North"
    )
    page.get_by_role("button", name="Save the answers and check again").click()
    page.get_by_text("Saved and remembered").wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="cases to be added").click()
    page.get_by_role("heading", name="Added").wait_for()
    page.check_accessibility()
    page.go_back()
    page.get_by_role("button", name="Apply this list").click()
    page.get_by_text("This is what it changed").wait_for()
    page.check_accessibility()
    assert Case.objects.filter(closed_on=None).count() == 346

    boards = reverse("team_boards")
    page.visit(boards)
    page.get_by_role("link", name="Locality North").click()
    page.get_by_text("Marigold Sparrowhawke").first.wait_for()
    page.visit("/imports/")
    page.get_by_role("link", name="annex-a.xlsx", exact=True).click()
    page.get_by_role("button", name="Undo this list").click()
    page.get_by_text("Everything is as it was before").wait_for()
    assert not Team.objects.filter(service_area__name="Example authority", ended_on=None).exists()
    assert not ServiceArea.objects.filter(name="Example authority", ended_on=None).exists()
    assert not RoleGrant.objects.filter(service_area__name="Example authority", ends_on=None).exists()
    page.visit("/imports/")
    page.get_by_role("button", name="Try it with the example lists").click()
    page.get_by_role("heading", name="annex-a.xlsx").wait_for()
    assert Team.objects.filter(service_area__name="Example authority", ended_on=None).count() == 6
    page.check_accessibility()
    assert not Case.objects.filter(closed_on=None).exists()


def test_choosing_a_file_and_the_other_pages(browser_page: WatchedPage, open_county: County) -> None:
    page = browser_page.sign_in_as(open_county.analyst).visit("/imports/bring-in/")
    page.check_accessibility()
    page.get_by_role("button", name="Check these lists").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.check_accessibility()
    page.locator("input[type=file]").set_input_files([str(EXAMPLE / "practitioners.csv")])
    page.get_by_role("button", name="Check these lists").click()
    page.get_by_role("heading", name="practitioners.csv").wait_for()
    page.get_by_label("Are they all new teams?").select_option(label="Children’s social work")
    page.get_by_role("button", name="Save the answers and check again").click()
    page.get_by_role("button", name="Apply this list").click()
    page.get_by_text("This is what it changed").wait_for()
    for path in ("/imports/words/", "/imports/activity/"):
        page.visit(path).check_accessibility()


@pytest.mark.parametrize("width", [320, 375])
def test_it_fits_a_telephone(browser_page: WatchedPage, open_county: County, width: int) -> None:
    open_county.settle_example_teams()
    open_county.load(open_county.example("practitioners.csv"))
    one = open_county.bring(open_county.example("annex-a.xlsx"))
    browser_page.page.set_viewport_size({"width": width, "height": 740})
    browser_page.sign_in_as(open_county.analyst)
    for address in ("/imports/", f"/imports/{one.pk}/", f"/imports/{one.pk}/rows/add/", "/imports/bring-in/"):
        browser_page.visit(address)
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
