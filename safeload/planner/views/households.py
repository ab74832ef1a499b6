"""One household of a run: everybody, what speaks for and against, and what would have to change."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from safeload.allocation.facts import opens_figures
from safeload.people.models import Team
from safeload.people.requests import Request
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.models import Run
from safeload.planner.presenters import household as present
from safeload.planner.presenters import runs as of_run
from safeload.planner.queries import runs as queries
from safeload.planner.queries.naming import Reader, became_of, key_of, reader_of
from safeload.workload.views.shared import note_look


def planner_household(request: Request, pk: int, unit: str) -> HttpResponse:
    """Both sides read it: the manager with figures, whoever is asked with their own and others' bands (ALL-01)."""
    scope = request.scope
    one, asked = queries.run_of_household(scope, pk, unit)
    if one is None or not one.answered:
        raise Http404
    proposal, reader = proposal_of_run(one), reader_of(scope, one.question)
    cases = proposal.unit(unit).cases
    if asked:
        reader = queries.with_references(reader, cases)
    if not reader.opens(cases):
        raise Http404
    own = f"p{scope.practitioner_id}" if scope.practitioner_id else ""
    opened = opened_teams(one, reader)
    rows = present.option_rows(proposal, unit, reader, own, opened)
    shown = [key_of(who.id) for who in proposal.numbers.people if who.team in opened and who.id != own]
    note_look(request, shown, "why somebody was proposed")
    home = next(
        row for row in of_run.home_rows(one, proposal, reader, became_of(one, cases)) if row.unit == unit
    )
    page = {
        "run": one,
        "home": home,
        "rows": rows,
        "leads": not asked,
        "figures": any(row.figures for row in rows),
    }
    return render(request, "planner/household.html", page)


def opened_teams(one: Run, reader: Reader) -> frozenset[str]:
    """The teams whose figures the reader may read, also where their scheme opens them to practitioners."""
    found = set()
    for team in Team.objects.filter(pk__in=[team.pk for team in one.teams]).select_related("service_area"):
        if reader.reads_figures(f"team{team.pk}") or opens_figures(team, reader.scope.on):
            found.add(f"team{team.pk}")
    return frozenset(found)
