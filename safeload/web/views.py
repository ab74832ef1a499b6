"""Pages that belong to no capability."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from safeload.web import navigation
from safeload.web.licences import PARTS


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The first page that is open to this person; sign-in for a visitor."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    open_pages = navigation.open_to(request)
    return redirect(open_pages[0].url_name) if open_pages else render(request, "web/no_role.html")


@login_not_required
def status(request: HttpRequest) -> HttpResponse:
    """For monitoring: 200 "ok" if the database answers; the 503 page otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, and how that is checked."""
    return render(request, "web/about/accessibility.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom."""
    return render(request, "web/about/privacy.html")


@login_not_required
def licences(request: HttpRequest) -> HttpResponse:
    """The licences of what is shipped to the browser."""
    return render(request, "web/about/licences.html", {"parts": PARTS})
