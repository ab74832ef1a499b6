"""Telling people, inside the change that they are told of: undone with it, kept with it.

A notice leaves no entry of its own in the record: it follows from the one of the change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from safeload.audit.chain import plain_details
from safeload.audit.writing import require_change
from safeload.notices.choices import choice_of, goes_by_mail
from safeload.notices.kinds import kind_of
from safeload.notices.models import Mail, Notice
from safeload.people.models import Account
from safeload.people.scope import has_access

#: A letter that could not be sent for so long is given up: by then the page has told what it would.
GIVE_UP_AFTER = timedelta(days=3)
ASKS, TELLS = "Something in Safeload waits for you", "There is news for you in Safeload"


@dataclass(frozen=True)
class Telling:
    """One kind of thing told to some accounts: about what, leading where, in which small words."""

    to: Collection[int]
    kind: str
    about: tuple[str, int]
    link: Sequence[Any]
    words: Mapping[str, Any] = field(default_factory=dict)


def tell(
    *,
    by: Any,
    to: Collection[int],
    kind: str,
    about: tuple[str, int],
    link: Sequence[Any],
    words: Mapping[str, Any] | None = None,
) -> int:
    """Tell accounts, by key, of one thing; ``link`` is a page's name and its arguments. As ``tell_all``."""
    return tell_all(by=by, tellings=[Telling(to, kind, about, link, words or {})])


def tell_all(*, by: Any, tellings: Sequence[Telling]) -> int:
    """Tell many people many things; how many notices that made. Three queries for any number.

    Whoever did it (``by``) is not told, nor who has no access today. Raises RuntimeError outside a change,
    KeyError for a kind that nobody registered, ValueError for words too long to be a name or a reference.
    """
    require_change()
    wanted = {pk for one in tellings for pk in one.to} - {getattr(by, "pk", None)}
    if not wanted:
        return 0
    now, today = timezone.now(), timezone.localdate()
    found = Account.objects.filter(pk__in=wanted, is_active=True).only(
        "email", "demo", "is_active", "ends_on", "preferences"
    )
    accounts = {account.pk: account for account in found if has_access(account, today)}
    made = [
        _notice(one, accounts[pk], now) for one in tellings for pk in dict.fromkeys(one.to) if pk in accounts
    ]
    letters = [notice.mail for notice in made if notice.mail is not None]
    Mail.objects.bulk_create(letters, batch_size=500)
    Notice.objects.bulk_create(made, batch_size=500)
    if letters:
        transaction.on_commit(_send_soon, robust=True)
    return len(made)


def _notice(one: Telling, account: Account, now: datetime) -> Notice:
    kind = kind_of(one.kind)
    choice = choice_of(account.preferences, kind) if goes_by_mail(account) else Notice.ByMail.NEVER
    return Notice(
        account=account,
        kind=one.kind,
        words=plain_details(one.words),
        link_name=one.link[0],
        link_args=list(one.link[1:]),
        about_kind=one.about[0],
        about_id=one.about[1],
        made_at=now,
        by_mail=choice,
        mail=_letter(account, kind, now) if choice == Notice.ByMail.AT_ONCE else None,
    )


def _letter(account: Account, kind: Any, now: datetime) -> Mail:
    return Mail(
        account=account,
        kind=Mail.Kind.NOTICE,
        subject=ASKS if kind.asks else TELLS,
        says=[kind.letter],
        made_at=now,
        next_try_at=now,
        give_up_at=now + GIVE_UP_AFTER,
    )


def _send_soon() -> None:
    """Ask the job process to look into the outbox; if that cannot be asked, it looks each minute anyway."""
    if settings.SAFELOAD_MAILS:
        async_task("safeload.notices.jobs.send_mail", group="notices")
