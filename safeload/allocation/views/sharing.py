"""Who works on a case together, with which shares of its load (COW-01)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from safeload.allocation.facts import shares_add_up
from safeload.allocation.forms import ShareForm
from safeload.allocation.queries import moving
from safeload.caseloads import actions as caseloads
from safeload.caseloads import queries as cases
from safeload.caseloads.actions import Part
from safeload.caseloads.views.shared import case_for, page_of_case, require
from safeload.people.pages import form_page
from safeload.people.requests import Request


def share_case(request: Request, pk: int) -> HttpResponse:
    """Change the shares of those who work on a case; 0 ends somebody's part. A new co-worker is asked first."""
    row = case_for(request, pk, "allocate")
    held = cases.holding_post(row)
    require(row.closed_on is None and held is not None)
    parts = moving.parts_of([pk]).get(pk, [])
    adds_up = shares_add_up(row.team, request.scope.on)
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, parts=parts, initial={"from_on": request.scope.on, "version": row.version})

    def act(given: dict[str, Any]) -> None:
        shares = [Part(post_id, share) for post_id, share in form.shares() if share]
        caseloads.share_case(
            by=request.user, case_id=pk, parts=shares, from_on=given["from_on"], expected=held,
            adds_up=adds_up, version=given["version"],
        )  # fmt: skip

    lead = (
        "Together they make 100 percent: what a co-worker carries the holder is relieved of."
        if adds_up
        else "By your scheme help comes on top: the holder keeps the whole, co-workers carry their share beside it."
    )
    return form_page(
        request, form, act, to=page_of_case(pk), said="Saved.", lead=lead, button="Save",
        heading=f"Who works on case {row.reference} together",
    )  # fmt: skip
