"""After a decision: taking an allocation back, and what becomes of temporary cover."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.forms import CoverForm, TakeBackForm
from safeload.allocation.models import Proposal
from safeload.allocation.queries import proposals as queries
from safeload.audit.refusals import Refusal
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.web import formats
from safeload.workload.views.shared import require

_TAKEN_BACK = (
    "Taken back. The cases are with whom they were before; what a leaver held waits again since their last day. "
    "The record keeps both."
)


def undo_allocation(request: Request, pk: int) -> HttpResponse:
    """Take an allocation back, saying why; the cases are with whom they were."""
    one = _decided(request, pk)
    require(one.undone_at is None or request.method == "POST")
    form = bound(TakeBackForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.undo(by=request.user, proposal_id=pk, **given)

    heading = f"Take this allocation to {one.post.practitioner.name} back"
    lead = (
        f"The cases are again with whom they were, as if it had not been, also for the days since "
        f"{formats.day(one.from_on, weekday=False)}. Everybody concerned is told."
    )
    to = reverse("proposal", args=[pk])
    return form_page(
        request, form, act, to=to, said=_TAKEN_BACK, heading=heading, lead=lead, button="Take it back"
    )


def undo_hand_over(request: Request, pk: int) -> HttpResponse:
    """Take back all that a hand-over allocated, or nothing, saying why."""
    get_object_or_404(queries.hand_overs(request.scope), pk=pk)
    mine = queries.proposals(request.scope).filter(hand_over=pk)
    require(any(queries.may_decide(request.scope, one) for one in mine))
    form = bound(TakeBackForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.undo_hand_over(by=request.user, hand_over_id=pk, **given)

    heading, to = "Take this hand-over back", reverse("hand_over", args=[pk])
    lead = "All cases that it allocated are again with whom they were, as if it had not been."
    return form_page(
        request, form, act, to=to, said=_TAKEN_BACK, heading=heading, lead=lead, button="Take it back"
    )


def end_cover(request: Request, pk: int) -> HttpResponse:
    """Say what becomes of temporary cover: it ends, goes on, or stays."""
    one = _decided(request, pk)
    until = one.cover_until
    require(one.cover_ended_at is None and one.undone_at is None)
    if until is None:
        raise Http404
    form = bound(CoverForm, request, {"version": one.version, "day": max(until, request.scope.on)})

    def act(given: dict[str, Any]) -> None:
        if given["what"] == "for-good":
            actions.keep_covering(by=request.user, proposal_id=pk, until=None)
        elif given["day"] is None:
            raise Refusal("Give the day.", "day")
        elif given["what"] == "back":
            actions.hand_back(by=request.user, proposal_id=pk, on=given["day"])
        else:
            actions.keep_covering(by=request.user, proposal_id=pk, until=given["day"])

    heading = f"Cover by {one.post.practitioner.name} until {formats.day(until)}"
    to = reverse("proposal", args=[pk])
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, button="Save")


def _decided(request: Request, pk: int) -> Proposal:
    one: Proposal = get_object_or_404(queries.proposals(request.scope), pk=pk)
    require(queries.may_decide(request.scope, one) and one.outcome == Proposal.Outcome.ALLOCATED)
    return one
