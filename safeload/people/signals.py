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


#: Sent once a transaction with ``practitioner_ids``: a last day of theirs, or of a post, was set or taken back.
last_days_set = Signal()


def last_day_set(practitioner_id: int) -> None:
    """Note that a last day of somebody, or of a post of theirs, was set or taken back; told at the change's end."""
    at_end(_send_last_days, {practitioner_id})


def _send_last_days(practitioner_ids: set[int]) -> None:
    last_days_set.send(sender=None, practitioner_ids=frozenset(practitioner_ids))
