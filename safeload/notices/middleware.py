"""Gives each request the number of unread notices, for the header of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from safeload.notices.queries import unread

Next = Callable[[HttpRequest], HttpResponse]


def unread_notices(get_response: Next) -> Next:
    """Set ``request.unread``, counted when a page shows it: one light query, none for parts and files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.unread = SimpleLazyObject(lambda: unread(request.user.pk))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
