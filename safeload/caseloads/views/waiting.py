"""While a case waits: contact made, priority rated again, who looks after it, the wait approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from safeload.caseloads import actions, queries
from safeload.caseloads.forms.open import ApproveForm, ContactForm, KeeperForm, RatingForm
from safeload.caseloads.models import Case
from safeload.caseloads.presenters import open as present
from safeload.caseloads.views.shared import case_for, require, way_back
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request


def record_contact(request: Request, pk: int) -> HttpResponse:
    """Contact made today, unless said otherwise; while it waits, next due as the employer agreed."""
    row, scope = _open_case(request, pk, "change"), request.scope
    waits = not queries.allocated(scope).filter(case=row).exists()
    next_on = scope.on + timedelta(days=queries.times_on(scope.on).contact_days) if waits else None
    now = {"on": scope.on, "next_on": next_on, "version": row.version}
    form = bound(ContactForm, request, now, waits=waits)

    def act(given: dict[str, Any]) -> None:
        actions.record_contact(by=request.user, case_id=pk, **given)

    heading, lead = f"Contact made: case {row.reference}", present.contact_said(row)
    return form_page(
        request, form, act, to=way_back(request, pk), said="Saved.", heading=heading, lead=lead, button="Save"
    )


def rate_case(request: Request, pk: int) -> HttpResponse:
    """The priority looked at again: it stays as it is unless another is chosen."""
    row, scope = _open_case(request, pk, "change"), request.scope
    again_on = scope.on + timedelta(days=queries.times_on(scope.on).rating_days)
    form = bound(
        RatingForm, request, {"priority": row.priority, "again_on": again_on, "version": row.version}
    )

    def act(given: dict[str, Any]) -> None:
        actions.rate_case(by=request.user, case_id=pk, **given)

    heading = f"Rate again: case {row.reference}"
    lead = present.rating_said(row, queries.ratings_of(row).first())
    return form_page(
        request, form, act, to=way_back(request, pk), said="Saved.", heading=heading, lead=lead, button="Save"
    )


def name_keeper(request: Request, pk: int) -> HttpResponse:
    """Who looks after a case until somebody holds it."""
    row, scope = _open_case(request, pk, "allocate"), request.scope
    require(not queries.allocated(scope).filter(case=row).exists())
    keeper = queries.keepers([pk], scope.on).get(pk)
    choices = queries.possible_keepers(row.team_id, scope.on)
    now = {"who": present.keeper_key(keeper, choices), "version": row.version}
    form = bound(KeeperForm, request, now, choices=choices)

    def act(given: dict[str, Any]) -> None:
        actions.name_keeper(by=request.user, case_id=pk, version=given["version"], **form.whom())

    heading = f"Who looks after case {row.reference}"
    return form_page(
        request, form, act, to=way_back(request, pk), said="Saved.", heading=heading, button="Save"
    )


def approve_wait(request: Request, pk: int) -> HttpResponse:
    """Say why a case waits, and approve that it does."""
    row = _open_case(request, pk, "allocate")
    require(not queries.allocated(request.scope).filter(case=row).exists())
    form = bound(ApproveForm, request, {"why": row.why_waiting, "version": row.version})

    def act(given: dict[str, Any]) -> None:
        actions.approve_wait(by=request.user, case_id=pk, **given)

    heading = f"Approve that case {row.reference} waits"
    lead = "Your name and today’s date are kept with it, for everybody who may open the case to read."
    return form_page(
        request,
        form,
        act,
        to=way_back(request, pk),
        said="Saved.",
        heading=heading,
        lead=lead,
        button="Approve",
    )


def _open_case(request: Request, pk: int, verb: str) -> Case:
    row = case_for(request, pk, verb)
    require(row.closed_on is None or row.closed_on > request.scope.on)
    return row
