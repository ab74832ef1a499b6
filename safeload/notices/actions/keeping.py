"""How long notices and letters are kept. Run every night."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from safeload.notices.models import Mail, Notice

#: After it was read; what it told of stands in its own place.
READ_KEPT_FOR = timedelta(days=90)
#: Unread, whoever it was for is not coming back to it.
UNREAD_KEPT_FOR = timedelta(days=365)
SENT_KEPT_FOR = timedelta(days=30)
GIVEN_UP_KEPT_FOR = timedelta(days=90)


def let_go() -> int:
    """Delete notices and letters whose time is over; how many of both. Done again it does nothing."""
    now = timezone.now()
    read = Q(read_at__lt=now - READ_KEPT_FOR) | Q(made_at__lt=now - UNREAD_KEPT_FOR)
    over = Q(sent_at__lt=now - SENT_KEPT_FOR) | Q(given_up_at__lt=now - GIVEN_UP_KEPT_FOR)
    gone = Notice.objects.filter(read).delete()[0]
    letters = list(Mail.objects.filter(over).values_list("pk", flat=True)[:5_000])
    Notice.objects.filter(mail__in=letters).update(mail=None, by_mail=Notice.ByMail.NEVER)
    return gone + Mail.objects.filter(pk__in=letters).delete()[0]
