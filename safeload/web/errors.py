"""Pages for when something did not work: what happened, what is kept, what to do."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

#: The field of the forgery check, and how Django begins to say that a form came from elsewhere.
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


def page(request: HttpRequest, status: int, *, sentence: str = "") -> HttpResponse:
    """The page for a status. It reads nothing from the database, which may be what is broken."""
    html = render_to_string(f"web/errors/{status}.html", {"sentence": sentence})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the address or the form holds something that cannot be read."""
    return page(request, 400)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: this person's role does not open this page. What they wrote in a form is shown to them."""
    if request.method == "POST" and _words(request):
        return _in_vain(request, 403, f"{exception or 'Your role does not open this.'!s} Nothing was saved.")
    return page(request, 403, sentence=str(exception or ""))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: no such page, or not for this person; the two look the same on purpose.

    What somebody wrote in a form that stood open meanwhile is shown to them.
    """
    if request.method == "POST" and _words(request):
        sentence = (
            "What this form was about is not there for you any more: it was taken away meanwhile, or your role does "
            "not reach it now."
        )
        return _in_vain(request, 404, sentence)
    return page(request, 404)


def _in_vain(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """What somebody wrote for a page that is not theirs (any more)."""
    return _nothing_saved(
        request,
        status,
        heading="Nothing was saved",
        sentence=f"{sentence} What you wrote is here: copy it if you need it, and ask whoever looks after accounts if "
        "this surprises you.",
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery check: a page that stood open over a sign-in, or a browser that keeps no cookies.

    Whoever is signed in sends it again with one press, if the browser vouches that it came from a page of ours:
    nobody else's page can have a form sent in their name by way of this one. Nothing of it is kept here.
    """
    user = getattr(request, "user", None)
    ours = bool(request.headers.get("Origin")) and not reason.startswith(_ELSEWHERE)
    complete = not request.FILES and not any("password" in key for key in request.POST)
    again = ours and complete and user is not None and user.is_authenticated
    return _nothing_saved(
        request,
        heading="Nothing was saved",
        sentence=f"{_happened(request, reason)} {_to_do(request, again)}",
        again=again,
        who=getattr(user, "name", ""),
        page=_came_from(request),
        csrf_token=get_token(request),
    )


def signed_out(request: HttpRequest, sentence: str) -> HttpResponse:
    """403 for a form that came after its sender was signed out: nothing is saved, what they wrote is shown to them."""
    what_to_do = " What you wrote is here: copy it, sign in, and send it again." if _words(request) else ""
    return _nothing_saved(
        request,
        heading="You were signed out, and nothing was saved",
        sentence=sentence + what_to_do,
        sign_in=True,
    )


def _came_from(request: HttpRequest) -> str:
    """The page with the form, as the browser says; an address that takes forms only is none to go to."""
    named = request.headers.get("Referer", "")
    return named if url_has_allowed_host_and_scheme(named, {request.get_host()}) else ""


def _happened(request: HttpRequest, reason: str) -> str:
    if reason.startswith(_ELSEWHERE):
        return "This form did not come from a page of Safeload at this address."
    if not request.COOKIES:
        return "Your browser does not keep the cookies by which Safeload knows its own forms."
    return "The page was open for too long, or somebody signed in again meanwhile."


def _to_do(request: HttpRequest, again: bool) -> str:
    if again:
        return "What you chose and wrote is still here: look at it, and send it again."
    if request.FILES:
        return "Load the page again, and choose the file once more."
    allow = "" if request.COOKIES else "allow cookies for this address, "
    words = "copy what you wrote, " if _words(request) else ""
    told = f"{allow}{words}load the page again and send it."
    return told[0].upper() + told[1:]


def _nothing_saved(request: HttpRequest, status: int = 403, /, **context: Any) -> HttpResponse:
    """What somebody sent in vain, shown to nobody but them: never stored, logged or in an address."""
    words = _words(request)
    others = [pair for pair in _sent(request) if pair not in words]
    html = render_to_string("web/errors/nothing_saved.html", {"words": words, "others": others, **context})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [(key, value) for key, values in request.POST.lists() for value in values if key != _TOKEN]


def _words(request: HttpRequest) -> list[tuple[str, str]]:
    return [pair for pair in _sent(request) if _is_prose(*pair)]


def _is_prose(key: str, value: str) -> bool:
    """Whether somebody wrote it, rather than chose it or the page put it there."""
    return "password" not in key and " " in value.strip() and "{" not in value


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 with Retry-After if the database could not be reached (or was busy for too long)."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = page(request, 503)
        response["Retry-After"] = "5"
        return response
    return page(request, 500)
