"""Told to the floors above, inside the change: the loads or lines of these people may have moved."""

from __future__ import annotations

from collections.abc import Iterable

from django.dispatch import Signal

from safeload.audit.writing import at_end

#: Sent once a transaction with ``practitioner_ids``, a frozenset; a receiver that raises undoes the change.
load_changed = Signal()


def loads_changed(practitioner_ids: Iterable[int | None]) -> None:
    """Note that a change touched the loads or lines of these practitioners; told once, at its end."""
    at_end(_send, {pk for pk in practitioner_ids if pk is not None})


def _send(practitioner_ids: set[int]) -> None:
    if practitioner_ids:
        load_changed.send(sender=None, practitioner_ids=frozenset(practitioner_ids))
