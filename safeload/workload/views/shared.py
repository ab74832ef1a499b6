"""What the pages of workload share: figures brought up to date, the reader's colours, who looked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from safeload.audit.actions import looked
from safeload.people.requests import Request
from safeload.workload.actions import bring_up_to_date
from safeload.workload.presenters.pictures import Palette, palette


def require(allowed: Any) -> None:
    """Raise Http404 unless allowed: what is not for this person is not found."""
    if not allowed:
        raise Http404


def two_colours(request: Request) -> bool:
    """Whether the reader wants two colours only."""
    preferences = getattr(request.user, "preferences", None) or {}
    return bool(preferences.get("two_colours"))


def colours(request: Request) -> Palette:
    """The colours that the reader has chosen."""
    return palette(two_colours(request))


def fresh(request: Request) -> None:
    """See to it that the kept figures are today's."""
    bring_up_to_date(request.scope.on)


def note_look(request: Request, practitioner_ids: Iterable[int], page: str) -> None:
    """The people whose loads are shown can see who looked (rules 5.1)."""
    looked(by=request.user, practitioner_ids=practitioner_ids, what="load", page=page)
