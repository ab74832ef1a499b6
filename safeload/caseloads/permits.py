"""May this account do this to a case? By its team, by who holds it, or as one's own (rules 5.1)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from safeload.audit.refusals import NotAllowed
from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.queries.open import own_keepings
from safeload.people.permits import scope_of
from safeload.people.rights import Thing
from safeload.people.rows import locked
from safeload.people.scope import Scope


def case_for(by: Any, case_id: int, version: int | None = None, verb: str = "change") -> Case:
    """The case, locked, if the account may do this to it. Raises NotAllowed, Refusal or ChangedMeanwhile."""
    case = locked(Case, case_id, None, "this case")
    require_case(scope_of(by), case, verb)
    if version is not None:
        locked(Case, case_id, version, f"case {case.reference}")
    return case


def require_case(scope: Scope, case: Case, verb: str = "change") -> None:
    """Raise NotAllowed unless the account may do this to the case. At most two queries.

    Whoever looks after a case while it waits may change it as its holder may.
    """
    reach = scope.does(verb, Thing.CASES)
    if reach.covers(team_id=case.team_id) or (case.team_id is None and reach.teams):
        return
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gt=scope.on)
    if case.closed_on is not None:
        lasting |= Q(end_reason=Allocation.Reason.CLOSED)
    parts = Allocation.objects.filter(lasting, case=case, known_to__isnull=True)
    for practitioner_id, team_id in parts.values_list("post__practitioner_id", "post__team_id"):
        own = verb == "change" and scope.is_own(practitioner_id)
        if own or reach.covers(practitioner_id=practitioner_id, team_id=team_id):
            return
    if verb == "change" and own_keepings(scope).filter(case=case.pk).exists():
        return
    raise NotAllowed("You may not change this case. Its holder and the team’s manager may.")
