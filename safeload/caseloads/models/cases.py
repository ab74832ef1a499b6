"""Cases and households. A case is one child or adult; a household is allocated together unless split.

No names, addresses or dates of birth: an opaque reference, dates and codes (rules 5.2).
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from safeload.people.models.versioned import Versioned


class Household(Versioned):
    """Cases that are allocated together. A provisional one was guessed and counts as single cases."""

    reference = models.CharField(max_length=40)
    provisional = models.BooleanField(default=False)
    #: The part of the area where the family lives, in the employer's own words.
    patch = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                Lower("reference"),
                name="caseloads_household_reference",
                violation_error_message="There is a household with this reference already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reference=""), name="caseloads_household_reference_given"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


def open_on(day: date, prefix: str = "") -> Q:
    """Cases open on a day: closed means closed from that day on; an unknown first day counts as long ago."""
    begun = Q(**{f"{prefix}opened_on__isnull": True}) | Q(**{f"{prefix}opened_on__lte": day})
    lasting = Q(**{f"{prefix}closed_on__isnull": True}) | Q(**{f"{prefix}closed_on__gt": day})
    return begun & lasting


class Case(Versioned):
    """One child or adult. Open until ``closed_on``: on that day it is closed."""

    class Kind(models.TextChoices):
        CHILD = "child", "Child"
        ADULT = "adult", "Adult"

    class Priority(models.TextChoices):
        URGENT = "1-urgent", "Urgent"
        HIGH = "2-high", "High"
        STANDARD = "3-standard", "Standard"
        LOW = "4-low", "Can wait"

    reference = models.CharField(max_length=40)
    #: None, or a provisional one: the case stands by itself until a file or a page groups it.
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="cases")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CHILD)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    priority = models.CharField(max_length=12, choices=Priority.choices, default=Priority.STANDARD)
    #: The team whose work it is; while nobody holds it, the team where it waits.
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="cases")
    reached_team_on = models.DateField(null=True, blank=True)
    next_contact_due_on = models.DateField(null=True, blank=True)
    next_contact_made_on = models.DateField(null=True, blank=True)
    why_waiting = models.CharField(max_length=200, blank=True)
    waiting_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiting_approved_on = models.DateField(null=True, blank=True)
    #: While it waits: the day on which its priority is looked at again.
    rate_again_on = models.DateField(null=True, blank=True)
    #: Last seen or spoken to, and last reviewed, as lists say or as noted by hand. Dates only.
    last_contact_on = models.DateField(null=True, blank=True)
    last_review_on = models.DateField(null=True, blank=True)
    #: Whether a list of the authority has ever brought it: then the case is in another system as well.
    listed = models.BooleanField(default=False)
    #: What the schemes ask, as it stands now: a copy of the open CaseValue rows, kept by the one action.
    values = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["reference"]
        indexes = [
            models.Index(fields=["team", "closed_on"], name="caseloads_case_team"),
            models.Index(fields=["household"], name="caseloads_case_household"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("reference"),
                name="caseloads_case_reference",
                violation_error_message="There is a case with this reference already.",
            ),
            models.CheckConstraint(condition=~models.Q(reference=""), name="caseloads_case_reference_given"),
            models.CheckConstraint(
                condition=models.Q(opened_on__isnull=True)
                | models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="caseloads_case_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
