"""The waiting list, and work that is parked: priority, days, next contact, why, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.urls import reverse

from safeload.caseloads.models import Case
from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.presenters import figures
from safeload.workload.queries.unallocated import Unallocated

_PARKED = {
    "manager": "held by {}, who manages",
    "duty": "held by the duty desk ({})",
    "leaver": "was held by {}, who has left",
}


@dataclass(frozen=True)
class WaitingRow:
    """One row of the list."""

    reference: str
    case_id: int
    household: str
    priority: str
    days: int | None
    days_said: str
    contact: str
    contact_late: bool
    why: str
    parked: str
    team_id: int | None
    href: str = ""
    team: str = ""


@dataclass(frozen=True)
class WaitingHome:
    """The cases of one household that wait together, or one case by itself."""

    cases: tuple[WaitingRow, ...]
    household: str
    priority: str
    days_said: str
    contact: str
    contact_late: bool
    why: str
    parked: str
    #: Where a practitioner is found for all of them.
    place_href: str


@dataclass(frozen=True)
class WaitingList:
    """The list, by household, and its heading; ``rows`` are its single cases."""

    rows: tuple[WaitingRow, ...]
    homes: tuple[WaitingHome, ...]
    heading: str
    worth: str


def waiting_row(row: Unallocated, on: date) -> WaitingRow:
    """One case as the list shows it."""
    days = (on - row.since).days if row.since else None
    late = (
        row.contact_due is not None
        and row.contact_due < on
        and (row.contact_made or date.min) < row.contact_due
    )
    return WaitingRow(
        reference=row.reference,
        case_id=row.case_id,
        household=row.household,
        priority=str(Case.Priority(row.priority).label),
        days=days,
        days_said="not known" if days is None else formats.plural(days, "day"),
        contact=formats.day(row.contact_due, year=False) if row.contact_due else "none set",
        contact_late=late,
        why=row.why,
        parked=_PARKED[row.parked].format(row.parked_with) if row.parked else "",
        team_id=row.team_id,
        href=reverse("case", args=[row.case_id]),
    )


def listed_row(row: Unallocated, on: date, team: str, opens_case: bool) -> WaitingRow:
    """One row behind a number of the service view; without its reference where cases are not open."""
    shown = replace(waiting_row(row, on), team=team)
    if opens_case:
        return shown
    parked = {"manager": "held by a manager", "duty": "held by a duty desk", "leaver": "was held by a leaver"}
    said = parked.get(row.parked, "")
    return replace(shown, reference="one case", case_id=0, household="", why="", parked=said, href="")


def counts_said(rows: Sequence[Unallocated]) -> str:
    """ "4 cases: 1 urgent, 3 standard; 1 of them parked": for whom the rows are not."""
    counts = Counter(row.priority for row in rows)
    by = ", ".join(f"{counts[code]} {Case.Priority(code).label.lower()}" for code in sorted(counts))
    parked = sum(1 for row in rows if row.parked)
    return f"{formats.plural(len(rows), 'case')}: {by}" + (f"; {parked} of them parked" if parked else "")


def waiting_list(rows: Sequence[Unallocated], on: date, worth: Fraction, scheme: Scheme) -> WaitingList:
    """All that no practitioner of the team holds, by priority and then the longest; households together."""
    parked = sum(1 for row in rows if row.parked)
    said = formats.plural(len(rows), "case")
    if parked:
        said += f", {parked} of them parked"
    shown = tuple(waiting_row(row, on) for row in rows)
    together: dict[tuple[str, str], list[WaitingRow]] = {}
    for row in shown:
        together.setdefault((row.household or row.reference, row.parked), []).append(row)
    return WaitingList(
        rows=shown,
        homes=tuple(_home(found) for found in together.values()),
        heading=said,
        worth=figures.units(worth, scheme) if worth else "",
    )


def _home(rows: Sequence[WaitingRow]) -> WaitingHome:
    """The most pressing of the household stands for it: the first by priority, the longest wait, the late contact."""
    longest = max(rows, key=lambda row: -1 if row.days is None else row.days)
    contact = next((row for row in rows if row.contact_late), rows[0])
    return WaitingHome(
        cases=tuple(rows),
        household=rows[0].household,
        priority=rows[0].priority,
        days_said=longest.days_said,
        contact=contact.contact,
        contact_late=contact.contact_late,
        why="; ".join(dict.fromkeys(row.why for row in rows if row.why)),
        parked=rows[0].parked,
        place_href=reverse("place_case", args=[rows[0].case_id]),
    )
