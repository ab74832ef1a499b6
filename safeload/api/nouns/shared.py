"""What the nouns share: the row asked for within scope, figures of today, and who looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from safeload.api.bearer import Call
from safeload.audit.actions import looked
from safeload.audit.models import Look
from safeload.audit.refusals import NOT_FOR_YOU, RowsRefused
from safeload.caseloads import queries as caseloads
from safeload.people import queries as people
from safeload.people.models import Practitioner
from safeload.workload.actions import bring_up_to_date


def require(allowed: object) -> None:
    """Raise Http404 unless allowed: what is not for this account is not found."""
    if not allowed:
        raise Http404


def within(rows: QuerySet[Any], pk: int) -> Any:
    """The row of this key, if it is among those that the account may open."""
    return get_object_or_404(rows, pk=pk)


def person_for(call: Call, pk: int) -> Practitioner:
    """The practitioner, if their record is open to this account."""
    person: Practitioner = get_object_or_404(people.practitioners(call.scope, left=True), pk=pk)
    return person


def fresh(call: Call) -> None:
    """See to it that the kept figures are today's."""
    bring_up_to_date(call.scope.on)


def note_look(call: Call, practitioner_ids: Iterable[int], page: str, what: str = Look.What.LOAD) -> None:
    """The people who are shown can see who looked, also where a program did (rules 5.1)."""
    looked(by=call.account, practitioner_ids=practitioner_ids, what=what, page=f"{page} (API)")


def not_open(call: Call, case_ids: Collection[int]) -> dict[int, str]:
    """What is said of those among the cases that the account may not open. One query."""
    seen = set(caseloads.cases(call.scope).filter(pk__in=list(case_ids)).values_list("pk", flat=True))
    return {pk: NOT_FOR_YOU for pk in case_ids if pk not in seen}


def require_open(call: Call, case_ids: Collection[int]) -> None:
    """Raise RowsRefused, by case, where the account may not open all of these."""
    if refused := not_open(call, case_ids):
        raise RowsRefused(refused, len(set(case_ids)), "case")


def ref(row: Any) -> dict[str, Any] | None:
    """A row as its key and its name; none where there is none."""
    return None if row is None else {"id": row.pk, "name": str(row)}
