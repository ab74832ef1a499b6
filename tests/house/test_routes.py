"""Every address of the product, walked: a visitor sees sign-in and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

#: Pages open to everybody, on purpose. A new one is added here by a person, or it asks for sign-in.
OPEN = {
    "api_openapi",
    "accessibility",
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "account_welcome",
    "licences",
    "privacy",
    "status",
}
_UUID = "00000000-0000-4000-8000-000000000000"
_FILLERS = {"int": "1", "str": "x", "slug": "x", "uuid": _UUID, "date": "2026-03-03"}


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLPattern):
            yield entry.name or route, route
        else:
            yield from _routes(entry, route)


def _filled(route: str) -> str:
    def fill(found: re.Match[str]) -> str:
        return _FILLERS.get(found[1] or "str", "x")

    without_groups = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", fill, without_groups)


ROUTES = dict(_routes(get_resolver()))


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _ in _routes(get_resolver())]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in names)


#: Addresses of the API: these ask for a token, and a session is none.
API = {name for name, route in ROUTES.items() if route.startswith("api/v1/")} - OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(API))
def test_the_api_asks_for_a_token(name: str) -> None:
    client = Client(raise_request_exception=False)
    for method in ("GET", "POST", "PATCH"):
        answer = client.generic(method, _filled(ROUTES[name]), "{}", content_type="application/json")
        assert answer.status_code in {401, 404, 405, 415}, f"{name} answers {answer.status_code} to a visitor"
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ROUTES) - OPEN - API))
def test_a_visitor_is_led_to_sign_in(name: str) -> None:
    client = Client(raise_request_exception=False)
    for answer in (client.get(_filled(ROUTES[name])), client.post(_filled(ROUTES[name]))):
        led = answer.status_code == 302 and "/account/sign-in/" in answer["Location"]
        refused = answer.status_code in {403, 404, 405}
        assert led or refused, f"{name} ({_filled(ROUTES[name])}) answers {answer.status_code} to a visitor"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OPEN & set(ROUTES)))
def test_open_pages_are_open(name: str) -> None:
    assert Client().get(_filled(ROUTES[name])).status_code in {200, 410}
