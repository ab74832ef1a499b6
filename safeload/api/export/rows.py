"""Rows of an export, one after the other: staff by keyed hash, references hashed, kinds in neutral words."""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from safeload.api.export.table import Table
from safeload.audit.refusals import Refusal
from safeload.people.asked import kind_named
from safeload.people.models import Account, Post, Practitioner
from safeload.people.seal import opened, sealed
from safeload.web.harmless import harmless

Cell = Callable[[Any], Any]
#: Whose keys leave as keyed hashes, and what stands before the hash.
_STAFF = {Practitioner: "practitioner", Post: "post", Account: "account"}
_BYTES = 12


def pseudonym(kind: str, key: Any) -> str | None:
    """The same for the same key for as long as the installation keeps its export key; nobody can turn it back."""
    if key is None:
        return None
    told = hmac.new(settings.SAFELOAD_EXPORT_KEY.encode(), f"{kind}:{key}".encode(), hashlib.sha256).digest()
    return f"{kind}-{base64.b32encode(told[:_BYTES]).decode().rstrip('=').lower()}"


def rows_after(table: Table, cursor: str) -> QuerySet[Any]:
    """The rows after a cursor, in the order of their keys. Raises Refusal for a cursor that is none of ours."""
    found: QuerySet[Any] = apps.get_model(table.model)._default_manager.order_by("pk")
    return found.filter(pk__gt=_key_in(cursor)) if cursor else found


def cursor_of(key: int) -> str:
    """A key as a cursor: sealed, for the key of a practitioner is not to be read from it."""
    return sealed(str(key))


def _key_in(cursor: str) -> int:
    try:
        return int(opened(cursor))
    except (Refusal, ValueError, TypeError):
        raise Refusal("This cursor is not one that a page gave. Begin again without it.", "after") from None


def told(table: Table, rows: QuerySet[Any], on: date) -> Iterator[dict[str, Any]]:
    """Each row as it leaves; read in pieces, so that any number fits."""
    cells = _cells(table, on)
    about = {"on_kind", "on_id"} <= set(table.gives)
    for values in rows.values_list(*table.gives).iterator(chunk_size=2_000):
        row = {name: cells[name](value) for name, value in zip(table.gives, values, strict=True)}
        if about and row["on_kind"] in _STAFF.values():
            row["on_id"] = pseudonym(row["on_kind"], row["on_id"])
        yield row


def lines(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    encode = DjangoJSONEncoder().encode
    for row in rows:
        yield encode(row) + "\n"


def commas(table: Table, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The same as CSV, a heading first; no cell can be taken for a formula (ASVS 1.2.10)."""
    yield _line(list(table.gives))
    for row in rows:
        yield _line([_cell(value) for value in row.values()])


def _cells(table: Table, on: date) -> dict[str, Cell]:
    model = apps.get_model(table.model)
    found: dict[str, Cell] = {}
    for name in table.gives:
        field = model._meta.get_field(name)
        of = field.related_model or (model if field.primary_key else None)
        if of in _STAFF:
            found[name] = _hashing(_STAFF[of])
        elif name in table.hashed:
            found[name] = _hashing(model._meta.model_name or "")
        elif name in table.neutral:
            found[name] = lambda code: kind_named(code, on).neutral
        else:
            found[name] = lambda value: value
    return found


def _hashing(kind: str) -> Cell:
    return lambda key: pseudonym(kind, key)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict | list):
        return harmless(json.dumps(value, cls=DjangoJSONEncoder))
    return str(value)


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
