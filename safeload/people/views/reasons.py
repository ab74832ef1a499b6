"""Sealed reasons: writing one's own, choosing readers, reading what was shared. No other page shows them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from safeload.people import actions, asked, queries
from safeload.people.forms.commitments import ReadersForm, ReasonForm
from safeload.people.models import Commitment
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.people.views.shared import page_of_person, require


def reasons(request: Request) -> HttpResponse:
    """Reasons that somebody let this account read; what they say is opened one by one."""
    on = request.scope.on
    rows = [(row, asked.kind_named(row.kind, on)) for row in queries.shared_reasons(request.user)]
    return render(request, "people/reasons.html", {"rows": rows})


def reason(request: Request, commitment_id: int) -> HttpResponse:
    """Read a sealed reason: the worker, and whom the worker chose. Each reading is noted (fixture 12)."""
    row = get_object_or_404(Commitment, pk=commitment_id)
    require(queries.may_read_reason(request.user, row))
    text = actions.read_reason(by=request.user, commitment_id=row.pk)
    kind = asked.kind_named(row.kind, request.scope.on)
    own = request.scope.is_own(row.practitioner_id)
    return render(request, "people/reason.html", {"text": text, "kind": kind, "row": row, "own": own})


def write_reason(request: Request, commitment_id: int) -> HttpResponse:
    """Write the reason under seal; one's own, or of the record that HR keeps."""
    row = get_object_or_404(Commitment.objects.standing(), pk=commitment_id)
    own = request.scope.is_own(row.practitioner_id)
    require(own or (row.recorded_by_id == request.user.pk and "hr" in request.scope.roles))
    form = bound(ReasonForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.write_reason(by=request.user, commitment_id=row.pk, text=given["text"])

    to = reverse("readers", args=[row.pk]) if own else page_of_person(row.practitioner_id)
    return form_page(
        request, form, act, to=to, said="Sealed.", heading="Write the reason", button="Seal and save"
    )


def readers(request: Request, commitment_id: int) -> HttpResponse:
    """Choose who may read one's reason."""
    row = get_object_or_404(Commitment.objects.select_related("reason"), pk=commitment_id)
    require(request.scope.is_own(row.practitioner_id) and hasattr(row, "reason"))
    now = {"readers": [account.pk for account in row.reason.readers.all()]}
    form = bound(ReadersForm, request, now, accounts=queries.possible_readers(request.user))

    def act(given: dict[str, Any]) -> None:
        actions.choose_readers(by=request.user, commitment_id=row.pk, account_ids=given["readers"])

    to = page_of_person(row.practitioner_id)
    return form_page(
        request, form, act, to=to, said="Saved.", heading="Who may read the reason", button="Save"
    )
