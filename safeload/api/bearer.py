"""Who is asking: the account of a token, with the scope it has today, narrowed as the token is."""

from __future__ import annotations

from datetime import date

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from safeload.api.actions import digest_of, note_use
from safeload.api.models import Token
from safeload.api.queries import token_of
from safeload.people.models import Account
from safeload.people.scope import Scope, has_access, scope_for

#: Tries with tokens that do not work, from one network address; shared by all processes, as sign-in's are.
_RATES = {"token": "30/15m/ip"}


class Call(HttpRequest):
    """For annotations only: a request whose token has been accepted."""

    token: Token
    account: Account
    scope: Scope
    #: The address of the next page, for the Link header.
    next_page: str


class TooManyTries(Exception):
    """Tokens that do not work were tried too often from where this comes from."""


class BearerToken(HttpBearer):
    """``Authorization: Bearer sl_…``. No session and no cookie is asked."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, if it works today for an account that has access today. Raises TooManyTries."""
        found = token_of(digest_of(token)) if token.isascii() and len(token) < 100 else None
        today = timezone.localdate()
        if found is None or not _works(found, today):
            if consume(request, app="safeload.api", action="token", config=_RATES, limit_get=True) is None:
                raise TooManyTries
            return None
        scope = scope_for(found.account, today)
        request.token, request.account = found, found.account  # type: ignore[attr-defined]
        request.scope = scope.only(found.role) if found.role else scope  # type: ignore[attr-defined]
        note_use(found)
        return found


def _works(token: Token, today: date) -> bool:
    """Leavers and closed accounts have none that work; what ends an account's sessions ends its tokens."""
    account = token.account
    return has_access(account, today) and token.stamp == account.session_stamp
