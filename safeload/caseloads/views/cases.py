"""Cases: the list, the page of one, adding, correcting, and search."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from safeload.caseloads import actions, queries
from safeload.caseloads.forms.cases import CaseForm, NewCaseForm, WaitingForm
from safeload.caseloads.models import Case
from safeload.caseloads.presenters import cases as present
from safeload.caseloads.presenters import open as present_open
from safeload.caseloads.proposed import remarks
from safeload.caseloads.views.shared import case_for, may, own_teams, page_of_case, require
from safeload.people import asked
from safeload.people import queries as people
from safeload.people.pages import bound, form_page
from safeload.people.presenters.practitioners import person_row
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.web import listing

_SORTS = ("reference", "opened_on", "priority")


def cases(request: Request) -> HttpResponse:
    """Cases that this account may open: by reference, team, and whether somebody holds them."""
    scope = request.scope
    require(scope.sees(Thing.CASES) or scope.practitioner_id)
    team = request.GET.get("team", "")
    asked_for = {
        "reference": request.GET.get("reference", "").strip(),
        "holder": request.GET.get("holder", ""),
    }
    closed = request.GET.get("closed") == "yes"
    team_id = int(team) if team.isascii() and team.isdigit() and len(team) < 10 else None
    found = queries.listed(scope, team_id=team_id, closed=closed, **asked_for)
    sort = listing.sort_of(request, _SORTS, "reference")
    page = listing.page_of(request, found.order_by(("-" if sort.descending else "") + sort.by, "id"))
    context = {"page": page, "sort": sort, "teams": people.teams(scope.on), "team": team, "closed": closed}
    rows = _rows(page, scope.on)
    may_add = bool(scope.does("allocate", Thing.CASES))
    return render(request, "caseloads/cases.html", {**context, **asked_for, "rows": rows, "may_add": may_add})


def _rows(found: Iterable[Any], on: date) -> list[present.CaseRow]:
    some = list(found)
    days = queries.hands([one.pk for one in some], on) if some else {}
    return [present.case_row(one, on, days.get(one.pk, queries.Hands())) for one in some]


def case(request: Request, pk: int) -> HttpResponse:
    """One case: who holds it and held it, what the schemes ask, court dates, conflicts, skills, tasks."""
    scope, row = request.scope, case_for(request, pk)
    area = row.team.service_area_id if row.team else None
    answers = row.value_rows.filter(valid_to=None).select_related("agreed_by")
    # Who is merely asked reads what the work is, not what concerns colleagues or what others did.
    asked_only = getattr(row, "asked_only", False)
    parts = list(queries.history(row))
    held = queries.hands_on(parts[::-1], scope.on)
    may_allocate, days = may(scope, row, "allocate"), queries.hands([pk], scope.on)[pk]
    waits = present.waits(row, held, scope.on, days.ceased) if row.closed_on is None else ""
    context = {
        "case": row,
        "holder": present.waits_or_held(waits, held),
        "held": held,
        "answers": present.answer_rows(asked.fields("case", scope.on, area), list(answers)),
        "parts": [present.part_row(part) for part in parts],
        "siblings": _rows(queries.siblings(scope, row), scope.on),
        "court_dates": row.court_dates.filter(removed_at=None),
        "skills": row.skills_asked.filter(removed_at=None),
        "conflicts": [
            (one, may_allocate or one.recorded_by_id == scope.account_id)
            for one in queries.conflicts(row)
            if not asked_only
        ],
        **_tasks(scope, row),
        **_open(request, row, days, bool(waits)),
        "changes": [] if asked_only else [present.change_row(entry) for entry in queries.changes([pk])[:10]],
        "asked_only": asked_only,
        "proposed": remarks(scope, [pk]).get(pk) if row.closed_on is None else None,
        "may_change": may(scope, row, "change"),
        "may_allocate": may_allocate,
    }
    return render(request, "caseloads/case.html", context)


def _tasks(scope: Scope, row: Case) -> dict[str, Any]:
    """Tasks in hand for a case; and whether one may be added."""
    fields = asked.fields("task", scope.on, row.team.service_area_id if row.team else None)
    rows = row.tasks.filter(removed_at=None).select_related("post__practitioner", "case", "owner")
    may_add = "task" in fields and row.closed_on is None and may(scope, row, "change")
    return {
        "tasks": [present.task_row(one, fields) for one in rows],
        "adds_task": may_add and bool(queries.posts_with_tasks(scope, row)),
    }


def _open(request: Request, row: Case, days: queries.Hands, waits: bool) -> dict[str, Any]:
    """While it waits, why it is open, how it closed."""
    on, plans = request.scope.on, list(queries.plans_of(row))
    plan = next((one for one in plans if one.valid_to is None), None)
    found: dict[str, Any] = {
        "reached": days.reached,
        "since": days.since if days.since != days.reached else None,
        "plan": present_open.plan_said(plan, on, row.last_review_on) if plan else None,
        "plans": [present_open.plan_row(one) for one in plans if one.valid_to],
        "ratings": [present_open.rating_row(one) for one in queries.ratings_of(row)],
        "keepings": [present_open.keeping_row(one) for one in queries.keepings_of(row)],
        "closings": [present_open.closing_row(one) for one in queries.closings_of(row)],
    }
    if waits:
        keeper = queries.keepers([row.pk], on).get(row.pk)
        since = max((day for day in (row.reached_team_on or row.opened_on, days.ceased) if day), default=None)
        found["waiting"] = present_open.waiting_said(row, on, since, queries.times_on(on), keeper)
    return found


def add_case(request: Request) -> HttpResponse:
    """A case that waits in a team until somebody holds it."""
    require(request.scope.does("allocate", Thing.CASES))
    form = bound(NewCaseForm, request, teams=own_teams(request))
    made: list[Case] = []

    def act(_: dict[str, Any]) -> None:
        made.append(actions.add_case(by=request.user, **form.taken()))

    lead = "It waits in the team until you record who holds it."
    response = form_page(
        request, form, act, to=reverse("cases"), said="Added.", heading="Add a case", lead=lead, button="Add"
    )
    return redirect("case", made[0].pk) if made else response


def correct_case(request: Request, pk: int) -> HttpResponse:
    """Put right what is known of a case."""
    row = case_for(request, pk, "change")
    teams = own_teams(request) or ([row.team] if row.team else [])
    form = bound(CaseForm, request, {name: getattr(row, name) for name in CaseForm.base_fields}, teams=teams)

    def act(given: dict[str, Any]) -> None:
        actions.correct_case(by=request.user, case_id=pk, version=given["version"], **form.taken())

    heading = f"Correct case {row.reference}"
    return form_page(request, form, act, to=page_of_case(pk), said="Saved.", heading=heading, button="Save")


def note_waiting(request: Request, pk: int) -> HttpResponse:
    """Next contact due and made, and why it waits."""
    row = case_for(request, pk, "change")
    form = bound(WaitingForm, request, {name: getattr(row, name) for name in WaitingForm.base_fields})

    def act(given: dict[str, Any]) -> None:
        actions.correct_case(by=request.user, case_id=pk, version=given["version"], **form.taken())

    heading = f"While case {row.reference} waits"
    return form_page(request, form, act, to=page_of_case(pk), said="Saved.", heading=heading, button="Save")


def search(request: Request) -> HttpResponse:
    """Cases by reference or household, and people by name or staff reference, as far as one may see them."""
    scope, wanted = request.scope, " ".join(request.GET.get("q", "").split())[:60]
    context: dict[str, Any] = {"wanted": wanted}
    if wanted:
        found = queries.listed(scope, reference=wanted).order_by("reference")[:50]
        persons = people.with_posts(people.practitioners(scope, named=wanted), scope.on)[:50]
        context["cases"] = _rows(found, scope.on)
        context["people"] = [person_row(person, scope.on) for person in persons]
    elif "q" in request.GET:
        messages.info(request, "Type a case reference, or part of a name.")
    return render(request, "caseloads/search.html", context)
