"""A practitioner's record as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from safeload.domain.scheme.model import Field
from safeload.people.answers import spoken
from safeload.people.asked import Kind, fields, kind_named
from safeload.people.facts import OWN_FIELDS
from safeload.people.models import Account, Commitment, Post, Practitioner, Strength
from safeload.web import formats


@dataclass(frozen=True)
class PersonRow:
    """One line of the list of practitioners."""

    name: str
    href: str
    staff_ref: str
    teams: str
    roles: str
    hours: str
    marks: str


def person_row(person: Any, on: date) -> PersonRow:
    """A practitioner with ``present_posts`` read already."""
    posts: Sequence[Post] = person.present_posts
    return PersonRow(
        name=person.name,
        href=reverse("practitioner", args=[person.pk]),
        staff_ref=person.staff_ref,
        teams=formats.listed([post.team.name for post in posts]) or "No post",
        roles=formats.listed(list(dict.fromkeys(post.get_role_display() for post in posts))),
        hours=hours_said([hours_now(post) for post in posts]),
        marks=", ".join(marks(person, on)),
    )


def marks(person: Practitioner, on: date) -> list[str]:
    """What to know about a person at a glance, in words."""
    found = []
    if person.asye:
        found.append("ASYE")
    if person.agency:
        found.append("agency")
    if person.returning_until and person.returning_until >= on:
        found.append(f"building up until {formats.day(person.returning_until, weekday=False)}")
    if person.protected_until and person.protected_until >= on:
        found.append(f"protected until {formats.day(person.protected_until, weekday=False)}")
    if person.ended_on:
        word = "left on" if person.ended_on < on else "leaves on"
        found.append(f"{word} {formats.day(person.ended_on, weekday=False)}")
    return found


def hours_now(post: Any) -> Decimal | None:
    """The hours a week of a post with ``hours_until`` read already."""
    hours: Decimal | None = post.hours_until[-1].weekly_hours if post.hours_until else post.weekly_hours
    return hours


def hours_said(hours: Sequence[Decimal | None]) -> str:
    """Hours a week together; unknown ones are said, not taken for none."""
    if not hours:
        return ""
    if None in hours:
        return "not known"
    return formats.amount(sum((one for one in hours if one is not None), Decimal(0)), 2)


@dataclass(frozen=True)
class CommitmentRow:
    """One commitment as its page shows it. The reason is never part of it."""

    id: int
    title: str
    amount: str
    dates: str
    post: str
    agreed: str
    review: str
    review_due: bool
    sealed: bool
    may_read: bool


def commitment_row(row: Commitment, on: date, reader: Account) -> CommitmentRow:
    """A commitment with its sealed reason's readers read already."""
    kind: Kind = kind_named(row.kind, on)
    reason = getattr(row, "reason", None)
    over = row.ends_on is not None and row.ends_on < on and row.reviewed_on is None
    due = over or bool(row.review_on and row.review_on <= on and row.reviewed_on is None)
    own = reader.practitioner_id == row.practitioner_id
    return CommitmentRow(
        id=row.pk,
        title=kind.title,
        amount=_amount(row),
        dates=between(row.starts_on, row.ends_on),
        post=row.post.team.name if row.post else "",
        agreed=_agreed(row),
        review=_review(row, due),
        review_due=due,
        sealed=reason is not None,
        may_read=reason is not None and (own or reader in reason.readers.all()),
    )


def _amount(row: Commitment) -> str:
    if row.amount is None:
        return "as the scheme says"
    number = formats.amount(row.amount, 2)
    return (
        f"{number} {row.get_unit_display()}"
        if row.unit != Commitment.Unit.LOAD
        else f"{number} (scheme’s unit)"
    )


def between(first: date | None, last: date | None) -> str:
    """ "from 3 March 2026 until 4 April 2026", with either end open."""
    begun = f"from {formats.day(first, weekday=False)}" if first else ""
    ended = f"until {formats.day(last, weekday=False)}" if last else ""
    return " ".join(filter(None, (begun, ended))) or "no end"


def _agreed(row: Commitment) -> str:
    if row.agreed_on is None:
        return ""
    who = f"with {row.agreed_by.name} " if row.agreed_by else ""
    return f"{who}on {formats.day(row.agreed_on, weekday=False)}"


def _review(row: Commitment, due: bool) -> str:
    if row.reviewed_on:
        return f"reviewed on {formats.day(row.reviewed_on, weekday=False)}"
    if due:
        return "review due: it holds until somebody has looked at it"
    return formats.day(row.review_on, weekday=False)


def strengths_by_kind(rows: Sequence[Strength]) -> list[tuple[str, list[Strength]]]:
    """Strengths under the heading of their kind, in a fixed order; empty kinds left out."""
    grouped = [(kind.label, [row for row in rows if row.kind == kind]) for kind in Strength.Kind]
    return [(label, found) for label, found in grouped if found]


def current(posts: Sequence[Post], on: date) -> list[tuple[Post, Decimal | None]]:
    """Posts that are held on a day, each with its hours."""
    return [(post, hours_now(post)) for post in posts if post.ended_on is None or post.ended_on >= on]


def further_fields(on: date) -> dict[str, Field]:
    """What the schemes in force ask of a practitioner beyond what every record has."""
    return {name: field for name, field in fields("practitioner", on).items() if name not in OWN_FIELDS}


def further_answers(person: Practitioner, on: date) -> list[tuple[str, str]]:
    """Those fields with their answers, codes written out."""
    return [
        (field.title, spoken(field, person.values.get(name))) for name, field in further_fields(on).items()
    ]
