"""Court dates, skills asked for, conflicts of interest and tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.audit.refusals import Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.forms.details import HOLDER, ConflictForm, CourtDateForm, SkillForm, TaskForm
from safeload.caseloads.models import CaseTask, ConflictOfInterest, CourtDate, SkillAsked
from safeload.caseloads.presenters.cases import task_row
from safeload.caseloads.views.shared import case_for, page_of_case, require
from safeload.people import asked
from safeload.people import queries as people
from safeload.people.models import Practitioner
from safeload.people.pages import bound, form_page, press
from safeload.people.requests import Request


def add_court_date(request: Request, pk: int) -> HttpResponse:
    """Note a hearing or a filing date."""
    row, form = case_for(request, pk, "change"), bound(CourtDateForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.add_court_date(by=request.user, case_id=pk, **given)

    heading = f"Add a court date for case {row.reference}"
    return form_page(request, form, act, to=page_of_case(pk), said="Added.", heading=heading, button="Add")


def add_skill_asked(request: Request, pk: int) -> HttpResponse:
    """Note what a case asks of who works on it."""
    row, form = case_for(request, pk, "change"), bound(SkillForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.add_skill_asked(by=request.user, case_id=pk, **given)

    heading = f"What case {row.reference} asks for"
    return form_page(request, form, act, to=page_of_case(pk), said="Added.", heading=heading, button="Add")


def add_conflict(request: Request, pk: int) -> HttpResponse:
    """Note somebody who should not hold a case."""
    row = case_for(request, pk, "change")
    choices = people.practitioners(request.scope)
    form = bound(ConflictForm, request, people=choices, grouped=row.household_id is not None)

    def act(given: dict[str, Any]) -> None:
        actions.add_conflict(by=request.user, case_id=pk, **given)

    heading = f"A conflict of interest with case {row.reference}"
    return form_page(
        request, form, act, to=page_of_case(pk), said="Noted.", heading=heading, button="Note it"
    )


@require_POST
def court_date_off(request: Request, row_id: int, undo: bool = False) -> HttpResponse:
    """Take a court date out, or put it back."""
    row = get_object_or_404(CourtDate, pk=row_id)
    case_for(request, row.case_id, "change")
    act = lambda: actions.remove_court_date(by=request.user, court_date_id=row_id, undo=undo)  # noqa: E731
    return _off(request, act, page_of_case(row.case_id), undo, "The court date", "court_date_back", row_id)


@require_POST
def skill_asked_off(request: Request, row_id: int, undo: bool = False) -> HttpResponse:
    """Take out what a case asks for, or put it back."""
    row = get_object_or_404(SkillAsked, pk=row_id)
    case_for(request, row.case_id, "change")
    act = lambda: actions.remove_skill_asked(by=request.user, skill_id=row_id, undo=undo)  # noqa: E731
    return _off(request, act, page_of_case(row.case_id), undo, f"“{row.text}”", "skill_asked_back", row_id)


@require_POST
def conflict_off(request: Request, pk: int, row_id: int, undo: bool = False) -> HttpResponse:
    """Take a conflict out, or put it back."""
    row = case_for(request, pk, "change")
    get_object_or_404(ConflictOfInterest.objects.filter(case=row) | _of_home(row), pk=row_id)
    act = lambda: actions.remove_conflict(by=request.user, conflict_id=row_id, undo=undo)  # noqa: E731
    return _off(request, act, page_of_case(pk), undo, "The conflict of interest", "conflict_back", pk, row_id)


def tasks(request: Request, practitioner_id: int) -> HttpResponse:
    """Tasks that somebody has in hand."""
    person = _person(request, practitioner_id)
    fields = asked.fields("task", request.scope.on)
    rows = [task_row(row, fields) for row in queries.tasks(request.scope, person)]
    return render(request, "caseloads/tasks.html", {"person": person, "rows": rows, "asks": "task" in fields})


def add_task(request: Request, practitioner_id: int) -> HttpResponse:
    """Note a task that somebody has in hand, and whose work it is."""
    person, on = _person(request, practitioner_id), request.scope.on
    fields = asked.fields("task", on)
    require("task" in fields)
    running = [post for post in people.posts_of(person, on) if post.ended_on is None or post.ended_on >= on]
    posts = [(post.pk, f"{post.get_role_display()}, {post.team.name}") for post in running]
    others = people.practitioners(request.scope).exclude(pk=person.pk)
    form = bound(TaskForm, request, {"starts_on": on}, posts=posts, asked=fields, people=others)

    def act(given: dict[str, Any]) -> None:
        _add_task(request, form, given, queries.by_reference(request.scope, given["case"]))

    to, heading = reverse("tasks", args=[practitioner_id]), f"Add a task of {person.name}"
    return form_page(request, form, act, to=to, said="Added.", heading=heading, button="Add")


def add_case_task(request: Request, pk: int) -> HttpResponse:
    """Note a task for a case: who does it, such as a support worker, for whoever holds it."""
    row, on = case_for(request, pk, "change"), request.scope.on
    fields = asked.fields("task", on, row.team.service_area_id if row.team else None)
    posts = queries.posts_with_tasks(request.scope, row)
    require("task" in fields and posts and row.closed_on is None)
    named = [(post.pk, f"{post.practitioner.name}, {post.get_role_display().lower()}") for post in posts]
    first = {"starts_on": on, "owner": HOLDER}
    form = bound(
        TaskForm,
        request,
        first,
        posts=named,
        asked=fields,
        people=people.practitioners(request.scope),
        case=row,
    )

    def act(given: dict[str, Any]) -> None:
        _add_task(request, form, given, pk)

    heading = f"Add a task for case {row.reference}"
    return form_page(request, form, act, to=page_of_case(pk), said="Added.", heading=heading, button="Add")


def _add_task(request: Request, form: TaskForm, given: dict[str, Any], case_id: int | None) -> None:
    owner = int(given["owner"]) if given["owner"].isdigit() else None
    if given["owner"] == HOLDER:
        owner = queries.holding_practitioner(case_id)
        if owner is None:
            raise Refusal("Nobody holds this case. Choose somebody, or whoever does it.", "owner")
    days = {name: given[name] for name in ("starts_on", "ends_on", "number", "post_id")}
    actions.add_task(
        by=request.user, kind=given["task"], case_id=case_id, owner_id=owner, values=form.answers(), **days
    )


@require_POST
def task_off(request: Request, row_id: int, undo: bool = False) -> HttpResponse:
    """Take a task out, or put it back."""
    row = get_object_or_404(CaseTask.objects.select_related("post"), pk=row_id)
    _person(request, row.post.practitioner_id)
    act = lambda: actions.remove_task(by=request.user, task_id=row_id, undo=undo)  # noqa: E731
    return _off(
        request, act, reverse("tasks", args=[row.post.practitioner_id]), undo, "The task", "task_back", row_id
    )


def _off(
    request: Request, act: Callable[[], Any], to: str, undo: bool, what: str, back: str, *keys: int
) -> HttpResponse:
    said = f"{what} is back." if undo else f"{what} was taken out."
    return press(request, act, to=to, said=said, undo="" if undo else reverse(back, args=keys))


def _of_home(row: Any) -> Any:
    if row.household_id is None:
        return ConflictOfInterest.objects.none()
    return ConflictOfInterest.objects.filter(household=row.household_id)


def _person(request: Request, pk: int) -> Practitioner:
    person: Practitioner = get_object_or_404(queries.whose_tasks(request.scope), pk=pk)
    return person
