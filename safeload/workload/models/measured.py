"""What every kept figure has: exact whole units, and the adopted scheme that they were measured under."""

from __future__ import annotations

from django.db import models


class Measured(models.Model):
    """Amounts are whole numbers of ``1 / unit`` of the scheme's unit: exact, never a binary float."""

    adoption = models.ForeignKey("schemes.Adoption", models.PROTECT, null=True, related_name="+")
    unit = models.BigIntegerField(default=1)
    load = models.BigIntegerField(default=0)
    #: None while the line is not set (hours unknown, or a scheme without a line); 0: not available.
    line = models.BigIntegerField(null=True)
    provisional = models.BigIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
