""" "I can take one"; and the employer's own reasons for a change of worker."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.allocation import actions
from safeload.allocation.forms import ChangeReasonForm, OfferForm
from safeload.allocation.presenters.against import in_the_way
from safeload.allocation.queries import offers as queries
from safeload.people.pages import bound, form_page, press
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload.views.shared import require


def offer_to_take(request: Request) -> HttpResponse:
    """Say that one can take a case: of which kind, from when."""
    scope = request.scope
    require(scope.practitioner_id is not None)
    posts = queries.own_posts(scope)
    require(posts)
    form = bound(OfferForm, request, {"from_on": scope.on}, posts=posts)

    def act(given: dict[str, Any]) -> None:
        actions.offer(by=request.user, **form.taken())

    said, to, template = (
        "Your manager has been told, and sees it on the board.",
        reverse("my_workload"),
        "allocation/offer_to_take.html",
    )
    more: dict[str, Any] = {
        "offers": queries.own_offers(scope),
        "in_the_way": in_the_way(*queries.in_the_way(scope)),
    }
    return form_page(request, form, act, to=to, said=said, template=template, **more)


@require_POST
def take_back_offer(request: Request, post_id: int) -> HttpResponse:
    """Take one's offer back."""
    require(post_id in dict(queries.own_posts(request.scope)))
    act = lambda: actions.take_back_offer(by=request.user, post_id=post_id)  # noqa: E731
    return press(request, act, to=reverse("my_workload"), said="Taken back.")


def change_reasons(request: Request) -> HttpResponse:
    """The employer's own reasons for a change of worker, beside those of the SSDA903 return."""
    require(request.scope.does("change", Thing.STRUCTURE))
    form = bound(ChangeReasonForm, request)

    def act(given: dict[str, Any]) -> None:
        actions.add_change_reason(by=request.user, **form.taken())

    to, template = reverse("change_reasons"), "allocation/change_reasons.html"
    rows = queries.change_reasons_kept()
    return form_page(request, form, act, to=to, said="Added.", template=template, rows=rows)


@require_POST
def retire_change_reason(request: Request, row_id: int, back: bool = False) -> HttpResponse:
    """Offer a reason no longer, or again."""
    require(request.scope.does("change", Thing.STRUCTURE))
    act = lambda: actions.retire_change_reason(by=request.user, reason_id=row_id, back=back)  # noqa: E731
    said = "It is offered again." if back else "It is offered no longer; where it was given, it stays."
    return press(request, act, to=reverse("change_reasons"), said=said)
