"""Closing a case: what it frees, the reason, what was achieved; it can be taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from safeload.audit.refusals import NotAllowed
from safeload.caseloads import actions
from safeload.caseloads.permits import require_case
from safeload.caseloads.queries import cases, closure_reasons, holders, in_hands, plan_of
from safeload.caseloads.views.shared import way_back
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.workload.facts.taking import Place, taken
from safeload.workload.forms import ClosingForm
from safeload.workload.presenters.closing import Freed, freed
from safeload.workload.queries.board import person_seen
from safeload.workload.queries.person import scheme_of_person
from safeload.workload.queries.protections import NOT_PROTECTED, protected_among
from safeload.workload.views.shared import colours, fresh, note_look, require


def close_case(request: Request, case_id: int) -> HttpResponse:
    """Close a case from a day on, with the reason; the holder's load before and after stands beside it."""
    case = _case(request, case_id)
    back = way_back(request, case_id)
    if case.closed_on is not None:
        messages.info(request, f"Case {case.reference} is closed already. Nothing was changed.")
        return redirect(back)
    fresh(request)
    shown = _freed(request, case)
    now = {"on": request.scope.on, "version": case.version}
    form = bound(
        ClosingForm, request, now, own_reasons=closure_reasons(), waits=in_hands(case).holder is None
    )

    def act(given: dict[str, Any]) -> None:
        actions.close_case(by=request.user, case_id=case_id, version=given["version"], **form.taken())

    said = shown.done if shown else f"Thank you. Case {case.reference} is closed."
    undo, plan = reverse("reopen_case", args=[case_id]), plan_of(case)
    waits = in_hands(case).holder is None
    context = {
        "case": case,
        "freed": shown,
        "waits": waits,
        "plan": plan,
        "template": "workload/close_case.html",
    }
    return form_page(request, form, act, to=back, said=said, undo=undo, **context)


def _case(request: Request, case_id: int) -> Any:
    found = cases(request.scope).select_related("team", "household").prefetch_related(holders())
    case = get_object_or_404(found, pk=case_id)
    try:
        require_case(request.scope, case)
    except NotAllowed:
        require(False)
    return case


def _freed(request: Request, case: Any) -> Freed | None:
    """The holder's load with and without the case, measured; for those to whom that load is open."""
    held = in_hands(case).holder
    post = held.post if held else None
    scheme = scheme_of_person(post.practitioner_id) if post else None
    if post is None or scheme is None or not person_seen(request.scope, post.practitioner_id):
        return None
    whose = post.practitioner_id
    note_look(request, [whose], "closing of a case")
    place = Place(whose, post.pk, post.team_id)
    before, after = taken(scheme, request.scope.on, {place: []}, leaving=[case.pk]).of(whose)
    own, protection = request.scope.is_own(whose), protected_among([whose]).get(whose, NOT_PROTECTED)
    voice = "Your" if own else f"{post.practitioner.name}’s"
    return freed(before, after, scheme, colours(request), voice, case.reference, protection)
