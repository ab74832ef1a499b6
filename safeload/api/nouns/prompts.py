"""What cases ask of whoever holds them: no contact, plan ended, review passed; and weights to look at."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Literal

from ninja import Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import note_look, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Key, Page
from safeload.caseloads.queries import times_on
from safeload.people.rights import Thing
from safeload.workload.queries.board import team_seen
from safeload.workload.queries.open_cases import OpenCase, asks, open_cases
from safeload.workload.queries.scores import scores_due

router = Router(tags=["cases"])


class OpenCaseOut(Schema):
    """A case that asks why it is open: "contact", "ended", "review" or "none" (no plan stated)."""

    case_id: int
    reference: str
    practitioner_id: int
    holder: str
    team_id: int
    held_since: date
    last_contact: date | None
    last_review: date | None
    plan: str | None
    plan_ends: date | None
    next_review: date | None
    asks: list[str]


class WhyOut(Schema):
    """What happened around a case since its score was agreed; ``about``: the question that a list answered."""

    what: str
    on: date
    about: str


class ScoreDueOut(Schema):
    """A score of one’s own that is due for a look, and why."""

    case_id: int
    reference: str
    agreed_at: datetime
    why: list[WhyOut]


class Asked(Paging):
    """Of which team; left out: one’s own. Narrowed to a kind, or to one who holds them."""

    team: Key | None = None
    kind: Literal["", "contact", "ended", "review", "none"] = ""
    practitioner: Key | None = None


@reads(router, "/why-open")
def why_open(request: Call, asked: Query[Asked]) -> Page[OpenCaseOut]:
    """Cases that ask why they are open: one’s own, or a team’s, noted as looks."""
    times = times_on(request.scope.on)
    found = [(row, asks(row, request.scope.on, times)) for row in _open(request, asked.team)]
    found = [
        (row, why)
        for row, why in found
        if (asked.kind in why if asked.kind else why) and asked.practitioner in {None, row.practitioner_id}
    ]
    if asked.team is not None:
        note_look(request, sorted({row.practitioner_id for row, _ in found}), "why cases are open")
    rows = [SimpleNamespace(pk=row.case_id, row=row, why=why) for row, why in found]
    return page_of(request, rows, asked, lambda one: one.row._asdict() | {"asks": one.why})


@reads(router, "/scores-due")
def own_scores_due(request: Call, paging: Query[Paging]) -> Page[ScoreDueOut]:
    """One’s own scores that are due for a look (PTS-17)."""
    scope = request.scope
    times = times_on(scope.on)
    rows = [
        SimpleNamespace(pk=one.case_id, row=one) for one in scores_due(_open(request, None), scope.on, times)
    ]

    def show(one: SimpleNamespace) -> ScoreDueOut:
        why = [WhyOut(what=what, on=on, about=about) for what, on, about in dict.fromkeys(one.row.why)]
        return ScoreDueOut(case_id=one.pk, reference=one.row.reference, agreed_at=one.row.agreed_at, why=why)

    return page_of(request, rows, paging, show)


def _open(call: Call, team: int | None) -> list[OpenCase]:
    scope = call.scope
    if team is not None:
        require(team_seen(scope, team) and scope.sees(Thing.CASES).covers(team_id=team))
        return open_cases(scope.on, teams=[team])
    require(scope.practitioner_id is not None)
    return open_cases(scope.on, practitioners=[scope.practitioner_id] if scope.practitioner_id else [])
