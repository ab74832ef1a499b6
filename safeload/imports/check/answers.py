"""From what a list says of a case to answers to what the schemes in force ask of it.

A field of a scheme is answered where its name is one of the list's. ``status`` is put together from case
status, plan and legal status; what a list cannot know (private proceedings) stays as somebody here set it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.domain.scheme.model import Field
from safeload.imports.lists import CaseRow
from safeload.imports.sources.headings import plain
from safeload.imports.status import codes_of, tellable_codes, weightiest
from safeload.people.answers import checked

_YES_NO = {"yes": True, "no": False}
_SEPARATORS = re.compile(r"[;,|]")


def answers_of(
    row: CaseRow, fields: Mapping[str, Field], standing: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Checked answers by field, and (heading, value) of the scheme's own columns that no answer came of."""
    found: dict[str, Any] = {}
    for name, field in fields.items():
        value = _status(row, field, standing.get(name)) if name == "status" else _said(row, field)
        if value is not None:
            found[name] = value
    unread = []
    for heading, cell in row.scheme.items():
        named = _named(heading, fields)
        value = None if named is None else _typed(named, cell)
        if named is not None and value is not None:
            found[named.name] = value
        else:
            unread.append((heading, str(cell)[:60]))
    return found, unread


def typed_answers(given: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Checked answers from columns headed “Scheme: …”, of practitioners and of tasks."""
    pairs = ((_named(heading, fields), cell) for heading, cell in given.items())
    read = {field.name: _typed(field, cell) for field, cell in pairs if field is not None}
    return {name: value for name, value in read.items() if value is not None}


def _status(row: CaseRow, field: Field, standing: Any) -> Any:
    if field.kind == "code":
        return weightiest(row.status, row.on_plan, field)
    if field.kind != "codes" or not row.status:
        return None
    codes = codes_of(row.status, row.on_plan, row.proceedings, field)
    if not codes:
        return None
    tellable = tellable_codes(bool(row.said.get("legal_status")), field)
    kept = {code for code in standing or () if code in field.codes and code not in tellable}
    return sorted(codes | kept)


def _said(row: CaseRow, field: Field) -> Any:
    value = row.said.get(field.name)
    if value is None or value == "" or (value == "unknown" and "unknown" not in field.codes):
        return None
    if field.kind == "yes-no":
        return _YES_NO.get(value) if isinstance(value, str) else None
    return _typed(field, value)


def _named(heading: str, fields: Mapping[str, Field]) -> Field | None:
    wanted = plain(heading)
    return next(
        (one for one in fields.values() if wanted in (plain(one.name), plain(one.title))),
        None,
    )


def _typed(field: Field, cell: Any) -> Any:
    """The answer that a cell gives, by code or by the words for it; None where it gives none."""
    value: Any = cell
    if field.kind == "codes":
        parts = [part.strip() for part in _SEPARATORS.split(str(cell)) if part.strip()]
        value = [_by_words(field, part) for part in parts]
    elif field.kind == "code":
        value = _by_words(field, str(cell).strip())
    elif field.kind == "number" and isinstance(cell, float):
        value = f"{cell:.2f}"
    elif field.kind == "date" and isinstance(cell, date):
        value = date(cell.year, cell.month, cell.day)
    elif field.kind == "number":
        value = str(cell)
    try:
        return checked(field, value)
    except Refusal:
        return None


def _by_words(field: Field, text: str) -> str:
    if text in field.codes:
        return text
    wanted = plain(text)
    for code, title in field.codes.items():
        if wanted in (plain(code), plain(title)):
            return code
    return text
