"""The page of evidence for an assessed year: the line and how it was kept to, and how each case came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safeload.allocation.models import Answer, Proposal
from safeload.allocation.presenters import quoted
from safeload.allocation.queries.evidence import CaseTaken, Evidence, WeekThen
from safeload.caseloads.models import Allocation
from safeload.domain.scheme import Field, Scheme
from safeload.people.answers import spoken
from safeload.people.models import Commitment
from safeload.web import formats
from safeload.workload.presenters import figures
from safeload.workload.presenters.scheme import commitment_title, stage_title
from safeload.workload.queries.adopted import Adopted

_ANSWERED: Mapping[str, str] = {
    Answer.Says.AGREE: "agreed beforehand",
    Answer.Says.AGREE_IF: "agreed beforehand, with a condition",
    Answer.Says.NOT_AGREED: "not agreed; decided with a reason",
}
_AFTERWARDS: Mapping[str, str] = {
    Answer.Says.AGREE: "agreed afterwards",
    Answer.Says.AGREE_IF: "agreed afterwards, with a condition",
    Answer.Says.NOT_AGREED: "not agreed afterwards",
}
#: How the time for supervision and development is allowed for, by the scheme's word for it.
_ALLOWED: Mapping[str, str] = {
    "in line": "Supervision and professional development are taken out before the line is set.",
    "as load": "Supervision and professional development count as load, in the figures below.",
    "not counted": "The scheme does not say how time for supervision and professional development is allowed for.",
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
    words: tuple[str, ...] = ()


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
    one = found.agreed.get((row.case, row.starts))
    helps = row.role != Allocation.Role.HOLDER
    return TakenRow(
        reference=row.reference,
        kind=spoken(kind, answer) if kind and answer is not None else "",
        dates=f"{since} to {formats.day(row.ends, weekday=False)}" if row.ends else f"since {since}",
        part=f"co-worker, {formats.percent(row.share)}" if helps else "holder",
        how=_how(one, row.by),
        words=tuple(_words(one)),
    )


def _words(one: Proposal | None) -> Iterator[str]:
    """What the practitioner said, and what whoever decided answered, each in their own words."""
    if one is None:
        return
    for answer in one.answers.all():
        if answer.words:
            yield f"{answer.by.name}: “{answer.words}”"
    for row in one.quoted.all():
        name = one.post.practitioner.name
        yield f"{name}: “{row.words}”. {quoted.marked(row, name)}. {quoted.heard(row)}"
    if one.reason:
        yield f"{one.decided_by.name if one.decided_by else 'Decided'}: “{one.reason}”"
    if one.what_will_be_done:
        day = formats.day(one.over_until, weekday=False)
        yield f"Over the line until {day}; to be done: “{one.what_will_be_done}”"
    rows = (("goes", one.goes), ("waits", one.waits), ("is shared", one.shared))
    if traded := [f"{words} {title}" for title, words in rows if words]:
        yield f"To make room: {'; '.join(traded)}"
    if one.nothing_because:
        yield f"Nothing makes room for it, because: “{one.nothing_because}”"


def _how(one: Proposal | None, by: str | None) -> str:
    if one is None:
        return f"entered by {by}, without a recorded discussion" if by else "came with a list"
    answers = list(one.answers.all())
    if one.discussion_due_on is None:
        return _ANSWERED[answers[-1].says] if answers else "allocated"
    said = f", {_AFTERWARDS[answers[-1].says]}" if answers else ""
    if one.discussed_on:
        confirmed = "" if one.heard_at else ", which is not confirmed"
        return f"notified; discussed on {formats.day(one.discussed_on, weekday=False)}{confirmed}{said}"
    if one.left_at is not None:
        return f"notified, never discussed{said}"
    return f"notified, not yet discussed{said}"


def today_said(found: Evidence, adopted: Adopted) -> tuple[str, SafeString | str, list[str]]:
    """Load of line today with percent, the band, and how time is protected; empty where nothing is measured."""
    row = found.today
    if row is None or row.adoption_id not in adopted:
        return "", "", []
    scheme = adopted[row.adoption_id][1]
    fig = figures.figure(row.load, row.line, row.unit, row.band, scheme)
    percent = figures.percent(fig)
    told = [_ALLOWED[scheme.supervision_and_cpd]]
    if title := stage_title(scheme, row.stage):
        told.insert(0, f"Step of the line: {title}.")
    if row.protected:
        last = f" until {formats.day(row.protected_until, weekday=False)}" if row.protected_until else ""
        told.append(f"Not asked for more at present: {row.get_protected_display()}{last}.")
    return f"{figures.of_line(fig)}{f' ({percent})' if percent else ''}", fig.tag, told


def protected_rows(rows: Iterable[Commitment], scheme: Scheme | None) -> list[str]:
    """Commitments that were agreed, by kind, with amount and days: what takes time or lowers the line."""
    if scheme is None:
        return []
    return [_protected(row, scheme) for row in rows]


def _protected(row: Commitment, scheme: Scheme) -> str:
    amount = f", {formats.amount(row.amount)} {row.get_unit_display()}" if row.amount is not None else ""
    since = f" from {formats.day(row.starts_on, weekday=False)}" if row.starts_on else ""
    until = f" to {formats.day(row.ends_on, weekday=False)}" if row.ends_on else ""
    return f"{commitment_title(scheme, row.kind)}{amount}{since}{until}"


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
    refused = sum(1 for row in held if _was_refused(found.agreed.get((row.case, row.starts))))
    over = sum(1 for week in found.weeks if week.line and week.load > week.line)
    said = [
        f"{formats.plural(len(held), 'case')} taken as holder, {discussed} of them discussed before or after, "
        f"{refused} not agreed by the practitioner",
        f"{formats.plural(len(found.weeks), 'Monday')} counted, {over} of them over the line",
    ]
    through = formats.plural(len(found.overrides), "limit") if found.overrides else "No limit of the scheme"
    return [*said, f"{through} let through by a named senior"]


def _was_discussed(one: Proposal | None) -> bool:
    if one is None:
        return False
    beforehand = one.discussion_due_on is None and bool(one.answers.all())
    return beforehand or (one.discussed_on is not None and one.heard_at is not None)


def _was_refused(one: Proposal | None) -> bool:
    answers = list(one.answers.all()) if one is not None else []
    return bool(answers) and answers[-1].says == Answer.Says.NOT_AGREED
