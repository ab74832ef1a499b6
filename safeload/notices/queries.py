"""Reads of notices: one's own alone; of letters in trouble for those who look after accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.timezone import localtime

from safeload.notices.models import Mail, Notice
from safeload.people.rights import Thing
from safeload.people.scope import Scope


def notices(scope: Scope) -> QuerySet[Notice]:
    """Everything this account was told, unread first, then the newest first."""
    mine = Notice.objects.filter(account=scope.account_id) if scope.account_id else Notice.objects.none()
    return mine.order_by(F("read_at").desc(nulls_first=True), "-made_at", "-id")


def unread(account_id: int | None) -> int:
    """How many notices an account has not read. One query, on an index of the unread alone."""
    return Notice.objects.filter(account=account_id, read_at__isnull=True).count()


def told_of(kind: str, about_kind: str, about_ids: Iterable[int]) -> dict[int, date]:
    """Of these things, those of which anybody was told this already, with the day of the last time."""
    told = Notice.objects.filter(kind=kind, about_kind=about_kind, about_id__in=list(about_ids))
    return {
        pk: localtime(at).date() for pk, at in told.order_by("made_at").values_list("about_id", "made_at")
    }


def mail_in_trouble(scope: Scope) -> Any:
    """Letters tried in vain or given up, newest first, for those who look after accounts; for others none."""
    if not scope.does("change", Thing.ACCOUNTS):
        return Mail.objects.none()
    return Mail.objects.in_trouble().select_related("account")
