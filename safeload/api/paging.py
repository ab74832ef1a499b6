"""Pages by key: stable while rows are added, and proof against nonsense in the address."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from ninja import Field, Schema

from safeload.api.bearer import Call
from safeload.api.shapes import Page
from safeload.audit.refusals import Refusal
from safeload.web.listing import address_with

MOST = 200
_LARGEST = 2**63 - 1


class Paging(Schema):
    """How much of a list, and after what."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    after: str = Field(
        "",
        max_length=60,
        description="The cursor that the page before gave as “next”; empty: from the start.",
    )


def page_of(
    call: Call,
    rows: Any,
    paging: Paging,
    show: Callable[[Any], Any] | None = None,
    *,
    as_they_are: bool = False,
) -> Page[Any]:
    """One page of a queryset or of rows with ``pk``, in the order of their keys; each as ``show`` makes it.

    ``as_they_are``: the rows were sorted as the client asked; the page begins after the one that the cursor names.
    """
    after = key_in(paging.after)
    if as_they_are:
        found = _ordered(rows, after, paging.limit)
    elif isinstance(rows, QuerySet):
        found = _queried(rows, after, paging.limit)
    else:
        found = _listed(rows, after, paging)
    more, found = len(found) > paging.limit, found[: paging.limit]
    cursor = cursor_of(found[-1].pk) if more else None
    if cursor is not None:
        call.next_page = address_with(call, after=cursor)
    # Rows as they are: they take the shape of the operation’s answer on their way out.
    return cast("Page[Any]", {"items": [show(row) for row in found] if show else found, "next": cursor})


def _queried(rows: QuerySet[Any], after: int, limit: int) -> list[Any]:
    return list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])


def _listed(rows: Sequence[Any], after: int, paging: Paging) -> list[Any]:
    return sorted((row for row in rows if row.pk > after), key=lambda row: row.pk)[: paging.limit + 1]


def _ordered(rows: Sequence[Any], after: int, limit: int) -> list[Any]:
    start = 0
    if after:
        start = next((at for at, row in enumerate(rows, 1) if row.pk == after), -1)
    if start < 0:
        raise Refusal(
            "The row after which it goes on is not in this list any more. Begin again.", "query.after"
        )
    return list(rows[start : start + limit + 1])


def cursor_of(key: int) -> str:
    """A key as a cursor: opaque on purpose, so that nobody counts on what it is made of."""
    return base64.urlsafe_b64encode(f"k{key}".encode()).decode().rstrip("=")


def key_in(cursor: str) -> int:
    """The key after which the page begins. Raises Refusal for a cursor that is none of ours."""
    if not cursor:
        return 0
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, ValueError):
        text = ""
    digits = text.removeprefix("k")
    if not text.startswith("k") or not digits.isdigit() or int(digits) > _LARGEST:
        raise Refusal("This cursor is not one that a page gave. Begin again without it.", "query.after")
    return int(digits)
