"""Tables of the API: tokens, of which only a hash is kept, and the answers that were given under a key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Token(models.Model):
    """What a program shows to act for an account. It opens no more than the account has today, often less."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    #: The first signs, to tell tokens apart by; they open nothing.
    prefix = models.CharField(max_length=12)
    #: SHA-256 of the whole; it is long and made at random, so no slower hash is needed.
    digest = models.CharField(max_length=64, unique=True)
    reads_only = models.BooleanField(default=False)
    #: The one role that it acts by ("practitioner": what comes with being one); empty: all that the account has.
    role = models.CharField(max_length=30, blank=True)
    #: The account's stamp when it was made: what ends the account's sessions ends its tokens too.
    stamp = models.CharField(max_length=24)
    made_at = models.DateTimeField()
    #: The last day on which it works, inclusive.
    expires_on = models.DateField()
    #: To the minute.
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="api_token_named")]

    def __str__(self) -> str:
        return f"token {self.prefix}…"


class StoredAnswer(models.Model):
    """What was answered to a change sent under a key: sent again, it is answered so again, and not done again."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    #: SHA-256 of what was sent: another request under the same key is a mistake of the client.
    digest = models.CharField(max_length=64)
    #: Keys, versions and counts; never what was sent.
    body = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["made_at"], name="api_answer_made")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="api_one_answer_a_key")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
