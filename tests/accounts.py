"""Accounts for tests, and signed-in clients and browsers for them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from safeload.people.models import Account


def account(email: str = "dee@example.org", *, password: str | None = None, **fields: Any) -> Account:
    """An account that may be used today; without a password it can only be signed in by ``signed_in``."""
    fields.setdefault("name", email.partition("@")[0].capitalize())
    return Account.objects.create_user(email, password, **fields)


def _session(who: Account) -> SessionStore:
    store = SessionStore()
    store[SESSION_KEY] = str(who.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = who.get_session_auth_hash()
    store["second_step"] = True
    store.save()
    return store


def session_for(who: Account) -> dict[str, str]:
    """The session cookie of somebody who is signed in with the second step done."""
    key = _session(who).session_key
    assert key
    return {"name": settings.SESSION_COOKIE_NAME, "value": key}


def signed_in(who: Account) -> Client:
    """A test client for somebody who is signed in; answers of 5xx come as answers, not as exceptions."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_for(who)["value"]
    return client
