"""Tables: notices, which a page shows, and the outbox, from which letters are sent."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Letters neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Letters to be tried now, the oldest first."""
        return self.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "pk")

    def in_trouble(self) -> Self:
        """Letters that were tried in vain, or given up."""
        return self.filter(sent_at__isnull=True).filter(Q(tries__gt=0) | Q(given_up_at__isnull=False))


class Mail(models.Model):
    """One letter of the outbox. It says what kind of thing waits, never about whom or which case."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "At once"
        DIGEST = "digest", "Once a day"

    #: Of the letter's Message-ID: a letter sent twice is the same letter to the servers on its way.
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=120)
    #: Neutral sentences, one for each kind of notice in it.
    says = models.JSONField(default=list)
    made_at = models.DateTimeField()
    #: Not before then: after a failure it grows; while a letter is being sent it keeps others away.
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    #: The class of the last error; what a server says may repeat an address.
    last_error = models.CharField(max_length=60, blank=True)
    give_up_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="notices_mail_due",
            ),
            models.Index(fields=["account", "kind", "-made_at"], name="notices_mail_whose"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="notices_mail_one_end"
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Notice(models.Model):
    """One thing that one account is told. Its sentence is made of the kind and a few small parameters."""

    class ByMail(models.TextChoices):
        AT_ONCE = "now", "At once"
        DAILY = "daily", "Once a day, all together"
        NEVER = "never", "Not by e-mail"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    #: References, names and numbers that this reader may read; never a reason or other free text.
    words = models.JSONField(default=dict)
    link_name = models.CharField(max_length=60)
    link_args = models.JSONField(default=list)
    about_kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    #: Whether it goes by letter, as chosen when it was made.
    by_mail = models.CharField(max_length=5, choices=ByMail.choices, default=ByMail.NEVER)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notices")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["account", "-made_at"], name="notices_notice_whose"),
            models.Index(fields=["account"], condition=Q(read_at__isnull=True), name="notices_notice_unread"),
            models.Index(fields=["about_kind", "about_id", "kind"], name="notices_notice_about"),
            models.Index(
                fields=["account"],
                condition=Q(by_mail="daily", mail__isnull=True, read_at__isnull=True),
                name="notices_notice_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to account {self.account_id}"
