"""What an account may see on a day: every public query takes ``scope=``, and what is out of it is not found.

A scope is worked out once a request from the grants that hold on that day, in at most two queries.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q

from safeload.people.models import Account, RoleGrant, Team
from safeload.people.rights import Sight, Thing
from safeload.people.roles import GRANTED


@dataclass(frozen=True)
class Reach:
    """Over whom a right extends: these teams, these practitioners, or everybody."""

    everywhere: bool = False
    teams: frozenset[int] = frozenset()
    practitioners: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.teams) or bool(self.practitioners)

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            self.everywhere or other.everywhere,
            self.teams | other.teams,
            self.practitioners | other.practitioners,
        )

    def covers(self, *, team_id: int | None = None, practitioner_id: int | None = None) -> bool:
        """Whether the team or the practitioner named is within reach."""
        return self.everywhere or team_id in self.teams or practitioner_id in self.practitioners


#: The role that nobody is given: what comes with being a practitioner.
OWN = "practitioner"
NOBODY = Reach()
EVERYBODY = Reach(everywhere=True)


@dataclass(frozen=True)
class Scope:
    """Who is asking, and how far each of their roles reaches on a day. ``system`` is the product itself."""

    on: date
    account_id: int | None = None
    practitioner_id: int | None = None
    grants: tuple[tuple[str, Reach], ...] = ()
    system: bool = False
    _seen: dict[Any, Reach] = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held on this day, besides being a practitioner."""
        return frozenset(role for role, _ in self.grants)

    def only(self, role: str) -> Scope:
        """The same account by one of its roles alone; by OWN alone: what comes with being a practitioner.

        Never more than before: a role that is not held opens nothing.
        """
        return replace(
            self,
            practitioner_id=self.practitioner_id if role == OWN else None,
            grants=tuple(grant for grant in self.grants if grant[0] == role),
            _seen={},
        )

    def sees(self, thing: Thing, sight: Sight = Sight.NAMED) -> Reach:
        """Over whom this account sees a thing at least this well, besides its own."""
        return self._reach((thing, sight), lambda right: right.sees >= sight, thing)

    def does(self, verb: str, thing: Thing) -> Reach:
        """Over whom this account may do something with a thing, such as ``does("change", Thing.CASES)``."""
        return self._reach((thing, verb), lambda right: verb in right.does, thing)

    def _reach(self, key: Any, holds: Any, thing: Thing) -> Reach:
        if self.system:
            return EVERYBODY
        if key not in self._seen:
            reach = NOBODY
            for role, over in self.grants:
                if holds(GRANTED[role].right(thing)):
                    reach |= over
            self._seen[key] = reach
        return self._seen[key]

    def is_own(self, practitioner_id: int | None) -> bool:
        """Whether the practitioner is the account's holder."""
        return practitioner_id is not None and practitioner_id == self.practitioner_id


def scope_for(account: Account | Any, on: date) -> Scope:
    """The scope of an account on a day; nobody's (an empty one) for a visitor, everybody's for None.

    None stands for the product itself: jobs, the command line, the demo.
    """
    if account is None:
        return Scope(on=on, system=True)
    if not getattr(account, "is_authenticated", False) or not has_access(account, on):
        return Scope(on=on)
    held = list(
        RoleGrant.objects.filter(account=account, role__in=GRANTED, starts_on__lte=on).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )
    )
    areas = {grant.service_area_id for grant in held if grant.service_area_id}
    teams = _teams_of(areas) if areas else {}
    return Scope(
        on=on,
        account_id=account.pk,
        practitioner_id=account.practitioner_id,
        grants=tuple((grant.role, _over(grant, teams)) for grant in held),
    )


def has_access(account: Account, on: date) -> bool:
    """Whether the account may be used on a day: leavers lose access after their last day (rules 5.1)."""
    return account.is_active and (account.ends_on is None or account.ends_on >= on)


def _teams_of(areas: set[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for area, team in Team.objects.filter(service_area__in=areas).values_list("service_area_id", "id"):
        found.setdefault(area, set()).add(team)
    return {area: frozenset(ids) for area, ids in found.items()}


def _over(grant: RoleGrant, teams: dict[int, frozenset[int]]) -> Reach:
    if grant.everywhere:
        return EVERYBODY
    if grant.service_area_id:
        return Reach(teams=teams.get(grant.service_area_id, frozenset()))
    if grant.team_id:
        return Reach(teams=frozenset({grant.team_id}))
    return Reach(practitioners=frozenset({grant.practitioner_id} if grant.practitioner_id else ()))
