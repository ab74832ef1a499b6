from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from safeload.web import views


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


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused(visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/sign-in/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.django_db
def test_every_answer_carries_the_policy(visitor: Client) -> None:
    for path in ("/account/sign-in/", "/nowhere", "/licences", "/status", "/?q=%00"):
        policy = visitor.get(path)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
