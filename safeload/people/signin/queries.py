"""What the sign-in pages need to know."""

from __future__ import annotations

from dataclasses import dataclass

from safeload.people.models import Account
from safeload.people.roles import ROLES


@dataclass(frozen=True)
class CastMember:
    """Somebody of the demo's cast, as the sign-in page offers them."""

    id: int
    name: str
    what: str


def cast() -> list[CastMember]:
    """The demo's cast in the order in which they were made; asked for in demo mode only."""
    accounts = Account.objects.filter(demo=True, is_active=True).order_by("id").prefetch_related("grants")
    return [CastMember(account.pk, account.name, _what(account)) for account in accounts]


def _what(account: Account) -> str:
    if said := account.preferences.get("introduction"):
        return str(said)
    roles = [ROLES[grant.role].title for grant in account.grants.all() if grant.role in ROLES]
    return ", ".join(roles) or "Practitioner"
