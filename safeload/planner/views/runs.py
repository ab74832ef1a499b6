"""Runs of the planner: asked, followed, read, stopped, asked again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.allocation.weights import ALL as ALL_WEIGHTS
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.planner import actions, jobs
from safeload.planner.actions.running import has_died
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.forms import ALL, AREA, AskForm
from safeload.planner.models import Run
from safeload.planner.presenters import runs as present
from safeload.planner.queries import runs as queries
from safeload.planner.queries.naming import became_of, key_of, reader_of
from safeload.web.listing import page_of
from safeload.workload.views.shared import fresh, note_look, require


def planner(request: Request) -> HttpResponse:
    """Ask who could take what waits; what was asked before."""
    require(queries.takes_part(request.scope))
    choices = _choices(request)
    form = AskForm(request.POST if request.method == "POST" else None, choices=list(choices.items()))
    if request.method == "POST" and form.is_valid():
        made = _asked(request, form, choices)
        if made:
            return redirect("planner_run", made[0].pk) if len(made) == 1 else redirect("planner")
    found = page_of(request, queries.runs(request.scope), 25)
    page = {"form": form, "runs": found, "several": len(choices) > 1}
    return render(request, "planner/planner.html", page, status=422 if form.errors else 200)


def _choices(request: Request) -> dict[str, str]:
    """What can be asked about, widest last."""
    teams = queries.teams_to_ask(request.scope)
    found = {f"team{team.pk}": team.name for team in teams}
    areas = {team.service_area_id: team.service_area.name for team in teams}
    for pk, name in areas.items():
        if sum(team.service_area_id == pk for team in teams) > 1:
            found[f"{AREA}{pk}"] = f"{name}, all teams together"
    if len(areas) > 1:
        found[ALL] = "Everything, each service by itself"
    return found


def _asked(request: Request, form: AskForm, choices: dict[str, str]) -> list[Run]:
    """Ask, and carry out; none where that was refused, with the reason on the form."""
    about = form.cleaned_data["about"]
    teams = queries.teams_to_ask(request.scope)
    chosen = [team.pk for team in teams if about in (ALL, f"team{team.pk}", f"{AREA}{team.service_area_id}")]
    fresh(request)
    try:
        made = actions.ask(by=request.user, key=form.cleaned_data["key"], team_ids=chosen)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return []
    jobs.carry_out(made)
    return made


def planner_run(request: Request, pk: int) -> HttpResponse:
    """One run: how far it is, or what it says."""
    one = _found(request, pk)
    return render(request, "planner/run.html", _page(request, one))


def planner_progress(request: Request, pk: int) -> HttpResponse:
    """How far a run is; asked for every two seconds by its page. Over: the page loads anew."""
    one = _found(request, pk)
    response = render(request, "planner/progress.html", {"run": one, "died": has_died(one)})
    if not one.open:
        response["HX-Refresh"] = "true"
    return response


def _page(request: Request, one: Run) -> dict[str, Any]:
    page: dict[str, Any] = {
        "run": one,
        "teams": [team.name for team in one.teams.all()],
        "died": has_died(one),
        "may": queries.may_stop(request.scope, one),
    }
    if not one.answered:
        return page
    proposal, reader = proposal_of_run(one), reader_of(request.scope, one.question)
    cases = [case for unit in proposal.numbers.waiting for case in unit.cases if case in reader.references]
    rows = present.home_rows(one, proposal, reader, became_of(one, cases))
    named = [key_of(one.id) for one in proposal.numbers.people if reader.reads_figures(one.team)]
    note_look(request, named, "a proposal of the planner")
    return page | {
        "rows": [row for row in rows if row.who],
        "waits": [row for row in rows if not row.who],
        "loads": present.load_rows(proposal, reader),
        "summary": present.summary(proposal, rows),
        "weights": [(weight.title, weight.unit, one.weights[weight.name]) for weight in ALL_WEIGHTS],
    }


@require_POST
def stop_run(request: Request, pk: int) -> HttpResponse:
    """End a run."""
    _found(request, pk)
    act = lambda: actions.stop(by=request.user, run_id=pk)  # noqa: E731
    said = "It stops. What was found so far is kept."
    return press(request, act, to=reverse("planner_run", args=[pk]), said=said)


@require_POST
def start_run_again(request: Request, pk: int) -> HttpResponse:
    """Start a run anew that was stopped or broke off."""
    _found(request, pk)

    def act() -> None:
        jobs.carry_out([actions.start_again(by=request.user, run_id=pk)])

    return press(request, act, to=reverse("planner_run", args=[pk]), said="It was started again.")


@require_POST
def replay_run(request: Request, pk: int) -> HttpResponse:
    """Ask the same again and compare."""
    one = _found(request, pk)
    try:
        same = jobs.replay(request.user, one)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _SAID[same])
    return redirect("planner_run", pk)


_SAID = {
    True: "The same question was asked again: the answer is the same, to the last choice.",
    False: "The same question was asked again, and the answer is another. Both solvers are named below.",
    None: "It is asked again. Whether the answer is the same stands below in a while.",
}


def _found(request: Request, pk: int) -> Run:
    require(queries.takes_part(request.scope))
    found: Run = get_object_or_404(queries.runs(request.scope).filter(kind=Run.Kind.PROPOSE), pk=pk)
    return found
