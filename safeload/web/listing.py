"""Sorting, filtering and paging of tables. All of it stands in the address, so that a reload keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


@dataclass(frozen=True)
class Sort:
    """How a table is ordered: the column's name, and whether from the end."""

    by: str
    descending: bool = False


def sort_of(request: HttpRequest, allowed: Sequence[str], default: str) -> Sort:
    """The order that the address asks for (``?sort=-name``); the default for a column it does not know."""
    asked = request.GET.get("sort", default)
    name = asked.removeprefix("-")
    if name not in allowed:
        asked, name = default, default.removeprefix("-")
    return Sort(name, asked.startswith("-"))


def ordered(rows: Sequence[Any], sort: Sort, keys: Mapping[str, Callable[[Any], Any]]) -> list[Any]:
    """Rows in the order asked for; where a key is None the row comes last, either way round."""
    key = keys[sort.by]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=sort.descending) + unknown


def page_of(request: HttpRequest, rows: Any, size: int = 50) -> Page[Any]:
    """One page of rows or of a queryset; the last one if the address asks beyond it."""
    asked = request.GET.get("page", "1")
    # Beyond 18 digits PostgreSQL and SQLite refuse the offset.
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return Paginator(rows, size).get_page(number)


def address_with(request: HttpRequest, **changes: Any) -> str:
    """This page's address with some of its query changed; None takes one out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    pairs = [(name, value) for name, values in query.lists() for value in values]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def pagination_params(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    """What the pagination component needs: first, last, neighbours, and dots between."""
    if page.paginator.num_pages < 2:
        return {}
    items: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            href = address_with(request, page=number)
            items.append({"number": number, "href": href, "current": number == page.number})
        else:
            items.append({"ellipsis": True})
    params: dict[str, Any] = {"items": items, "landmarkLabel": "Pages"}
    if page.has_previous():
        params["previous"] = {"href": address_with(request, page=page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": address_with(request, page=page.next_page_number())}
    return params
