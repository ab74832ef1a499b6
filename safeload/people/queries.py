"""Reads of people, scoped to what an account may see today. What is out of scope is not found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from safeload.audit import queries as audit
from safeload.audit.models import Entry, Look
from safeload.people.models import (
    Account,
    Commitment,
    CommitmentReason,
    Employer,
    HoursChange,
    Post,
    Practitioner,
    RoleGrant,
    ServiceArea,
    Team,
)
from safeload.people.models.querysets import current_on
from safeload.people.rights import Sight, Thing
from safeload.people.roles import GRANTED
from safeload.people.scope import Scope


def practitioners(scope: Scope, *, named: str = "", team_id: int | None = None, left: bool = False) -> Any:
    """Practitioners whose record this account may open, oneself among them; by name.

    ``named`` looks for a part of the name or the staff reference; ``left`` takes in those who have left.
    """
    found = Practitioner.objects.within(scope.sees(Thing.PEOPLE), scope.on, scope.practitioner_id)
    if named:
        found = found.filter(Q(name__icontains=named) | Q(staff_ref__iexact=named))
    if team_id is not None:
        found = found.filter(posts__in=Post.objects.filter(current_on(scope.on), team=team_id)).distinct()
    return found if left else found.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=scope.on))


def with_posts(people: Any, on: date) -> Any:
    """The same people with their present posts, as ``present_posts``, and hours; two more queries."""
    posts = Post.objects.filter(current_on(on)).select_related("team").prefetch_related(hours_changes(on))
    return people.prefetch_related(Prefetch("posts", posts, to_attr="present_posts"))


def hours_changes(on: date) -> Prefetch[str, QuerySet[HoursChange], str]:
    """The changes of hours up to a day, latest last, as ``hours_until``."""
    changes = HoursChange.objects.filter(from_on__lte=on).order_by("from_on")
    return Prefetch("hours_changes", changes, to_attr="hours_until")


def posts_of(practitioner: Practitioner, on: date) -> Any:
    """All posts of a practitioner, present ones first, with team and hours."""
    posts = practitioner.posts.select_related("team").prefetch_related(hours_changes(on))
    return posts.order_by("ended_on", "started_on", "id")


def commitments(scope: Scope, practitioner: Practitioner) -> QuerySet[Commitment]:
    """A practitioner's commitments, for themselves and for whom amounts and dates are open."""
    if not opens_commitments(scope, practitioner):
        return Commitment.objects.none()
    rows = practitioner.commitments.standing().select_related("agreed_by", "post__team", "reason")
    return rows.prefetch_related("reason__readers").order_by("-starts_on", "-id")


def opens_commitments(scope: Scope, practitioner: Practitioner) -> bool:
    """Whether the account may see amounts and dates of this practitioner's commitments."""
    if scope.is_own(practitioner.pk):
        return True
    reach = scope.sees(Thing.ADJUSTMENTS)
    return (
        Practitioner.objects.within(reach, scope.on).filter(pk=practitioner.pk).exists() if reach else False
    )


def looks(scope: Scope, practitioner: Practitioner) -> Any:
    """Who looked at this practitioner, for that person alone; for others nothing."""
    return audit.looks_at(practitioner.pk) if scope.is_own(practitioner.pk) else Look.objects.none()


def areas() -> Any:
    """Service areas with their running teams; names of teams are open to everybody who signs in."""
    running = Team.objects.filter(ended_on__isnull=True)
    return ServiceArea.objects.filter(ended_on__isnull=True).prefetch_related(
        Prefetch("teams", running, to_attr="running")
    )


def teams(on: date) -> QuerySet[Team]:
    """Running teams with their service area."""
    return Team.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).select_related("service_area")


def headcounts(on: date) -> dict[int, int]:
    """How many people have a post in each team on a day."""
    rows = Post.objects.current(on).values("team").annotate(people=Count("practitioner", distinct=True))
    return dict(rows.values_list("team", "people"))


def employer() -> Employer | None:
    """The employer, once there is one."""
    return Employer.objects.first()


def accounts(scope: Scope) -> QuerySet[Account]:
    """All accounts, for those who look after accounts; for others none."""
    if not scope.sees(Thing.ACCOUNTS):
        return Account.objects.none()
    held = current_grants(scope.on)
    return Account.objects.select_related("practitioner").prefetch_related(
        Prefetch("grants", held, to_attr="held")
    )


def accounts_of(practitioner_ids: Iterable[int]) -> dict[int, int]:
    """The account of each of these practitioners who has one, by practitioner: to tell them. One query."""
    found = Account.objects.filter(practitioner__in=list(practitioner_ids))
    return dict(found.values_list("practitioner_id", "pk"))


def names_of(practitioner_ids: Iterable[int]) -> dict[int, str]:
    """What these practitioners are called, for somebody to whom their names are open. One query."""
    return dict(Practitioner.objects.filter(pk__in=list(practitioner_ids)).values_list("pk", "name"))


def managers_of(team_id: int, on: date) -> list[int]:
    """Accounts that allocate in a team by a role given for that team. One query."""
    roles = [code for code, role in GRANTED.items() if "allocate" in role.right(Thing.CASES).does]
    held = RoleGrant.objects.filter(
        current_on(on, start="starts_on", end="ends_on"), team=team_id, role__in=roles
    )
    return list(held.order_by("account").values_list("account", flat=True).distinct())


def managers_named(team_id: int | None, on: date, also: int | None = None) -> list[tuple[int, str]]:
    """Those who allocate in a team, and one more account if named, by key and name. Two queries."""
    keys = managers_of(team_id, on) if team_id is not None else []
    found = Account.objects.filter(pk__in=[*keys, *([also] if also else [])], is_active=True)
    return list(found.order_by("name").values_list("pk", "name"))


def next_tier(area_id: int, on: date) -> list[int]:
    """Accounts that lead a service area or all of them, to whom its named loads are open. One query."""
    leads = [code for code, role in GRANTED.items() if role.right(Thing.LOAD).sees >= Sight.NAMED]
    over = Q(service_area=area_id) | Q(everywhere=True)
    held = RoleGrant.objects.filter(over, current_on(on, start="starts_on", end="ends_on"), role__in=leads)
    return list(held.order_by("account").values_list("account", flat=True).distinct())


def current_grants(on: date) -> QuerySet[RoleGrant]:
    """Grants that hold on a day or will later."""
    lasting = RoleGrant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return lasting.select_related("team", "service_area", "practitioner", "covers", "granted_by")


def record(scope: Scope) -> Any:
    """The record of changes: all of it for those who may read all; else what one did oneself."""
    if scope.sees(Thing.RECORD).everywhere:
        return audit.entries()
    return Entry.objects.none()


def history(kind: str, keys: list[int]) -> Any:
    """What was changed about these things, newest first; for somebody who may open them."""
    return audit.entries((kind, keys))


def last_signed_in(account_ids: list[int]) -> dict[int, Any]:
    """When each account last signed in."""
    return dict(Account.objects.filter(pk__in=account_ids).values_list("pk").annotate(Max("last_login")))


def may_read_reason(account: Account, row: Commitment) -> bool:
    """Whether a reason is there and open to this account: the worker's own, or chosen by the worker."""
    reason = CommitmentReason.objects.filter(commitment=row)
    if account.practitioner_id is not None and account.practitioner_id == row.practitioner_id:
        return reason.exists()
    return reason.filter(readers=account).exists()


def possible_readers(account: Account) -> QuerySet[Account]:
    """Accounts that a worker may let read a reason: everybody else who can sign in, by name."""
    return Account.objects.filter(is_active=True).exclude(pk=account.pk).order_by("name")


def shared_reasons(account: Account) -> QuerySet[Commitment]:
    """Commitments whose reason somebody let this account read."""
    rows = (
        Commitment.objects.standing()
        .filter(reason__readers=account)
        .exclude(practitioner=account.practitioner_id)
    )
    return rows.select_related("practitioner").order_by("practitioner__name", "id")
