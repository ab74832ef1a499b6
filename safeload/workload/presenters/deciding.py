"""What needs deciding today, as sentences with one link each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.presenters import figures
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
    #: Several things of one kind in one line, each with its own address.
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RedRow:
    """A load that a decision made red, as the next tier reads it; ``waits``: for their word."""

    name: str
    href: str
    team: str
    what: str
    until: str
    said: str
    waits: bool


def together(title: str, found: Sequence[Matter]) -> list[Matter]:
    """Three or more matters of one kind in one line, so that a board's list stays short; fewer as they are."""
    if len(found) < 3:
        return list(found)
    return [Matter(title, "", "", tuple((one.what, one.href) for one in found))]


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
    waiting_href: str,
    may_review: bool,
) -> list[Matter]:
    """Everything to decide, in the order of how soon it hurts somebody."""
    found = [
        Matter(
            f"{bar.name} is {bar.distance.split(',')[0]} the line: {_red_since(bar)}", bar.href, "Look at it"
        )
        for bar in bars
        if bar.band_code == "red" and bar.weeks_said
    ]
    found += together("Waiting", waiting_matters(waiting, waiting_href))
    found += [
        review_matter(due, names[due.practitioner_id], schemes[due.practitioner_id], may_review)
        for due in reviews
    ]
    found += [step_matter(due, names[due.practitioner_id], may_review) for due in steps]
    unknown = [bar for bar in bars if bar.band_code == "not_set"]
    found += [
        Matter(
            f"{bar.name}: {figures.uncapital(bar.not_known)}, so the line is not set", bar.href, "Look at it"
        )
        for bar in unknown
    ]
    return found


def _red_since(bar: Bar) -> str:
    """The band of today; since when by the Monday counts, which may have found them over the line only."""
    return bar.weeks_said if bar.weeks_said.startswith("red") else f"red today; {bar.weeks_said}"


def waiting_matters(rows: Sequence[WaitingRow], address: str) -> list[Matter]:
    """What the waiting list needs today, one line each kind; ``address``: the list, to be narrowed."""
    found = []
    late = [row for row in rows if row.contact_late]
    if late:
        said = f"Contact is overdue for {formats.plural(len(late), 'waiting case')}"
        found.append(Matter(said, f"{address}&which=contact", "See which"))
    over = [row.over for row in rows if row.over is not None and row.over > 0]
    known = [row.days for row in rows if row.days is not None]
    if over:
        most = formats.plural(max(over), "day")
        said = f"{formats.plural(len(over), 'waiting case')} over target, the longest by {most}"
        found.append(Matter(said, f"{address}&which=over", "See which"))
    elif known:
        said = f"The longest wait is {formats.plural(max(known), 'day')}"
        found.append(Matter(said, "#waiting", "See the list"))
    rating = sum(1 for row in rows if row.rating_late)
    if rating:
        said = f"Priority to be rated again for {formats.plural(rating, 'waiting case')}"
        found.append(Matter(said, f"{address}&which=rating", "See which"))
    unnamed = sum(1 for row in rows if not row.keeper)
    if unnamed:
        said = f"{formats.plural(unnamed, 'waiting case')} without a named holder"
        found.append(Matter(said, f"{address}&which=unnamed", "See which"))
    parked = sum(1 for row in rows if row.parked)
    if parked:
        said = f"{formats.plural(parked, 'case')} parked on a manager, the duty desk or a leaver"
        found.append(Matter(said, f"{address}&which=parked", "See which"))
    return found
