"""While a case waits: contact made, priority rated again, who looks after it, the wait approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from safeload.caseloads import actions, queries
from safeload.caseloads.forms.open import ApproveForm, ContactForm, KeeperForm, RatingForm
from safeload.caseloads.models import Case
from safeload.caseloads.presenters import open as present
from safeload.caseloads.views.shared import case_for, may, require, way_back
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request


def record_contact(request: Request, pk: int) -> HttpResponse:
    """Contact made today, unless said otherwise; while it waits, next due as the employer agreed."""
    row, scope = _open_case(request, pk, "change"), request.scope
    waits = not queries.allocated(scope).filter(case=row).exists()
    next_on = scope.on + timedelta(days=queries.times_on(scope.on).contact_days) if waits else None
    now = {"on": scope.on, "next_on": next_on, "version": row.version}
    others = _others(request, row, "change")
    form = bound(ContactForm, request, now | {"together": waits}, waits=waits, others=len(others))

    def act(given: dict[str, Any]) -> None:
        _act(actions.record_contact, request, pk, given, others, **form.taken())

    heading, lead = f"Contact made: case {row.reference}", present.contact_said(row)
    return form_page(
        request, form, act, to=way_back(request, pk), said="Saved.", heading=heading, lead=lead, button="Save"
    )


def rate_case(request: Request, pk: int) -> HttpResponse:
    """The priority looked at again: it stays as it is unless another is chosen."""
    row, scope = _open_case(request, pk, "change"), request.scope
    again_on = scope.on + timedelta(days=queries.times_on(scope.on).rating_days)
    others = _others(request, row, "change")
    now = {"priority": row.priority, "again_on": again_on, "version": row.version}
    form = bound(RatingForm, request, now, others=len(others))

    def act(given: dict[str, Any]) -> None:
        _act(actions.rate_case, request, pk, given, others, **form.taken())

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
    others = _others(request, row, "allocate")
    form = bound(KeeperForm, request, now | {"together": True}, choices=choices, others=len(others))

    def act(given: dict[str, Any]) -> None:
        _act(actions.name_keeper, request, pk, given, others, **form.whom())

    heading = f"Who looks after case {row.reference}"
    return form_page(
        request, form, act, to=way_back(request, pk), said="Saved.", heading=heading, button="Save"
    )


def approve_wait(request: Request, pk: int) -> HttpResponse:
    """Say why a case waits, and approve that it does."""
    row = _open_case(request, pk, "allocate")
    require(not queries.allocated(request.scope).filter(case=row).exists())
    others = _others(request, row, "allocate")
    now = {"why": row.why_waiting, "version": row.version, "together": True}
    form = bound(ApproveForm, request, now, others=len(others))

    def act(given: dict[str, Any]) -> None:
        _act(actions.approve_wait, request, pk, given, others, **form.taken())

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


def _others(request: Request, row: Case, verb: str) -> list[int]:
    """Open cases of the household in the same hands as this one, to which the account may do this."""
    held = queries.holding_post(row)
    return [
        one.pk
        for one in queries.siblings(request.scope, row)
        if one.closed_on is None and queries.holding_post(one) == held and may(request.scope, one, verb)
    ]


def _act(
    action: Callable[..., Any],
    request: Request,
    pk: int,
    given: dict[str, Any],
    others: list[int],
    **said: Any,
) -> None:
    also = others if given.get("together") else []
    actions.together(action, by=request.user, case_id=pk, also=also, version=given["version"], **said)
