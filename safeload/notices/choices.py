"""What somebody chose to get by e-mail, kind by kind; kept among the account's preferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from safeload.notices.kinds import Kind
from safeload.notices.models import Notice

#: Under this name in ``Account.preferences``.
KEPT_AS = "mail"


def choice_of(preferences: Mapping[str, Any], kind: Kind) -> str:
    """``now``, ``daily`` or ``never``: as chosen, else at once what asks for something, the rest daily."""
    chosen = (preferences.get(KEPT_AS) or {}).get(kind.code)
    if chosen in Notice.ByMail.values:
        return str(chosen)
    return Notice.ByMail.AT_ONCE if kind.asks else Notice.ByMail.DAILY


def goes_by_mail(account: Any) -> bool:
    """Whether letters go to an account at all: a server is known, an address too, and it is nobody invented."""
    return bool(settings.SAFELOAD_MAILS and account.email and not account.demo)
