"""The worklist for the case-management system; and who held a case on a day, as it was known on another."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.caseloads import actions, queries
from safeload.caseloads.forms.cases import ThenForm
from safeload.caseloads.presenters import cases as present_cases
from safeload.caseloads.presenters import open as present_open
from safeload.caseloads.presenters import worklist as present
from safeload.caseloads.views.shared import case_for, own_teams, require
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.web import listing


def worklist(request: Request) -> HttpResponse:
    """What changed hands here and is to be entered in the case-management system; or what was ticked off."""
    require(request.scope.does("allocate", Thing.CASES))
    team = request.GET.get("team", "")
    team_id = int(team) if team.isascii() and team.isdigit() and len(team) < 10 else None
    done = request.GET.get("done") == "yes"
    page = listing.page_of(request, queries.worklist(request.scope, team_id=team_id, done=done), size=100)
    context = {"page": page, "rows": [present.line(row) for row in page], "done": done, "team": team}
    return render(request, "caseloads/worklist.html", {**context, "teams": own_teams(request, "allocate")})


@require_POST
def worklist_tick(request: Request) -> HttpResponse:
    """Say that the chosen cases are entered there."""
    require(request.scope.does("allocate", Thing.CASES))
    chosen = [int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdigit()]
    within = queries.worklist(request.scope).filter(pk__in=chosen[:1000])
    keys = list(within.values_list("pk", flat=True))
    said = f"Ticked off: {len(keys)}." if keys else "Choose the cases that you have entered there."
    return press(
        request, lambda: actions.tick_off(by=request.user, row_ids=keys), to=reverse("worklist"), said=said
    )


@require_POST
def worklist_put_back(request: Request, row_id: int) -> HttpResponse:
    """Take a tick by hand back."""
    require(queries.worklist(request.scope, done=True).filter(pk=row_id).exists())
    act = lambda: actions.put_back(by=request.user, row_id=row_id)  # noqa: E731
    return press(request, act, to=reverse("worklist"), said="It is on the worklist again.")


def case_then(request: Request, pk: int) -> HttpResponse:
    """Who worked on a case on a day, as it was known at the end of another."""
    row = case_for(request, pk)
    today = request.scope.on
    form = ThenForm(
        request.GET if "on_year" in request.GET else None, initial={"on": today, "known_on": today}
    )
    page = {"case": row, "form": form, "answered": form.is_bound and form.is_valid()}
    if page["answered"]:
        found = queries.history_then(row, form.cleaned_data["on"], form.cleaned_data["known_on"])
        page |= {**form.cleaned_data, "parts": [present_cases.part_row(part) for part in found]}
        plan = queries.plan_then(row, form.cleaned_data["on"])
        page["plan"] = present_open.plan_said(plan, form.cleaned_data["on"]) if plan else None
    return render(request, "caseloads/case_then.html", page, status=422 if form.errors else 200)
