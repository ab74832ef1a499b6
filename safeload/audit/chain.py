"""How entries are chained: each hash covers every field of its entry and the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

#: What the first entry follows.
START = "0" * 64
#: Details carry ids, codes and amounts; a text longer than this is no code.
LONGEST_TEXT = 200


def link(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of an entry that follows ``previous``: the same on every database."""
    plain = {**fields, "at": _moment(fields["at"]), "previous": previous}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def plain_details(value: Any) -> Any:
    """Details as JSON can hold them without loss: dates and amounts as text, never binary floats.

    Raises TypeError for anything else and ValueError for a text that is too long to be a code.
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ValueError("The audit record holds ids, codes, dates and amounts, no long text.")
        return value.replace("\x00", "")
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, (date, Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain_details(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain_details(item) for item in items]
    raise TypeError(f"The audit record cannot hold a {type(value).__name__}.")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
