"""Manners of every request: what is refused at the door, and what a browser may keep."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from safeload.web import errors

Next = Callable[[HttpRequest], HttpResponse]
_FORM = "application/x-www-form-urlencoded"


def refuse_nul(get_response: Next) -> Next:
    """Answer 400 to a NUL character: SQLite stores it, PostgreSQL fails on it; nobody means it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        raw = f"{request.path_info}{request.META.get('QUERY_STRING', '')}"
        if "\x00" in raw or "%00" in raw or _in_form(request):
            return errors.bad_request(request)
        return get_response(request)

    return middleware


def _in_form(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type not in {_FORM, "multipart/form-data"}:
        return False
    if request.content_type == _FORM:
        return b"%00" in request.body or b"\x00" in request.body
    return any("\x00" in value for values in request.POST.lists() for value in values[1])


def form_only(get_response: Next) -> Next:
    """Say in words, instead of an empty page, that an address takes forms only; the API has words of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        said = errors.page(request, 405)
        said["Allow"] = response["Allow"]
        return said

    return middleware


def not_kept(get_response: Next) -> Next:
    """Pages of somebody signed in are kept by no browser or proxy; the workplace's machines are shared."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware
