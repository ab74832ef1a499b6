"""Loads: one practitioner's with its proof, a team's board, the service view. Amounts are exact text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from ninja import Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import fresh, note_look, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Key, Page
from safeload.domain.quantity import plain
from safeload.people.rights import Thing
from safeload.workload.actions import bring_waiting_up_to_date, keep_detail
from safeload.workload.queries.adopted import adopted_among
from safeload.workload.queries.board import PersonRow, person_seen, team_seen
from safeload.workload.queries.person import person_view, standing_of
from safeload.workload.queries.team import TeamView, people_view, team_view
from safeload.workload.queries.unallocated import counted, fingerprints_of

router = Router(tags=["loads"])


class FigureOut(Schema):
    """A load against its line, in the scheme’s unit; no line: it is not set."""

    load: str
    line: str | None
    unit: str
    scheme: str
    band: str
    provisional: str
    cases: int
    households: int


class LoadOut(FigureOut):
    """One practitioner’s figure."""

    practitioner_id: int
    name: str
    stage: str
    protected: str
    protected_until: date | None
    weeks_over: int
    weeks_red: int


class LineOut(Schema):
    """One line of what a load is made of, with the rule that it comes from."""

    kind: str
    of: str
    factor: str
    title: str
    amount: str
    rule: str
    provisional: bool


class ProofOut(LoadOut):
    """A load with its lines, as far as they are open to the account."""

    computed_for: date | None
    cases_open: bool
    adjustments_open: bool
    lines: list[LineOut]


class BoardOut(Schema):
    """A team’s board: everybody with a post in it, and what waits there."""

    team_id: int
    waiting_cases: int
    waiting_load: str | None
    parked_cases: int
    people: list[LoadOut]


@reads(router, "/practitioners/{int:pk}/load")
def practitioner_load(request: Call, pk: Key) -> ProofOut:
    """One practitioner’s load and what it is made of; they can see who looked."""
    require(person_seen(request.scope, pk))
    fresh(request)
    note_look(request, [pk], "load")
    standing, detail = standing_of(pk), keep_detail(pk, request.scope.on)
    require(standing and detail)
    assert standing is not None
    assert detail is not None
    view = person_view(request.scope, standing, detail)
    figure = figure_of(standing, view.scheme)
    words = {name: getattr(standing, name) for name in _OF_PERSON}
    return ProofOut(
        **figure,
        **words,
        practitioner_id=pk,
        name=standing.practitioner.name,
        computed_for=standing.computed_for,
        cases_open=view.opens_cases,
        adjustments_open=view.opens_adjustments,
        lines=_lines(detail, view.opens_cases, view.opens_adjustments),
    )


@reads(router, "/teams/{int:pk}/board")
def team_board(request: Call, pk: Key) -> BoardOut:
    """Everybody’s load in a team, and what waits there; noted as looks."""
    view = board_for(request, pk)
    rows, waiting = view.unallocated, view.waiting
    return BoardOut(
        team_id=pk,
        waiting_cases=sum(not row.parked for row in rows),
        waiting_load=plain(Fraction(waiting.load, waiting.unit)) if waiting else None,
        parked_cases=sum(bool(row.parked) for row in rows),
        people=[_person(person) for person in view.board.people],
    )


def board_for(request: Call, pk: int) -> TeamView:
    """All that a team’s board is drawn from, today; those who are on it can see who looked."""
    require(team_seen(request.scope, pk))
    fresh(request)
    rows = counted(request.scope, [pk])
    waiting = bring_waiting_up_to_date(request.scope.on, fingerprints_of(rows, [pk])).get(pk)
    view = team_view(request.scope, pk, rows, waiting)
    note_look(request, [person.id for person in view.board.people], "team board")
    return view


@reads(router, "/loads")
def loads_of_supported(request: Call, paging: Query[Paging]) -> Page[LoadOut]:
    """The loads of those whom the account supports by name, such as an assessor’s; noted as looks."""
    require(request.scope.sees(Thing.LOAD).practitioners)
    fresh(request)
    board, _ = people_view(request.scope)
    note_look(request, [person.id for person in board.people], "board of people supported")
    rows = [SimpleNamespace(pk=person.id, row=person) for person in board.people]
    return page_of(request, rows, paging, lambda one: _person(one.row))


_OF_PERSON = ("stage", "protected", "protected_until", "weeks_over", "weeks_red")


def figure_of(row: Any, scheme: Any) -> dict[str, Any]:
    """A figure of kept or measured rows, for ``FigureOut``."""
    return {
        "load": plain(Fraction(row.load, row.unit)),
        "line": None if row.line is None else plain(Fraction(row.line, row.unit)),
        "unit": scheme.unit,
        "scheme": scheme.id,
        "band": row.band,
        "provisional": plain(Fraction(row.provisional, row.unit)),
        "cases": row.cases,
        "households": row.households,
    }


def _person(row: PersonRow) -> LoadOut:
    scheme = adopted_among([row.adoption])[row.adoption][1]
    words = {name: getattr(row, name) for name in _OF_PERSON}
    return LoadOut(**figure_of(row, scheme), **words, practitioner_id=row.id, name=row.name)


def _lines(detail: Mapping[str, Any], cases: bool, adjustments: bool) -> list[LineOut]:
    """Lines of cases only to whom cases are open, the others to whom commitments are."""
    found = []
    for kind, of, factor, title, amount, rule, provisional in detail["lines"]:
        if cases if kind in {"case", "household"} else adjustments:
            exact = plain(Fraction(amount))
            found.append(
                LineOut(
                    kind=kind,
                    of=of or "",
                    factor=factor or "",
                    title=title or "",
                    amount=exact,
                    rule=rule or "",
                    provisional=bool(provisional),
                )
            )
    return found
