"""One household of a run: everybody, what speaks for and against, and what would have to change."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safeload.allocation.facts import opens_figures
from safeload.people.models import Team
from safeload.people.requests import Request
from safeload.planner import actions, jobs
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.forms import HelpForm
from safeload.planner.models import Run
from safeload.planner.presenters import household as present
from safeload.planner.presenters import runs as of_run
from safeload.planner.queries import runs as queries
from safeload.planner.queries.naming import Reader, became_of, key_of, reader_of
from safeload.web.wrong import sentences
from safeload.workload.views.shared import fresh, note_look, require


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
    (home,) = of_run.home_rows(one, proposal, reader, became_of(one, cases), [proposal.unit(unit)])
    page = {
        "help": None if asked else HelpForm(initial={"key": uuid.uuid4(), "share": 50}),
        "run": one,
        "home": home,
        **present.folded(rows),
        "leads": not asked,
        "figures": any(row.figures for row in rows),
    }
    return render(request, "planner/household.html", page)


@require_POST
def ask_with_help(request: Request, pk: int, unit: str) -> HttpResponse:
    """Ask anew for the same teams, with a co-worker for one household."""
    one, asked = queries.run_of_household(request.scope, pk, unit)
    require(one is not None and not asked)
    assert one is not None
    form = HelpForm(request.POST)
    if not form.is_valid():
        messages.error(request, sentences(form)[0])
        return redirect("planner_household", pk, unit)
    fresh(request)
    made = actions.ask(
        by=request.user,
        key=form.cleaned_data["key"],
        team_ids=[team.pk for team in one.teams],
        asks={**one.asks, "helped": {**one.asks.get("helped", {}), unit: form.cleaned_data["share"]}},
    )
    jobs.carry_out(made)
    return redirect("planner_run", made[0].pk)


def opened_teams(one: Run, reader: Reader) -> frozenset[str]:
    """The teams whose figures the reader may read, also where their scheme opens them to practitioners."""
    found = set()
    for team in Team.objects.filter(pk__in=[team.pk for team in one.teams]).select_related("service_area"):
        if reader.reads_figures(f"team{team.pk}") or opens_figures(team, reader.scope.on):
            found.add(f"team{team.pk}")
    return frozenset(found)
