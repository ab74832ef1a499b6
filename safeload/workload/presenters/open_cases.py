"""Why cases are open, as first pages and their own page say it: one line each kind, with a number and its rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from safeload.caseloads.queries import Times
from safeload.web import formats
from safeload.workload.presenters.deciding import Matter
from safeload.workload.queries.open_cases import OpenCase

#: What is asked, in the order of how soon it hurts somebody: the words for one, for many, and the rule.
KINDS: dict[str, tuple[str, str, str]] = {
    "contact": ("has no contact noted for {}", "have no contact noted for {}", "CLO-03"),
    "ended": ("is open after its plan has ended", "are open after their plan has ended", "CLO-01"),
    "review": ("has a review date that has passed", "have a review date that has passed", "CLO-03"),
    "none": ("has no plan stated", "have no plan stated", "CLO-03"),
}
#: Every open case, also those that ask nothing: for supervision.
ALL = "all"
_SHORT = {
    "contact": "no contact noted for {}",
    "ended": "plan has ended",
    "review": "review has passed",
    "none": "no plan stated",
}


def open_matters(
    numbers: Mapping[str, int], times: Times, address: str, *, own: bool = False
) -> list[Matter]:
    """One line for each kind that there is; ``address``: the page, to be narrowed. ``own``: without the rule's id."""
    return [
        Matter(_line(kind, numbers[kind], times, own), f"{address}kind={kind}", "See which")
        for kind in KINDS
        if numbers.get(kind)
    ]


def _line(kind: str, number: int, times: Times, own: bool) -> str:
    one, many, rule = KINDS[kind]
    words = (one if number == 1 else many).format(_weeks(times))
    return f"{formats.plural(number, 'case')} {words}{'.' if own else f' ({rule})'}"


def _weeks(times: Times) -> str:
    return f"{formats.plural(times.contact_weeks, 'week')} or more"


@dataclass(frozen=True)
class OpenRow:
    """One case on the page."""

    reference: str
    href: str
    holder: str
    holder_href: str
    asks: str
    plan: str
    contact: str
    contact_on: date | None
    why: str
    review: str
    review_on: date | None
    does: tuple[tuple[str, str], ...]


SORTS = {
    "case": lambda row: row.reference,
    "holder": lambda row: row.holder.lower(),
    "contact": lambda row: row.contact_on,
    "review": lambda row: row.review_on,
}


def open_row(row: OpenCase, kinds: Sequence[str], times: Times, back: str, may_change: bool) -> OpenRow:
    """A case with what is asked about it, and where to answer."""
    names = [
        ("Change the plan" if row.plan is not None else "State the plan", "state_plan"),
        ("Contact made", "record_contact"),
        ("Close it", "close_case"),
    ]
    does = [(words, reverse(name, args=[row.case_id]) + back) for words, name in names] if may_change else []
    ends = f", until {_day(row.plan_ends)}" if row.plan_ends else ""
    return OpenRow(
        reference=row.reference,
        href=reverse("case", args=[row.case_id]),
        holder=row.holder,
        holder_href=reverse("practitioner_load", args=[row.practitioner_id]),
        asks="; ".join(_SHORT[kind].format(_weeks(times)) for kind in kinds),
        plan=f"{row.plan}{ends}" if row.plan is not None else "none stated",
        contact=_day(row.last_contact) or "none noted",
        contact_on=row.last_contact,
        why=row.why_open or "not said yet",
        review=_day(row.next_review) or "no day set",
        review_on=row.next_review,
        does=tuple(does),
    )


def per_person(rows: Sequence[OpenCase], address: str) -> list[tuple[str, str]]:
    """How many of these each holder has, by name, each with the page of just those: nobody is ranked."""
    numbers = Counter((row.holder, row.practitioner_id) for row in rows)
    return [
        (f"{name}: {formats.plural(number, 'case')}", f"{address}who={pk}")
        for (name, pk), number in sorted(numbers.items(), key=lambda one: one[0][0].lower())
    ]


def _day(value: date | None) -> str:
    return formats.day(value, weekday=False)


def kind_titles(times: Times) -> list[tuple[str, str]]:
    """What the page shows instead of all that ask something."""
    narrower = ((kind, words.format(_weeks(times)).capitalize()) for kind, words in _SHORT.items())
    return [(ALL, "All open cases"), *narrower]
