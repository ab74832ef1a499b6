from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from safeload.web import views
from tests.accounts import account, signed_in
from tests.workload.pages import text_of


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "form"), [("/?q=%00", None), ("/%00", None), ("/account/sign-in/", {"login": "a\x00b"})]
)
def test_a_nul_character_is_refused_at_the_door(visitor: Client, path: str, form: Any) -> None:
    answer = visitor.post(path, form) if form else visitor.get(path)
    assert answer.status_code == 400
    assert "This could not be read" in answer.content.decode()


@pytest.mark.django_db
def test_nul_in_a_plain_form_is_refused_too(visitor: Client) -> None:
    kind = "application/x-www-form-urlencoded"
    assert visitor.post("/account/sign-in/", "login=a%00b", content_type=kind).status_code == 400


@pytest.mark.django_db
def test_a_page_that_is_not_there(visitor: Client) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_503(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(views.connection, "cursor", away, raising=False)
    answer = visitor.get("/status")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Safeload is busy" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_as_such(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PARTS", [1])
    monkeypatch.setattr(views, "render", lambda *args: 1 // 0)
    answer = visitor.get("/licences")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()


_WORDS = "She asked for a quiet week,\nand I agreed"


def _late(answer_to: Client, **more: Any) -> Any:
    """A form with words in it, from a page of before the last sign-in."""
    sent = {"words": _WORDS, "says": "agree", "key": "7", "csrfmiddlewaretoken": "x" * 64}
    return answer_to.post("/for-you/read/?page=2", sent, **more)


def _strict() -> Client:
    """Somebody signed in, in a browser that is asked for the token as browsers are."""
    client = signed_in(account("dee@example.org", name="Dee Morgan"))
    client.handler.enforce_csrf_checks = True
    client.cookies["safeload-csrf"] = "y" * 32
    return client


@pytest.mark.django_db
def test_a_browser_without_cookies_is_told_so_and_loses_no_words() -> None:
    answer = _late(Client(enforce_csrf_checks=True))
    page = text_of(answer)
    assert answer.status_code == 403
    assert "Nothing was saved Your browser does not keep the cookies" in page
    assert "Allow cookies for this address, copy what you wrote, load the page again and send it." in page
    assert "and I agreed" in page
    assert "Send it again" not in page
    assert "Go to your first page" in page
    assert "your role" not in page


@pytest.mark.django_db
def test_a_password_is_never_shown_back() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/sign-in/", {"login": "a@example.org", "password": "four words of mine"})
    assert answer.status_code == 403
    assert "four words" not in answer.content.decode()


@pytest.mark.django_db
def test_a_page_open_too_long_is_sent_again_with_one_press(caplog: pytest.LogCaptureFixture) -> None:
    answer = _late(
        _strict(), headers={"Origin": "http://testserver", "Referer": "http://testserver/for-you/?page=2"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert "The page was open for too long" in page
    assert "Send it again as Dee Morgan" in page
    assert '<textarea class="govuk-textarea" id="words-1" rows="4" name="words">' in page
    assert '<input type="hidden" name="says" value="agree"><input type="hidden" name="key" value="7">' in page
    assert page.count("csrfmiddlewaretoken") == 1
    assert 'href="http://testserver/for-you/?page=2"' in page
    assert "quiet week" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("origin", [{}, {"Origin": "http://elsewhere.example"}, {"Origin": "null"}])
def test_what_no_browser_vouches_for_has_no_button(origin: dict[str, str]) -> None:
    """A page elsewhere cannot have its form sent under somebody's name by way of ours."""
    page = text_of(_late(_strict(), headers=origin))
    assert "Nothing was saved" in page
    assert "Send it again" not in page


@pytest.mark.django_db
def test_every_answer_carries_the_policy(visitor: Client) -> None:
    for path in ("/account/sign-in/", "/nowhere", "/licences", "/status", "/?q=%00"):
        policy = visitor.get(path)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.django_db
def test_whoever_has_no_right_any_more_keeps_what_they_wrote() -> None:
    """A role that ended while a form stood open: not found, as for everybody without it, and no words lost."""
    client = signed_in(account("dee@example.org", name="Dee Morgan"))
    answer = client.post("/allocation/4711/decide/", {"reason": _WORDS, "allocate": "yes"})
    page = text_of(answer)
    assert answer.status_code == 404
    assert "Nothing was saved What this form was about is not there for you any more" in page
    assert "and I agreed" in page
    assert "Send it again" not in page
    assert "There is no such page" in text_of(client.post("/allocation/4711/decide/", {"allocate": "yes"}))
    assert "There is no such page" in text_of(client.get("/allocation/4711/"))
