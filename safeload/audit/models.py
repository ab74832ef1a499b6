"""Tables of the record: entries in a hash chain, its head, and who looked at whom."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and inserts only: the record is never put right by editing it (ASVS 16.4.2)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The audit record is added to, never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("The audit record is added to, never deleted.")


class _AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert once. Raises AppendOnly for a row that exists already."""
        if self.pk is not None:
            raise AppendOnly("The audit record is added to, never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The audit record is added to, never deleted.")


class Entry(_AppendOnlyModel):
    """One change: who did what, on what, when. ``hash`` covers every field and the entry before."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    #: Nobody for what the product did by itself (a job, an import at night).
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    did = models.CharField(max_length=60)
    #: What it was done to, such as "case" and its key; the floors above know the tables.
    on_kind = models.CharField(max_length=40)
    on_id = models.BigIntegerField(null=True)
    #: Ids, codes, dates and amounts; never names, reasons or free text.
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["on_kind", "on_id", "number"], name="audit_entry_on"),
            models.Index(fields=["who", "number"], name="audit_entry_who"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.did}"


class Head(models.Model):
    """The end of the chain: one row, locked last by every writer, so that entries stand in one order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"head at {self.number}"


class Look(_AppendOnlyModel):
    """Somebody read a named person's load, record or reason. The person viewed can see it (rules 5.1)."""

    class What(models.TextChoices):
        LOAD = "load", "load"
        RECORD = "record", "record"
        REASON = "reason", "reason for an adjustment"

    at = models.DateTimeField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: Key of the practitioner who was looked at.
    practitioner_id = models.BigIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    page = models.CharField(max_length=100)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["practitioner_id", "-at"], name="audit_look_whose"),
            models.Index(fields=["who", "practitioner_id", "what", "page", "-at"], name="audit_look_again"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of practitioner {self.practitioner_id}"
