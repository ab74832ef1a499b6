"""The record of changes: who did what to which thing, and when; for who may read all of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import ref, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Page
from safeload.audit.models import Entry
from safeload.audit.words import said
from safeload.people import queries
from safeload.people.rights import Thing

router = Router(tags=["events"])


class WhoOut(Schema):
    """An account."""

    id: int
    name: str


class EntryOut(Schema):
    """One entry of the record; ``who`` is null where Safeload did it by itself."""

    number: int
    at: datetime
    who: WhoOut | None
    did: str
    said: str
    on_kind: str
    on_id: int | None


@reads(router, "/record")
def record(request: Call, paging: Query[Paging]) -> Page[EntryOut]:
    """The record of changes, from the first entry on, as its page has it."""
    require(request.scope.sees(Thing.RECORD).everywhere)

    def show(one: Entry) -> dict[str, Any]:
        plain = {name: getattr(one, name) for name in ("number", "at", "did", "on_kind", "on_id")}
        return {**plain, "said": said(one.did), "who": ref(one.who)}

    return page_of(request, queries.record(request.scope), paging, show)
