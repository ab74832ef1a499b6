"""Where somebody who is asked can read how they were weighed against others: told by the floor above (ALL-01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from safeload.people.scope import Scope

#: Who reads, and of which proposal → the address; empty: they were not weighed, or it is not for this reader.
Weighed = Callable[[Scope, Any], str]

_told: list[Weighed] = []


def tell(weighed: Weighed) -> None:
    """Register who knows it; once, when the product starts."""
    _told[:] = [weighed]


def address(scope: Scope, proposal: Any) -> str:
    """The page on which whoever is asked was held against everybody else; empty where there is none."""
    return next((found for weighed in _told if (found := weighed(scope, proposal))), "")
