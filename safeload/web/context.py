"""What base.html needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from safeload.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """The employer's name, the navigation open to this person, and whether this is the demo.

    ``request.employer`` and ``request.unread`` are set by a floor above; visitors have neither.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "employer"):
        return {"demo_mode": settings.SAFELOAD_DEMO, "signed_in": False}
    return {
        "demo_mode": settings.SAFELOAD_DEMO,
        "signed_in": True,
        "employer_name": request.employer.name if request.employer else "",
        "navigation": navigation.params_for(request),
        "unread": getattr(request, "unread", 0),
    }
