"""Who holds what, dated both ways: what was true on a day, and what we knew on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from safeload.caseloads.models.cases import Case


def going_on() -> Exists:
    """Of a holder's part: whether the same post held the case up to its first day, so that nothing was taken."""
    before = Allocation.objects.filter(
        case=OuterRef("case"),
        post=OuterRef("post"),
        ends_on=OuterRef("starts_on"),
        starts_on__lt=OuterRef("starts_on"),
        role=Allocation.Role.HOLDER,
        known_to__isnull=True,
    )
    return Exists(before)


class AllocationQuerySet(models.QuerySet[Any]):
    def open_parts(self) -> Self:
        """Parts in cases that nothing has ended, as we know it now: the last in line, also from a day to come.

        Who holds a case on a day is ``held_on``; before somebody's first day these are two people.
        """
        return self.filter(known_to__isnull=True, ends_on__isnull=True)

    def running(self, day: date) -> Self:
        """Parts that hold on a day or begin after it, as we know it now."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), known_to__isnull=True)

    def held_on(self, day: date) -> Self:
        """Parts true on a day, as we know it now: from the first day up to the day of the change."""
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        return self.filter(lasting, known_to__isnull=True, starts_on__lte=day)

    def holders(self) -> Self:
        """Without co-workers."""
        return self.filter(role=Allocation.Role.HOLDER)


class Allocation(models.Model):
    """A post holds a case, or works on it with its holder, from ``starts_on`` until the day of ``ends_on``.

    Half-open both ways: on ``ends_on`` the next holder holds it; at ``known_to`` we learned better, and a row
    that says so stands beside this one. Rows are never edited, so every dated question keeps its answer.
    """

    class Role(models.TextChoices):
        HOLDER = "holder", "Holder"
        CO_WORKER = "co-worker", "Co-worker"

    class Reason(models.TextChoices):
        """Why the worker changed: the codes of SSDA903 SWEpisodes, and our own where those say nothing."""

        FIRST = "FCONTA", "First contact, or a new referral"
        MANAGING = "MANAGE", "Managing caseloads"
        LEFT = "LEFTRL", "Previous worker left"
        RESTRUCTURE = "ORGRST", "Organisation restructured"
        TRANSFER = "TSPROC", "Transfer to another team as planned"
        ABSENCE = "ABSENC", "Cover for absence"
        CHILD = "CHCHAN", "The child asked for a change"
        CARER = "PCCHAN", "The parent or carer asked for a change"
        DIED = "SWDIED", "The worker died"
        OTHER = "OTHERS", "Another reason"
        AS_LISTED = "LISTED", "As the authority's list says"
        CLOSED = "CLOSED", "The case closed"
        WAITING = "WAITIN", "Back to waiting"
        TAKEN_BACK = "UNDONE", "Taken back"

    case = models.ForeignKey(Case, models.PROTECT, related_name="allocations")
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.HOLDER)
    #: Percent of the case's load that this post carries.
    share = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(100))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=6, choices=Reason.choices)
    #: Why it ended, once it has.
    end_reason = models.CharField(max_length=6, choices=Reason.choices, blank=True)
    #: The employer's own words for ``reason`` and ``end_reason``, as they were when they were given.
    own_reason = models.CharField(max_length=80, blank=True)
    own_end_reason = models.CharField(max_length=80, blank=True)
    #: Nobody where the product did it by itself at night.
    allocated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [
            models.Index(fields=["post", "known_to", "ends_on"], name="caseloads_allocation_post"),
            models.Index(fields=["case", "known_to", "ends_on"], name="caseloads_allocation_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(role="holder", ends_on__isnull=True, known_to__isnull=True),
                name="caseloads_one_open_holder",
            ),
            models.UniqueConstraint(
                fields=["case", "post"],
                condition=models.Q(ends_on__isnull=True, known_to__isnull=True),
                name="caseloads_one_part_each",
            ),
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=100), name="caseloads_share_of_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="caseloads_allocation_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(known_to__isnull=True) | models.Q(known_to__gte=models.F("known_from")),
                name="caseloads_allocation_known",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} with post {self.post_id}"

    @property
    def never_was(self) -> bool:
        """Whether it was taken back before, or on, the day it began: nobody held anything by it."""
        return self.ends_on == self.starts_on
