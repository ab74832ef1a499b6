"""One run of the planner: what was asked, with what, and what came of it. It changes nothing that is real."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from safeload.people.models import Team

#: A run whose job has said nothing for so long has died with it; it can be started again, nothing is lost.
SILENT = timedelta(minutes=3)

#: Question and answer are kept for so long after they were asked: as far back as fairness looks, and as a complaint
#: or an appraisal asks why somebody was named. They are a picture of everybody's load, so no longer than that.
KEPT_FOR = timedelta(days=730)


class Run(models.Model):
    """The planner asked once. Question, weights, scheme and solver are kept, so that it can be asked again."""

    class Kind(models.TextChoices):
        PROPOSE = "propose", "Who could take what waits"
        REBALANCE = "rebalance", "Moves that bring everyone to their line"
        REHEARSE = "rehearse", "What if somebody leaves or starts"
        EFFECT = "effect", "What other weights would have said"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to begin"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        REFUSED = "refused", "Cannot be asked"

    #: From the form: sending it again finds this row instead of making another.
    key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PROPOSE)
    on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    #: What else was asked for, by kind.
    asks = models.JSONField(default=dict, blank=True)
    adoption = models.ForeignKey("schemes.Adoption", models.PROTECT, related_name="+")
    #: Who agreed the weights and why; none: the defaults of the release. Their values stand beside.
    agreed_weights = models.ForeignKey(
        "allocation.AgreedWeights", models.PROTECT, null=True, blank=True, related_name="+"
    )
    weights = models.JSONField(default=dict)
    #: Gap, nodes and seconds after which the search ends.
    effort = models.JSONField(default=dict)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: What the job is at, and when it last said so.
    at_work = models.CharField(max_length=100, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    #: Why it could not be asked, in a sentence.
    trouble = models.CharField(max_length=500, blank=True)

    #: What was put to the planner: keys, codes and whole numbers; no names.
    question = models.JSONField(default=dict, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    solver = models.CharField(max_length=40, blank=True)
    #: Milliseconds that the search took.
    took = models.PositiveIntegerField(null=True, blank=True)

    replayed_at = models.DateTimeField(null=True, blank=True)
    replayed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Whether asking again gave the same answer, and by which solver.
    replayed_same = models.BooleanField(null=True, blank=True)
    replayed_solver = models.CharField(max_length=40, blank=True)

    #: When question and answer were let go of; what is left says who asked, when, by which weights and how good it was.
    let_go_at = models.DateTimeField(null=True, blank=True)
    #: Of what was let go of: cost, bound, gap and how the search ended, by option or week.
    proof = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["kind", "-asked_at"], name="planner_run_kind")]
        constraints = [
            models.UniqueConstraint(fields=["key", "adoption"], name="planner_asked_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"]) | Q(ended_at__isnull=False),
                name="planner_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def teams(self) -> list[Team]:
        """The teams whose waiting work and people it is about; all are measured by ``adoption``."""
        return [row.team for row in self.places.all()]

    @property
    def open(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def seconds(self) -> int:
        """How long it has been at it, or was; 0 before it begins."""
        if self.began_at is None:
            return 0
        return int(((self.ended_at or timezone.now()) - self.began_at).total_seconds())

    @property
    def answered(self) -> bool:
        """Whether there is an answer to read: also of one that was stopped with something found."""
        return bool(self.answer)


class RunTeam(models.Model):
    """One of the teams that a run is about."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="places")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "team"], name="planner_team_once")]

    def __str__(self) -> str:
        return f"team {self.team_id} in run {self.run_id}"
