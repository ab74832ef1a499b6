"""Pages of the API: one's tokens, those of an account, the reference; and the OpenAPI document."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from safeload.api import actions, presenters, queries
from safeload.api.forms import TokenForm
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people import queries as people
from safeload.people.pages import bound, press
from safeload.people.requests import Request
from safeload.people.rights import Thing


@cache
def _document() -> dict[str, Any]:
    from safeload.api.v1 import document

    return document()


@login_not_required
@require_GET
def api_openapi(request: HttpRequest) -> HttpResponse:
    """What the API can do, as OpenAPI 3.1. It holds nobody's data, so everybody may read it."""
    return JsonResponse(_document(), headers={"Cache-Control": "public, max-age=300"})


def api_reference(request: Request) -> HttpResponse:
    """The same as a page to read."""
    page = {"groups": presenters.reference(_document()), "address": request.build_absolute_uri("/api/v1/")}
    return render(request, "api/reference.html", page)


def tokens(request: Request) -> HttpResponse:
    """One's own tokens, and making another; its secret is shown once, on the page that answers."""
    scope = request.scope
    initial = {"expires_on": scope.on + timedelta(days=90), "reads_only": True}
    form = bound(TokenForm, request, initial, roles=presenters.own_roles(scope))
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = actions.make_token(by=request.user, **form.cleaned_data)
            made = {"made": token, "secret": secret}
            form = TokenForm(initial=initial, roles=presenters.own_roles(scope))
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    found = queries.tokens(scope).filter(account=request.user)
    rows = [presenters.token_row(one, scope.on) for one in found]
    page = {"form": form, "rows": rows, **made, "most": actions.MOST}
    return render(request, "api/tokens.html", page, status=422 if form.errors else 200)


@require_POST
def revoke_token(request: Request, pk: int) -> HttpResponse:
    """End a token at once."""
    one = get_object_or_404(queries.tokens(request.scope), pk=pk)
    own = one.account_id == request.user.pk
    to = reverse("tokens") if own else reverse("account_tokens", args=[one.account_id])
    act = lambda: actions.revoke_token(by=request.user, token_id=pk)  # noqa: E731
    return press(request, act, to=to, said=f"The token “{one.name}” is revoked. It works no more.")


def account_tokens(request: Request, pk: int) -> HttpResponse:
    """The tokens of an account, for those who look after accounts."""
    if not request.scope.does("change", Thing.ACCOUNTS):
        raise Http404
    row = get_object_or_404(people.accounts(request.scope), pk=pk)
    found = queries.tokens(request.scope).filter(account=row)
    rows = [presenters.token_row(one, request.scope.on) for one in found]
    return render(request, "api/account_tokens.html", {"row": row, "rows": rows})
