"""How far the employer's patches are apart, in bands: time on the road is load too."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PatchDistance(models.Model):
    """Two patches and the band of distance between them, as last said; the first in the alphabet stands first."""

    one = models.CharField(max_length=80)
    other = models.CharField(max_length=80)
    #: 0: as near as one patch; each band more counts once more.
    band = models.PositiveSmallIntegerField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="allocation_distance_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="allocation_distance_ordered"),
            models.CheckConstraint(condition=Q(band__lte=9), name="allocation_distance_band"),
        ]

    def __str__(self) -> str:
        return f"{self.one} to {self.other}"
