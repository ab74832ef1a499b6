"""Cases as an authority's list has them: many at once, all or nothing, in a constant number of queries.

For imports and the demo. The list is believed: what it says is set, what it leaves out stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Lower

from safeload.audit.screening import reference
from safeload.audit.writing import record, write
from safeload.caseloads.actions.bench import Change
from safeload.caseloads.actions.closing import list_closings
from safeload.caseloads.actions.holding import change_holders
from safeload.caseloads.actions.scores import note_moves
from safeload.caseloads.actions.values import Source, answer
from safeload.caseloads.models import Allocation, Case, Household
from safeload.domain.scheme.model import Field
from safeload.people import permits
from safeload.people.answers import checked
from safeload.people.rights import Thing
from safeload.people.rows import differences
from safeload.people.signals import loads_changed


class _Unsaid:
    """The list says nothing of it."""


UNSAID: Any = _Unsaid()


@dataclass(frozen=True)
class Listed:
    """One case as a list has it; ``UNSAID`` leaves a thing as it is. ``household`` and ``reference`` as text.

    ``post_id`` is who holds it (None: it waits), from ``holds_from``, or the day of the list where unknown.
    """

    reference: str
    household: Any = UNSAID
    provisional: bool = False
    patch: Any = UNSAID
    kind: Any = UNSAID
    opened_on: Any = UNSAID
    closed_on: Any = UNSAID
    priority: Any = UNSAID
    team_id: Any = UNSAID
    reached_team_on: Any = UNSAID
    why_waiting: Any = UNSAID
    last_contact_on: Any = UNSAID
    last_review_on: Any = UNSAID
    answers: Mapping[str, Any] = field(default_factory=dict)
    post_id: Any = UNSAID
    holds_from: date | None = None


@dataclass(frozen=True)
class Put:
    """What became of one case of a list: how it was before, for what changed; None: it was added."""

    case_id: int
    reference: str
    before: Mapping[str, Any] | None
    holder_before: int | None


_PLAIN = (
    "kind",
    "opened_on",
    "closed_on",
    "priority",
    "team_id",
    "reached_team_on",
    "why_waiting",
    "last_contact_on",
    "last_review_on",
)


@write
def put_cases(
    *, by: Any, rows: Sequence[Listed], fields: Mapping[str, Field], on: date, source: str
) -> list[Put]:
    """Set cases as a list has them on a day; in the order of the rows, what became of each.

    ``fields`` are those of the answers; a wrong answer raises Refusal. A row that changes nothing leaves no
    entry. Raises NotAllowed without the right to bring in lists.
    """
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    known = _known(rows)
    homes = _households(by, rows)
    before = {ref: _as_is(case) for ref, case in known.items()}
    answers = {
        _ref(row.reference): {name: checked(fields[name], value) for name, value in row.answers.items()}
        for row in rows
    }
    added, changed = _set(rows, known, homes, answers)
    Case.objects.bulk_create(added, batch_size=500)
    names = [name.removesuffix("_id") for name in _PLAIN]
    Case.objects.bulk_update(changed, [*names, "household", "listed"], batch_size=500)
    Case.objects.filter(pk__in=[case.pk for case in changed]).update(version=F("version") + 1)
    list_closings(by, [*added, *changed])
    _note_moves(added, changed, before)
    by_reference = known | {case.reference.lower(): case for case in added}
    for case in added:
        record(by=by, did="caseloads.list_case", on=("case", case.pk), source=source)
    for case in changed:
        was = before[case.reference.lower()]
        if told := differences(was, _as_is(case)):
            record(by=by, did="caseloads.list_case", on=("case", case.pk), source=source, changed=told)
    holders = _hold(by, rows, by_reference, on)
    wanted = {by_reference[ref]: given for ref, given in answers.items() if given}
    answer(by=by, wanted=wanted, valid_from=on, source=Source(source), copied=added)
    _tell(changed)
    return [_put(row, by_reference, before, holders) for row in rows]


def _known(rows: Sequence[Listed]) -> dict[str, Case]:
    wanted = {_ref(row.reference) for row in rows}
    if len(wanted) != len(rows):
        raise ValueError("Each case is listed once.")
    found = Case.objects.select_for_update(no_key=True).annotate(low=Lower("reference"))
    found = found.filter(low__in=wanted).order_by("pk")
    return {case.reference.lower(): case for case in found}


def _households(by: Any, rows: Sequence[Listed]) -> dict[str, Household]:
    wanted: dict[str, Listed] = {}
    for row in rows:
        if row.household is not UNSAID and row.household:
            wanted.setdefault(_ref(row.household), row)
    texts = [reference(row.household, "household") for row in wanted.values()]
    known = Household.objects.annotate(low=Lower("reference")).filter(low__in=list(wanted))
    homes = {home.reference.lower(): home for home in known}
    added = [
        Household(reference=text, provisional=row.provisional, patch="" if row.patch is UNSAID else row.patch)
        for (key, row), text in zip(wanted.items(), texts, strict=True)
        if key not in homes
    ]
    Household.objects.bulk_create(added, batch_size=500)
    for home in added:
        record(by=by, did="caseloads.add_household", on=("household", home.pk))
    return homes | {home.reference.lower(): home for home in added}


def _set(
    rows: Sequence[Listed],
    known: Mapping[str, Case],
    homes: Mapping[str, Household],
    answers: Mapping[str, Any],
) -> tuple[list[Case], list[Case]]:
    added, changed = [], []
    for row in rows:
        case = known.get(_ref(row.reference))
        new = case is None
        case = case or Case(reference=reference(row.reference), values=_given(answers[_ref(row.reference)]))
        was, newly = _as_is(case), not case.listed
        case.listed = True
        for name in _PLAIN:
            if (value := getattr(row, name)) is not UNSAID:
                setattr(case, name, value)
        if row.household is not UNSAID:
            case.household = homes[_ref(row.household)] if row.household else None
        if new:
            added.append(case)
        elif newly or was != _as_is(case):
            changed.append(case)
    return added, changed


def _hold(by: Any, rows: Sequence[Listed], cases: Mapping[str, Case], on: date) -> dict[int, int]:
    """Set who holds the listed cases; who held them before, by case."""
    keys = [case.pk for case in cases.values()]
    open_parts = Allocation.objects.open_parts().filter(case__in=keys).holders()
    starts = {row[0]: row[1:] for row in open_parts.values_list("case_id", "post_id", "starts_on")}
    changes = []
    for row in rows:
        case = cases[_ref(row.reference)]
        post_id = None if case.closed_on else row.post_id
        if post_id is UNSAID or (case.pk not in starts and post_id is None):
            continue
        day = max(filter(None, (case.opened_on, row.holds_from or on, starts.get(case.pk, (0, None))[1])))
        reason = Allocation.Reason.CLOSED if case.closed_on else Allocation.Reason.AS_LISTED
        changes.append(Change(case.pk, post_id, case.closed_on or day, reason))
    change_holders(by=by, changes=changes, scope=permits.scope_of(None), from_list=True)
    return {pk: start[0] for pk, start in starts.items()}


def _note_moves(added: Sequence[Case], changed: Sequence[Case], before: Mapping[str, Any]) -> None:
    moves = [(case.household_id, case.pk, True) for case in added]
    for case in changed:
        was = before[case.reference.lower()]["household_id"]
        if was != case.household_id:
            moves += [(was, case.pk, False), (case.household_id, case.pk, True)]
    note_moves(moves)


def _tell(changed: Sequence[Case]) -> None:
    parts = Allocation.objects.open_parts().filter(case__in=changed)
    loads_changed(parts.values_list("post__practitioner_id", flat=True))


def _put(
    row: Listed, cases: Mapping[str, Case], before: Mapping[str, Any], holders: Mapping[int, int]
) -> Put:
    key = _ref(row.reference)
    case = cases[key]
    return Put(case.pk, case.reference, before.get(key), holders.get(case.pk))


def _as_is(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in (*_PLAIN, "household_id")}


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if value is not None}


def _ref(text: str) -> str:
    return " ".join(text.split()).lower()
