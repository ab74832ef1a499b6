"""Accounts, grants and entries of the record as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from safeload.audit.models import Entry
from safeload.audit.words import said
from safeload.people.models import Account, RoleGrant
from safeload.people.presenters.practitioners import between
from safeload.people.rights import NO, THINGS, Role
from safeload.people.roles import ROLES
from safeload.web import formats


@dataclass(frozen=True)
class AccountRow:
    """One account in the list."""

    name: str
    href: str
    email: str
    roles: str
    state: str
    practitioner: str
    last_seen: str


def account_row(account: Any, on: date) -> AccountRow:
    """An account with its grants read already, as ``held``."""
    roles = [f"{ROLES[grant.role].title} ({over(grant)})" for grant in account.held if grant.role in ROLES]
    return AccountRow(
        name=account.name,
        href=reverse("account", args=[account.pk]),
        email=account.email,
        roles="; ".join(roles) or ("Practitioner" if account.practitioner_id else "None yet"),
        state=_state(account, on),
        practitioner=account.practitioner.name if account.practitioner else "",
        last_seen=formats.moment(account.last_login) or "never",
    )


def _state(account: Account, on: date) -> str:
    if not account.is_active:
        return "Closed"
    if account.ends_on and account.ends_on < on:
        return "Access has ended"
    if not account.has_usable_password() and account.last_login is None and not account.demo:
        return "Invited"
    return "Open"


@dataclass(frozen=True)
class GrantRow:
    """One role of an account."""

    id: int
    role: str
    over: str
    dates: str
    covers: str
    given: str


def grant_row(grant: RoleGrant, on: date) -> GrantRow:
    """A grant with what it reaches over read already."""
    by = f" by {grant.granted_by.name}" if grant.granted_by else ""
    return GrantRow(
        id=grant.pk,
        role=ROLES[grant.role].title if grant.role in ROLES else grant.role,
        over=over(grant),
        dates=between(grant.starts_on, grant.ends_on),
        covers=grant.covers.name if grant.covers else "",
        given=f"{formats.day(grant.granted_at, weekday=False)}{by}",
    )


def over(grant: RoleGrant) -> str:
    """What a grant reaches over, in words."""
    for thing in (grant.team, grant.service_area, grant.practitioner):
        if thing is not None:
            return thing.name
    return "everywhere"


@dataclass(frozen=True)
class EntryRow:
    """One entry of the record: who did what on what, when. Ids, never names of those it was done to."""

    number: int
    at: str
    who: str
    what: str
    on: str


def entry_row(entry: Entry) -> EntryRow:
    """An entry with its account read already."""
    return EntryRow(
        number=entry.number,
        at=formats.moment(entry.at),
        who=entry.who.name if entry.who else "Safeload itself",
        what=said(entry.did),
        on=f"{entry.on_kind} {entry.on_id}" if entry.on_id is not None else entry.on_kind,
    )


def rights_of(role: Role) -> tuple[list[tuple[str, str]], list[str]]:
    """What a role opens, each with its words, and what it does not open."""
    rights = [(title, role.right(thing)) for thing, title in THINGS.items()]
    return [(title, right.words) for title, right in rights if right != NO], [
        title for title, right in rights if right == NO
    ]
