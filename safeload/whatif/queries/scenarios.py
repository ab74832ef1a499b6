"""Scenarios that an account may read: its own, and those that others share, of teams whose board it may open."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.whatif.models import Scenario


def takes_part(scope: Scope) -> bool:
    """Whether the account may open the board of some team."""
    reach = scope.sees(Thing.LOAD)
    return reach.everywhere or bool(reach.teams)


def scenarios(scope: Scope) -> Any:
    """Every scenario open to this account today, by name."""
    reach = scope.sees(Thing.LOAD)
    found = Scenario.objects.select_related("team", "owner")
    found = found.filter(Q(owner=scope.account_id) | Q(shared=True))
    return found if reach.everywhere else found.filter(team__in=reach.teams)


def named(scope: Scope, team_id: int | None = None) -> Any:
    """Those that were given a name, of one team or of all."""
    found = scenarios(scope).exclude(name="")
    return found if team_id is None else found.filter(team=team_id)


def at_work(scope: Scope, team_id: int) -> Scenario | None:
    """What the account is at for a team: its scenario without a name. One query."""
    found: Scenario | None = scenarios(scope).filter(owner=scope.account_id, team=team_id, name="").first()
    return found


def opens_cases(scope: Scope, team_id: int) -> bool:
    """Whether single cases of the team are open to the account, by reference (rules 5.1)."""
    return scope.sees(Thing.CASES).covers(team_id=team_id)
