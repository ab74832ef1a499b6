"""What weighs when somebody is looked for: the planner's weights as they were agreed, each set with its author."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class AgreedWeights(models.Model):
    """All weights of one service area (or of all that have none of their own) from when it was recorded.

    A better agreement is a further row; the latest holds. Nothing is edited, so that every proposal can name the
    weights that it was made with.
    """

    service_area = models.ForeignKey(
        "people.ServiceArea", models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: By name; those that are not there have the default of the release.
    values = models.JSONField(default=dict, blank=True)
    #: How many households somebody is given in seven days at most, and in their first year; none: no limit.
    new_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    new_a_week_first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="allocation_weights_reason"),
        ]

    def __str__(self) -> str:
        return f"weights {self.pk}"
