"""The page of evidence for an assessed year: the line and how it was kept to, and how each case came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from safeload.allocation.models import Answer, Proposal
from safeload.allocation.queries.evidence import CaseTaken, Evidence, WeekThen
from safeload.caseloads.models import Allocation
from safeload.domain.scheme import Field
from safeload.people.answers import spoken
from safeload.web import formats
from safeload.workload.presenters import figures
from safeload.workload.queries.adopted import Adopted

_ANSWERED: Mapping[str, str] = {
    Answer.Says.AGREE: "agreed beforehand",
    Answer.Says.AGREE_IF: "agreed beforehand, with a condition",
    Answer.Says.NOT_AGREED: "not agreed; decided with a reason",
}


@dataclass(frozen=True)
class WeekRow:
    """A Monday: load of line, band, cases."""

    monday: str
    of_line: str
    percent: str
    tag: SafeString
    cases: str


@dataclass(frozen=True)
class TakenRow:
    """A case: which kind, from when to when, as what, how it was discussed."""

    reference: str
    kind: str
    dates: str
    part: str
    how: str


def week_rows(found: Evidence, adopted: Adopted) -> list[WeekRow]:
    """One row a Monday, the latest first; a week measured by no scheme known now is left out."""
    return [_week(row, adopted) for row in found.weeks if row.adoption in adopted]


def _week(row: WeekThen, adopted: Adopted) -> WeekRow:
    fig = figures.figure(row.load, row.line, row.unit, row.band, adopted[row.adoption or 0][1])
    return WeekRow(
        monday=formats.day(row.monday, weekday=False),
        of_line=figures.of_line(fig),
        percent=figures.percent(fig),
        tag=fig.tag,
        cases=f"{formats.plural(row.cases, 'case')} in {formats.plural(row.households, 'household')}",
    )


def taken_rows(found: Evidence, kind: Field | None) -> list[TakenRow]:
    """One row a part in a case, the latest first; ``kind``: the question by whose answer a case is told."""
    return [_taken(row, found, kind) for row in found.taken]


def _taken(row: CaseTaken, found: Evidence, kind: Field | None) -> TakenRow:
    since = formats.day(row.starts, weekday=False)
    answer = row.values.get(kind.name) if kind else None
    helps = row.role != Allocation.Role.HOLDER
    return TakenRow(
        reference=row.reference,
        kind=spoken(kind, answer) if kind and answer is not None else "",
        dates=f"{since} to {formats.day(row.ends, weekday=False)}" if row.ends else f"since {since}",
        part=f"co-worker, {formats.percent(row.share)}" if helps else "holder",
        how=_how(found.agreed.get((row.case, row.starts)), row.by),
    )


def _how(one: Proposal | None, by: str | None) -> str:
    if one is None:
        return f"entered by {by}, without a recorded discussion" if by else "came with a list"
    answers = list(one.answers.all())
    if answers:
        return _ANSWERED[answers[-1].says]
    if one.discussed_on:
        return f"notified; discussed on {formats.day(one.discussed_on, weekday=False)}"
    return "notified, not yet discussed"


def override_rows(found: Evidence) -> list[tuple[str, str, str, str]]:
    """What was let through, by whom, when, why."""
    return [
        (formats.listed(one.limits), one.by.name, formats.moment(one.at), one.reason)
        for one in found.overrides
    ]


def summary(found: Evidence) -> list[str]:
    """What a portfolio asks first: cases taken, how many by discussion, weeks over the line."""
    held = [row for row in found.taken if row.role == Allocation.Role.HOLDER]
    discussed = sum(1 for row in held if _was_discussed(found.agreed.get((row.case, row.starts))))
    over = sum(1 for week in found.weeks if week.line and week.load > week.line)
    said = [
        f"{formats.plural(len(held), 'case')} taken as holder, {discussed} of them discussed before or after",
        f"{formats.plural(len(found.weeks), 'Monday')} counted, {over} of them over the line",
    ]
    if found.overrides:
        said.append(f"{formats.plural(len(found.overrides), 'limit')} let through by a named senior")
    return said


def _was_discussed(one: Any) -> bool:
    return one is not None and (bool(one.answers.all()) or one.discussed_on is not None)
