"""Reads of the record. The floors above know who may ask; here stand plain keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeload.audit.chain import START, link
from safeload.audit.models import AppendOnlyQuerySet, Entry, Head, Look


@dataclass(frozen=True)
class Verdict:
    """Whether the chain holds: how many entries were read, and the first that does not fit, in words."""

    entries: int
    broken_at: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        return not self.why


def verify(batch: int = 2000) -> Verdict:
    """Read the whole chain and say whether an entry was changed, removed, added or moved (ASVS 16.4.2)."""
    number, previous = 0, START
    for entry in Entry.objects.order_by("number").iterator(chunk_size=batch):
        number += 1
        if entry.number != number:
            return Verdict(number - 1, number, f"Entry {number} is missing.")
        if entry.previous != previous:
            return Verdict(number - 1, number, f"Entry {number} does not follow the one before it.")
        if entry.hash != link(previous, _fields(entry)):
            return Verdict(number - 1, number, f"Entry {number} was changed after it was written.")
        previous = entry.hash
    head = Head.objects.filter(id=1).first()
    if (head.number, head.hash) != (number, previous) if head else number:
        return Verdict(number, number + 1, "Entries at the end are missing.")
    return Verdict(number)


def _fields(entry: Entry) -> dict[str, object]:
    names = ("number", "at", "who_id", "did", "on_kind", "on_id", "details")
    return {name: getattr(entry, name) for name in names}


def entries(on: tuple[str, Iterable[int]] | None = None) -> AppendOnlyQuerySet:
    """Entries, newest first; of these things only, where they are named."""
    found = Entry.objects.select_related("who").order_by("-number")
    if on is not None:
        found = found.filter(on_kind=on[0], on_id__in=list(on[1]))
    return found


def latest_number() -> int:
    """The number of the last entry; all before it are there, since numbers are given out under one lock."""
    return Head.objects.filter(id=1).values_list("number", flat=True).first() or 0


def looks_at(practitioner_id: int) -> AppendOnlyQuerySet:
    """Who looked at this practitioner, newest first: for that person's own page (rules 5.1)."""
    return Look.objects.select_related("who").filter(practitioner_id=practitioner_id)
