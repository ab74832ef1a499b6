"""Scores that are due for a look, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from safeload.caseloads.queries import Times
from safeload.web import formats
from safeload.workload.queries.scores import Score

_WHY = {
    "court": "a court date was added on {day}",
    "answer": "a list changed “{title}” on {day}",
    "joined": "somebody joined the household on {day}",
    "left": "somebody left the household on {day}",
    "weeks": "not looked at since {day}, {weeks} or more",
}


@dataclass(frozen=True)
class ScoreRow:
    """One score, why it is asked about, and where to answer."""

    case_id: int
    reference: str
    why: str
    href: str


def score_rows(scores: Sequence[Score], times: Times) -> list[ScoreRow]:
    """The scores as the page lists them."""
    return [
        ScoreRow(
            case_id=score.case_id,
            reference=score.reference,
            why="; ".join(dict.fromkeys(_said(kind, day, title, times) for kind, day, title in score.why)),
            href=reverse("case_score", args=[score.case_id]),
        )
        for score in scores
    ]


def _said(kind: str, day: date, title: str, times: Times) -> str:
    weeks = formats.plural(times.score_weeks, "week")
    return _WHY[kind].format(day=formats.day(day, weekday=False), title=title, weeks=weeks)
