"""Cases that come to somebody, or leave them, on days to come, in words: on their own page and their manager's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from safeload.caseloads.queries import Move
from safeload.web import formats
from safeload.workload.presenters.deciding import Matter


@dataclass(frozen=True)
class AheadRow:
    """Cases that move together: their references with addresses, and what becomes of them."""

    cases: tuple[tuple[str, str], ...]
    said: str


def ahead_rows(moves: Sequence[Move], own: bool) -> list[AheadRow]:
    """One row for each day, direction and other person, the soonest first."""
    found: dict[tuple[date, bool, str, bool], list[Move]] = {}
    for move in moves:
        found.setdefault((move.on, move.comes, move.other, move.together), []).append(move)
    return [
        AheadRow(
            cases=tuple((one.reference, reverse("case", args=[one.case_id])) for one in group),
            said=f"{_said(group[0], len(group), own)} on {formats.day(day, weekday=False)}",
        )
        for (day, *_), group in found.items()
    ]


def _said(move: Move, number: int, own: bool) -> str:
    whom = "you" if own else "them"
    one = number == 1
    if move.together:
        holder = f" with {move.other}" if move.other else ""
        return f"shared{holder}: {'your' if own else 'their'} part {'begins' if move.comes else 'ends'}"
    if move.comes:
        come = "comes" if one else "come"
        return (
            f"{come} to {whom} from {move.other}" if move.other else f"{come} to {whom} from the waiting list"
        )
    if move.other:
        return f"{'goes' if one else 'go'} to {move.other}"
    return f"{'goes' if one else 'go'} back to waiting"


def ahead_matters(moves: Sequence[Move]) -> list[Matter]:
    """For somebody's own list: how many cases come and go, and where it stands which."""
    come, go = sum(one.comes for one in moves), sum(not one.comes for one in moves)
    said = [f"{formats.plural(come, 'case comes', 'cases come')} to you"] if come else []
    said += [f"{formats.plural(go, 'case leaves', 'cases leave')} you"] if go else []
    if not said:
        return []
    days = {one.on for one in moves}
    when = f"{', the first' if len(days) > 1 else ''} on {formats.day(min(days), weekday=False)}"
    return [Matter(f"{' and '.join(said)}{when}.", "#ahead", "See which")]
