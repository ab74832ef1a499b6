"""Answers to what the schemes ask of a case: dated rows, and the copy on the case that the engine reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.models import Allocation, Case, CaseValue
from safeload.caseloads.permits import case_for
from safeload.domain.scheme.model import Field
from safeload.people.answers import checked
from safeload.people.signals import loads_changed


@dataclass(frozen=True)
class Source:
    """Where answers come from: "by hand", "agreed", "import 12"; who agreed them, and when."""

    name: str = "by hand"
    agreed_by: Any = None
    agreed_on: date | None = None


BY_HAND = Source()


@write
def set_values(
    *,
    by: Any,
    case_id: int,
    answers: Mapping[str, Any],
    fields: Mapping[str, Field],
    valid_from: date,
    source: Source = BY_HAND,
    version: int | None = None,
) -> bool:
    """Answer fields of a case from a day on; whether anything changed. None takes an answer back.

    Raises Refusal, naming the field, for an answer that the scheme does not know.
    """
    case = case_for(by, case_id, version)
    typed = {name: checked(fields[name], value) for name, value in answers.items()}
    changed = answer(by=by, wanted={case: typed}, valid_from=valid_from, source=source)
    return bool(changed)


def answer(
    *,
    by: Any,
    wanted: Mapping[Case, Mapping[str, Any]],
    valid_from: date,
    source: Source,
    copied: Collection[Case] = (),
) -> set[int]:
    """Keep checked answers of many locked cases, in a constant number of queries; the cases that changed.

    ``copied`` are new cases that were added with the answers on them already.
    """
    now = timezone.now()
    rows = CaseValue.objects.filter(case__in=list(wanted), valid_to__isnull=True)
    standing = {(row.case_id, row.field): row for row in rows}
    over: list[CaseValue] = []
    made: list[CaseValue] = []
    changed: dict[int, Case] = {}
    for case, answers in wanted.items():
        touched = []
        for name, value in answers.items():
            before = standing.get((case.pk, name))
            if not _differs(before, value, source):
                continue
            if before is not None:
                over.append(_ended(before, valid_from))
            if value is not None:
                made.append(_row(case, name, value, valid_from, source, by, now))
            touched.append(name)
        if touched:
            _copy(case, answers, touched)
            changed[case.pk] = case
            record(
                by=by, did="caseloads.set_values", on=("case", case.pk), fields=touched, source=source.name
            )
    CaseValue.objects.bulk_update(over, ["valid_to"], batch_size=500)
    CaseValue.objects.bulk_create(made, batch_size=500)
    with_copy = {case.pk for case in copied}
    rest = [case for case in changed.values() if case.pk not in with_copy]
    Case.objects.bulk_update(rest, ["values"], batch_size=500)
    Case.objects.filter(pk__in=list(changed)).update(version=F("version") + 1)
    loads_changed(_whose_loads(list(changed.values())))
    return set(changed)


def _differs(before: CaseValue | None, value: Any, source: Source) -> bool:
    if before is None:
        return value is not None
    if before.value != value:
        return True
    return source.agreed_on is not None and before.agreed_on != source.agreed_on


def _ended(row: CaseValue, on: date) -> CaseValue:
    if on < row.valid_from:
        raise Refusal(f"There is an answer from a later day already ({row.field}).", row.field)
    row.valid_to = on
    return row


def _row(case: Case, name: str, value: Any, valid_from: date, source: Source, by: Any, now: Any) -> CaseValue:
    return CaseValue(
        case=case,
        field=name,
        value=value,
        valid_from=valid_from,
        source=source.name,
        agreed_by=source.agreed_by,
        agreed_on=source.agreed_on,
        recorded_by=by,
        recorded_at=now,
    )


def _copy(case: Case, answers: Mapping[str, Any], names: list[str]) -> None:
    values = dict(case.values)
    for name in names:
        values.pop(name, None)
        if answers[name] is not None:
            values[name] = answers[name]
    case.values = values


def _whose_loads(cases: list[Case]) -> set[int]:
    """Those who work on the cases, and on others of the same households: groups are counted together."""
    homes = [case.household_id for case in cases if case.household_id]
    parts = Allocation.objects.open_parts()
    own = parts.filter(case__in=cases).values_list("post__practitioner_id", flat=True)
    theirs = parts.filter(case__household__in=homes).values_list("post__practitioner_id", flat=True)
    return set(own) | (set(theirs) if homes else set())
