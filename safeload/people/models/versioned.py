"""Rows that several people may correct at once: each change raises a version that a form carries along."""

from __future__ import annotations

from django.db import models


class Versioned(models.Model):
    """A row whose form says which version it was filled in from, so that no change is lost unseen."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
