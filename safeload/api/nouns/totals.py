"""The service view: teams in sums, hidden where they are over too few people."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import fresh, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Page
from safeload.domain.quantity import plain
from safeload.workload.actions import bring_waiting_up_to_date
from safeload.workload.presenters.capacity import Sides, sides_of, suppressed
from safeload.workload.queries.service import service_teams, service_view
from safeload.workload.queries.unallocated import counted, fingerprints_of

router = Router(tags=["loads"])


class TeamTotals(Schema):
    """A team’s capacity against demand; hidden where it is over fewer than five people (X-38)."""

    team_id: int
    name: str
    service_area_id: int
    hidden: bool
    people: int | None = None
    held: str | None = None
    capacity: str | None = None
    waiting: str | None = None
    parked: str | None = None
    band: str | None = None
    unit: str | None = None
    scheme: str | None = None
    unallocated_cases: int


@reads(router, "/service")
def service(request: Call, paging: Query[Paging]) -> Page[TeamTotals]:
    """Totals of teams that are open to the account: capacity against demand, and what is not allocated."""
    teams = service_teams(request.scope)
    require(teams)
    fresh(request)
    keys = [team.pk for team in teams]
    rows = counted(request.scope, keys)
    waiting = bring_waiting_up_to_date(request.scope.on, fingerprints_of(rows, keys))
    view = service_view(request.scope, teams, rows, waiting)
    sides = sides_of(view)
    hidden = suppressed(sides, request.scope)
    cases = {pk: sum(row.team_id == pk for row in rows) for pk in keys}
    return page_of(
        request,
        teams,
        paging,
        lambda team: _totals(team, sides.get(team.pk), team.pk in hidden, cases[team.pk]),
    )


def _totals(team: Any, side: Sides | None, hidden: bool, cases: int) -> TeamTotals:
    who = {"team_id": team.pk, "name": team.name, "service_area_id": team.service_area_id}
    if side is None or hidden:
        return TeamTotals(**who, hidden=hidden, unallocated_cases=cases)
    figure = side.figure
    return TeamTotals(
        **who,
        hidden=False,
        people=side.people,
        held=plain(figure.load),
        capacity=None if figure.line is None else plain(figure.line),
        waiting=plain(side.waiting),
        parked=plain(side.parked),
        band=figure.band or "",
        unit=figure.scheme.unit,
        scheme=figure.scheme.id,
        unallocated_cases=cases,
    )
