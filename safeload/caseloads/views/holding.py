"""The household of a case; what the schemes ask of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.caseloads import actions, queries
from safeload.caseloads.forms.cases import GroupForm, HouseholdForm
from safeload.caseloads.presenters import cases as present
from safeload.caseloads.views.shared import case_for, page_of_case, require
from safeload.people import asked
from safeload.people.forms.answers import AnswersForm, shown
from safeload.people.pages import bound, form_page, press
from safeload.people.requests import Request


def answer_case(request: Request, pk: int) -> HttpResponse:
    """Answer what the schemes ask of a case, from today on."""
    row, on = case_for(request, pk, "change"), request.scope.on
    fields = asked.fields("case", on, row.team.service_area_id if row.team else None)
    require(fields)
    form = bound(AnswersForm, request, {**shown(fields, row.values), "version": row.version}, asked=fields)

    def act(given: dict[str, Any]) -> None:
        version = given["version"]
        by, answers = request.user, form.taken()
        actions.set_values(by=by, case_id=pk, answers=answers, fields=fields, valid_from=on, version=version)

    heading, lead = (
        f"Case {row.reference}: what the scheme asks",
        "What you leave open counts as the scheme says.",
    )
    return form_page(
        request, form, act, to=page_of_case(pk), said="Saved.", heading=heading, lead=lead, button="Save"
    )


def group_case(request: Request, pk: int) -> HttpResponse:
    """Put a case into a household, by its reference."""
    row = case_for(request, pk, "change")
    form = bound(GroupForm, request, {"household": row.household.reference if row.household else ""})

    def act(given: dict[str, Any]) -> None:
        actions.group(by=request.user, case_ids=[pk], household=given["household"])

    heading = f"The household of case {row.reference}"
    return form_page(request, form, act, to=page_of_case(pk), said="Saved.", heading=heading, button="Save")


@require_POST
def split_case(request: Request, pk: int) -> HttpResponse:
    """Take a case out of its household."""
    row = case_for(request, pk, "change")
    act = lambda: actions.split(by=request.user, case_id=pk)  # noqa: E731
    return press(request, act, to=page_of_case(pk), said=f"Case {row.reference} now stands by itself.")


def household(request: Request, pk: int) -> HttpResponse:
    """A household: its cases, as far as one may open them, and its patch."""
    scope = request.scope
    home = get_object_or_404(queries.households(scope), pk=pk)
    members = queries.cases(scope).filter(household=home).select_related("team", "household")
    found = list(members.prefetch_related(queries.holders(scope.on)))
    days = queries.hands([one.pk for one in found], scope.on)
    rows = [present.case_row(one, scope.on, days.get(one.pk, queries.Hands())) for one in found]
    return render(request, "caseloads/household.html", {"home": home, "rows": rows})


def correct_household(request: Request, pk: int) -> HttpResponse:
    """Put right a household's reference or patch."""
    home = get_object_or_404(queries.households(request.scope), pk=pk)
    now = {"reference": home.reference, "patch": home.patch, "version": home.version}
    form = bound(HouseholdForm, request, now)

    def act(given: dict[str, Any]) -> None:
        changes = {**form.taken(), "provisional": False}
        actions.correct_household(by=request.user, household_id=pk, version=given["version"], **changes)

    to, heading = reverse("household", args=[pk]), f"Correct household {home.reference}"
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, button="Save")
