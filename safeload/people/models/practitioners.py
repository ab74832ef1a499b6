"""Practitioners, the posts they hold, the steps of their first years, and their strengths.

Last days are inclusive: somebody whose post ends on Friday holds it on Friday.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from safeload.people.models.hours import HoursField
from safeload.people.models.places import Team
from safeload.people.models.querysets import PostQuerySet, PractitionerQuerySet
from safeload.people.models.versioned import Versioned

_ENDS_AFTER_START = models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on"))


class Practitioner(Versioned):
    """Somebody who works for the employer, whether or not they hold cases or sign in."""

    staff_ref = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    swe_number = models.CharField(max_length=20, blank=True)
    qualified_on = models.DateField(null=True, blank=True)
    #: When the latest step of the line was confirmed by both; until then the old line holds (X-09).
    step_confirmed_on = models.DateField(null=True, blank=True)
    #: The step that a file or a manager stated, where no date of qualification is known.
    stage = models.CharField(max_length=40, blank=True)
    asye = models.BooleanField(default=False)
    agency = models.BooleanField(default=False)
    #: Back from a long absence, building up until this day (ADJ-03): no room is shown.
    returning_until = models.DateField(null=True, blank=True)
    #: Not to be asked for more until this day, by agreement: no room is shown.
    protected_until = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    #: Values of further fields that a scheme asks of a practitioner, by field name.
    values = models.JSONField(default=dict, blank=True)

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("staff_ref"),
                name="people_staff_ref",
                violation_error_message="Somebody has this staff reference already.",
            ),
            models.CheckConstraint(condition=~models.Q(staff_ref=""), name="people_staff_ref_given"),
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True) | _ENDS_AFTER_START,
                name="people_practitioner_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(Versioned):
    """A post in a team. Hours and cases are held per post: who works in two teams has two posts."""

    class Role(models.TextChoices):
        PRACTITIONER = "practitioner", "Social worker"
        SENIOR = "senior-practitioner", "Senior social worker"
        ADVANCED = "advanced-practitioner", "Advanced practitioner"
        PERSONAL_ADVISER = "personal-adviser", "Personal adviser"
        SUPPORT_WORKER = "support-worker", "Support worker"
        DEPUTY = "deputy-manager", "Deputy team manager"
        TEAM_MANAGER = "team-manager", "Team manager"
        SERVICE_MANAGER = "service-manager", "Service manager"
        HEAD = "head-of-service", "Head of service"
        DUTY = "duty", "Duty desk"

    #: What these hold counts as unallocated, and is shown as their load all the same (fixture 11).
    NOT_HOLDING = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD, Role.DUTY)

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role.choices, default=Role.PRACTITIONER)
    #: Hours a week from the first day of the post; null is unknown. Later changes are HoursChange.
    weekly_hours = HoursField(null=True, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["team", "ended_on"], name="people_post_team")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekly_hours__isnull=True)
                | models.Q(weekly_hours__gte=0, weekly_hours__lte=168),
                name="people_post_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True) | _ENDS_AFTER_START, name="people_post_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class HoursChange(models.Model):
    """From this day on, a post has these hours a week. What it was before stays answerable."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="hours_changes")
    from_on = models.DateField()
    weekly_hours = HoursField(null=True, blank=True)

    class Meta:
        ordering = ["post", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["post", "from_on"], name="people_hours_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(weekly_hours__isnull=True)
                | models.Q(weekly_hours__gte=0, weekly_hours__lte=168),
                name="people_hours_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekly_hours} hours from {self.from_on}"


class StepConfirmation(models.Model):
    """A step of the line that falls due: only when both have confirmed it does the line move (X-09)."""

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    practitioner_at = models.DateTimeField(null=True, blank=True)
    practitioner_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    manager_at = models.DateTimeField(null=True, blank=True)
    manager_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["practitioner", "step"], name="people_step_once")]

    def __str__(self) -> str:
        return f"{self.title}, due {self.due_on}"


class Strength(models.Model):
    """What a practitioner brings, or would like to learn: for matching work with people (ALL-03, ALL-05)."""

    class Kind(models.TextChoices):
        SKILL = "skill", "Skill"
        LANGUAGE = "language", "Language"
        PATCH = "patch", "Patch"
        INTEREST = "interest", "Development interest"

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="strengths")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(
                "practitioner",
                "kind",
                Lower("text"),
                condition=models.Q(removed_at__isnull=True),
                name="people_strength_once",
                violation_error_message="This is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return self.text
