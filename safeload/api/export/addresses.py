"""The addresses of the export: which tables there are, and one of them, page by page, as NDJSON or CSV."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponseBase, StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from safeload.api.actions import note_export
from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.export.rows import commas, cursor_of, lines, rows_after, told
from safeload.api.export.table import Table
from safeload.api.export.tables import TABLES, WITHHELD
from safeload.api.nouns.shared import require
from safeload.people import permits
from safeload.people.rights import Sight, Thing
from safeload.web.listing import address_with

router = Router(tags=["export"])
_NDJSON, _CSV = "application/x-ndjson", "text/csv"
_MOST = 10_000


class ColumnOut(Schema):
    """A column that stays, and why."""

    name: str
    why: str


class TableOut(Schema):
    """A table: the columns that leave with it, and those that do not."""

    name: str
    columns: list[str]
    withheld: list[ColumnOut]


class TablesOut(Schema):
    """The tables that this role may export; and those that nobody may."""

    tables: list[TableOut]
    withheld: list[ColumnOut]


class Piece(Schema):
    """How much of a table, after what, and in which form."""

    limit: int = Field(1_000, ge=1, le=_MOST)
    after: str = Field("", max_length=400, description="The cursor of the Link header of the page before.")
    format: Literal["ndjson", "csv"] = "ndjson"


@reads(router, "/export")
def export(request: Call) -> TablesOut:
    """Which tables can be exported, with their columns, and what stays for which reason."""
    permits.require(request.scope, "export", Thing.TOTALS)
    return TablesOut(
        tables=[
            TableOut(
                name=one.name,
                columns=list(one.gives),
                withheld=[ColumnOut(name=name, why=why) for name, why in one.hides.items()],
            )
            for one in TABLES.values()
            if _open(request, one)
        ],
        withheld=[ColumnOut(name=name, why=why) for name, why in WITHHELD.items()],
    )


@reads(
    router,
    "/export/{table}",
    response=None,
    openapi_extra={
        "responses": {200: {"content": {kind: {"schema": {"type": "string"}} for kind in (_NDJSON, _CSV)}}}
    },
)
def export_table(request: Call, table: str, piece: Query[Piece]) -> HttpResponseBase:
    """A page of a table. Its Link header leads to the next one; without one, this is the last."""
    permits.require(request.scope, "export", Thing.TOTALS)
    wanted = TABLES.get(table)
    require(wanted and _open(request, wanted))
    assert wanted is not None
    rows = rows_after(wanted, piece.after)
    keys = list(rows.values_list("pk", flat=True)[piece.limit - 1 : piece.limit + 1])
    if not piece.after:
        note_export(by=request.account, table=wanted.name)
    found = told(wanted, rows[: piece.limit], request.scope.on)
    body, kind = (commas(wanted, found), _CSV) if piece.format == "csv" else (lines(found), _NDJSON)
    response = StreamingHttpResponse(body, content_type=f"{kind}; charset=utf-8")
    if len(keys) > 1:
        response["Link"] = f'<{address_with(request, after=cursor_of(keys[0]))}>; rel="next"'
    return response


def _open(call: Call, table: Table) -> Any:
    """Whether the role sees what the table tells of everybody, at least without names."""
    return call.scope.sees(table.thing, Sight.UNNAMED).everywhere
