"""What stands around the figures on the page of a proposal: what the cases are, who has them now, other schemes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from safeload.allocation.facts import figures_beside, measured_on
from safeload.allocation.models import Proposal
from safeload.allocation.presenters.candidates import change_said
from safeload.allocation.presenters.proposals import sees_figures
from safeload.allocation.presenters.what import held_said, what_it_is
from safeload.allocation.queries.cases import asked
from safeload.allocation.queries.proposals import last_day_of, signing_in
from safeload.caseloads.facts import cases_alone
from safeload.caseloads.presenters.cases import waits
from safeload.caseloads.queries import holders, in_hands
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters.figures import scheme_named

#: While it is open, and once it was allocated, those concerned read what the cases are.
_CONCERNS = ("", Proposal.Outcome.ALLOCATED)


def around(scope: Scope, one: Proposal, concerned: bool, *, escalated: bool = False) -> dict[str, Any]:
    """``concerned``: whoever looks is asked, or allocates in one of the two teams; ``escalated``: to whoever looks,
    who reads what the cases are and does not open them (rules 5.1)."""
    found: dict[str, Any] = {"opens_cases": concerned and one.outcome in _CONCERNS, "now_with": []}
    if one.outcome:
        return found
    found["now_with"] = _now_with(one, scope.on)
    found["no_account"] = one.post.practitioner_id not in signing_in([one.post.practitioner_id], scope.on)
    last = last_day_of(one.post)
    found["leaves"] = formats.day(last, weekday=False) if last else ""
    cases, day = [row.case for row in one.cases.all()], measured_on(one.from_on, scope.on)
    if concerned or escalated:
        area = one.post.team.service_area_id
        new = cases_alone(scope.on, [case.pk for case in cases], one.share)
        found |= what_it_is(asked(cases, scope.on), area, scope.on, new)
    if sees_figures(one, scope):
        sides = figures_beside(one.post, [case.pk for case in cases], day, one.share)
        found["beside"] = [f"{scheme_named(side.scheme)}: {change_said(side)}" for side in sides]
    return found


def _now_with(one: Proposal, on: date) -> list[str]:
    """Who has the cases now, each once with theirs; without references where it is the same for all."""
    cases = [row.case for row in one.cases.all()]
    prefetch_related_objects(cases, holders(on))
    whose: dict[str, list[str]] = {}
    for case in cases:
        hands = in_hands(case)
        parked = waits(case, hands, on) if hands.holder is not None else ""
        whose.setdefault(held_said(hands, parked), []).append(case.reference)
    if len(whose) == 1:
        return list(whose)
    return [f"{words}: {formats.listed(references)}" for words, references in whose.items()]
