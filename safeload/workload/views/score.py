"""Scoring a case again after a change: choose, see the new figure, save."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.permits import require_case
from safeload.caseloads.queries import cases, holders
from safeload.domain.scheme import Field
from safeload.people.forms.answers import AnswersForm, shown
from safeload.people.pages import bound
from safeload.people.requests import Request
from safeload.schemes.facts import fields_asked, side_by_side
from safeload.workload.facts.preview import supposed
from safeload.workload.presenters.score import Preview, holder_of, preview
from safeload.workload.queries.board import person_seen
from safeload.workload.queries.person import scheme_of_person
from safeload.workload.queries.protections import NOT_PROTECTED, protected_among
from safeload.workload.views.shared import colours, fresh, note_look, require


def case_score(request: Request, case_id: int) -> HttpResponse:
    """The answers behind a case's score; what they would make of the holder's load; saved with "Save"."""
    case = _changeable(request, case_id)
    fields = _asked(request, case)
    require(fields)
    fresh(request)
    form = bound(AnswersForm, request, {**shown(fields, case.values), "version": case.version}, asked=fields)
    if (
        request.method == "POST"
        and form.is_valid()
        and "save" in request.POST
        and _saved(request, case, form)
    ):
        return redirect("case_score", case.pk)
    answers = form.taken() if request.method == "POST" and form.is_valid() else None
    page: dict[str, Any] = {"form": form, "case": case, "preview": _preview(request, case, answers)}
    part = "#preview" if request.htmx else ""
    status = 422 if form.errors and not request.htmx else 200
    return render(request, f"workload/case_score.html{part}", page, status=status)


def _asked(request: Request, case: Any) -> dict[str, Field]:
    """What the schemes of the case's service area ask of it, the main one first."""
    on, area = request.scope.on, case.team.service_area_id if case.team else None
    return cast("dict[str, Field]", fields_asked(on, "case", side_by_side(area, on)))


def _changeable(request: Request, case_id: int) -> Any:
    found = cases(request.scope).select_related("team", "household").prefetch_related(holders())
    case = get_object_or_404(found, pk=case_id, closed_on__isnull=True)
    try:
        require_case(request.scope, case)
    except NotAllowed:
        require(False)
    return case


def _saved(request: Request, case: Any, form: AnswersForm) -> bool:
    try:
        caseloads.set_values(
            by=request.user,
            case_id=case.pk,
            answers=form.taken(),
            fields=form.asked,
            valid_from=request.scope.on,
            version=form.cleaned_data["version"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    messages.success(request, f"Saved: case {case.reference} counts as below from today.")
    return True


def _preview(request: Request, case: Any, answers: dict[str, Any] | None) -> Preview | None:
    """Before and after for the holder, if their load is open to whoever asks."""
    holder = holder_of(case)
    scheme = scheme_of_person(holder.pk) if holder else None
    if scheme is None or not person_seen(request.scope, holder.pk):
        return None
    note_look(request, [holder.pk], "score of a case")
    on = request.scope.on
    before = supposed(scheme, on, holder.pk, case, None)
    after = before if answers is None else supposed(scheme, on, holder.pk, case, {**case.values, **answers})
    own, protection = request.scope.is_own(holder.pk), protected_among([holder.pk])
    shield = protection.get(holder.pk, NOT_PROTECTED)
    return preview(before, after, scheme, colours(request), holder.name, own, shield)
