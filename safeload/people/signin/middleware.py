"""Around every request: how long a session lasts, the second step, and what this person may see today."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from safeload.audit.refusals import NotAllowed
from safeload.people.models import Employer
from safeload.people.scope import has_access, scope_for
from safeload.web import errors

Next = Callable[[HttpRequest], HttpResponse]
_SEEN_EVERY = 60  # seconds; noting each request would write to the database each time
_BEFORE_SECOND_STEP = {
    "mfa_activate_totp",
    "account_logout",
    "accessibility",
    "privacy",
    "licences",
    "status",
}


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks for sign-in unless its view is marked ``login_not_required``: closed by default."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """To the sign-in page, and back afterwards; the whole page also when htmx asked for a part."""
        if request.headers.get("HX-Request"):
            return _go(request, settings.LOGIN_URL)
        if request.method == "POST":
            return errors.signed_out(request, "Your session had ended when this form came.")
        return super().handle_no_permission(request, view_func)


def session_limits(get_response: Next) -> Next:
    """End a session after 30 minutes without use, after 12 hours, and on a leaver's last evening."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        if not has_access(request.user, timezone.localdate()):
            return _ended(request, "Your access has ended.")
        now = int(time.time())
        started, seen = request.session.get("started", now), request.session.get("seen", now)
        if now - seen > settings.SAFELOAD_SESSION_IDLE:
            return _ended(request, "You were signed out after 30 minutes without use.")
        if now - started > settings.SAFELOAD_SESSION_LONGEST:
            return _ended(request, "You were signed out after 12 hours. Sign in again to go on.")
        if "started" not in request.session or now - seen >= _SEEN_EVERY:
            request.session["started"], request.session["seen"] = started, now
        return get_response(request)

    return middleware


def _ended(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.method == "POST" and not request.headers.get("HX-Request"):
        answer = errors.signed_out(request, sentence)
        logout(request)
        return answer
    logout(request)
    messages.info(request, sentence)
    return _go(request, settings.LOGIN_URL)


def _go(request: HttpRequest, to: str) -> HttpResponse:
    """A redirect of the whole page, also when htmx asked for a part of it."""
    address = resolve_url(to)
    return (
        HttpResponseClientRedirect(address)
        if request.headers.get("HX-Request")
        else HttpResponseRedirect(address)
    )


def require_second_step(get_response: Next) -> Next:
    """Lead everybody who has a password only to setting up their authenticator, and nowhere else.

    Who has one was asked for a code at sign-in already. The demo's cast needs none, in demo mode only.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and not _is_complete(request)
            and _name(request) not in _BEFORE_SECOND_STEP
        ):
            return _go(request, "mfa_activate_totp")
        return get_response(request)

    return middleware


def _is_complete(request: HttpRequest) -> bool:
    if settings.SAFELOAD_DEMO and getattr(request.user, "demo", False) and request.session.get("demo"):
        return True
    if not request.session.get("second_step"):
        if not get_adapter().is_mfa_enabled(request.user, ["totp"]):
            return False
        request.session["second_step"] = True
    return True


def _name(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None


class ScopeOfToday:
    """Gives each request ``scope`` (what this person may see today) and ``employer``; read when used."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = SimpleLazyObject(lambda: scope_for(request.user, timezone.localdate()))  # type: ignore[attr-defined]
        request.employer = SimpleLazyObject(Employer.objects.first)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An action that the role does not allow is answered 403 with its own sentence."""
        if isinstance(exception, NotAllowed):
            return errors.not_allowed(request, exception.sentence)
        return None
