"""What of allocation needs somebody today: answers that came in, discussions due, proposals to answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from safeload.allocation.facts import DISCUSS_WITHIN, working_days_after
from safeload.allocation.models import Answer, Offer, Proposal
from safeload.allocation.presenters import after
from safeload.allocation.presenters.naming import cases_said, lowered
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.offers import offers_to
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters.deciding import Matter, RedRow

_ANSWERED: dict[str, str] = {
    Answer.Says.AGREE: "agrees to take",
    Answer.Says.AGREE_IF: "agrees on a condition to take",
    Answer.Says.NOT_AGREED: "does not agree to take",
}


def matters(scope: Scope, team_id: int | None) -> list[Matter]:
    """For a team's board (``team_id``) what its manager has to decide; else what one is asked.

    At most nine queries.
    """
    if team_id is None:
        asked = [_to_answer(one) for one in queries.asked_of(scope)]
        return asked + [matter for one in queries.to_say_of_own(scope) for matter in after.of_own(one, scope)]
    decides = [one for one in queries.of_team(scope, team_id) if queries.may_decide(scope, one)]
    answered = [_to_decide(one) for one in decides if not one.outcome and one.answers.all()]
    silent = [one for one in decides if not one.outcome and not one.answers.all()]
    answered += _unanswered(silent, scope)
    closed = [one for one in decides if one.outcome]
    due = [_to_discuss(one, scope) for one in closed if one.is_to_discuss() and not one.discussed_on]
    due += _without_account([one for one in closed if one.is_to_discuss() and one.discussed_on], scope)
    due += [matter for one in closed for matter in after.of_decider(one, scope)]
    due += [_cover(one) for one in closed if one.cover_is_over(scope.on)]
    return answered + due + [_can_take(one) for one in offers_to(scope, team_id)]


def red_by_decision(scope: Scope) -> list[RedRow]:
    """For the service view: what was brought to the next tier and still holds."""
    return [after.red_row(one, scope) for one in queries.red_by_decision(scope)]


def _to_answer(one: Proposal) -> Matter:
    said = f"{one.proposed_by.name} proposes {lowered(cases_said(one))} to you."
    return Matter(said, reverse("proposal", args=[one.pk]), "Read and answer")


def _to_decide(one: Proposal) -> Matter:
    says = list(one.answers.all())[-1].says
    said = f"{one.post.practitioner.name} {_ANSWERED[says]} {lowered(cases_said(one))}"
    return Matter(said, reverse("proposal", args=[one.pk]), "Decide")


def _unanswered(silent: Sequence[Proposal], scope: Scope) -> list[Matter]:
    """What nobody answers: who has no account cannot, and is to be asked otherwise; others have two working days."""
    whose = [one.post.practitioner_id for one in silent]
    found, with_account = [], queries.signing_in(whose, scope.on) if silent else set()
    for one in silent:
        name, cases = one.post.practitioner.name, lowered(cases_said(one))
        address, proposed = reverse("proposal", args=[one.pk]), timezone.localdate(one.proposed_at)
        if one.post.practitioner_id not in with_account:
            said = f"{name} has no account: ask about {cases} in person or by telephone"
            found.append(Matter(said, address, "Decide"))
        elif working_days_after(proposed, DISCUSS_WITHIN) <= scope.on:
            said = f"{name} has not answered about {cases} since {formats.day(proposed, weekday=False)}"
            found.append(Matter(said, address, "Talk to them, then decide"))
    return found


def _to_discuss(one: Proposal, scope: Scope) -> Matter:
    day = formats.day(one.discussion_due_on, weekday=False)
    late = " (overdue)" if one.is_late(scope.on) else ""
    said = f"{cases_said(one)}: notified to {one.post.practitioner.name}, to be discussed by {day}{late}"
    return Matter(said, reverse("proposal", args=[one.pk]), "Record the discussion")


def _without_account(discussed: Sequence[Proposal], scope: Scope) -> list[Matter]:
    """Over the line, what is discussed with somebody who has no account stays open until they are heard."""
    over = [one for one in discussed if one.decided_on_figures.get("over")]
    with_account = queries.signing_in([one.post.practitioner_id for one in over], scope.on) if over else set()
    found = []
    for one in over:
        if one.post.practitioner_id in with_account:
            continue
        name, cases = one.post.practitioner.name, lowered(cases_said(one))
        address = reverse("proposal", args=[one.pk])
        if one.quoted.all():
            said = f"What {name} says to {cases} waits for the service’s manager to hear it"
            found.append(Matter(said, address, "See what is recorded"))
        else:
            said = f"{name} has no account, and over the line their own words about {cases} are asked for"
            found.append(Matter(said, reverse("quote_words", args=[one.pk]), "Record what they say"))
    return found


def _cover(one: Proposal) -> Matter:
    day = formats.day(one.cover_until, weekday=False)
    said = f"{cases_said(one)}: cover by {one.post.practitioner.name} was until {day}"
    return Matter(said, reverse("end_cover", args=[one.pk]), "Say what becomes of it")


def _can_take(one: Offer) -> Matter:
    day = formats.day(one.from_on, weekday=False)
    kind = f": {one.kind}" if one.kind else ""
    said = f"{one.post.practitioner.name} can take a case from {day}{kind}"
    return Matter(said, reverse("practitioner_load", args=[one.post.practitioner_id]), "Look at the load")
