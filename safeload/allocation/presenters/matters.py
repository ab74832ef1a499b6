"""What of allocation needs somebody today: answers that came in, discussions due, proposals to answer."""

from __future__ import annotations

from django.urls import reverse

from safeload.allocation.models import Answer, Proposal
from safeload.allocation.presenters.proposals import cases_said
from safeload.allocation.queries import proposals as queries
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters.deciding import Matter

_ANSWERED: dict[str, str] = {
    Answer.Says.AGREE: "agrees to take",
    Answer.Says.AGREE_IF: "agrees on a condition to take",
    Answer.Says.NOT_AGREED: "does not agree to take",
}


def matters(scope: Scope, team_id: int | None) -> list[Matter]:
    """For a team's board (``team_id``) what its manager has to decide; else what one is asked.

    At most three queries.
    """
    if team_id is None:
        found = queries.asked_of(scope)
        return [_to_answer(one) for one in found]
    decides = [one for one in queries.of_team(scope, team_id) if queries.may_decide(scope, one)]
    answered = [_to_decide(one) for one in decides if not one.outcome and one.answers.all()]
    due = [_to_discuss(one, scope) for one in decides if one.outcome]
    return answered + due


def _to_answer(one: Proposal) -> Matter:
    said = f"{one.proposed_by.name} proposes {_lower(cases_said(one))} to you."
    return Matter(said, reverse("proposal", args=[one.pk]), "Read and answer")


def _to_decide(one: Proposal) -> Matter:
    says = list(one.answers.all())[-1].says
    said = f"{one.post.practitioner.name} {_ANSWERED[says]} {_lower(cases_said(one))}"
    return Matter(said, reverse("proposal", args=[one.pk]), "Decide")


def _to_discuss(one: Proposal, scope: Scope) -> Matter:
    day = formats.day(one.discussion_due_on, weekday=False)
    late = " (overdue)" if one.is_late(scope.on) else ""
    said = f"{cases_said(one)}: notified to {one.post.practitioner.name}, to be discussed by {day}{late}"
    return Matter(said, reverse("proposal", args=[one.pk]), "Record the discussion")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
