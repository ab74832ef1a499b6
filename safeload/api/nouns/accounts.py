"""Accounts and roles, for those who look after accounts; and what a token is of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Correction, Day, Kept, Key, Page, kept
from safeload.people import actions, queries
from safeload.people.models import RoleGrant
from safeload.people.rights import Thing

router = Router(tags=["accounts"])


class GrantOut(Schema):
    """A role, and over what it reaches."""

    id: int
    role: str
    team_id: int | None
    service_area_id: int | None
    practitioner_id: int | None
    everywhere: bool
    starts_on: date
    ends_on: date | None
    covers_id: int | None


class AccountOut(Schema):
    """Somebody who signs in."""

    id: int
    name: str
    email: str
    practitioner_id: int | None
    is_active: bool
    ends_on: date | None
    last_login: datetime | None
    version: int
    grants: list[GrantOut] = Field([], alias="held")


class Me(Schema):
    """Whose token this is, and what it opens today."""

    account_id: int
    name: str
    practitioner_id: int | None
    roles: list[str]
    token: str
    reads_only: bool
    narrowed_to: str
    expires_on: date


@reads(router, "/me")
def me(request: Call) -> Me:
    """Whose token this is, and what it opens today."""
    token, scope = request.token, request.scope
    return Me(
        account_id=request.account.pk,
        name=request.account.name,
        practitioner_id=scope.practitioner_id,
        roles=sorted(scope.roles),
        token=token.name,
        reads_only=token.reads_only,
        narrowed_to=token.role,
        expires_on=token.expires_on,
    )


@reads(router, "/accounts")
def accounts(request: Call, paging: Query[Paging]) -> Page[AccountOut]:
    """All accounts with the roles that they have now or later."""
    _looks_after(request)
    return page_of(request, queries.accounts(request.scope), paging)


@reads(router, "/accounts/{int:pk}")
def account(request: Call, pk: Key) -> AccountOut:
    """One account."""
    _looks_after(request)
    return AccountOut.model_validate(within(queries.accounts(request.scope), pk))


class AccountIn(Body):
    """An account to add. Its holder chooses a password by an invitation, which a person hands over."""

    email: Annotated[str, Field(min_length=3, max_length=254)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    practitioner_id: Key | None = None


class AccountChange(Correction):
    """What can be put right; sessions and tokens of the account end by it."""

    email: Annotated[str, Field(min_length=3, max_length=254)] = ""
    name: Annotated[str, Field(min_length=1, max_length=120)] = ""
    practitioner_id: Key | None = None


class Closing(Body):
    """Closing an account, or opening it again."""

    reopen: bool = False


class GrantIn(Body):
    """A role over one team, one service area, one practitioner, or everywhere."""

    role: Annotated[str, Field(max_length=30)]
    team_id: Key | None = None
    service_area_id: Key | None = None
    practitioner_id: Key | None = None
    everywhere: bool = False
    starts_on: Day | None = None
    ends_on: Day | None = None
    covers_id: Key | None = None


class GrantEnd(Body):
    """The last day of a role; left out, it ends at once."""

    on: Day | None = None


@writes(router, "POST", "/accounts", actions.invite, status=201)
def invite(request: Call, body: AccountIn) -> Kept:
    """Add an account without a password."""
    return kept(actions.invite(by=request.account, **body.given()))


@writes(router, "PATCH", "/accounts/{int:pk}", actions.correct_account)
def correct_account(request: Call, pk: Key, body: AccountChange) -> Kept:
    """Change an account’s name, e-mail address or whose it is."""
    _found(request, pk)
    return kept(actions.correct_account(by=request.account, account_id=pk, **body.given()))


@writes(router, "POST", "/accounts/{int:pk}/close", actions.close_account)
def close_account(request: Call, pk: Key, body: Closing) -> Kept:
    """Close an account at once, or open it again."""
    _found(request, pk)
    return kept(actions.close_account(by=request.account, account_id=pk, reopen=body.reopen))


@writes(router, "POST", "/accounts/{int:pk}/roles", actions.grant_role, status=201)
def grant_role(request: Call, pk: Key, body: GrantIn) -> Kept:
    """Give a role, over what, from when to when."""
    _found(request, pk)
    given: dict[str, Any] = {name: value for name, value in body.given().items() if value is not None}
    return kept(actions.grant_role(by=request.account, account_id=pk, **given))


@writes(router, "POST", "/roles/{int:pk}/end", actions.end_grant)
def end_grant(request: Call, pk: Key, body: GrantEnd) -> Kept:
    """End a role after a day, or at once."""
    _looks_after(request)
    within(RoleGrant.objects.all(), pk)
    return kept(actions.end_grant(by=request.account, grant_id=pk, on=body.on))


def _looks_after(call: Call) -> None:
    require(call.scope.sees(Thing.ACCOUNTS))


def _found(call: Call, pk: int) -> None:
    within(queries.accounts(call.scope), pk)
