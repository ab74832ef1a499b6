"""Told to the floors above, inside the change: these cases may be in other hands, or closed, by now."""

from __future__ import annotations

from collections.abc import Iterable

from django.dispatch import Signal

from safeload.audit.writing import at_end

#: Sent once a transaction with ``case_ids``, a frozenset; a receiver that raises undoes the change.
hands_changed = Signal()


def cases_moved(case_ids: Iterable[int]) -> None:
    """Note that a change touched who holds these cases, or whether they are open; told once, at its end."""
    at_end(_send, case_ids)


def _send(case_ids: set[int]) -> None:
    if case_ids:
        hands_changed.send(sender=None, case_ids=frozenset(case_ids))
