"""What somebody without an account said: written down by whoever decides, heard by the next tier."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.forms import HeardForm, QuoteForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import quoted as present
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.quoted import may_be_quoted, to_be_heard
from safeload.people import queries as people
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.workload.views.shared import require


def quote_words(request: Request, pk: int) -> HttpResponse:
    """Write down what somebody without an account said to a load over the line."""
    one = _found(request, pk)
    require(queries.may_decide(request.scope, one) and may_be_quoted(one, request.scope.on))
    form = bound(QuoteForm, request, {"version": one.version})

    def act(given: dict[str, Any]) -> None:
        actions.quote_words(by=request.user, proposal_id=pk, **given)

    led = bool(people.next_tier(one.post.team.service_area_id, request.scope.on))
    heading = f"What did {one.post.practitioner.name} say to it?"
    to, lead = reverse("proposal", args=[pk]), present.lead(one, led)
    said = "Saved, under your name. It counts once the service’s manager has heard it from them."
    return form_page(request, form, act, to=to, said=said, heading=heading, button="Save", lead=lead)


def confirm_words(request: Request, pk: int) -> HttpResponse:
    """Say, as the next tier, that one has heard it from the practitioner."""
    one = _found(request, pk)
    require(queries.may_override(request.scope, one) and to_be_heard(one))
    form = bound(HeardForm, request, {"version": one.version})

    def act(given: dict[str, Any]) -> None:
        actions.confirm_words(by=request.user, proposal_id=pk, **given)

    heading = f"Have you heard it from {one.post.practitioner.name}?"
    to, lead = reverse("proposal", args=[pk]), present.read_out(one)
    said = "Saved. It counts as said by them now."
    return form_page(
        request, form, act, to=to, said=said, heading=heading, button="I have heard this from them", lead=lead
    )


def _found(request: Request, pk: int) -> Proposal:
    found: Proposal = get_object_or_404(queries.proposals(request.scope), pk=pk)
    return found
