"""In a real browser: the pages of people and cases, checked against WCAG 2.2 AA and worked with by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from safeload.caseloads import actions as cases
from safeload.caseloads.models import Case
from safeload.people import actions
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from tests.browser import WatchedPage
from tests.caseloads.town import OPENED, a_case, held
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(committed_cast: Cast) -> Cast:
    """The cast at work: a scheme in force, a household, a case that waits, commitments, a shared reason."""
    cast = committed_cast
    version = add_version(text=files.shipped_text("srb-points"), by=None)
    adopt(version=version, by=None, starts_on=OPENED, agreed_by="Working group", agreed_on=OPENED)
    first = held(cast, "practitioner", "4471", "H-1")
    held(cast, "practitioner", "4472", "H-1")
    a_case(cast, "4473")
    amira = cast.people["practitioner"].pk
    made = actions.add_commitment(
        by=None, practitioner_id=amira, kind="adjustment", amount=20, unit="percent"
    )
    actions.write_reason(by=cast.accounts["practitioner"], commitment_id=made.pk, text="Known to few.")
    readers = [cast.accounts["manager"].pk]
    actions.choose_readers(by=cast.accounts["practitioner"], commitment_id=made.pk, account_ids=readers)
    actions.add_strength(by=None, practitioner_id=amira, kind="language", text="Polish")
    step = {"step": "experienced", "title": "Three years and more", "due_on": OPENED}
    actions.step_due(by=None, practitioner_id=amira, **step)
    cases.add_court_date(by=None, case_id=first.pk, on=OPENED)
    cases.add_skill_asked(by=None, case_id=first.pk, kind="language", text="Polish")
    cases.add_conflict(by=None, case_id=first.pk, practitioner_id=cast.people["peer"].pk, why="Related")
    return cast


def pages_of(cast: Cast) -> dict[str, list[str]]:
    """Which pages each of the cast looks at; together they are all of people and cases."""
    amira, post = cast.people["practitioner"].pk, cast.posts["practitioner"].pk
    case = Case.objects.get(reference="4471")
    commitment = cast.people["practitioner"].commitments.get().pk
    of_case = ("case", "correct_case", "note_waiting", "close_case", "hold_case", "answer_case", "group_case",
               "add_court_date", "add_skill_asked", "add_conflict")  # fmt: skip
    of_post = ("correct_post", "change_hours", "end_post")
    of_person = ("practitioner", "correct_practitioner", "end_practitioner", "add_post", "add_commitment")
    manager = [
        *(reverse(name, args=[amira]) for name in (*of_person, "tasks")),
        *(reverse(name, args=[post]) for name in of_post),
        *(reverse(name, args=[commitment]) for name in ("correct_commitment", "review_commitment", "reason")),
        *(reverse(name, args=[case.pk]) for name in of_case),
        *(reverse(name) for name in ("people", "cases", "add_case", "add_practitioner", "reasons", "teams")),
        *(reverse(name, args=[case.household_id]) for name in ("household", "correct_household")),
        reverse("team", args=[cast.assessment.pk]),
        reverse("search") + "?q=44",
    ]
    own = [
        *(reverse(name, args=[amira]) for name in ("practitioner", "looks", "add_strength")),
        *(reverse(name, args=[commitment]) for name in ("write_reason", "readers", "reason")),
    ]
    account = cast.accounts["manager"].pk
    administrator = [
        *(
            reverse(name)
            for name in ("accounts", "invite", "employer", "add_team", "add_area", "who_may_see_what")
        ),
        *(reverse(name, args=[account]) for name in ("account", "correct_account", "grant_role")),
        *(reverse(name, args=[cast.children.pk]) for name in ("correct_area", "end_area")),
        *(reverse(name, args=[cast.court.pk]) for name in ("team", "correct_team", "end_team")),
        reverse("record") + "?check=yes",
    ]
    return {"manager": manager, "practitioner": own, "administrator": administrator}


def fits(page: Any) -> bool:
    """Whether nothing of the page lies beyond the right edge of the window."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


def test_every_page_is_accessible_on_a_desk_and_on_a_telephone(town: Cast, browser_page: WatchedPage) -> None:
    for who, addresses in pages_of(town).items():
        browser_page.sign_in_as(town.accounts[who])
        for address in addresses:
            browser_page.set_viewport_size({"width": 1280, "height": 900})
            answer = browser_page.goto(address)
            assert answer.status == 200, address
            browser_page.check_accessibility()
            browser_page.set_viewport_size({"width": 320, "height": 640})
            assert fits(browser_page), f"{address} is wider than a telephone"


def test_a_case_is_added_given_and_closed_and_that_is_undone(town: Cast, browser_page: WatchedPage) -> None:
    page = browser_page.sign_in_as(town.accounts["manager"]).visit(reverse("cases"))
    page.get_by_role("link", name="Add a case").click()
    page.get_by_label("Case reference", exact=True).fill("Jane Doe")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="looks like a name").click()
    page.get_by_label("Case reference", exact=True).fill("5501")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Case 5501").wait_for()
    page.get_by_role("link", name="Change who holds it").click()
    carl = page.get_by_label("Who holds it").locator("option", has_text="Carl Owusu, Assessment")
    page.get_by_label("Who holds it").select_option(value=carl.get_attribute("value"))
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    page.check_accessibility()
    page.get_by_role("link", name="Close this case").click()
    page.get_by_role("button", name="Close it").click()
    page.get_by_role("link", name="Choose why it closes").click()
    page.get_by_label("Why it closes").select_option("RC7")
    page.get_by_role("button", name="Close it").click()
    page.get_by_text("Thank you.").wait_for()
    page.check_accessibility()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Case 5501 is open again.").wait_for()
    assert page.get_by_text("Carl Owusu").first.is_visible()


def test_search_from_the_header_by_keyboard_alone(town: Cast, browser_page: WatchedPage) -> None:
    page = browser_page.sign_in_as(town.accounts["manager"]).visit(reverse("teams"))
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "search":
            break
    page.keyboard.type("4473")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Search for “4473”").wait_for()
    assert page.get_by_role("link", name="4473").is_visible()


def test_forms_work_without_javascript(town: Cast, browser: Any, live_server: Any) -> None:
    from django.conf import settings

    from tests.accounts import session_for

    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-GB")
    cookie = session_for(town.accounts["practitioner"])
    assert cookie["name"] == settings.SESSION_COOKIE_NAME
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("add_strength", args=[town.people["practitioner"].pk]))
    page.get_by_label("What", exact=True).fill("Court work")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Court work").wait_for()
    page.get_by_role("button", name="Take off Court work").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("“Court work” is back on the list.").wait_for()
    context.close()
