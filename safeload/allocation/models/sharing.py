"""A holder's part of a case that grew over the line: decided by a named manager, with what X-27 asks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class PartOverLine(models.Model):
    """Whoever holds a case carries more of it and is over the line with that. It is never silent (X-27)."""

    case = models.ForeignKey("caseloads.Case", models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=5, decimal_places=2)
    from_on = models.DateField()
    #: The figures of the moment, as text.
    figures = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    what_will_be_done = models.CharField(max_length=500)
    #: At red: what goes, waits or is shared for it, or why nothing can.
    room = models.CharField(max_length=200, blank=True, default="", db_default="")
    over_until = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    #: At red, and where a limit of the scheme is met, it goes to the next tier by itself.
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(what_will_be_done=""), name="allocation_part_over_line_said"
            )
        ]

    def __str__(self) -> str:
        return f"part of case {self.case_id} over the line"
