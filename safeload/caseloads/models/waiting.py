"""While a case waits: who looks after it meanwhile, how its priority was rated, and the times the employer agreed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from safeload.caseloads.models.cases import Case

_ACCOUNT = settings.AUTH_USER_MODEL


class Keeping(models.Model):
    """The named holder of a waiting case: looks after it until somebody holds it. Not counted as their load."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="keepings")
    #: One of the two: anybody with an account, or a practitioner who has none.
    account = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    practitioner = models.ForeignKey(
        "people.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    #: The day from which it was somebody else's, or a practitioner's.
    ends_on = models.DateField(null=True, blank=True)
    #: Ended because somebody came to hold the case: taken back with it.
    ended_by_holder = models.BooleanField(default=False)
    named_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ends_on__isnull=True), name="caseloads_one_named_holder"
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False, practitioner=None)
                | Q(account=None, practitioner__isnull=False),
                name="caseloads_keeping_by_one",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="caseloads_keeping_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} looked after from {self.starts_on}"

    @property
    def name(self) -> str:
        """Who it is; with account and practitioner read already."""
        who: Any = self.account or self.practitioner
        return str(who.name)


class Rating(models.Model):
    """Somebody looked at the priority of a case again: from what, to what, why, and when next."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    on = models.DateField()
    was = models.CharField(max_length=12, choices=Case.Priority.choices, blank=True)
    priority = models.CharField(max_length=12, choices=Case.Priority.choices)
    why = models.CharField(max_length=200, blank=True)
    again_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.priority} on {self.on}"


class AgreedTimes(models.Model):
    """What the employer agreed, from a day on: targets for waiting, and when something is asked about again.

    A better agreement is a further row; the one that began last holds. Nothing is edited.
    """

    starts_on = models.DateField()
    #: Days in which a practitioner is found, by priority; none: no target agreed.
    urgent_days = models.PositiveSmallIntegerField(null=True, blank=True)
    high_days = models.PositiveSmallIntegerField(null=True, blank=True)
    standard_days = models.PositiveSmallIntegerField(null=True, blank=True)
    low_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Suggested days until the next contact, and until the priority is rated again, while a case waits.
    contact_days = models.PositiveSmallIntegerField()
    rating_days = models.PositiveSmallIntegerField()
    #: Weeks without contact after which an open case is asked about; weeks after which a score is.
    contact_weeks = models.PositiveSmallIntegerField()
    score_weeks = models.PositiveSmallIntegerField()
    agreed_by = models.CharField(max_length=200)
    agreed_on = models.DateField()
    recorded_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    contact_days__gte=1, rating_days__gte=1, contact_weeks__gte=1, score_weeks__gte=1
                ),
                name="caseloads_agreed_times",
            )
        ]

    def __str__(self) -> str:
        return f"times from {self.starts_on}"
