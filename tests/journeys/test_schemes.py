"""In a real browser: from the list of schemes to one of the employer's own that counts."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from safeload.schemes import files
from safeload.schemes.actions import add_version
from safeload.schemes.models import Adoption, SchemeVersion
from tests.browser import WatchedPage
from tests.cast import Cast
from tests.schemes.test_actions import POINTS, changed, held

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _check(page: WatchedPage) -> None:
    """Accessible, and the page itself never scrolls sideways, on a desk and on a phone."""
    for width in (390, 1280):
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        page.check_accessibility()


def test_a_scheme_of_ones_own_from_the_list_to_counting(
    browser_page: WatchedPage, committed_cast: Cast
) -> None:
    held(add_version(text=POINTS, by=None), date(2026, 1, 1))
    held(add_version(text=files.shipped_text("crude-limits"), by=None), date(2026, 1, 1), main=False)
    page = browser_page.sign_in_as(committed_cast.accounts["head"]).visit(reverse("schemes"))
    _check(page)
    page.get_by_role("link", name="Points (Social Work Reform Board").first.click()
    page.get_by_role("heading", name="What counts towards the load").wait_for()
    _check(page)

    page.get_by_role("link", name="Write a new version of it").click()
    box = page.get_by_label("Text of the scheme")
    box.fill(changed(version="2", title="Points of Northshire").replace('rule = "PTS-11"', 'rool = "PTS-11"'))
    page.get_by_role("button", name="Check and save").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    _check(page)
    assert "rool" in box.input_value()
    box.fill(changed(version="2", title="Points of Northshire"))
    page.get_by_label("What has changed, and who agreed it").fill("A new name")
    page.get_by_role("button", name="Check and save").click()
    page.get_by_text("is kept. It counts once it is adopted.").wait_for()
    _check(page)

    page.get_by_role("link", name="Points of Northshire", exact=True).click()
    page.get_by_role("link", name="Adopt this version").click()
    page.get_by_label("Who agreed it").wait_for()
    _check(page)
    page.get_by_role("button", name="Adopt", exact=True).click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    _check(page)
    page.get_by_label("Who agreed it").fill("The working group")
    page.get_by_role("button", name="Adopt", exact=True).click()
    page.get_by_text("The scheme is adopted.").wait_for()
    main = Adoption.objects.get(main=True, ends_on=None)
    assert main.version == SchemeVersion.objects.get(version="2")

    page.get_by_role("button", name="Stop showing").click()
    page.get_by_text("It is no longer shown.").wait_for()
    _check(page)


@pytest.mark.parametrize("name", files.shipped_names())
def test_every_shipped_scheme_reads_well_on_desk_and_phone(
    browser_page: WatchedPage, committed_cast: Cast, name: str
) -> None:
    version = add_version(text=files.shipped_text(name), by=None)
    held(version, date(2026, 1, 1), main=False)
    page = browser_page.sign_in_as(committed_cast.accounts["practitioner"])
    _check(page.visit(reverse("scheme", args=[version.pk])))
