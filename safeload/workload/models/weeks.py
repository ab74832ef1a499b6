"""Figures as they stood each Monday: what "weeks over" and the heat map count."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from safeload.workload.models.measured import Measured


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class PractitionerWeek(Measured):
    """A practitioner on a Monday. ``weeks_over`` counts this and the Mondays before without a break."""

    monday = models.DateField()
    practitioner = models.ForeignKey("people.Practitioner", models.PROTECT, related_name="weeks")
    band = models.CharField(max_length=15, blank=True)
    weeks_over = models.PositiveSmallIntegerField(default=0)
    weeks_red = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["monday", "practitioner"]
        indexes = [models.Index(fields=["monday"], name="workload_week_monday")]
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "monday"], name="workload_week_once"),
            models.CheckConstraint(condition=models.Q(unit__gt=0), name="workload_week_unit"),
        ]

    def __str__(self) -> str:
        return f"practitioner {self.practitioner_id} on {self.monday}"


class PostWeek(Measured):
    """A post on a Monday, in the team it belonged to then: the rows that a cell of the heat map counts."""

    monday = models.DateField()
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="weeks")
    practitioner = models.ForeignKey("people.Practitioner", models.PROTECT, related_name="post_weeks")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="post_weeks")
    work = models.BigIntegerField(default=0)
    allocatable = models.BooleanField(default=True)
    #: Contracted hours a week in hundredths; none: unknown.
    hours = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["monday", "post"]
        indexes = [models.Index(fields=["team", "monday"], name="workload_post_week_team")]
        constraints = [models.UniqueConstraint(fields=["post", "monday"], name="workload_post_week_once")]

    def __str__(self) -> str:
        return f"post {self.post_id} on {self.monday}"


class TeamWeek(Measured):
    """A team on a Monday: ``load`` over ``line`` of those who have one, beside what waits and what is parked.

    What those hold whose line is not set, or who were not available, is in the posts of that Monday.
    """

    monday = models.DateField()
    #: None: what waits and has no team.
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="weeks")
    #: The pooled figure's band.
    band = models.CharField(max_length=15, blank=True)
    waiting = models.BigIntegerField(default=0)
    parked = models.BigIntegerField(default=0)
    waiting_cases = models.PositiveIntegerField(default=0)
    parked_cases = models.PositiveIntegerField(default=0)
    #: Those who hold allocated work, and how many of them stand in each band.
    people = models.PositiveIntegerField(default=0)
    bands = models.JSONField(default=dict)

    class Meta:
        ordering = ["monday", "team"]
        constraints = [
            models.UniqueConstraint(fields=["team", "monday"], name="workload_team_week_once"),
            models.UniqueConstraint(
                fields=["monday"], condition=models.Q(team__isnull=True), name="workload_team_week_nobodys"
            ),
        ]

    def __str__(self) -> str:
        return f"team {self.team_id} on {self.monday}"
