"""Accounts, invitations and role grants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.models import Account, RoleGrant
from safeload.people.models.accounts import new_stamp
from safeload.people.rights import Thing, Where
from safeload.people.roles import GRANTED
from safeload.people.rows import amend, keep, locked


@write
def invite(
    *, by: Any, email: str, name: str, practitioner_id: int | None = None, demo: bool = False
) -> Account:
    """Add an account without a password; whoever has the link of ``invitation`` chooses one."""
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    account = Account(email=email.strip().lower(), name=" ".join(name.split()), demo=demo)
    account.practitioner_id = practitioner_id
    account.invited_at = timezone.now()
    account.set_unusable_password()
    keep(account)
    record(by=by, did="people.invite", on=("account", account.pk), practitioner=practitioner_id)
    return account


@write
def invitation(*, by: Any, account_id: int) -> tuple[str, str]:
    """The two parts of a fresh link by which the account's holder chooses a password; it works once."""
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    account = locked(Account, account_id, what="the account")
    if not account.is_active:
        raise Refusal("This account is closed. Open it again first.")
    if account.has_usable_password():
        raise Refusal(
            "This person has chosen a password already. “Forgotten password” on the sign-in page helps."
        )
    amend(account, {"invited_at": timezone.now()})
    record(by=by, did="people.invitation", on=("account", account.pk))
    return urlsafe_base64_encode(force_bytes(account.pk)), default_token_generator.make_token(account)


def invited(key: str, token: str) -> Account | None:
    """The account whose invitation this is; None where the link is used, too old or wrong."""
    try:
        account = Account.objects.filter(
            pk=int(force_str(urlsafe_base64_decode(key))), is_active=True
        ).first()
    except (ValueError, TypeError, OverflowError):
        return None
    return account if account and default_token_generator.check_token(account, token) else None


@write
def choose_password(*, key: str, token: str, password: str) -> Account:
    """Accept an invitation. Raises Refusal where the link no longer works or the password is too weak."""
    account = invited(key, token)
    if account is None:
        raise Refusal("This link was used already or is too old. Ask an administrator for a new one.")
    try:
        validate_password(password, account)
    except ValidationError as problem:
        raise Refusal(" ".join(problem.messages), "password") from problem
    account.set_password(password)
    account.save(update_fields=["password"])
    record(by=account, did="people.choose_password", on=("account", account.pk))
    return account


@write
def correct_account(*, by: Any, account_id: int, version: int | None = None, **changes: Any) -> Account:
    """Change an account's name, e-mail address or whose it is; its sessions end."""
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    account = locked(Account, account_id, version, "the account")
    if "email" in changes:
        changes["email"] = changes["email"].strip().lower()
    if different := amend(account, changes):
        end_sessions(account)
        record(by=by, did="people.correct_account", on=("account", account.pk), changed=different)
    return account


@write
def close_account(*, by: Any, account_id: int, reopen: bool = False) -> Account:
    """Close an account at once, or open it again. The last administrator cannot be closed."""
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    account = locked(Account, account_id, what="the account")
    if not reopen:
        _keep_an_administrator(without=RoleGrant.objects.filter(account=account))
    if amend(account, {"is_active": reopen, "ends_on": None if reopen else account.ends_on}):
        end_sessions(account)
        did = "people.reopen_account" if reopen else "people.close_account"
        record(by=by, did=did, on=("account", account.pk))
    return account


@write
def grant_role(
    *, by: Any, account_id: int, role: str, starts_on: date | None = None, **over: Any
) -> RoleGrant:
    """Give a role over ``team_id``, ``service_area_id``, ``practitioner_id`` or ``everywhere=True``.

    ``ends_on`` is the last day, ``covers_id`` the account whose absence it covers.
    """
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    if role not in GRANTED:
        raise Refusal("Choose a role from the list.", "role")
    _check_reach(role, over)
    if by is not None and by.pk == account_id:
        raise Refusal("Nobody gives a role to themselves. Ask another administrator.")
    account = locked(Account, account_id, what="the account")
    grant = RoleGrant(
        account=account, role=role, starts_on=starts_on or timezone.localdate(), granted_by=by, **over
    )
    if grant.ends_on and grant.ends_on < grant.starts_on:
        raise Refusal("The last day is before the first.", "ends_on")
    keep(grant)
    record(by=by, did="people.grant_role", on=("account", account.pk), role=role, grant=grant.pk, **over)
    return grant


@write
def end_grant(*, by: Any, grant_id: int, on: date | None = None) -> RoleGrant:
    """End a role: from the day after ``on``, or at once where no day is given."""
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    grant = locked(RoleGrant, grant_id, what="this role")
    _keep_an_administrator(without=RoleGrant.objects.filter(pk=grant.pk))
    last = on or timezone.localdate() - timedelta(days=1)
    record(by=by, did="people.end_grant", on=("account", grant.account_id), role=grant.role, last=last)
    amend(grant, {"ends_on": last, "starts_on": min(grant.starts_on, last)})
    return grant


@write
def set_preferences(*, account: Account, **chosen: Any) -> Account:
    """How the holder likes the pages, such as ``two_colours=True``."""
    row = locked(Account, account.pk, what="your account")
    if amend(row, {"preferences": {**row.preferences, **chosen}}):
        record(by=account, did="people.set_preferences", on=("account", row.pk))
    return row


def end_access(account: Account, on: date | None) -> None:
    """Set the last day of access, inclusive; past it, sessions end at their next request."""
    if amend(account, {"ends_on": on}) and on is not None and on < timezone.localdate():
        end_sessions(account)


def end_sessions(account: Account) -> None:
    """End every session of the account at its next request."""
    account.session_stamp = new_stamp()
    account.save(update_fields=["session_stamp"])


def _check_reach(role: str, over: dict[str, Any]) -> None:
    named = {
        Where.TEAM: over.get("team_id"),
        Where.AREA: over.get("service_area_id"),
        Where.PRACTITIONER: over.get("practitioner_id"),
        Where.EVERYWHERE: over.get("everywhere"),
    }
    given = [where for where, what in named.items() if what]
    if len(given) != 1:
        raise Refusal(
            "Say over what the role reaches: one team, one service area, one person, or everywhere."
        )
    if given[0] not in GRANTED[role].where:
        allowed = " or ".join(where.value for where in GRANTED[role].where)
        raise Refusal(f"{GRANTED[role].title}: this role is given over {allowed}.", "role")


def _keep_an_administrator(without: Any) -> None:
    today = timezone.localdate()
    kept = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role="administrator", starts_on__lte=today, account__is_active=True
    )
    lasting = {g.pk for g in kept if g.ends_on is None or g.ends_on >= today}
    going = set(without.filter(role="administrator").values_list("pk", flat=True))
    if going & lasting and not lasting - going:
        raise Refusal("This is the last administrator. Give somebody else the role first.")
