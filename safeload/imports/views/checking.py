"""One list: what it would change, its questions, applying, undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.imports import actions, jobs, queries
from safeload.imports.examples import is_example, take_people_back
from safeload.imports.forms.questions import QuestionsForm
from safeload.imports.forms.upload import ConfirmForm
from safeload.imports.models import Import
from safeload.imports.presenters import reports
from safeload.imports.views.shared import list_for
from safeload.people.models import Practitioner
from safeload.people.pages import press
from safeload.people.queries import areas, teams
from safeload.people.requests import Request
from safeload.web import listing

_OPEN = (Import.State.UPLOADED, Import.State.CHECKED)


def brought_list(request: Request, pk: int) -> HttpResponse:
    """What a list would change, or has changed."""
    return _page(request, list_for(request, pk))


def list_progress(request: Request, pk: int) -> HttpResponse:
    """How far the work on a list is; asked for every two seconds by the page. Over: the page loads anew."""
    one = list_for(request, pk)
    if one.work and not jobs.has_stopped(one):
        return render(request, "imports/list_progress.html", {"list": one})
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
def check_list(request: Request, pk: int) -> HttpResponse:
    """Check a list again."""
    one = list_for(request, pk)
    if one.state in _OPEN:
        jobs.check(pk)
    return redirect("brought_list", pk)


@require_POST
def settle_list(request: Request, pk: int) -> HttpResponse:
    """Remember the answers to a list’s questions, and check it again."""
    one = list_for(request, pk)
    if one.state not in _OPEN:
        return redirect("brought_list", pk)
    form = _questions(request, one, request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    try:
        count = form.settle(request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("brought_list", pk)
    jobs.check(pk)
    if count:
        messages.success(request, "Saved and remembered. The list was checked again.")
    return redirect("brought_list", pk)


@require_POST
def apply_list(request: Request, pk: int) -> HttpResponse:
    """Apply a list as it was confirmed."""
    one = list_for(request, pk)
    form = ConfirmForm(request.POST, left_out=reports.left_out_words(one))
    if not form.is_valid():
        return redirect("brought_list", pk)
    plan, full = form.chosen()
    try:
        done = jobs.apply(request.user, pk, plan, full)
    except actions.DataMoved as moved:
        jobs.check(pk)
        messages.error(request, moved.sentence)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        if done:
            said = "The list is applied. This is what it changed."
            messages.success(request, said, extra_tags=reverse("undo_list", args=[pk]))
    return redirect("brought_list", pk)


@require_POST
def undo_list(request: Request, pk: int) -> HttpResponse:
    """Undo a list as a whole; refused where later work would be lost."""
    one = list_for(request, pk)
    try:
        example = is_example(one)
        done = jobs.undo(request.user, pk)
        if done and example:
            _take_people_back(request)
    except actions.WouldBeLost as lost:
        return _page(request, one, lost=lost)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        if done:
            messages.success(request, "The list is undone. Everything is as it was before.")
    return redirect("brought_list", pk)


def _take_people_back(request: Request) -> None:
    try:
        take_people_back(request.user)
    except Refusal as refusal:
        messages.info(request, f"The example’s practitioners and teams stay. {refusal.sentence}")


@require_POST
def set_list_aside(request: Request, pk: int) -> HttpResponse:
    """Do not use a list."""
    list_for(request, pk)
    act = lambda: actions.set_aside(by=request.user, import_id=pk)  # noqa: E731
    return press(request, act, to=reverse("lists"), said="The list was set aside. Nothing of it is kept.")


def list_rows(request: Request, pk: int, part: str) -> HttpResponse:
    """One part of a report, row by row."""
    one = list_for(request, pk)
    if part not in reports.PARTS:
        raise Http404
    page = listing.page_of(request, reports.rows_of(one, part), 100)
    if part == "faults":
        rows: list[Any] = [reports.shown_fault(row) for row in page]
    elif part in {"conflicts", "explained"}:
        rows = list(page)
    else:
        rows = [reports.shown_step(row, request.scope) for row in page]
    context = {"list": one, "part": part, "heading": reports.PARTS[part], "rows": rows, "page": page}
    return render(request, "imports/list_rows.html", context)


def _page(
    request: Request, one: Import, form: QuestionsForm | None = None, lost: actions.WouldBeLost | None = None
) -> HttpResponse:
    report, words = one.report, reports.left_out_words(one)
    asked = report.get("asked", []) if one.state in _OPEN else []
    digests = {"plan": report.get("plan"), "plan_full": report.get("plan_full")}
    context = {
        "list": one,
        "files": reports.files(one),
        "tag": reports.state_tag(one),
        "working": bool(one.work) and not jobs.has_stopped(one),
        "stopped": jobs.has_stopped(one),
        "lines": reports.lines(one),
        "looked_at": reports.looked_at(one),
        "teams": reports.teams(one),
        "report": report,
        "form": form or (_questions(request, one) if asked else None),
        "needed": sum(bool(question["needed"]) for question in asked),
        "confirm": ConfirmForm(initial=digests, left_out=words)
        if one.state == Import.State.CHECKED
        else None,
        "twin": queries.applied_before(one.kind, one.digest) if one.state in _OPEN else None,
        "lost": lost,
    }
    return render(
        request, "imports/brought_list.html", context, status=422 if lost or (form and form.errors) else 200
    )


def _questions(request: Request, one: Import, sent: Any = None) -> QuestionsForm:
    asked = one.report.get("asked", [])
    near = {pk for question in asked if question["about"] == "name" for pk in question["proposals"]}
    people = Practitioner.objects.filter(pk__in=near).prefetch_related("posts__team")
    named = {
        person.pk: ", ".join([person.name, *dict.fromkeys(post.team.name for post in person.posts.all())])
        for person in people
    }
    return QuestionsForm(
        sent,
        asked=asked,
        people=named,
        teams=[(team.pk, team.name) for team in teams(request.scope.on)],
        areas=[(area.pk, area.name) for area in areas()],
    )
