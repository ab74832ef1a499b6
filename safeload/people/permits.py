"""Asked by every action before it changes anything: may this account do this, here, today?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import NotAllowed
from safeload.people.models import Practitioner
from safeload.people.rights import Thing
from safeload.people.scope import Reach, Scope, scope_for

_SENTENCE = "You may not do this here. Ask the team’s manager, or an administrator for a role that can."

#: The key of the account on whose behalf a list is being applied.
_listing: ContextVar[int | None] = ContextVar("safeload_people_listing", default=None)
#: The key of an account, and the one of its roles by which it acts.
_acting: ContextVar[tuple[int, str] | None] = ContextVar("safeload_people_acting", default=None)


@contextmanager
def by_role(by: Any, role: str) -> Iterator[None]:
    """Inside, an account acts by one of its roles alone (``Scope.only``); "" is by all that it has.

    For tokens of the API that were narrowed to a role: their changes are asked as narrowly as their reads.
    """
    token = _acting.set((by.pk, role) if role else None)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def as_listed(by: Any) -> Iterator[None]:
    """Inside, an account that may bring in lists may change whatever the list changes, as rules 5.1 have it.

    A list speaks of the whole employer, its applier's scope often does not. Raises NotAllowed without the
    right to lists. The record names the account all the same.
    """
    require(scope_of(by), "change", Thing.LISTS)
    token = _listing.set(getattr(by, "pk", None))
    try:
        yield
    finally:
        _listing.reset(token)


def scope_of(by: Any) -> Scope:
    """The scope of the account that acts, today; everybody's where the product itself acts."""
    listed = by is not None and by.pk is not None and by.pk == _listing.get()
    scope = scope_for(None if listed else by, timezone.localdate())
    acting = _acting.get()
    if acting is None or listed or by is None or acting[0] != by.pk:
        return scope
    return scope.only(acting[1])


def require(scope: Scope, verb: str, thing: Thing, *, team_id: int | None = None) -> None:
    """Raise NotAllowed unless the account may do this in the team (anywhere at all, where none is named)."""
    reach = scope.does(verb, thing)
    if not (reach.covers(team_id=team_id) if team_id is not None else bool(reach)):
        raise NotAllowed(_SENTENCE)


def require_for(scope: Scope, verb: str, thing: Thing, practitioner_id: int, *, own: bool = False) -> None:
    """Raise NotAllowed unless the account may do this to a practitioner; ``own``: also to oneself."""
    if own and scope.is_own(practitioner_id):
        return
    if not reaches(scope.does(verb, thing), practitioner_id, scope):
        raise NotAllowed(_SENTENCE)


def reaches(reach: Reach, practitioner_id: int, scope: Scope) -> bool:
    """Whether a practitioner is within reach, by name or by a post in one of the teams; one query at most."""
    if reach.covers(practitioner_id=practitioner_id):
        return True
    if not reach.teams:
        return False
    return Practitioner.objects.within(reach, scope.on).filter(pk=practitioner_id).exists()
