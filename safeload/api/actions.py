"""Writes of the API itself: tokens, and changes that are made once for each key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from safeload.api.models import StoredAnswer, Token
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import keep, locked
from safeload.people.scope import OWN

__all__ = ["let_go", "make_token", "note_export", "note_use", "once", "revoke_token"]

#: A token works for at most this many days.
LONGEST = 366
#: Tokens of one account that work at the same time.
MOST = 20
#: A client that got no answer tries again within minutes; after this long nobody does.
ANSWERS_KEPT_FOR = timedelta(days=7)
_BEGINS = "sl_"
#: Letters and digits, so that a double click marks all of it: 256 bits.
_SIGNS = 43
_MINUTE = timedelta(minutes=1)


class KeyUsed(Refusal):
    """Another request was sent under the same key before."""


@write
def make_token(
    *, by: Any, name: str, expires_on: date, reads_only: bool = False, role: str = ""
) -> tuple[Token, str]:
    """A token for oneself, and its secret: told this once, kept as a hash. Raises Refusal with the field."""
    today, scope = timezone.localdate(), permits.scope_of(by)
    if not today < expires_on <= today + timedelta(days=LONGEST):
        raise Refusal("Choose a last day within the next twelve months.", "expires_on")
    if role and role not in scope.roles and not (role == OWN and scope.practitioner_id):
        raise Refusal("Choose one of your own roles.", "role")
    if Token.objects.filter(account=by, revoked_at=None, expires_on__gte=today).count() >= MOST:
        raise Refusal(f"You have {MOST} tokens already. Revoke one that is not needed any more.", "name")
    secret = f"{_BEGINS}{get_random_string(_SIGNS)}"
    made = Token(
        account=by,
        name=screened(name, "name"),
        prefix=secret[:8],
        digest=digest_of(secret),
        reads_only=reads_only,
        role=role,
        stamp=by.session_stamp,
        made_at=timezone.now(),
        expires_on=expires_on,
    )
    keep(made)
    record(
        by=by,
        did="api.make_token",
        on=("account", by.pk),
        token=made.pk,
        ends=expires_on,
        reads_only=reads_only,
        role=role,
    )
    return made, secret


@write
def revoke_token(*, by: Any, token_id: int) -> Token:
    """End a token at once: one's own, or anybody's as an administrator. Again changes nothing."""
    row = locked(Token, token_id, what="the token")
    if row.account_id != by.pk and not permits.scope_of(by).does("change", Thing.ACCOUNTS):
        raise NotAllowed("Only whoever made a token, or an administrator, revokes it.")
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = timezone.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
        record(by=by, did="api.revoke_token", on=("account", row.account_id), token=row.pk)
    return row


@write
def note_export(*, by: Any, table: str) -> None:
    """Note that a table was exported, once for each time that somebody begins with it."""
    permits.require(permits.scope_of(by), "export", Thing.TOTALS)
    record(by=by, did="api.export", on=("table", None), table=table)


def note_use(token: Token) -> None:
    """Note when a token was used last, at most once a minute: no request waits for another's note."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - _MINUTE:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _MINUTE)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


@write
def once(*, by: Any, key: str, digest: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Act and keep the answer, in one transaction; under a key that was used, the answer of then.

    A second request with the same key waits for the first one; where that was refused nothing is kept, and it is
    asked anew. Raises KeyUsed where something else was sent under the key.
    """
    row = StoredAnswer(account=by, key=key, digest=digest, made_at=timezone.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        kept = StoredAnswer.objects.get(account=by, key=key)
        if kept.digest != digest:
            raise KeyUsed(
                "Something else was sent under this Idempotency-Key before. Use a new key for another request.",
                "Idempotency-Key",
            ) from None
        return dict(kept.body)
    row.body = act()
    row.save(update_fields=["body"])
    return dict(row.body)


def let_go() -> int:
    """Delete answers whose time is over; how many. Run daily."""
    old = StoredAnswer.objects.filter(made_at__lt=timezone.now() - ANSWERS_KEPT_FOR)
    return old.delete()[0]


def digest_of(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
