"""After a decision: the discussion that is due, the reply to a no, the end of a load over the line, the next tier."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.forms import DiscussedForm, FollowUpForm
from safeload.allocation.models import FollowUp, Proposal
from safeload.allocation.models.follow_ups import open_to_say
from safeload.allocation.presenters.after import lead_of
from safeload.allocation.presenters.naming import cases_said
from safeload.allocation.queries import proposals as queries
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.people.scope import Scope
from safeload.workload.views.shared import require


def note_discussion(request: Request, pk: int) -> HttpResponse:
    """Record that an allocation which was only notified has been discussed; the practitioner confirms it here too."""
    one = _found(request, pk)
    own = request.scope.is_own(one.post.practitioner_id)
    require(one.discussion_due_on is not None and (own or queries.may_decide(request.scope, one)))
    day = one.discussed_on or request.scope.on if own else None
    form = bound(DiscussedForm, request, {"on": day, "version": one.version})

    def act(given: dict[str, Any]) -> None:
        actions.note_discussion(by=request.user, proposal_id=pk, on=given["on"], version=given["version"])

    name = one.post.practitioner.name
    heading = "When was it discussed with you?" if own else f"When did you discuss it with {name}?"
    lead, said = "", "Saved."
    if not own and queries.signing_in([one.post.practitioner_id], request.scope.on):
        lead = f"It counts as discussed once {name} has confirmed it, or has answered in their own words."
        said = f"Saved. {name} is asked to confirm it."
    elif not own:
        over = one.decided_on_figures.get("over")
        lead = f"{name} has no account and cannot confirm it here: " + (
            "over the line their own words are asked for. Record them on the page of the allocation."
            if over
            else "it counts as you record it."
        )
    to = reverse("proposal", args=[pk])
    return form_page(request, form, act, to=to, said=said, heading=heading, button="Save", lead=lead)


def follow_up_proposal(request: Request, pk: int) -> HttpResponse:
    """Say what becomes of an allocation: as whoever decides in the team, or as the next tier."""
    one = _found(request, pk)
    choices = may_say(request.scope, one)
    require(choices)
    form = bound(FollowUpForm, request, {"version": one.version}, choices=choices)

    def act(given: dict[str, Any]) -> None:
        actions.follow_up(
            by=request.user,
            proposal_id=pk,
            what=given["what"],
            words=given["words"],
            until=given["until_on"],
            version=given["version"],
        )

    heading = f"{cases_said(one)}: {one.post.practitioner.name}"
    to, lead = reverse("proposal", args=[pk]), lead_of(one)
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, button="Save", lead=lead)


def may_say(scope: Scope, one: Proposal) -> list[str]:
    """What this account can say to an allocation as it stands."""
    decides, tier = queries.may_decide(scope, one), queries.may_override(scope, one)
    return [what for what in open_to_say(one) if (tier if what in FollowUp.OF_THE_TIER else decides)]


def _found(request: Request, pk: int) -> Proposal:
    found: Proposal = get_object_or_404(queries.proposals(request.scope), pk=pk)
    return found
