"""Why a case is open: its plan; opening it again; the employer's reasons for closing and agreed times."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.caseloads import actions, queries
from safeload.caseloads.forms.open import ClosureReasonForm, PlanForm, ReopenForm, TimesForm
from safeload.caseloads.presenters import open as present
from safeload.caseloads.views.shared import case_for, page_of_case, require, way_back
from safeload.people import queries as people
from safeload.people.pages import bound, form_page, press
from safeload.people.requests import Request
from safeload.people.rights import Thing


def state_plan(request: Request, pk: int) -> HttpResponse:
    """The plan in a line, why the case stays open, agreed with whom, the next review."""
    row, scope = case_for(request, pk, "change"), request.scope
    require(row.closed_on is None or row.closed_on > scope.on)
    plan = queries.plan_of(row)
    now = {name: getattr(plan, name, None) for name in PlanForm.base_fields} | {"version": row.version}
    managers = people.managers_named(row.team_id, scope.on, plan.agreed_with_id if plan else None)
    form = bound(PlanForm, request, now, managers=managers)

    def act(given: dict[str, Any]) -> None:
        actions.state_plan(by=request.user, case_id=pk, **given)

    heading = f"Case {row.reference}: the plan, and why it is open"
    lead = "What was said before is kept with its dates."
    return form_page(
        request, form, act, to=way_back(request, pk), said="Saved.", heading=heading, lead=lead, button="Save"
    )


def open_again(request: Request, pk: int) -> HttpResponse:
    """Open a closed case again from a day on, with everything it had."""
    row = case_for(request, pk, "change")
    if row.closed_on is None:
        messages.info(request, f"Case {row.reference} is open already. Nothing of yours was saved.")
        return redirect("case", pk)
    form = bound(ReopenForm, request, {"on": request.scope.on, "version": row.version})

    def act(given: dict[str, Any]) -> None:
        actions.reopen_case(by=request.user, case_id=pk, on=given["on"], version=given["version"])

    heading = f"Open case {row.reference} again"
    lead = (
        "Its plan and answers are as they were. Whoever worked on it when it closed does so again from that day, "
        "if they are still here."
    )
    said = f"Case {row.reference} is open again."
    return form_page(
        request, form, act, to=page_of_case(pk), said=said, heading=heading, lead=lead, button="Open it again"
    )


@require_POST
def reopen_case(request: Request, pk: int) -> HttpResponse:
    """Take a closing back, as if the case had never closed."""
    row = case_for(request, pk, "change")
    act = lambda: actions.reopen_case(by=request.user, case_id=pk)  # noqa: E731
    return press(request, act, to=page_of_case(pk), said=f"Case {row.reference} is open again.")


def closure_reasons(request: Request) -> HttpResponse:
    """The employer's own reasons for closing, beside those of the census."""
    require(request.scope.does("change", Thing.STRUCTURE))
    form = bound(ClosureReasonForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.add_closure_reason(by=request.user, **given)

    to, template = reverse("closure_reasons"), "caseloads/closure_reasons.html"
    rows = queries.closure_reasons_kept()
    return form_page(request, form, act, to=to, said="Added.", template=template, rows=rows)


@require_POST
def retire_closure_reason(request: Request, row_id: int, back: bool = False) -> HttpResponse:
    """Offer a reason no longer, or again."""
    require(request.scope.does("change", Thing.STRUCTURE))
    act = lambda: actions.retire_closure_reason(by=request.user, reason_id=row_id, back=back)  # noqa: E731
    said = "It is offered again." if back else "It is offered no longer; where it was given, it stays."
    return press(request, act, to=reverse("closure_reasons"), said=said)


def agreed_times(request: Request) -> HttpResponse:
    """Targets for waiting and when something is asked again: what holds, what held, who agreed it."""
    scope = request.scope
    require(scope.roles or scope.practitioner_id)
    times, may_agree = queries.times_on(scope.on), bool(scope.does("approve", Thing.SCHEME))
    form = bound(TimesForm, request, present.times_now(times, scope.on))

    def act(given: dict[str, Any]) -> None:
        actions.agree_times(by=request.user, **given)

    require(may_agree or request.method != "POST")
    context: dict[str, Any] = {
        "now": present.times_said(times),
        "rows": [present.agreement_row(row) for row in queries.agreements()],
        "source": queries.shipped_source(),
        "agreed": times.agreed is not None,
        "may_agree": may_agree,
    }
    to, template = reverse("agreed_times"), "caseloads/agreed_times.html"
    return form_page(request, form, act, to=to, said="Agreed times are kept.", template=template, **context)
