"""Leave, duties and adjustments; and the reasons for adjustments, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from safeload.people.models.practitioners import Post, Practitioner
from safeload.people.models.querysets import CommitmentQuerySet
from safeload.people.models.versioned import Versioned


class Commitment(Versioned):
    """Time or load spoken for. Amount and dates are open to the manager; the reason is not (rules 5.2)."""

    class Unit(models.TextChoices):
        LOAD = "load", "in the scheme's unit"
        HOURS = "hours", "hours"
        HOURS_A_WEEK = "hours a week", "hours a week"
        PERCENT = "percent", "percent"

    class Outcome(models.TextChoices):
        ENDED = "ended", "Ended as planned"
        EXTENDED = "extended", "Goes on"
        CHANGED = "changed", "Changed"

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="commitments")
    #: Only one post's line is concerned; none: all of them.
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="commitments")
    #: A kind that a scheme knows, such as "leave" or "adjustment"; what it counts is the scheme's to say.
    kind = models.CharField(max_length=40)
    #: None where the scheme gives the amount.
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    #: The last day, inclusive.
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Entered by mistake and taken out again; kept, counted nowhere.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["practitioner", "ends_on"], name="people_commitment_whose")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="people_commitment_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="people_commitment_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class CommitmentReason(models.Model):
    """Why an adjustment was agreed: encrypted; read by the worker and whom the worker chose (fixture 12)."""

    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="reason")
    sealed = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    def __str__(self) -> str:
        return "a sealed reason"
