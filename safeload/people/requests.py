"""The request as views above this floor get it: signed in, with scope and employer."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from safeload.people.models import Account, Employer
from safeload.people.scope import Scope


class Request(HttpRequest):
    """For annotations only: what the middleware has added by the time a view is called."""

    user: Account
    scope: Scope
    employer: Employer | None
    htmx: HtmxDetails
