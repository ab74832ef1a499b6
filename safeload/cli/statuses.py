"""Case status, legal status and plan of our workbook as a scheme's ``status``, by the same table as the import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from safeload.domain.scheme import Field, Scheme
from safeload.imports.codes import CASE_STATUS, LEGAL_STATUS, PROCEEDINGS, CodeList
from safeload.imports.sources import cells
from safeload.imports.sources.records import listed, quoted
from safeload.imports.status import codes_of, is_on_plan, tellable_codes, weightiest
from safeload.imports.values import ValueMap

#: Heading → how its cell is read; only where the scheme asks for a status.
_READ: dict[str, Callable[[Any], Any]] = {
    "case_status": lambda cell: _known(CASE_STATUS, cell),
    "legal_status": lambda cell: _known(LEGAL_STATUS, cell),
    "plan_start": cells.day,
}


class UnknownStatusError(ValueError):
    """A wording that the import would have to ask about."""


def status_columns(scheme: Scheme) -> dict[str, tuple[dict[str, Any], Callable[[Any], dict[str, Any]]]]:
    """The headings that tell the scheme's status: the frame columns that they fill, and how a cell is read."""
    spec = scheme.asked_of("case").get("status")
    if spec is None or spec.kind not in ("code", "codes"):
        return {}
    columns = dict.fromkeys(_flags(spec), pl.Boolean) if spec.kind == "codes" else {"status": pl.String}
    return {
        heading: (columns, lambda cell, heading=heading, read=read: {f"said {heading}": read(cell)})  # type: ignore[misc]
        for heading, read in _READ.items()
    }


def settle(row: dict[str, Any], scheme: Scheme) -> bool:
    """Put what the three say into the scheme's status, where the row has none of its own; whether the case is open."""
    status, legal, plan = (row.pop(f"said {heading}", None) for heading in _READ)
    if status == "closed":
        return False
    spec = scheme.asked_of("case").get("status")
    names = [] if spec is None else _flags(spec) if spec.kind == "codes" else ["status"]
    if spec is None or not status or any(row.get(name) is not None for name in names):
        return True
    on_plan = is_on_plan(status, plan is not None)
    if spec.kind == "code":
        row["status"] = weightiest(status, on_plan, spec)
    elif codes := codes_of(status, on_plan, PROCEEDINGS.get(legal or "", ""), spec):
        told = codes | tellable_codes(bool(legal), spec)
        row.update({f"status.{code}": code in codes for code in told})
    return True


def _flags(spec: Field) -> list[str]:
    return [f"{spec.name}.{code}" for code in spec.codes]


def _known(codes: CodeList, cell: Any) -> str:
    found = ValueMap().code(codes, cell)
    if found is None:
        raise UnknownStatusError(
            f"{quoted(cell)} is none of {listed(codes.labels.values())}. Use one of these."
        )
    return found
