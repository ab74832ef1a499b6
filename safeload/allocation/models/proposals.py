"""A proposal: cases to a post from a day on, talked over with its practitioner, decided by a named manager."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from safeload.allocation.models.hand_overs import HandOver, Moving


class ProposalQuerySet(models.QuerySet[Any]):
    def cover_ending(self, on: date) -> Self:
        """Temporary cover whose end has come by a day, and nobody has said whether it ends."""
        covers = self.filter(outcome="allocated", cover_until__lte=on, cover_ended_at__isnull=True)
        return covers.filter(undone_at__isnull=True)

    def open(self) -> Self:
        """Proposals that wait for an answer or a decision."""
        return self.filter(outcome="")

    def to_discuss(self) -> Self:
        """Allocations that were notified and have not been discussed yet (X-26)."""
        due = self.filter(discussion_due_on__isnull=False, discussed_on__isnull=True)
        return due.filter(undone_at__isnull=True)


class Proposal(Moving):
    """Cases that a practitioner is asked to take. It changes who holds them only once it is decided (ALL-01)."""

    class Outcome(models.TextChoices):
        OPEN = "", "Open"
        ALLOCATED = "allocated", "Allocated"
        NOT_ALLOCATED = "not-allocated", "Not allocated"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERTAKEN = "overtaken", "Overtaken"

    #: From the form: sending it again finds this row instead of making another.
    key = models.UUIDField(unique=True)
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="proposals")
    #: The team that gives the work away.
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="proposals")
    #: Percent of the cases' load, as a co-worker of whoever holds them; none: to hold them.
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    hand_over = models.ForeignKey(HandOver, models.PROTECT, null=True, blank=True, related_name="proposals")
    from_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    #: What the manager says to the practitioner.
    message = models.CharField(max_length=500, blank=True)
    #: The figures that the manager saw: scheme, load before and after, line, band before and after, as text.
    seen = models.JSONField(default=dict)
    #: Everybody whom the manager saw side by side: practitioner, post, figures, codes of what spoke against.
    considered = models.JSONField(default=list, blank=True)

    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    #: The figures checked again at the decision.
    decided_on_figures = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    #: Over the line: what will be done about it, and until when it may last (X-27).
    what_will_be_done = models.CharField(max_length=500, blank=True)
    over_until = models.DateField(null=True, blank=True)
    #: At red it goes to the next tier by itself.
    escalated_at = models.DateTimeField(null=True, blank=True)
    #: Notified by telephone or e-mail: the discussion is due two working days later (X-26).
    discussion_due_on = models.DateField(null=True, blank=True)
    discussed_on = models.DateField(null=True, blank=True)
    #: The trade-off: what goes, waits or is shared if this is taken.
    goes = models.CharField(max_length=200, blank=True)
    waits = models.CharField(max_length=200, blank=True)
    shared = models.CharField(max_length=200, blank=True)
    #: Limits of the scheme that taking the cases would exceed, as known when last looked at.
    limits = models.JSONField(default=list, blank=True)
    #: Somebody answered the question whether temporary cover ends.
    cover_ended_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    #: Why it was taken back.
    undone_why = models.CharField(max_length=200, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["post", "outcome"], name="allocation_proposal_post"),
            models.Index(fields=["team", "outcome"], name="allocation_proposal_team"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="allocation_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lt=100),
                name="allocation_share_of_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="allocated") | Q(decided_by__isnull=False),
                name="allocation_named_decider",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    def cover_is_over(self, on: date) -> bool:
        """Whether it is temporary cover whose day has come, and nobody has said what becomes of it."""
        until = self.cover_until
        return until is not None and until <= on and self.cover_ended_at is None and self.undone_at is None

    def is_late(self, on: date) -> bool:
        """Whether the discussion that was due has not taken place by a day."""
        return (
            self.discussion_due_on is not None and self.discussed_on is None and self.discussion_due_on < on
        )


class ProposedCase(models.Model):
    """One case of a proposal. A case is in one open proposal at most."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="cases")
    case = models.ForeignKey("caseloads.Case", models.PROTECT, related_name="proposals")
    #: The post that held it when it was proposed; none: it waited.
    held_by = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+")
    #: What whoever took it had carried of it before, as a co-worker; theirs again if it is taken back.
    helped_with = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    #: Kept with the proposal's outcome, for the constraint.
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "case"], name="allocation_case_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(open=True), name="allocation_one_open_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} in proposal {self.proposal_id}"


class Answer(models.Model):
    """What the practitioner answered, in their own words. A later answer stands beside the earlier ones."""

    class Says(models.TextChoices):
        AGREE = "agree", "I agree"
        AGREE_IF = "agree-if", "I agree if …"
        NOT_AGREED = "not-agreed", "I do not agree"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers")
    says = models.CharField(max_length=10, choices=Says.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(says="agree") | ~Q(words=""), name="allocation_own_words")
        ]

    def __str__(self) -> str:
        return f"{self.says} to proposal {self.proposal_id}"
