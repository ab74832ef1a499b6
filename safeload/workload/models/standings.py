"""Figures as they stand today: kept in the same transaction as the change that moved them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from safeload.workload.models.measured import Measured

_UNIT = Q(unit__gt=0)


class Standing(Measured):
    """One practitioner over all their posts, under the main scheme of their main post's service area."""

    class Protection(models.TextChoices):
        """Why no room is shown (X-01): in words that a colleague may read."""

        NONE = "", "None"
        BUILD_UP = "build-up", "building up"
        RETURNING = "returning", "returning"
        AGREED = "agreed", "agreed"

    practitioner = models.OneToOneField(
        "people.Practitioner", models.PROTECT, primary_key=True, related_name="standing"
    )
    #: room, green, amber, red, not_available, not_set; empty for an advisory scheme.
    band = models.CharField(max_length=15, blank=True)
    #: The step of the line that holds, as the scheme names it.
    stage = models.CharField(max_length=40, blank=True)
    protected = models.CharField(max_length=10, choices=Protection.choices, blank=True)
    protected_until = models.DateField(null=True)
    #: At the last Monday's count, carried here from PractitionerWeek.
    weeks_over = models.PositiveSmallIntegerField(default=0)
    weeks_red = models.PositiveSmallIntegerField(default=0)
    #: The day the figure is for; none while it has not been worked out yet.
    computed_for = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["band"], name="workload_standing_band")]
        constraints = [models.CheckConstraint(condition=_UNIT, name="workload_standing_unit")]

    def __str__(self) -> str:
        return f"practitioner {self.practitioner_id} on {self.computed_for}"


class Beside(Measured):
    """One practitioner's figure under one of the schemes that the employer runs, the main one among them.

    Measured when somebody first looks, and thrown away whenever the figure is worked out again: for pages that
    show many people under every scheme (ALL-07).
    """

    practitioner = models.ForeignKey("people.Practitioner", models.PROTECT, related_name="+")
    band = models.CharField(max_length=15, blank=True)
    computed_for = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "adoption"], name="workload_beside_once"),
            models.CheckConstraint(condition=_UNIT, name="workload_beside_unit"),
        ]

    def __str__(self) -> str:
        return f"practitioner {self.practitioner_id} under adoption {self.adoption_id}"


class PostStanding(Measured):
    """One post, under the main scheme of its own team's service area: what the team's pooled figure sums."""

    post = models.OneToOneField("people.Post", models.PROTECT, primary_key=True, related_name="standing")
    practitioner = models.ForeignKey("people.Practitioner", models.PROTECT, related_name="post_standings")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="post_standings")
    #: What of the load somebody else would have to do: cases and tasks, without commitments.
    work = models.BigIntegerField(default=0)
    #: False for managers and duty desks: what they hold is parked, and counts as unallocated (fixture 11).
    allocatable = models.BooleanField(default=True)
    #: Contracted hours a week in hundredths; none: unknown.
    hours = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team"], name="workload_post_team")]
        constraints = [models.CheckConstraint(condition=_UNIT, name="workload_post_unit")]

    def __str__(self) -> str:
        return f"post {self.post_id}"


class TeamWaiting(models.Model):
    """What waits in a team without a practitioner, at the scheme's value; no team: nobody's yet."""

    #: The team's key; 0 for what has no team.
    place = models.PositiveBigIntegerField(primary_key=True)
    team = models.OneToOneField("people.Team", models.PROTECT, null=True, related_name="waiting")
    adoption = models.ForeignKey("schemes.Adoption", models.PROTECT, null=True, related_name="+")
    unit = models.BigIntegerField(default=1)
    load = models.BigIntegerField(default=0)
    provisional = models.BigIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    #: What the waiting cases were when this was measured; another one means: measure again.
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=_UNIT, name="workload_waiting_unit")]

    def __str__(self) -> str:
        return f"waiting in team {self.team_id}"


class Detail(models.Model):
    """A practitioner's lines, the steps of their line and the other schemes: built when first looked at.

    Thrown away whenever the figure is worked out again, so that it never says anything else than the figure.
    """

    practitioner = models.OneToOneField(
        "people.Practitioner", models.PROTECT, primary_key=True, related_name="workload_detail"
    )
    computed_for = models.DateField()
    data = models.JSONField()

    def __str__(self) -> str:
        return f"detail of practitioner {self.practitioner_id}"


class Freshness(models.Model):
    """For which day, and under which adoptions, everybody was last measured: one row.

    No adoptions: one was changed since, and everybody is to be measured again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    computed_for = models.DateField(null=True)
    adoptions = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="workload_one_freshness")]

    def __str__(self) -> str:
        return f"measured for {self.computed_for}"
