"""What a reader does with notices: read them, and choose what comes by e-mail. Only ever their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.notices.choices import KEPT_AS
from safeload.notices.kinds import known
from safeload.notices.models import Notice
from safeload.people import actions as people


def mark_read(*, by: Any, notice_id: int) -> bool:
    """Note that the account has read one of its notices; whether it was unread. Again, it stays as it was."""
    mine = Notice.objects.filter(account=by, pk=notice_id, read_at=None)
    return bool(mine.update(read_at=timezone.now()))


def mark_all_read(*, by: Any, up_to: int) -> int:
    """Note that all were read up to the newest that the page showed; how many. What came since stays unread."""
    mine = Notice.objects.filter(account=by, pk__lte=up_to, read_at=None)
    return mine.update(read_at=timezone.now())


def choose_mail(*, by: Any, chosen: Mapping[str, str]) -> None:
    """Keep, kind by kind, what comes at once, once a day, or not. Raises Refusal for an unknown choice."""
    codes = {kind.code for kind in known()}
    if set(chosen) - codes or set(chosen.values()) - set(Notice.ByMail.values):
        raise Refusal("Choose one of the three for each kind.")
    people.set_preferences(account=by, **{KEPT_AS: dict(chosen)})
