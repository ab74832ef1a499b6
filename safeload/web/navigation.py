"""The primary navigation. Its entries stand in one place, ``config/navigation.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """One link: what it says, where it leads, and who may open it.

    ``under`` are further url names for which the entry is shown as the current section.
    """

    label: str
    url_name: str
    allowed: Callable[[HttpRequest], bool]
    under: tuple[str, ...] = ()

    def is_current(self, request: HttpRequest) -> bool:
        """Whether the request is for this entry's page or one that belongs to it."""
        match = request.resolver_match
        return bool(match) and match.view_name in {self.url_name, *self.under}  # type: ignore[union-attr]


@cache
def entries() -> Iterable[Entry]:
    """All entries, in order."""
    found: Iterable[Entry] = import_string(settings.SAFELOAD_NAVIGATION)
    return found


def open_to(request: HttpRequest) -> list[Entry]:
    """The entries that this person may open; none for a visitor."""
    if not request.user.is_authenticated:
        return []
    return [entry for entry in entries() if entry.allowed(request)]


def params_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries as the service navigation component wants them."""
    return [
        {"text": entry.label, "href": reverse(entry.url_name), "active": entry.is_current(request)}
        for entry in open_to(request)
    ]
