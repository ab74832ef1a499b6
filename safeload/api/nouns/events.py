"""What was changed, in the order in which it was: to be followed from a cursor."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema
from pydantic import BeforeValidator

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import require
from safeload.api.queries import events as found
from safeload.audit.queries import latest_number
from safeload.audit.refusals import Refusal
from safeload.audit.words import said
from safeload.web.listing import address_with

router = Router(tags=["events"])


class EventOut(Schema):
    """Something was done to something. What it is now stands under its own address, for whom it is open."""

    number: int
    at: datetime
    did: str
    said: str
    on_kind: str
    on_id: int | None


class Events(Schema):
    """Some events. ``next``: from where to go on, now or later; the same again where nothing has happened."""

    items: list[EventOut]
    next: int


class After(Schema):
    """The number of the last event that was seen; 0: from the beginning."""

    after: Annotated[int, Field(ge=0, le=2**53 - 1), BeforeValidator(lambda sent: sent or 0)] = 0
    limit: int = Field(200, ge=1, le=1000)


@reads(router, "/events")
def events(request: Call, paging: Query[After]) -> Events:
    """Changes about what the account may open, from a cursor on; nobody’s name and nobody’s words.

    Numbers are given out under the lock of the record’s head and become visible in their order: whoever has seen
    number N will not find a smaller one later.
    """
    require(request.scope.roles or request.scope.practitioner_id)
    until = latest_number()
    if paging.after > until:
        # As after going back to an earlier copy: whoever waited for that number would miss all until then.
        raise Refusal(
            f"This cursor lies ahead of the record, which ends at {until}. Begin again at 0, or go on from {until}.",
            "query.after",
        )
    rows = found(request.scope).filter(number__gt=paging.after, number__lte=until).order_by("number")
    entries = list(rows[: paging.limit])
    full = len(entries) == paging.limit
    cursor = entries[-1].number if full else until
    if full:
        request.next_page = address_with(request, after=cursor)
    return Events(
        items=[
            EventOut(
                number=one.number,
                at=one.at,
                did=one.did,
                said=said(one.did),
                on_kind=one.on_kind,
                on_id=one.on_id,
            )
            for one in entries
        ],
        next=cursor,
    )
