"""Pages of signing in that are Safeload's own; the others are django-allauth's under our templates."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from safeload.people.actions.accounts import invited
from safeload.people.models import Account
from safeload.people.signin.forms import WelcomeForm
from safeload.people.signin.queries import cast

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class SignIn(LoginView):  # type: ignore[misc]
    """Sign-in; in demo mode it offers the cast as well."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found: dict[str, object] = super().get_context_data(**kwargs)
        return found | {"cast": cast() if settings.SAFELOAD_DEMO else []}


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, account_id: int) -> HttpResponse:
    """Sign in as one of the demo's cast, in one click. There is no such page outside demo mode."""
    if not settings.SAFELOAD_DEMO:
        raise Http404
    account = get_object_or_404(Account, pk=account_id, demo=True, is_active=True)
    request.session.flush()
    login(request, account, backend=_BACKEND)
    request.session["demo"] = True
    return redirect("home")


@login_not_required
@sensitive_post_parameters("password")
def welcome(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Whoever was invited chooses a password here, once, and goes on to set up their second step."""
    account = invited(key, token)
    if account is None:
        return render(request, "signin/invitation_over.html", status=410)
    form = WelcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (chosen := form.choose(key, token)):
        login(request, chosen, backend=_BACKEND)
        record_authentication(request, chosen, method="password", email=chosen.email)
        return redirect("mfa_activate_totp")
    page = {"form": form, "invited": account}
    return render(request, "signin/welcome.html", page, status=422 if form.errors else 200)


def account_home(request: HttpRequest) -> HttpResponse:
    """Your account: how you sign in."""
    return render(request, "signin/account_home.html", {"is_demo": request.session.get("demo", False)})
