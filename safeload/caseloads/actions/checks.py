"""What is asked before somebody records by hand who holds a case; told from above at the start.

Only the floors above can measure what a change would do to somebody's load. They register here (dependency upwards
by registration, house 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from safeload.caseloads.actions.bench import Change


class Check(Protocol):
    """Raises Refusal where a change is not to be recorded but proposed. Nothing of it is written yet."""

    def __call__(self, changes: Sequence[Change]) -> None: ...


_checks: list[Check] = []


def register(check: Check) -> None:
    """Ask this as well; once, however often it is registered."""
    if check not in _checks:
        _checks.append(check)


def by_hand(changes: Sequence[Change]) -> None:
    """Raise Refusal where one of the checks does."""
    for check in _checks:
        check(changes)
