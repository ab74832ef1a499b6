"""The outbox: letters are claimed, sent, marked; each step for itself, so that no failure harms anything else.

At least once: a process killed after a letter left and before it was marked sends it again when its claim has
run out, under the same Message-ID. Nothing is sent inside a transaction.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.errors import MessageError
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from safeload.notices.actions.telling import GIVE_UP_AFTER, TELLS
from safeload.notices.choices import goes_by_mail
from safeload.notices.kinds import kind_of
from safeload.notices.models import Mail, Notice
from safeload.people.scope import has_access

#: How long to wait after each failure; the last one again and again until the letter is given up.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
#: Longer than a job may run (ten minutes): nobody else takes a letter that somebody may still be sending.
CLAIM = timedelta(minutes=11)
AT_ONE_GO = 50
#: Digests are made from this hour on.
DIGEST_HOUR = 7
#: The server took the connection and would not have this one letter: the next may go.
_OF_THIS_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    MessageError,
    ValueError,
)


def send_due() -> int:
    """Give up what is too old, then send what is due; how many letters left. Without a server nothing."""
    if not settings.SAFELOAD_MAILS:
        return 0
    now = timezone.now()
    Mail.objects.waiting().filter(give_up_at__lte=now).update(given_up_at=now)
    letters = _claimed(now)
    if not letters:
        return 0
    connection = get_connection()
    try:
        return _sent(connection, letters)
    finally:
        _hang_up(connection)


def _sent(connection: Any, letters: Sequence[Mail]) -> int:
    """Send one after the other, each marked as it leaves; where the server is not there the rest waits."""
    sent = 0
    for number, mail in enumerate(letters):
        try:
            connection.open()
            connection.send_messages([_message(mail)])
        except _OF_THIS_LETTER as problem:
            _failed([mail], problem)
            _hang_up(connection)
        except (OSError, smtplib.SMTPException) as problem:
            _failed(letters[number:], problem)
            break
        else:
            Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), last_error="")
            sent += 1
    return sent


def make_digests() -> int:
    """One letter for each account with unread notices that were to come once a day; how many. Once a day each."""
    now = timezone.localtime()
    if not settings.SAFELOAD_MAILS or now.hour < DIGEST_HOUR:
        return 0
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    had = Mail.objects.filter(kind=Mail.Kind.DIGEST, made_at__gte=midnight).values("account")
    with transaction.atomic():
        waiting = Notice.objects.filter(by_mail=Notice.ByMail.DAILY, mail=None, read_at=None)
        rows = waiting.exclude(account__in=had).select_for_update(of=("self",)).select_related("account")
        whose: dict[int, list[Notice]] = {}
        for notice in rows.order_by("account", "made_at", "pk"):
            whose.setdefault(notice.account_id, []).append(notice)
        letters = {pk: _digest(found, now) for pk, found in whose.items() if goes_by_mail(found[0].account)}
        Mail.objects.bulk_create(letters.values(), batch_size=500)
        told = []
        for pk, mail in letters.items():
            for notice in whose[pk]:
                notice.mail = mail
                told.append(notice)
        Notice.objects.bulk_update(told, ["mail"], batch_size=500)
    return len(letters)


def _digest(found: Sequence[Notice], now: datetime) -> Mail:
    counts: dict[str, int] = {}
    for notice in found:
        said = _letter_of(notice.kind)
        counts[said] = counts.get(said, 0) + 1
    says = [said if number == 1 else f"{said} ({number} times)" for said, number in counts.items()]
    return Mail(
        account=found[0].account,
        kind=Mail.Kind.DIGEST,
        subject=TELLS,
        says=says,
        made_at=now,
        next_try_at=now,
        give_up_at=now + GIVE_UP_AFTER,
    )


def _letter_of(code: str) -> str:
    try:
        return kind_of(code).letter
    except KeyError:
        return "Something that concerns you changed"


def _claimed(now: datetime) -> list[Mail]:
    """Letters that are ours to send until the claim runs out; those of people who have left are let go."""
    ours, gone = [], []
    for mail in Mail.objects.due(now).select_related("account")[:AT_ONE_GO]:
        if not (has_access(mail.account, timezone.localdate()) and goes_by_mail(mail.account)):
            gone.append(mail.pk)
        elif Mail.objects.due(now).filter(pk=mail.pk).update(next_try_at=now + CLAIM):
            ours.append(mail)
    Mail.objects.filter(pk__in=gone, sent_at=None).delete()
    return ours


def _failed(letters: Sequence[Mail], problem: Exception) -> None:
    now = timezone.now()
    for mail in letters:
        mail.tries += 1
        mail.last_error = type(problem).__name__[:60]
        mail.next_try_at = now + WAITS[min(mail.tries, len(WAITS)) - 1]
    Mail.objects.bulk_update(letters, ["tries", "last_error", "next_try_at"])


def _message(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.SAFELOAD_ADDRESS).hostname or "localhost"
    page, choose = (f"{settings.SAFELOAD_ADDRESS}{reverse(name)}" for name in ("notices", "choose_mail"))
    lines = [f"{said}." for said in mail.says]
    lines += ["", f"Sign in to read more: {page}", ""]
    lines += ["This letter names no person and no case, on purpose."]
    lines += [f"Choose what you get by e-mail: {choose}", ""]
    headers = {
        "Message-ID": f"<{mail.key}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return EmailMessage(mail.subject, "\n".join(lines), to=[mail.account.email], headers=headers)


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
