"""What leaves somebody, or comes to them, on a day to come, as it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from safeload.caseloads.models import Allocation


@dataclass(frozen=True)
class Move:
    """A case that comes to somebody, or leaves them, on a day to come.

    ``other``: from whom or to whom; empty where it waits. ``together``: as a co-worker, with ``other`` as its holder.
    """

    case_id: int
    reference: str
    on: date
    comes: bool
    other: str
    together: bool = False


def moves_ahead(practitioner_id: int, on: date) -> list[Move]:
    """What comes and goes after a day, the soonest first. One query, or two; callers hold the scope."""
    changing = Q(starts_on__gt=on) | Q(ends_on__gt=on)
    mine = Allocation.objects.running(on).filter(changing, case__closed_on=None)
    keys = list(mine.filter(post__practitioner=practitioner_id).order_by().values_list("case", flat=True))
    if not keys:
        return []
    rows = Allocation.objects.running(on).filter(case__in=keys).select_related("case", "post__practitioner")
    parts: dict[int, list[Any]] = {}
    for row in rows.order_by("case__reference", "starts_on", "id"):
        if not row.never_was:
            parts.setdefault(row.case_id, []).append(row)
    found = [move for line in parts.values() for move in _moves(line, practitioner_id, on)]
    return sorted(found, key=lambda move: (move.on, not move.comes, move.other))


def _moves(line: Sequence[Any], whose: int, on: date) -> Iterable[Move]:
    """Of one case: where a part of theirs begins or ends and they did not have it before, or have it after."""
    mine = [row for row in line if row.post.practitioner_id == whose]
    begins, ends = {row.starts_on for row in mine}, {row.ends_on for row in mine}
    for row in mine:
        together = row.role != Allocation.Role.HOLDER
        if row.starts_on > on and row.starts_on not in ends:
            before = row.starts_on if together else None
            yield _move(row, row.starts_on, True, _holder(line, before, ended=row.starts_on), together)
        if row.ends_on is not None and row.ends_on not in begins:
            yield _move(row, row.ends_on, False, _holder(line, row.ends_on), together)


def _move(row: Any, day: date, comes: bool, other: str, together: bool) -> Move:
    return Move(row.case_id, row.case.reference, day, comes, other, together)


def _holder(line: Sequence[Any], day: date | None, ended: date | None = None) -> str:
    """Who holds the case on a day; without one, who held it up to the day on which they ended."""
    for row in line:
        held = (
            row.starts_on <= day and (row.ends_on is None or row.ends_on > day)
            if day
            else row.ends_on == ended
        )
        if held and row.role == Allocation.Role.HOLDER:
            return str(row.post.practitioner.name)
    return ""
