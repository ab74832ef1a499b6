"""Whether load lines are drawn in all colours or in two."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from safeload.people import actions as people
from safeload.people.requests import Request


@require_POST
def choose_colours(request: Request) -> HttpResponse:
    """Keep the reader's choice and go back to where they were."""
    people.set_preferences(account=request.user, two_colours=request.POST.get("two") == "yes")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe and back.startswith("/") else "home")
