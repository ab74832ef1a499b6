"""The employer, its service areas and teams."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from safeload.people.models.versioned import Versioned


class Employer(Versioned):
    """The one employer of this installation (one installation and one database per employer)."""

    class Nation(models.TextChoices):
        ENGLAND = "england", "England"
        WALES = "wales", "Wales"
        SCOTLAND = "scotland", "Scotland"
        NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, choices=Nation.choices, default=Nation.ENGLAND)
    #: Working days within which a case that was only notified must be discussed (X-26).
    discussion_days = models.PositiveSmallIntegerField(default=2)
    #: Other choices of the employer, by name.
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="people_one_employer")]

    def __str__(self) -> str:
        return self.name


class ServiceArea(Versioned):
    """A service that has its own scheme: assessment, children in care, adults' duty (STD-01)."""

    name = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="people_area_name",
                violation_error_message="There is a service area of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(Versioned):
    """A team of a service area. What a duty desk holds counts as unallocated."""

    service_area = models.ForeignKey(ServiceArea, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)
    is_desk = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="people_team_name",
                violation_error_message="There is a team of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
