"""The evidence of an assessed year: how a newly qualified practitioner's caseload was built (BEN-06, ALL-04)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ninja import Router, Schema

from safeload.allocation.facts import mix_of
from safeload.allocation.presenters import evidence as present
from safeload.allocation.queries.evidence import CaseTaken, Evidence, WeekThen, evidence_of
from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import fresh, note_look, require
from safeload.api.shapes import Key
from safeload.domain.quantity import plain
from safeload.domain.scheme import Field, Scheme
from safeload.people.answers import spoken
from safeload.people.rights import Thing
from safeload.workload.queries.adopted import adopted_among
from safeload.workload.queries.board import opens, person_seen
from safeload.workload.queries.person import posts_of

router = Router(tags=["practitioners"])


class WeekOut(Schema):
    """A Monday count: the load against the line, in the scheme’s unit."""

    monday: date
    load: str
    line: str | None
    unit: str
    scheme: str
    band: str
    cases: int
    households: int


class TakenOut(Schema):
    """A part in a case, and how it came: by which proposal with which answer, or entered by whom."""

    case_id: int
    reference: str
    kind: str
    role: str
    share: Decimal
    starts_on: date
    ends_on: date | None
    proposal_id: int | None
    answered: str
    discussed_on: date | None
    entered_by: str


class LetThroughOut(Schema):
    """A limit of the scheme that a named senior let through."""

    proposal_id: int
    limits: list[str]
    by: str
    at: datetime
    reason: str


class EvidenceOut(Schema):
    """All of it, the latest first; ``summary`` in the sentences of the page."""

    practitioner_id: int
    name: str
    summary: list[str]
    weeks: list[WeekOut]
    taken: list[TakenOut]
    let_through: list[LetThroughOut]


@reads(router, "/practitioners/{int:pk}/evidence")
def asye_evidence(request: Call, pk: Key) -> EvidenceOut:
    """How somebody’s caseload was built: theirs, their assessor’s and their manager’s to read; noted as a look."""
    person = person_seen(request.scope, pk)
    require(person and opens(request.scope, Thing.CASES, pk))
    fresh(request)
    note_look(request, [pk], "evidence of the assessed year")
    found, posts = evidence_of(pk), posts_of(pk)
    adopted = adopted_among({row.adoption for row in found.weeks if row.adoption})
    kind = mix_of(posts[0].team, request.scope.on) if posts else None
    return EvidenceOut(
        practitioner_id=pk,
        name=person.name if person else "",
        summary=present.summary(found),
        weeks=[_week(row, adopted[row.adoption][1]) for row in found.weeks if row.adoption in adopted],
        taken=[_taken(row, found, kind) for row in found.taken],
        let_through=[
            LetThroughOut(
                proposal_id=one.proposal_id, limits=one.limits, by=one.by.name, at=one.at, reason=one.reason
            )
            for one in found.overrides
        ],
    )


def _week(row: WeekThen, scheme: Scheme) -> WeekOut:
    return WeekOut(
        monday=row.monday,
        load=plain(Fraction(row.load, row.unit)),
        line=None if row.line is None else plain(Fraction(row.line, row.unit)),
        unit=scheme.unit,
        scheme=scheme.id,
        band=row.band,
        cases=row.cases,
        households=row.households,
    )


def _taken(row: CaseTaken, found: Evidence, kind: Field | None) -> TakenOut:
    one, answer = found.agreed.get((row.case, row.starts)), row.values.get(kind.name) if kind else None
    answers = list(one.answers.all()) if one else []
    return TakenOut(
        case_id=row.case,
        reference=row.reference,
        kind=spoken(kind, answer) if kind and answer is not None else "",
        role=row.role,
        share=row.share,
        starts_on=row.starts,
        ends_on=row.ends,
        proposal_id=one.pk if one else None,
        answered=answers[-1].says if answers else "",
        discussed_on=one.discussed_on if one else None,
        entered_by=row.by or "",
    )
