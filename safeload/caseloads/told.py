"""What practitioners are told when cases come to them or leave them outside a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeload.notices.kinds import Kind
from safeload.web.formats import plural


def _moved(words: Mapping[str, Any]) -> str:
    came, went, by = words.get("came", 0), words.get("went", 0), words.get("by")
    parts = [f"{plural(came, 'case')} came to you"] if came else []
    if went:
        parts.append(f"{plural(went, 'case')} left you" if not came else f"{went} left you")
    return f"{' and '.join(parts)}{f', entered by {by}' if by else ''}."


KINDS = (
    Kind(
        "cases-moved",
        "Cases came to you or left you",
        "There was a change to which cases you hold",
        _moved,
    ),
)
