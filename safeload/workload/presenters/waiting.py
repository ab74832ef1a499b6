"""The waiting list, and work that is parked: priority, days, next contact, why, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse

from safeload.caseloads.models import Case
from safeload.caseloads.proposed import Remark
from safeload.caseloads.queries import LISTED_WHY, Times, why_kind
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
    priority_code: str
    days: int | None
    days_said: str
    #: Days over the target; none where none is agreed or known.
    over: int | None
    reached: str
    contact: str
    contact_due: date | None
    contact_made: str
    contact_late: bool
    rating: str
    rating_due: date | None
    rating_late: bool
    keeper: str
    why: str
    approved: str
    parked: str
    team_id: int | None
    parked_post: int | None = None
    href: str = ""
    team: str = ""
    #: To whom it is proposed, while that is open.
    proposed: Remark | None = None
    #: Who holds it from a day to come on.
    coming: str = ""
    #: What the reader may do with it: words and address.
    does: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WaitingHome:
    """The cases of one household that wait together, or one case by itself."""

    cases: tuple[WaitingRow, ...]
    household: str
    priority: str
    days_said: str
    over: bool
    contact: str
    contact_late: bool
    keeper: str
    why: str
    parked: str
    #: To whom they are proposed, while that is open; each proposal once.
    proposed: tuple[Remark, ...]
    coming: str
    #: Where a practitioner is found for all of them.
    #: What to do about it, and where: find somebody, or let who is to hold it start earlier.
    place: tuple[str, str]


@dataclass(frozen=True)
class WaitingList:
    """The list, by household, and its heading; ``rows`` are its single cases."""

    rows: tuple[WaitingRow, ...]
    homes: tuple[WaitingHome, ...]
    heading: str
    worth: str
    #: Whose cases are parked, how many, and where all of them can be handed over at once.
    parked: tuple[tuple[str, str], ...] = ()


#: The columns by which the page of the list can be sorted.
SORTS: dict[str, Callable[[WaitingRow], Any]] = {
    "priority": lambda row: (row.priority_code, -(row.days or 0)),
    "case": lambda row: row.reference,
    "days": lambda row: row.days,
    "over": lambda row: row.over,
    "contact": lambda row: row.contact_due,
    "rating": lambda row: row.rating_due,
    "team": lambda row: row.team.lower(),
}

#: What the list can be narrowed to: title, and what is asked of a row.
WHICH: dict[str, tuple[str, Callable[[WaitingRow], bool]]] = {
    "waiting": ("waiting with nobody", lambda row: not row.parked),
    "parked": ("parked on a manager, a duty desk or a leaver", lambda row: bool(row.parked)),
    "over": ("over their target", lambda row: (row.over or 0) > 0),
    "contact": ("contact overdue", lambda row: row.contact_late),
    "rating": ("priority to be rated again", lambda row: row.rating_late),
    "unnamed": ("without a named holder", lambda row: not row.keeper),
    "unapproved": ("wait not approved yet", lambda row: not row.approved),
    "mine": ("looked after by you", lambda row: True),
}


def waiting_row(row: Unallocated, on: date, times: Times, proposed: Remark | None = None) -> WaitingRow:
    """One case as the list shows it; ``proposed``: to whom, if it is."""
    days, target = (on - row.since).days if row.since else None, times.target(row.priority)
    late = (
        row.contact_due is not None
        and row.contact_due < on
        and (row.contact_made or date.min) < row.contact_due
    )
    approved = f"approved by {row.approved_by}, {_short(row.approved_on)}" if row.approved_by else ""
    return WaitingRow(
        reference=row.reference,
        case_id=row.case_id,
        household=row.household,
        priority=str(Case.Priority(row.priority).label),
        priority_code=row.priority,
        days=days,
        days_said=formats.of_days(days, target),
        over=None if days is None or target is None else days - target,
        reached=_short(row.reached_team),
        contact=_short(row.contact_due) or "none set",
        contact_due=row.contact_due,
        contact_made=_short(row.contact_made),
        contact_late=late,
        rating=_short(row.rate_again) or "no day set",
        rating_due=row.rate_again,
        rating_late=row.rate_again is not None and row.rate_again <= on,
        keeper=row.keeper,
        why=row.why,
        approved=approved,
        parked=_PARKED[row.parked].format(row.parked_with) if row.parked else "",
        team_id=row.team_id,
        parked_post=row.parked_post,
        href=reverse("case", args=[row.case_id]),
        proposed=proposed,
        coming=_coming(row),
    )


def _place(rows: Sequence[WaitingRow]) -> tuple[str, str]:
    if all(row.coming for row in rows):
        return "Start earlier", reverse("hold_case", args=[rows[0].case_id])
    return "Find a practitioner", reverse("place_case", args=[rows[0].case_id])


def _coming(row: Unallocated) -> str:
    return f"with {row.coming} from {_short(row.coming_on)}" if row.coming else ""


def _short(day: date | None) -> str:
    return formats.day(day, year=False) if day else ""


def counts_said(rows: Sequence[Unallocated]) -> str:
    """ "4 cases: 1 urgent, 3 standard; 1 of them parked": for whom the rows are not."""
    counts = Counter(row.priority for row in rows)
    by = ", ".join(f"{counts[code]} {Case.Priority(code).label.lower()}" for code in sorted(counts))
    parked = sum(1 for row in rows if row.parked)
    return f"{formats.plural(len(rows), 'case')}: {by}" + (f"; {parked} of them parked" if parked else "")


def unnamed_row(shown: WaitingRow, parked: str) -> WaitingRow:
    """A row for whoever may count cases and not open them: without reference, words and people."""
    said = {"manager": "held by a manager", "duty": "held by a duty desk", "leaver": "was held by a leaver"}
    return replace(
        shown,
        reference="one case",
        case_id=0,
        household="",
        why=_kind_said(shown.why),
        approved="approved" if shown.approved else "",
        href="",
        does=(),
        keeper="somebody" if shown.keeper else "",
        parked=said.get(parked, ""),
        proposed=None,
        coming=shown.coming and "with somebody from a day to come",
    )


def _kind_said(why: str) -> str:
    """What kind of reason it is, without the words."""
    kind = why_kind(why)
    return LISTED_WHY.get(kind, "A reason is given in words" if kind else "No reason is given yet")


def waiting_list(shown: Sequence[WaitingRow], worth: Fraction, scheme: Scheme) -> WaitingList:
    """All that no practitioner of the team holds, by priority and then the longest; households together."""
    parked = sum(1 for row in shown if row.parked)
    said = formats.plural(len(shown), "case")
    if parked:
        said += f", {parked} of them parked"
    together: dict[tuple[str, str], list[WaitingRow]] = {}
    for row in shown:
        together.setdefault((row.household or row.reference, row.parked), []).append(row)
    return WaitingList(
        rows=tuple(shown),
        homes=tuple(_home(found) for found in together.values()),
        heading=said,
        worth=figures.units(worth, scheme) if worth else "",
        parked=parked_with(shown),
    )


def parked_with(shown: Sequence[WaitingRow]) -> tuple[tuple[str, str], ...]:
    """ "13 cases: was held by Lewis Sheard, who has left", with the address that hands all of them over."""
    together: dict[tuple[int, str], int] = Counter(
        (row.parked_post, row.parked) for row in shown if row.parked_post is not None
    )
    return tuple(
        (f"{formats.plural(number, 'case')}: {said}", reverse("hand_over_cases", args=[post]))
        for (post, said), number in together.items()
    )


def _home(rows: Sequence[WaitingRow]) -> WaitingHome:
    """The most pressing of the household stands for it: the first by priority, the longest wait, the late contact."""
    longest = max(rows, key=lambda row: -1 if row.days is None else row.days)
    keepers = dict.fromkeys(row.keeper for row in rows if row.keeper)
    contact = next((row for row in rows if row.contact_late), rows[0])
    return WaitingHome(
        cases=tuple(rows),
        household=rows[0].household,
        priority=rows[0].priority,
        days_said=longest.days_said,
        over=any((row.over or 0) > 0 for row in rows),
        keeper=", ".join(keepers),
        contact=contact.contact,
        contact_late=contact.contact_late,
        why="; ".join(dict.fromkeys(row.why for row in rows if row.why)),
        parked=rows[0].parked,
        proposed=tuple(dict.fromkeys(row.proposed for row in rows if row.proposed)),
        coming=", ".join(dict.fromkeys(row.coming for row in rows if row.coming)),
        place=_place(rows),
    )
