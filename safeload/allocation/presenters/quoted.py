"""What somebody without an account said, in words: always with who wrote it down, and who heard it."""

from __future__ import annotations

from dataclasses import dataclass

from safeload.allocation.models import Proposal, Quoted
from safeload.web import formats


@dataclass(frozen=True)
class QuotedRow:
    """Words as they were written down; ``marked``: by whom, and that the practitioner did not give them here."""

    says: str
    words: str
    marked: str
    heard: str


def quoted_rows(one: Proposal) -> list[QuotedRow]:
    """Everything that was written down, the oldest first."""
    return [
        QuotedRow(row.get_says_display(), row.words, marked(row, one.post.practitioner.name), heard(row))
        for row in one.quoted.all()
    ]


def marked(row: Quoted, name: str) -> str:
    """ "Recorded by Jo Hill on 3 May …, from a discussion in person on 2 May; not given here by Kofi Mensah"."""
    said_on = formats.day(row.said_on, weekday=False)
    how = row.get_how_display().lower()
    return (
        f"Recorded by {row.by.name}, {formats.moment(row.at)}, from a discussion {how} on {said_on}; "
        f"not given here by {name} themselves"
    )


def heard(row: Quoted) -> str:
    """Who heard it from the practitioner too; until then it is no answer."""
    if row.heard_by is None:
        return "It counts as no answer until the service’s manager has heard it from them too"
    how = row.get_heard_how_display().lower()
    return f"Heard from them {how} by {row.heard_by.name}, {formats.moment(row.heard_at)}"


def lead(one: Proposal, led: bool) -> str:
    """What the manager reads before writing: what it is, what makes it count, and the other way out."""
    name = one.post.practitioner.name
    counts = (
        "It counts once the service’s manager has heard it from them too."
        if led
        else "Nobody leads this service in Safeload, so nobody can hear it from them, and it will not count."
    )
    return (
        f"Over the line {name}’s own words are asked for. Write down what they said as they said it; it stands under "
        f"your name as recorded by you. {counts} With an account of their own they would answer themselves: an "
        "administrator can give them one."
    )


def read_out(one: Proposal) -> str:
    """What was written down last, to be compared with what one was told."""
    row = list(one.quoted.all())[-1]
    return f"{marked(row, one.post.practitioner.name)}. {row.get_says_display()}: “{row.words}”"
