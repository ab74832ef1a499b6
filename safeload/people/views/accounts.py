"""Accounts, invitations, roles; who may see what; the record of changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.audit import queries as audit
from safeload.people import actions, queries
from safeload.people.forms.accounts import AccountForm, GrantForm
from safeload.people.models import Account, Practitioner, RoleGrant
from safeload.people.pages import bound, form_page, press
from safeload.people.presenters import accounts as present
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.roles import ROLES
from safeload.people.signin import actions as signin
from safeload.people.views.shared import require
from safeload.web import listing


def accounts(request: Request) -> HttpResponse:
    """Everybody who can sign in, with their roles."""
    _looks_after(request)
    page = listing.page_of(request, queries.accounts(request.scope))
    rows = [present.account_row(account, request.scope.on) for account in page]
    return render(request, "people/accounts.html", {"rows": rows, "page": page})


def account(request: Request, pk: int) -> HttpResponse:
    """One account: who it is, roles now and to come, access."""
    row = _account(request, pk)
    context = {
        "row": row,
        "shown": present.account_row(row, request.scope.on),
        "grants": [present.grant_row(grant, request.scope.on) for grant in row.held],
        "invited": not row.has_usable_password(),
    }
    return render(request, "people/account.html", context)


def invite(request: Request) -> HttpResponse:
    """Add somebody who signs in; the next page gives the link to hand over."""
    form = bound(AccountForm, _looks_after(request), people=_without_account())
    made: list[Account] = []

    def act(_: dict[str, Any]) -> None:
        made.append(actions.invite(by=request.user, **form.taken()))

    heading, lead = "Add an account", "Next you get a link, with which they choose their own password."
    response = form_page(
        request, form, act, to=reverse("accounts"), said="Added.", heading=heading, lead=lead, button="Add"
    )
    return redirect("account", made[0].pk) if made else response


@require_POST
def make_invitation(request: Request, pk: int) -> HttpResponse:
    """A fresh link by which somebody chooses their password, shown once."""
    row = _account(request, pk)
    key, token = actions.invitation(by=request.user, account_id=pk)
    link = request.build_absolute_uri(reverse("account_welcome", args=[key, token]))
    return render(request, "people/make_invitation.html", {"row": row, "link": link})


def correct_account(request: Request, pk: int) -> HttpResponse:
    """Name, e-mail address, and which practitioner this is."""
    row = _account(request, pk)
    now = {
        "name": row.name,
        "email": row.email,
        "practitioner_id": row.practitioner_id,
        "version": row.version,
    }
    form = bound(AccountForm, request, now, people=_without_account(row))

    def act(given: dict[str, Any]) -> None:
        actions.correct_account(by=request.user, account_id=pk, version=given["version"], **form.taken())

    to = reverse("account", args=[pk])
    lead = "Who is signed in with this account is signed out by the change."
    heading = f"Correct the account of {row.name}"
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, lead=lead, button="Save")


@require_POST
def close_account(request: Request, pk: int) -> HttpResponse:
    """Close an account at once."""
    row = _account(request, pk)
    return press(
        request,
        lambda: actions.close_account(by=request.user, account_id=pk),
        to=reverse("account", args=[pk]),
        said=f"The account of {row.name} is closed.",
        undo=reverse("reopen_account", args=[pk]),
    )


@require_POST
def reopen_account(request: Request, pk: int) -> HttpResponse:
    """Open an account again."""
    row = _account(request, pk)
    act = lambda: actions.close_account(by=request.user, account_id=pk, reopen=True)  # noqa: E731
    said = f"The account of {row.name} is open again."
    return press(request, act, to=reverse("account", args=[pk]), said=said)


@require_POST
def reset_second_step(request: Request, pk: int) -> HttpResponse:
    """Let somebody set up a new authenticator, after a lost telephone."""
    row = _account(request, pk)
    act = lambda: signin.reset_second_step(by=request.user, account_id=pk)  # noqa: E731
    said = f"{row.name} sets up a new authenticator at the next sign-in."
    return press(request, act, to=reverse("account", args=[pk]), said=said)


def grant_role(request: Request, pk: int) -> HttpResponse:
    """Give a role, over what, from when to when."""
    row, on = _account(request, pk), request.scope.on
    choices = {
        "teams": queries.teams(on),
        "areas": queries.areas(),
        "people": Practitioner.objects.working(on),
        "accounts": queries.accounts(request.scope).exclude(pk=pk),
    }
    form = bound(GrantForm, request, {"starts_on": on}, **choices)

    def act(_: dict[str, Any]) -> None:
        actions.grant_role(by=request.user, account_id=pk, **form.taken())

    to, heading = reverse("account", args=[pk]), f"Give {row.name} a role"
    return form_page(
        request, form, act, to=to, said="The role was given.", heading=heading, button="Give the role"
    )


@require_POST
def end_grant(request: Request, grant_id: int) -> HttpResponse:
    """End a role at once."""
    _looks_after(request)
    grant = get_object_or_404(RoleGrant, pk=grant_id)
    act = lambda: actions.end_grant(by=request.user, grant_id=grant_id)  # noqa: E731
    return press(request, act, to=reverse("account", args=[grant.account_id]), said="The role has ended.")


def who_may_see_what(request: Request) -> HttpResponse:
    """The table of roles and rights, as the code uses it (rules 5.1)."""
    require(request.user.is_authenticated)
    table = [(role.title, *present.rights_of(role)) for role in ROLES.values()]
    return render(request, "people/who_may_see_what.html", {"table": table})


def record(request: Request) -> HttpResponse:
    """The record of changes, newest first, and whether its chain holds."""
    require(request.scope.sees(Thing.RECORD).everywhere)
    page = listing.page_of(request, queries.record(request.scope))
    rows = [present.entry_row(entry) for entry in page]
    verdict = audit.verify() if request.GET.get("check") == "yes" else None
    return render(request, "people/record.html", {"rows": rows, "page": page, "verdict": verdict})


def _looks_after(request: Request) -> Request:
    require(request.scope.does("change", Thing.ACCOUNTS))
    return request


def _account(request: Request, pk: int) -> Any:
    _looks_after(request)
    return get_object_or_404(queries.accounts(request.scope), pk=pk)


def _without_account(row: Account | None = None) -> Any:
    free = Practitioner.objects.filter(account=None)
    return free | Practitioner.objects.filter(account=row) if row else free
