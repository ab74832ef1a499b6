"""The manners of /api/v1/: no cookies, and nothing but JSON, whatever went wrong and wherever."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from safeload.api.problems import problem

Next = Callable[[HttpRequest], HttpResponse]
_HERE = "/api/v"
_JSON = ("application/json", "application/problem+json")
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def as_problems(get_response: Next) -> Next:
    """Make a problem of every error page below, and let no sign-in session act here.

    The first of all but the security headers, so that it sees what the others refuse as well.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_HERE):
            return get_response(request)
        # A browser that is signed in sends its cookie along; a token is what counts here, and only that.
        request.COOKIES = {}
        _without_slash(request)
        response = get_response(request)
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(_JSON):
            kept = {name: response[name] for name in _KEPT if name in response}
            response = problem(response.status_code, headers=kept)
        response.setdefault("Cache-Control", "no-store, private")
        patch_vary_headers(response, ["Authorization"])
        return response

    return middleware


def _without_slash(request: HttpRequest) -> None:
    """An address with a slash at its end is the same address."""
    if request.path_info.endswith("/") and len(request.path_info) > len(_HERE):
        request.path_info = request.path_info.rstrip("/")
        request.path = request.path.rstrip("/")
