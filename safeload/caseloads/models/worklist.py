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
    """A case that changed hands here, to be re-allocated there; one open row a case.

    It is ticked off by the next list that names the new holder, or by hand. Until then a list that still names
    the former one does not take the case back.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="worklist")
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
    #: The list named neither: it was believed, and the row says so.
    differed = models.BooleanField(default=False)

    objects = WorklistQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ticked_at__isnull=True), name="caseloads_one_open_worklist_row"
            )
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} to post {self.post_id}"
