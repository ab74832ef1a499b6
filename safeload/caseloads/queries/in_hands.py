"""Who holds a case on a day, and who from a later day on: one question, asked here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Value
from django.utils import timezone

from safeload.caseloads.models import Allocation


@dataclass(frozen=True)
class InHands:
    """Who holds a case on a day, since when; who next, from when; who works on it with them."""

    holder: Allocation | None
    #: The holder's first day, through changes of shares.
    since: date | None
    next_holder: Allocation | None
    #: It goes back to waiting on this day.
    until: date | None
    co_workers: tuple[Allocation, ...]

    @property
    def last_post(self) -> int | None:
        """The post that is last in line: who holds it once everything is so that was decided."""
        if self.until is not None:
            return None
        last = self.next_holder or self.holder
        return last.post_id if last else None


def holders(on: date | None = None) -> Prefetch[str, Any, str]:
    """Read with cases who holds them, for ``in_hands``; on a day, or today. One query."""
    day = on or timezone.localdate()
    rows = Allocation.objects.filter(known_to__isnull=True).annotate(asked_on=Value(day.isoformat()))
    rows = rows.select_related("post__practitioner", "post__team").order_by("starts_on", "id")
    return Prefetch("allocations", rows, to_attr="parts")


def in_hands(case: Any) -> InHands:
    """Who holds a case that was read with ``holders``."""
    parts: Sequence[Any] = case.parts
    return hands_on(parts, date.fromisoformat(parts[0].asked_on)) if parts else _NOBODY


def hands_on(parts: Sequence[Any], day: date) -> InHands:
    """The same from every part of a case as we know it now, in order of first days."""
    held = [row for row in parts if row.role == Allocation.Role.HOLDER and not row.never_was]
    running = [row for row in held if row.ends_on is None or row.ends_on > day]
    holder = next((row for row in running if row.starts_on <= day), None)
    later = [row for row in running if row.starts_on > day]
    last = running[-1] if running else None
    helping = [row for row in parts if row.role != Allocation.Role.HOLDER and not row.never_was]
    return InHands(
        holder=holder,
        since=_first_day(holder, held) if holder else None,
        next_holder=next((row for row in later if holder is None or row.post_id != holder.post_id), None),
        until=last.ends_on if last else None,
        co_workers=tuple(
            row for row in helping if row.starts_on <= day and (row.ends_on is None or row.ends_on > day)
        ),
    )


def _first_day(holder: Any, held: Sequence[Any]) -> date:
    first: date = holder.starts_on
    for row in reversed(held[: held.index(holder)]):
        if row.post_id != holder.post_id or row.ends_on != first:
            break
        first = row.starts_on
    return first


_NOBODY = InHands(None, None, None, None, ())


def holding_post(case: Any) -> int | None:
    """The post that holds a case once everything is so that was decided: what a change of hands is checked against."""
    if hasattr(case, "parts"):
        return in_hands(case).last_post
    held = Allocation.objects.open_parts().holders().filter(case=case).values_list("post_id", flat=True)
    return held.first()
