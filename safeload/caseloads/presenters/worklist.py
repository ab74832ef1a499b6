"""The worklist for the case-management system, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from safeload.caseloads.actions.worklist import BY_HAND
from safeload.caseloads.presenters.cases import hands_said
from safeload.caseloads.queries import in_hands
from safeload.web import formats


@dataclass(frozen=True)
class WorklistLine:
    """One case: how it is there, how it is here, since when, decided by whom, and what became of it."""

    id: int
    reference: str
    href: str
    there: str
    here: str
    since: str
    decided: str
    done: str
    put_back: str


def line(row: Any) -> WorklistLine:
    """A row with its case, posts and people read already."""
    return WorklistLine(
        id=row.pk,
        reference=row.case.reference,
        href=reverse("case", args=[row.case_id]),
        there=_there(row),
        here=_here(row),
        since=formats.day(row.from_on, weekday=False),
        decided=formats.moment(row.made_at) + (f" by {row.made_by.name}" if row.made_by else ""),
        done=_done(row),
        put_back=reverse("worklist_put_back", args=[row.pk]) if row.ticked_through == BY_HAND else "",
    )


def _there(row: Any) -> str:
    if row.what == row.What.CO_WORKERS:
        return "not known"
    return "closed" if row.was_closed else _who(row.was)


def _here(row: Any) -> str:
    """How it is here, and what is to be done there."""
    if row.what == row.What.CO_WORKERS:
        said = hands_said(in_hands(row.case), together=True)
        return f"who works on it together: {said or 'nobody any more'}"
    if row.closed:
        return "closed: close it there"
    if row.was_closed:
        return f"{_who(row.post)}; there it is closed: open it there again"
    return _who(row.post)


def _who(post: Any) -> str:
    return f"{post.practitioner.name}, {post.team.name}" if post else "nobody: it waits"


def _done(row: Any) -> str:
    if row.ticked_at is None:
        return ""
    who = f" by {row.ticked_by.name}" if row.ticked_by else ""
    how = "by a list" if row.ticked_through.startswith("import") else row.ticked_through
    differs = f"; the list named {_who(row.list_post)}, and was believed" if row.differed else ""
    return f"{formats.moment(row.ticked_at)}{who}, {how}{differs}"
