"""What needs deciding today, as sentences with one link each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.presenters.board import Bar
from safeload.workload.presenters.scheme import commitment_title
from safeload.workload.presenters.waiting import WaitingRow
from safeload.workload.queries.deciding import ReviewDue, StepDue


@dataclass(frozen=True)
class Matter:
    """One thing to decide: what it is, about whom, where to do it."""

    what: str
    href: str
    do: str


def review_matter(due: ReviewDue, name: str, scheme: Scheme, may_review: bool) -> Matter:
    """An adjustment past its end holds until somebody has reviewed it (fixture 14)."""
    title = commitment_title(scheme, due.kind).lower()
    if due.ends_on is not None:
        day = formats.day(due.ends_on, weekday=False)
        said = f"{name}: {title} ended on {day} and holds until it is reviewed"
    else:
        said = f"{name}: {title} was to be reviewed on {formats.day(due.review_on, weekday=False)}"
    if may_review:
        return Matter(said, reverse("review_commitment", args=[due.commitment_id]), "Review it")
    return Matter(said, "", "")


def step_matter(due: StepDue, name: str, may_confirm: bool) -> Matter:
    """A step that the manager has still to confirm."""
    day = formats.day(due.due_on, weekday=False)
    said = f"{name}: the next step of the line ({due.title.lower()}) was due on {day}; the old line holds"
    if due.by_manager:
        said += f" until {name} confirms it too"
        return Matter(said, "", "")
    if not may_confirm:
        return Matter(said, "", "")
    return Matter(said, reverse("practitioner", args=[due.practitioner_id]), "Confirm it")


def matters(
    *,
    reviews: Sequence[ReviewDue],
    steps: Sequence[StepDue],
    names: Mapping[int, str],
    schemes: Mapping[int, Scheme],
    bars: Sequence[Bar],
    waiting: Sequence[WaitingRow],
    may_review: bool,
) -> list[Matter]:
    """Everything to decide, in the order of how soon it hurts somebody."""
    found = [
        Matter(
            f"{bar.name} is {bar.distance.split(',')[0]} the line: {bar.weeks_said}", bar.href, "Look at it"
        )
        for bar in bars
        if bar.band_code == "red" and bar.weeks_said
    ]
    late = [row for row in waiting if row.contact_late]
    if late:
        found.append(
            Matter(
                f"Contact is overdue for {formats.plural(len(late), 'waiting case')}", "#waiting", "See which"
            )
        )
    known = [row.days for row in waiting if row.days is not None]
    if known:
        longest = max(known)
        found.append(
            Matter(f"The longest wait is {formats.plural(longest, 'day')}", "#waiting", "See the list")
        )
    parked = sum(1 for row in waiting if row.parked)
    if parked:
        said = f"{formats.plural(parked, 'case')} parked on a manager, the duty desk or a leaver"
        found.append(Matter(said, "#waiting", "See which"))
    found += [
        review_matter(due, names[due.practitioner_id], schemes[due.practitioner_id], may_review)
        for due in reviews
    ]
    found += [step_matter(due, names[due.practitioner_id], may_review) for due in steps]
    unknown = [bar for bar in bars if bar.band_code == "not_set"]
    found += [
        Matter(f"{bar.name}: hours a week are not known, so the line is not set", bar.href, "Look at it")
        for bar in unknown
    ]
    return found
