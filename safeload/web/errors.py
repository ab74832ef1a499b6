"""Pages for when something did not work: what happened, what is kept, what to do."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def page(request: HttpRequest, status: int, *, sentence: str = "") -> HttpResponse:
    """The page for a status. It reads nothing from the database, which may be what is broken."""
    html = render_to_string(f"web/errors/{status}.html", {"sentence": sentence})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the address or the form holds something that cannot be read."""
    return page(request, 400)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: this person's role does not open this page."""
    return page(request, 403, sentence=str(exception or ""))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: no such page, or not for this person; the two look the same on purpose."""
    return page(request, 404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery check: usually a page that stood open over a sign-out."""
    return page(
        request, 403, sentence="This form was open for too long. Go back, load the page again and send it."
    )


def signed_out(request: HttpRequest, sentence: str) -> HttpResponse:
    """403 for a form that came after its sender was signed out: nothing is saved, what they wrote is shown to them."""
    words = [value for key in request.POST for value in request.POST.getlist(key) if _is_prose(key, value)]
    html = render_to_string("web/errors/signed_out.html", {"sentence": sentence, "words": words})
    return HttpResponse(html, status=403, headers={"Cache-Control": "no-store"})


def _is_prose(key: str, value: str) -> bool:
    """Whether somebody wrote it, rather than chose it or the page put it there."""
    return (
        "password" not in key and key != "csrfmiddlewaretoken" and " " in value.strip() and "{" not in value
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 with Retry-After if the database could not be reached (or was busy for too long)."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = page(request, 503)
        response["Retry-After"] = "5"
        return response
    return page(request, 500)
