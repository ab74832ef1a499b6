"""Scores that are due for a look: what has happened around a case since its score was last agreed (PTS-17).

Worked out from rows each time: court dates, answers that a list changed, who joined or left the household,
confirmations. Nothing is flagged by hand, and nothing is asked twice without a change or the agreed weeks between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from safeload.caseloads.models import (
    CaseValue,
    Closing,
    CourtDate,
    HouseholdMove,
    ScoreConfirmation,
)
from safeload.caseloads.queries import Times
from safeload.domain.scheme import Field
from safeload.people import asked
from safeload.people.statements import prepared
from safeload.workload.queries.open_cases import OpenCase

_BY_PEOPLE = ("by hand", "agreed")
_SAYS_HOW_IT_STANDS = ("code", "codes", "yes-no")


@dataclass
class Score:
    """A case's score: when it was last agreed, and why it is due for a look: (what, when, of which field)."""

    case_id: int
    reference: str
    household_id: int | None
    agreed_at: datetime
    #: When its first answer came: who was in the household by then is no change.
    first_at: datetime
    why: list[tuple[str, date, str]] = field(default_factory=list)


def scores_due(held: Collection[OpenCase], on: date, times: Times) -> list[Score]:
    """Those of these cases whose score is due for a look, in their order. At most five queries."""
    scores = _scores(held, on)
    if not scores:
        return []
    _court_dates(scores)
    _households(scores)
    for score in scores.values():
        last = timezone.localtime(score.agreed_at).date()
        if last <= times.untouched_before(on):
            score.why.append(("weeks", last, ""))
    return [score for score in scores.values() if score.why]


def _scores(held: Collection[OpenCase], on: date) -> dict[int, Score]:
    """Every case that has a score, with when it was agreed; and answers that lists changed since."""
    keys = [row.case_id for row in held]
    confirmed: dict[int, datetime] = dict(_confirmed(keys))
    answers, fields = _answers(keys), asked.fields("case", on)
    scores = {}
    for row in held:
        key = row.case_id
        if key not in answers:
            continue  # counted at the stated default, which “My workload” asks about already
        home = None if row.provisional else row.household_id
        first = answers[key][0]["recorded_at"]
        score = Score(key, row.reference, home, _agreed(answers[key], confirmed.get(key)), first)
        score.why = _changed(answers[key], score.agreed_at, fields)
        scores[key] = score
    return scores


@prepared
def _confirmed(cases: Collection[int]) -> Any:
    """Each case with its latest confirmation, since the last one stays."""
    rows = ScoreConfirmation.objects.filter(case__in=cases).order_by("at", "id")
    return rows.values_list("case_id", "at")


@prepared
def _answered(cases: Collection[int]) -> Any:
    rows = CaseValue.objects.filter(case__in=cases).order_by("recorded_at", "id")
    return rows.exclude(valid_to=F("valid_from")).values_list("case_id", "field", "source", "recorded_at")


def _answers(case_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Answers of cases in the order in which they were recorded, without those that never held. One query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for case, name, source, at in _answered(case_ids):
        found[case].append({"field": name, "source": source, "recorded_at": at})
    return found


def _agreed(rows: list[dict[str, Any]], confirmed: datetime | None) -> datetime:
    """When somebody last agreed the score; where nobody has, when its first answer came."""
    by_people = [row["recorded_at"] for row in rows if row["source"] in _BY_PEOPLE]
    if confirmed is not None:
        by_people.append(confirmed)
    first: datetime = rows[0]["recorded_at"]
    return max(by_people, default=first)


def _changed(
    rows: list[dict[str, Any]], since: datetime, fields: Mapping[str, Field]
) -> list[tuple[str, date, str]]:
    """Answers about how the case stands that a list changed: not its first ones."""
    found = {}
    for row in rows:
        name, at = row["field"], row["recorded_at"]
        later = at > since and at > rows[0]["recorded_at"] and row["source"] not in _BY_PEOPLE
        if later and name in fields and fields[name].kind in _SAYS_HOW_IT_STANDS:
            found[name] = ("answer", timezone.localtime(at).date(), fields[name].title)
    return list(found.values())


def _court_dates(scores: Mapping[int, Score]) -> None:
    for key, added_at in _court_dates_of(scores):
        if added_at > scores[key].agreed_at:
            scores[key].why.append(("court", timezone.localtime(added_at).date(), ""))


@prepared
def _court_dates_of(cases: Collection[int]) -> Any:
    rows = CourtDate.objects.filter(case__in=cases, removed_at=None, added_at__isnull=False)
    return rows.order_by("added_at").values_list("case_id", "added_at")


def _households(scores: Mapping[int, Score]) -> None:
    """Who joined or left a household, or was closed, since each of its scores was agreed. Two queries."""
    homes: dict[int, list[Score]] = defaultdict(list)
    for score in scores.values():
        if score.household_id is not None:
            homes[score.household_id].append(score)
    if not homes:
        return
    rows = [(home, case, 1 if joined else -1, at) for home, case, joined, at in _moves_of(homes)]
    rows += [(home, case, -1, at) for home, case, at in _closings_of(homes)]
    for home, scored in homes.items():
        for score in scored:
            _moved(score, [row for row in rows if row[0] == home and row[1] != score.case_id])


@prepared
def _moves_of(homes: Collection[int]) -> Any:
    rows = HouseholdMove.objects.filter(household__in=homes).order_by("at", "id")
    return rows.values_list("household_id", "case_id", "joined", "at")


@prepared
def _closings_of(homes: Collection[int]) -> Any:
    rows = Closing.objects.filter(case__household__in=homes, reopened_at=None)
    return rows.values_list("case__household_id", "case_id", "closed_at")


def _moved(score: Score, rows: list[tuple[int, int, int, datetime]]) -> None:
    """What is left when those who joined and left again are passed over."""
    balance: dict[int, tuple[int, datetime]] = {}
    for _, case, change, at in rows:
        if at > max(score.agreed_at, score.first_at):
            balance[case] = (balance.get(case, (0, at))[0] + change, at)
    for number, at in balance.values():
        if number:
            kind = "joined" if number > 0 else "left"
            score.why.append((kind, timezone.localtime(at).date(), ""))
