"""How cases were given: counts for managers and upwards, each with the proposals that it counts."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from safeload.allocation.presenters import given as present
from safeload.allocation.presenters.proposals import row
from safeload.allocation.queries import given as queries
from safeload.allocation.queries import proposals
from safeload.people.queries import teams
from safeload.people.requests import Request
from safeload.web.listing import page_of
from safeload.workload.views.shared import require

_DEFAULT = "91"


def cases_given(request: Request) -> HttpResponse:
    """By discussion or without, within the line or over it; the rows are shown as far as they are open."""
    scope, asked = request.scope, request.GET
    reach = queries.reach_of(scope)
    require(reach)
    span = asked.get("days", _DEFAULT)
    span = span if span in present.SPANS else _DEFAULT
    since = scope.on - timedelta(days=int(span) - 1)
    here = [team for team in teams(scope.on) if reach.covers(team_id=team.pk)]
    wanted = asked.get("team", "")
    team = next((team.pk for team in here if str(team.pk) == wanted), None)
    found = queries.given(scope, since, scope.on, team)
    page = {
        "lines": list(present.lines(found)),
        "given": found,
        "spans": present.SPANS,
        "days": span,
        "teams": here,
        "team": team,
        "since": since,
    }
    which = asked.get("which", "")
    if which in queries.COUNTED:
        counted = queries.decided(scope, since, scope.on, team).filter(queries.COUNTED[which])
        mine = proposals.proposals(scope).filter(pk__in=counted.values("pk")).order_by("-decided_at")
        shown = page_of(request, mine)
        rows = [row(one, scope.on, own=scope.is_own(one.post.practitioner_id)) for one in shown]
        page |= {"which": which, "said": present.said_of(which), "shown": shown, "rows": rows}
    return render(request, "allocation/cases_given.html", page)
