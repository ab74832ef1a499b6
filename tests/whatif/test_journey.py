"""What if, in a real browser: with and without scripts, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from safeload.caseloads.models import Allocation
from safeload.whatif.models import Scenario
from tests.browser import WatchedPage
from tests.whatif.team import Players, team
from tests.workload.town import TODAY, Town

pytestmark = pytest.mark.browser


@pytest.fixture
def players(transactional_db: None) -> Iterator[Players]:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        yield team(Town())


@pytest.mark.parametrize("width", [1280, 390])
def test_supposed_kept_compared_and_undone(browser_page: WatchedPage, players: Players, width: int) -> None:
    before = list(Allocation.objects.values_list())
    page = browser_page.sign_in_as(players.manager)
    page.set_viewport_size({"width": width, "height": 900})
    page.visit(f"/boards/{players.town.team.pk}/")
    page.get_by_role("link", name="What if …").click()
    page.get_by_text("Nothing real is changed by this").wait_for()
    page.check_accessibility()

    page.get_by_label("Case", exact=True).fill(players.family[0].reference)
    page.get_by_label("With brothers and sisters in the same hands").check()
    page.get_by_label("To", exact=True).select_option(label="Cleo Adams")
    page.get_by_role("button", name="Suppose it").click()
    page.get_by_text("to Cleo Adams").first.wait_for()
    assert page.url.endswith(f"/what-if/teams/{players.town.team.pk}/"), "every line moves on the page itself"
    page.check_accessibility()

    page.get_by_role("link", name="Change hours").click()
    page.get_by_label("Who", exact=True).select_option(label="Ben Carter")
    page.get_by_label("Hours a week").fill("a lot")
    page.get_by_role("button", name="Suppose it").click()
    page.get_by_text("“Hours a week”: enter a number, such as 37 or 22.2.").first.wait_for()
    page.check_accessibility()
    page.get_by_label("Hours a week").fill("14.8")
    page.get_by_role("button", name="Suppose it").click()
    page.get_by_text("Ben Carter: 14.8 hours a week").first.wait_for()

    page.get_by_label("Keep it as").fill("Ben works less")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("heading", name="“Ben works less”").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Ben Carter: 14.8 hours a week").first.wait_for(state="detached")
    page.get_by_role("link", name="Compare two scenarios").click()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("columnheader", name="Ben works less").wait_for(state="attached")
    page.check_accessibility()
    page.visit("/what-if/")
    page.get_by_role("link", name="Ben works less").wait_for()
    page.check_accessibility()
    assert list(Allocation.objects.values_list()) == before
    assert len(Scenario.objects.get().changes) == 1
