"""The primary navigation, in order. A page is here once, with who may open it; the rest follows."""

from __future__ import annotations

from safeload.web.navigation import Entry

ENTRIES: tuple[Entry, ...] = ()
