"""Runs of the planner: asked, followed, read, stopped, asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.allocation.moving import Rebalancing
from safeload.domain.allocation.weights import ALL as ALL_WEIGHTS
from safeload.people.pages import press
from safeload.people.queries import names_of
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.planner import actions, jobs
from safeload.planner.actions.running import has_died
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.kinds import OPTIONS
from safeload.planner.models import Run
from safeload.planner.presenters import afterwards, effect, moves, rehearsed
from safeload.planner.presenters import runs as present
from safeload.planner.presenters.said import kept_proof
from safeload.planner.queries import runs as queries
from safeload.planner.queries.afterwards import no_longer_waiting
from safeload.planner.queries.naming import became_of, key_of, posts_of, reader_of
from safeload.web.listing import page_of
from safeload.workload.views.shared import note_look, require


def planner_run(request: Request, pk: int) -> HttpResponse:
    """One run: how far it is, or what it says."""
    one = _found(request, pk)
    page = {
        "run": one,
        "teams": [team.name for team in one.teams],
        "died": has_died(one),
        "may": queries.may_stop(request.scope, one),
        "weights": [(weight.title, weight.unit, one.weights[weight.name]) for weight in ALL_WEIGHTS],
    }
    if one.kind == Run.Kind.REHEARSE:
        page |= _rehearsed(one)
    if one.let_go_at is not None:
        page["proof"] = kept_proof(one.proof)
    if one.answered:
        page |= _SHOWN[one.kind](request, one)
    return render(request, _TEMPLATES[one.kind], page)


def planner_progress(request: Request, pk: int) -> HttpResponse:
    """How far a run is; asked for every two seconds by its page. Over: the page loads anew."""
    one = _found(request, pk)
    response = render(request, "planner/progress.html", {"run": one, "died": has_died(one)})
    if not one.open:
        response["HX-Refresh"] = "true"
    return response


def _placing(request: Request, one: Run) -> dict[str, Any]:
    """Who could take what waits."""
    proposal, reader = proposal_of_run(one), reader_of(request.scope, one.question)
    became = became_of(one, list(reader.references))
    gone = no_longer_waiting(request.scope, list(reader.references))
    page = page_of(request, present.ordered(proposal), 100)
    rows = present.home_rows(one, proposal, reader, became, page)
    named = [key_of(one.id) for one in proposal.numbers.people if reader.reads_figures(one.team)]
    note_look(request, named, "a proposal of the planner")
    loads = present.load_rows(proposal, reader)
    return {
        "page": page,
        "rows": [row for row in rows if row.who],
        "waits": [row for row in rows if not row.who],
        "loads": [row for row in loads if row.given],
        "others": [row for row in loads if not row.given],
        "summary": present.summary(proposal),
        "afterwards": afterwards.lines(one, proposal, reader, became, gone),
    }


def _told(request: Request, one: Run, holding: dict[str, Any]) -> moves.Told:
    question, reader = Rebalancing.of_data(holding), reader_of(request.scope, holding, "held")
    named = [key_of(who.id) for who in question.people if reader.reads_figures(who.team)]
    note_look(request, named, "moves of the planner")
    return moves.Told.of(question, reader, posts_of([who.id for who in question.people], request.scope.on))


def _moving(request: Request, one: Run) -> dict[str, Any]:
    """Which moves would help, the options side by side."""
    told = _told(request, one, one.question)
    return {
        "options": [moves.option(one, told, code, one.answer[code]) for code in OPTIONS if code in one.answer]
    }


def _rehearsed(one: Run) -> dict[str, Any]:
    """What a rehearsal is about, also before it is answered."""
    who = one.asks.get("who")
    name = names_of([who]).get(who, "somebody") if who else ""
    return {"heading": moves.heading(one, name), "day": date.fromisoformat(one.asks["day"])}


def _rehearsing(request: Request, one: Run) -> dict[str, Any]:
    """What if."""
    told = _told(request, one, one.question["holding"])
    found = moves.rehearsal(one, told, one.answer)
    return {
        "found": found,
        "hearings": moves.hearings(told, one.answer),
        "staying": rehearsed.staying(one, told, one.answer),
        "why_nothing": rehearsed.why_nothing(one, told, one.answer),
    }


def _effect(request: Request, one: Run) -> dict[str, Any]:
    """What other weights would have said of last month."""
    readers = [reader_of(request.scope, week["question"]) for week in one.question["weeks"]]
    may = bool(request.scope.does("approve", Thing.SCHEME))
    return {"effect": effect.effect(one, readers), "may_agree": may}


_SHOWN: dict[str, Callable[[Request, Run], dict[str, Any]]] = {
    Run.Kind.PROPOSE: _placing,
    Run.Kind.REBALANCE: _moving,
    Run.Kind.REHEARSE: _rehearsing,
    Run.Kind.EFFECT: _effect,
}
_TEMPLATES: dict[str, str] = {
    Run.Kind.PROPOSE: "planner/run.html",
    Run.Kind.REBALANCE: "planner/moves.html",
    Run.Kind.REHEARSE: "planner/rehearsal.html",
    Run.Kind.EFFECT: "planner/effect.html",
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
    found: Run = get_object_or_404(queries.runs(request.scope), pk=pk)
    return found
