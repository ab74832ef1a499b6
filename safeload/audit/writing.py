"""The frame of every action: one transaction, its audit entries inside, the chain's head locked last.

Actions call each other; the outermost writes the entries of all when the work is done, so that whoever
waits for the head holds nothing that another writer still needs (``docs/decisions``, audit chain).
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from safeload.audit.chain import link, plain_details
from safeload.audit.models import Entry, Head

P = ParamSpec("P")
R = TypeVar("R")

#: PostgreSQL's words for "another transaction was in the way; try again": serialization, deadlock.
_TRY_AGAIN = {"40001", "40P01"}
_TRIES = 4


@dataclass
class _Work:
    entries: list[dict[str, Any]] = field(default_factory=list)
    gathered: dict[Callable[[set[int]], None], set[int]] = field(default_factory=dict)


_work: ContextVar[_Work | None] = ContextVar("safeload_audit_work", default=None)


def write(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action all or nothing with its entries; a deadlock is tried again from the start."""

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        alone = _work.get() is None and not connection.in_atomic_block
        for attempt in range(1, _TRIES + 1):
            try:
                with change():
                    return action(*args, **kwargs)
            except OperationalError as trouble:
                code = getattr(trouble.__cause__, "sqlstate", None)
                if not alone or code not in _TRY_AGAIN or attempt == _TRIES:
                    raise
                time.sleep(0.01 * attempt)
        raise AssertionError("unreachable")

    return run


@contextmanager
def change() -> Iterator[None]:
    """One transaction with its audit entries; inside another one, a part of it that can fail by itself."""
    outer = _work.get()
    if outer is not None:
        mark = len(outer.entries)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer.entries[mark:]
            raise
        return
    work = _Work()
    token = _work.set(work)
    try:
        with transaction.atomic():
            yield
            for tell, keys in work.gathered.items():
                tell(keys)
            _append(work.entries)
    finally:
        _work.reset(token)


def at_end(tell: Callable[[set[int]], None], keys: Iterable[int]) -> None:
    """Call ``tell`` once with all keys given to it, when the outermost change ends, inside it."""
    work = _work.get()
    if work is None:
        raise RuntimeError("What follows from a change is told inside the change.")
    work.gathered.setdefault(tell, set()).update(keys)


def require_change() -> None:
    """Raise RuntimeError outside a change: for what must be kept with it and undone with it."""
    if _work.get() is None:
        raise RuntimeError("This is written inside the change that it belongs to.")


def record(*, by: Any, did: str, on: tuple[str, int | None], **details: Any) -> None:
    """Note a change: who (an account, or None for the product itself), what, on what, with ids and amounts.

    Raises RuntimeError outside ``change``: an entry that could be kept without its change, or the other way
    round, is worth nothing.
    """
    work = _work.get()
    if work is None:
        raise RuntimeError("An audit entry is written inside the change that it records.")
    work.entries.append(
        {
            "at": timezone.now(),
            "who_id": getattr(by, "pk", None),
            "did": did,
            "on_kind": on[0],
            "on_id": on[1],
            "details": plain_details(details),
        }
    )


def _append(entries: list[dict[str, Any]]) -> None:
    if not entries:
        return
    locked = Head.objects.select_for_update()
    head = locked.filter(id=1).first()
    if head is None:
        Head.objects.get_or_create(id=1)
        head = locked.get(id=1)
    rows = []
    for entry in entries:
        fields = {**entry, "number": head.number + 1}
        row = Entry(**fields, previous=head.hash, hash=link(head.hash, fields))
        head.number, head.hash = row.number, row.hash
        rows.append(row)
    Entry.objects.bulk_create(rows, batch_size=500)
    head.save(update_fields=["number", "hash"])
