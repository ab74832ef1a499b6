"""Where Safeload differs from django-allauth: no sign-up, a second step for all, sealed secrets."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from safeload.people.scope import has_access

_TOO_MANY = "There were too many attempts. Wait 15 minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; a leaver's account opens no more."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse an account whose last day has passed, in the same words as a closed one."""
        if not has_access(user, timezone.localdate()):
            refused: HttpResponse = self.respond_user_inactive(request, user)
            return refused
        found: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return found

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within 15 minutes of signing in: the password and the code were given a moment ago."""
        shown = get_authentication_records(self.request, self.request.user)
        if shown and time.time() - shown[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Without the host, which the library adds: five tries in all, by whatever name the server is called.
        return f"account:{credentials.get('email', '').lower()}"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Nothing: "You have signed in as …" tells people what they see."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The authenticator's secret is encrypted, and the second step cannot be given up."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes change every 30 seconds: type the one shown now.",
        "cannot_delete_authenticator": "Every account needs a second step.",
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return False


def _box() -> MultiFernet:
    """Encrypts with the first key, decrypts with any: keys can be changed without losing what is sealed."""
    return MultiFernet([Fernet(key) for key in settings.SAFELOAD_FIELD_KEYS])
