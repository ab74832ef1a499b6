"""What the first pages ask of somebody today, and what a case would count if it were scored otherwise."""

from __future__ import annotations

import json
from typing import Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.loads import board_for
from safeload.api.nouns.shared import fresh, note_look, require
from safeload.api.shapes import Key, answers_to
from safeload.audit.refusals import Refusal
from safeload.domain.quantity import plain
from safeload.people import asked
from safeload.web.listing import Sort
from safeload.workload import matters
from safeload.workload.facts.preview import Side, supposed
from safeload.workload.presenters.deciding import Matter
from safeload.workload.presenters.pictures import palette
from safeload.workload.presenters.score import holder_of
from safeload.workload.presenters.team import team_page
from safeload.workload.queries.board import person_seen
from safeload.workload.queries.person import scheme_of_person

router = Router(tags=["loads"])


class MatterOut(Schema):
    """One thing to decide or to do, in a sentence, with the page where it is done."""

    what: str
    page: str


class Matters(Schema):
    """Everything of today, in the order of how soon it hurts somebody."""

    items: list[MatterOut]


@reads(router, "/teams/{int:pk}/to-decide")
def to_decide(request: Call, pk: Key) -> Matters:
    """What a team’s manager has to decide today; noted as looks, since people are named."""
    page = team_page(board_for(request, pk), pk, palette(False), request.scope, Sort("name", False))
    return _told(matters.of_team(request.scope, pk) + page.get("matters", []))


@reads(router, "/to-do")
def to_do(request: Call) -> Matters:
    """What needs the account itself as a practitioner: proposals to answer, weights to look at, plans to state."""
    require(request.scope.practitioner_id is not None)
    return _told(matters.of_oneself(request.scope))


class Supposed(Schema):
    """Answers to what the schemes ask, as they might be."""

    answers: str = Field(
        "{}", max_length=4_000, description="A JSON object: field to answer; null takes one back."
    )


class ScoreSide(Schema):
    """The holder’s load, and what the case and its household count."""

    load: str
    line: str | None
    band: str
    counts: str


class ScorePreview(Schema):
    """Before and after; nothing is saved."""

    practitioner_id: int
    scheme: str
    unit: str
    before: ScoreSide
    after: ScoreSide


@reads(router, "/cases/{int:pk}/score")
def case_score(request: Call, pk: Key, given: Query[Supposed]) -> ScorePreview:
    """What other answers would make of the holder’s load; the holder can see who looked."""
    case = case_for(request, pk)
    holder = holder_of(case)
    scheme = scheme_of_person(holder.pk) if holder else None
    require(scheme and person_seen(request.scope, holder.pk))
    assert scheme is not None
    fresh(request)
    fields = asked.fields("case", request.scope.on, case.team.service_area_id if case.team else None)
    answers = {**case.values, **answers_to(fields, _read(given.answers))}
    note_look(request, [holder.pk], "score of a case")
    before, after = (supposed(scheme, request.scope.on, holder.pk, case, one) for one in (None, answers))
    return ScorePreview(
        practitioner_id=holder.pk,
        scheme=scheme.id,
        unit=scheme.unit,
        before=_side(before),
        after=_side(after),
    )


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refusal("The answers are not a JSON object of field to answer.", "answers")
    return found


def _side(side: Side) -> ScoreSide:
    figure = side.figure
    return ScoreSide(
        load=plain(figure.load),
        line=None if figure.line is None else plain(figure.line),
        band=figure.band or "",
        counts=plain(sum((line.amount for line in side.lines), figure.load * 0)),
    )


def _told(found: list[Matter]) -> Matters:
    return Matters(
        items=[
            MatterOut(what=what, page=page)
            for one in found
            for what, page in (one.parts or ((one.what, one.href),))
        ]
    )
