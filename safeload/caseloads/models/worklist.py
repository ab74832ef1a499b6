"""What is still to be entered in the authority's case-management system. Safeload never writes there."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from safeload.caseloads.models.cases import Case


class WorklistQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """What nobody has entered there yet, as far as we know."""
        return self.filter(ticked_at__isnull=True)


class WorklistRow(models.Model):
    """A case that changed hands, closed or opened again here, to be entered there; one open row a case.

    It is ticked off by the next list that agrees, or by hand. Until then a list that has not heard of it neither
    takes the case back nor opens or closes it. Who else works on a case has a row of its own, for the hand alone:
    lists name one worker.
    """

    class What(models.TextChoices):
        HOLDER = "holder", "Who holds it, and whether it is open"
        CO_WORKERS = "co-workers", "Who works on it together"

    case = models.ForeignKey(Case, models.PROTECT, related_name="worklist")
    what = models.CharField(max_length=10, choices=What.choices, default=What.HOLDER)
    #: Closed here, or there as far as we know.
    closed = models.BooleanField(default=False)
    was_closed = models.BooleanField(default=False)
    #: Who holds it there, as far as we know; none: nobody.
    was = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+")
    #: Who holds it here; none: it waits.
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ticked_at = models.DateTimeField(null=True, blank=True)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: "by hand", "import 12", or why nothing is left to enter.
    ticked_through = models.CharField(max_length=40, blank=True)
    #: The list named neither: it was believed, and the row says so, and whom it named (none: nobody).
    differed = models.BooleanField(default=False)
    list_post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+")

    objects = WorklistQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "what"],
                condition=Q(ticked_at__isnull=True),
                name="caseloads_one_open_worklist_row",
            )
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} to post {self.post_id}"

    @property
    def says_the_same(self) -> bool:
        """Whether it is there as it is here, as far as we know."""
        if self.what == self.What.CO_WORKERS:
            return False
        return self.closed == self.was_closed and (self.closed or self.post_id == self.was_id)
