"""What is known of how a protected practitioner's caseload was built: week by week, case by case (BEN-06, ALL-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from safeload.allocation.models import Override, Proposal
from safeload.caseloads.models import Allocation
from safeload.workload.models import PractitionerWeek, Standing
from safeload.workload.queries.person import standing_of

#: Mondays told of: the assessed year and some weeks either side.
WEEKS = 60


class WeekThen(NamedTuple):
    """A Monday of the practitioner's."""

    monday: date
    load: int
    line: int | None
    unit: int
    band: str
    cases: int
    households: int
    adoption: int | None


class CaseTaken(NamedTuple):
    """A part in a case: which, from when to when, as what."""

    case: int
    reference: str
    values: dict[str, Any]
    role: str
    share: Any
    starts: date
    ends: date | None
    by: str | None


@dataclass(frozen=True)
class Evidence:
    """All that the page of evidence is drawn from."""

    weeks: list[WeekThen]
    taken: list[CaseTaken]
    #: By case and first day, the proposal that led to it.
    agreed: dict[tuple[int, date], Proposal]
    overrides: list[Override]
    #: The kept figure of today; none where nothing measures.
    today: Standing | None = None


def evidence_of(practitioner_id: int) -> Evidence:
    """Everything about one practitioner, the latest first; for whom load and cases are open. Eleven queries."""
    weeks = PractitionerWeek.objects.filter(practitioner=practitioner_id).order_by("-monday")
    names = ("monday", "load", "line", "unit", "band", "cases", "households", "adoption_id")
    parts = Allocation.objects.filter(post__practitioner=practitioner_id, known_to=None)
    of = ("case_id", "case__reference", "case__values", "role", "share", "starts_on", "ends_on")
    done = Proposal.objects.filter(post__practitioner=practitioner_id, outcome=Proposal.Outcome.ALLOCATED)
    rows = done.prefetch_related("cases", "answers__by", "quoted__by", "quoted__heard_by").select_related(
        "decided_by", "post__practitioner"
    )
    let_through = Override.objects.filter(proposal__post__practitioner=practitioner_id)
    return Evidence(
        weeks=[WeekThen(*row) for row in weeks.values_list(*names)[:WEEKS]],
        taken=[
            CaseTaken(*row)
            for row in parts.order_by("-starts_on", "case__reference").values_list(*of, "allocated_by__name")
        ],
        agreed={(case.case_id, one.from_on): one for one in rows for case in one.cases.all()},
        overrides=list(let_through.select_related("by", "proposal").order_by("-at")),
        today=standing_of(practitioner_id),
    )
