"""A list taken back as a whole: what it set is as before, and the record says that we learned better.

Cases are never deleted. One that the list added is closed on the day it began, so that it is open on none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from safeload.audit.writing import record, write
from safeload.caseloads.actions.closing import list_closings
from safeload.caseloads.actions.scores import note_moves
from safeload.caseloads.models import Allocation, Case, CaseValue
from safeload.caseloads.signals import cases_moved
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.signals import loads_changed

_PLAIN = ("kind", "priority", "team_id", "household_id", "why_waiting")
_DATES = ("opened_on", "closed_on", "reached_team_on", "last_contact_on", "last_review_on")
#: Keys in one question to the database.
_BATCH = 5_000


@dataclass(frozen=True)
class TakeBack:
    """One case of a list: how ``standing`` told it before (None: the list added it), and after."""

    case_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


def standing(references: Collection[str]) -> dict[str, dict[str, Any]]:
    """Cases by small reference as plain values: fields, answers, and the keys of rows that hold; locked."""
    wanted = sorted({text.lower() for text in references})
    batches = [wanted[at : at + _BATCH] for at in range(0, len(wanted), _BATCH)]
    found = Case.objects.select_for_update(no_key=True).annotate(low=Lower("reference")).order_by("pk")
    cases = {case.pk: case for batch in batches for case in found.filter(low__in=batch)}
    told = {pk: _told(case) for pk, case in cases.items()}
    keys = list(cases)
    for at in range(0, len(keys), _BATCH):
        some = keys[at : at + _BATCH]
        parts = Allocation.objects.open_parts().filter(case__in=some)
        for case_id, pk in parts.order_by("pk").values_list("case_id", "pk"):
            told[case_id]["parts"].append(pk)
        rows = CaseValue.objects.filter(case__in=some, valid_to__isnull=True)
        for case_id, pk in rows.order_by("pk").values_list("case_id", "pk"):
            told[case_id]["answers"].append(pk)
    return {case.reference.lower(): told[pk] for pk, case in cases.items()}


@write
def take_back(*, by: Any, rows: Sequence[TakeBack], on: date, source: str) -> None:
    """Set cases back to how they were before a list of the day ``on``. Raises NotAllowed without the right."""
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    keys = [row.case_id for row in rows]
    before = {row.case_id: row.before for row in rows}
    changed: list[Case] = []
    touched: set[int] = set()
    for at in range(0, len(keys), _BATCH):
        some = Case.objects.select_for_update(no_key=True).filter(pk__in=keys[at : at + _BATCH])
        cases = list(some.order_by("pk"))
        touched |= _whose(keys[at : at + _BATCH])
        changed += [case for case in cases if before[case.pk] is not None]
        _close_at_once([case.pk for case in cases if before[case.pk] is None], on)
    moves = []
    for case in changed:
        was = case.household_id
        _restore(case, before[case.pk] or {})
        if was != case.household_id:
            moves += [(was, case.pk, False), (case.household_id, case.pk, True)]
    note_moves(moves)
    for row in rows:
        record(by=by, did="caseloads.take_back", on=("case", row.case_id), source=source)
    names = [name.removesuffix("_id") for name in (*_PLAIN, *_DATES)]
    Case.objects.bulk_update(changed, [*names, "values", "version"], batch_size=500)
    list_closings(by, changed, back=True)
    _take_back_rows(rows)
    for at in range(0, len(keys), _BATCH):
        touched |= _whose(keys[at : at + _BATCH])
    loads_changed(touched)
    cases_moved(keys)


def _told(case: Case) -> dict[str, Any]:
    dates = {name: day.isoformat() if (day := getattr(case, name)) else None for name in _DATES}
    plain = {name: getattr(case, name) for name in _PLAIN}
    return {
        "pk": case.pk,
        "version": case.version,
        "fields": plain | dates,
        "values": dict(case.values),
        "parts": [],
        "answers": [],
    }


def _close_at_once(keys: Sequence[int], on: date) -> None:
    """Close cases on the day they began: those that the list added."""
    began = Coalesce("opened_on", Value(on))
    added = Case.objects.filter(pk__in=keys)
    added.update(opened_on=began, closed_on=began, values={}, why_waiting="", version=F("version") + 1)


def _restore(case: Case, before: Mapping[str, Any]) -> None:
    case.version += 1
    for name in _PLAIN:
        setattr(case, name, before["fields"][name])
    for name in _DATES:
        if name not in before["fields"]:
            continue  # a journal of an earlier release
        text = before["fields"][name]
        setattr(case, name, date.fromisoformat(text) if text else None)
    case.values = dict(before["values"])


def _take_back_rows(rows: Sequence[TakeBack]) -> None:
    """Who held it: what the list said is no longer what we know. Answers: it never held; the old one does."""
    now = timezone.now()
    made, ended = _moved(rows, "parts")
    for at in range(0, len(made), _BATCH):
        Allocation.objects.filter(pk__in=made[at : at + _BATCH]).update(known_to=now)
    again = []
    for at in range(0, len(ended), _BATCH):
        for part in Allocation.objects.filter(pk__in=ended[at : at + _BATCH]).order_by("pk"):
            part.pk, part.known_from, part.known_to = None, now, None
            again.append(part)
    # What the list said of how they ended stands beside the row that it ended.
    for at in range(0, len(ended), _BATCH):
        told = Allocation.objects.filter(pk__in=ended[at : at + _BATCH]).values_list("case_id", "known_to")
        _unsay_ends(list(told), now)
    Allocation.objects.bulk_create(again, batch_size=500)
    made, ended = _moved(rows, "answers")
    for at in range(0, len(made), _BATCH):
        CaseValue.objects.filter(pk__in=made[at : at + _BATCH]).update(valid_to=F("valid_from"))
    for at in range(0, len(ended), _BATCH):
        CaseValue.objects.filter(pk__in=ended[at : at + _BATCH]).update(valid_to=None)


def _unsay_ends(told: Sequence[tuple[int, Any]], now: Any) -> None:
    """Rows that came to be known at the moment when the list ended others, and say when those ended."""
    if not told:
        return
    moments = {moment for _, moment in told}
    cases = [case_id for case_id, _ in told]
    ends = Allocation.objects.filter(case__in=cases, known_from__in=moments, ends_on__isnull=False)
    ends.filter(known_to__isnull=True).update(known_to=now)


def _moved(rows: Sequence[TakeBack], what: str) -> tuple[list[int], list[int]]:
    made: list[int] = []
    ended: list[int] = []
    for row in rows:
        before, after = set(row.before[what] if row.before else ()), set(row.after[what])
        made += sorted(after - before)
        ended += sorted(before - after)
    return made, ended


def _whose(case_ids: Sequence[int]) -> set[int]:
    parts = Allocation.objects.open_parts().filter(case__in=case_ids)
    homes = Case.objects.filter(pk__in=case_ids, household__isnull=False).values("household")
    theirs = Allocation.objects.open_parts().filter(case__household__in=homes)
    own = set(parts.values_list("post__practitioner_id", flat=True))
    return own | set(theirs.values_list("post__practitioner_id", flat=True))
