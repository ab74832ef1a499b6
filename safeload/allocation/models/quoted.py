"""What somebody without an account said, as somebody else wrote it down: never their own answer by itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from safeload.allocation.models.proposals import Answer

_ACCOUNT: Any = settings.AUTH_USER_MODEL


class Quoted(models.Model):
    """A practitioner's own words, quoted from a discussion by a manager. Never edited.

    They count once a second person, the next tier, has heard them from the practitioner too (X-27).
    """

    class How(models.TextChoices):
        MET = "met", "In person"
        PHONED = "phoned", "By telephone or video"

    proposal = models.ForeignKey("allocation.Proposal", models.PROTECT, related_name="quoted")
    says = models.CharField(max_length=10, choices=Answer.Says.choices)
    words = models.CharField(max_length=1000)
    said_on = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    heard_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    heard_how = models.CharField(max_length=10, choices=How.choices, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="allocation_quoted_words"),
            models.CheckConstraint(
                condition=Q(heard_by=None, heard_at=None)
                | (Q(heard_by__isnull=False, heard_at__isnull=False) & ~Q(heard_by=F("by"))),
                name="allocation_quoted_heard_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.says} to proposal {self.proposal_id}, quoted"
