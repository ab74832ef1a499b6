"""Versions of schemes and their adoption: which service area measures by which from when, agreed by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SchemeVersion(models.Model):
    """The text of a scheme, fixed once adopted: old figures are opened down to the version they came from."""

    scheme_id = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["scheme_id", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme_id", "version"], name="schemes_version_once")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Adoption(models.Model):
    """A scheme in force for a service area (or for all that have none of their own) from a day on."""

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="adoptions")
    service_area = models.ForeignKey(
        "people.ServiceArea", models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: The one that bands and decisions go by; the others are shown beside it.
    main = models.BooleanField(default=False)
    chosen = models.JSONField(default=dict, blank=True)
    starts_on = models.DateField()
    #: The day from which it no longer holds.
    ends_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(max_length=200)
    agreed_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-main", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service_area"],
                name="schemes_one_main_an_area",
                condition=models.Q(main=True, ends_on__isnull=True, service_area__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["main"],
                name="schemes_one_main_elsewhere",
                condition=models.Q(main=True, ends_on__isnull=True, service_area__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="schemes_adoption_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} from {self.starts_on}"
