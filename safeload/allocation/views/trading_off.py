"""What goes, waits or is shared if a case is taken."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.forms import TradeOffForm
from safeload.allocation.models import Proposal
from safeload.allocation.queries import moving
from safeload.allocation.queries import proposals as queries
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.workload.views.shared import require


def trade_off(request: Request, pk: int) -> HttpResponse:
    """Say what makes room for the cases, and which cases it is about; the practitioner reads it before answering."""
    one: Proposal = get_object_or_404(queries.proposals(request.scope), pk=pk)
    require(not one.outcome and queries.may_trade_off(request.scope, one))
    cases = [
        (part.case_id, f"Case {part.case.reference}")
        for part in moving.held_by(one.post_id, request.scope.on)
    ]
    now = {name: getattr(one, name) for name in actions.TradeOff.__dataclass_fields__}
    form = bound(TradeOffForm, request, {**now, "version": one.version}, cases=cases)

    def act(given: dict[str, Any]) -> None:
        version = given.pop("version")
        what = actions.TradeOff(**given)
        actions.trade_off(by=request.user, proposal_id=pk, what=what, version=version)

    name = one.post.practitioner.name
    return form_page(
        request,
        form,
        act,
        to=reverse("proposal", args=[pk]),
        said=f"Saved. {name} reads it with the proposal.",
        heading=f"What makes room for it with {name}",
        lead="What goes, waits or is shared if this is taken, or why nothing can. One of them is enough.",
        button="Save",
    )
