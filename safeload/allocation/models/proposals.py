"""A proposal: cases to a post from a day on, talked over with its practitioner, decided by a named manager."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from safeload.allocation.models.hand_overs import HandOver, Moving

#: So long before the end of a load over the line both sides are reminded of what was promised (X-27).
BEFORE_END = timedelta(days=7)
#: The allocation holds: it was not taken back, and the cases are still with the person.
_HOLDS = Q(outcome="allocated", undone_at__isnull=True, left_at__isnull=True)
TO_DISCUSS = _HOLDS & Q(discussion_due_on__isnull=False) & (Q(discussed_on=None) | Q(heard_at=None))
DISAGREED = _HOLDS & Q(disagreed_at__isnull=False)
OVER_FOR_A_WHILE = _HOLDS & Q(over_until__isnull=False, over_ended_at__isnull=True)
RED_BY_DECISION = _HOLDS & Q(escalated_at__isnull=False, over_ended_at__isnull=True)


class ProposalQuerySet(models.QuerySet[Any]):
    def cover_ending(self, on: date) -> Self:
        """Temporary cover whose end has come by a day, and nobody has said whether it ends."""
        covers = self.filter(outcome="allocated", cover_until__lte=on, cover_ended_at__isnull=True)
        return covers.filter(undone_at__isnull=True)

    def open(self) -> Self:
        """Proposals that wait for an answer or a decision."""
        return self.filter(outcome="")

    def to_discuss(self) -> Self:
        """Allocations that were notified and are still to be discussed (X-26)."""
        return self.filter(TO_DISCUSS)

    def disagreed(self) -> Self:
        """Allocations to which the practitioner said no afterwards, and nobody has replied to it yet."""
        return self.filter(DISAGREED)

    def over_for_a_while(self) -> Self:
        """Allocations that took a load over the line until a day, of which nobody has said that it is over (X-27)."""
        return self.filter(OVER_FOR_A_WHILE)

    def red_by_decision(self) -> Self:
        """Allocations that were brought to the next tier and still hold."""
        return self.filter(RED_BY_DECISION)


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
    #: Which households were split between proposal and decision, as the manager read it.
    split_said = models.TextField(blank=True, default="", db_default="")
    #: Which conflicts of interest were noted when it was allocated all the same, as the manager read it.
    conflict_said = models.TextField(blank=True, default="", db_default="")
    #: Over the line: what will be done about it, and until when it may last (X-27).
    what_will_be_done = models.CharField(max_length=500, blank=True)
    over_until = models.DateField(null=True, blank=True)
    #: At red it goes to the next tier by itself.
    escalated_at = models.DateTimeField(null=True, blank=True)
    #: Notified by telephone or e-mail: the discussion is due two working days later (X-26).
    discussion_due_on = models.DateField(null=True, blank=True)
    #: When they say that it was discussed. It counts once the practitioner has answered or confirmed it too.
    discussed_on = models.DateField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    #: The practitioner said no after the decision, and nobody has replied to it yet.
    disagreed_at = models.DateTimeField(null=True, blank=True)
    #: The cases left the person: nothing of this decision is still to be done.
    left_at = models.DateTimeField(null=True, blank=True)
    #: What was over the line until a day is so no longer, or what was promised is done.
    over_ended_at = models.DateTimeField(null=True, blank=True)
    #: The next tier has said something to it since it was last brought to them.
    tier_answered_at = models.DateTimeField(null=True, blank=True)
    #: The trade-off: what goes, waits or is shared if this is taken.
    goes = models.CharField(max_length=200, blank=True)
    waits = models.CharField(max_length=200, blank=True)
    shared = models.CharField(max_length=200, blank=True)
    #: At red: why nothing can go, wait or be shared.
    nothing_because = models.CharField(max_length=200, blank=True)
    #: Which of the practitioner's cases each of these is about, where it is about one.
    goes_case = models.ForeignKey("caseloads.Case", models.PROTECT, null=True, blank=True, related_name="+")
    waits_case = models.ForeignKey("caseloads.Case", models.PROTECT, null=True, blank=True, related_name="+")
    shared_case = models.ForeignKey("caseloads.Case", models.PROTECT, null=True, blank=True, related_name="+")
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
        due = self.discussion_due_on
        return due is not None and due < on and self.is_to_discuss()

    def holds(self) -> bool:
        """Whether it was allocated, not taken back, and the cases are still with the person."""
        return self.outcome == "allocated" and self.undone_at is None and self.left_at is None

    def is_to_discuss(self) -> bool:
        """Whether it was notified, and what both sides say of the discussion is not recorded yet (X-26)."""
        due = self.discussion_due_on is not None and self.holds()
        return due and (self.discussed_on is None or self.heard_at is None)

    def makes_room(self) -> bool:
        """Whether somebody said what goes, waits or is shared for it."""
        cases = (self.goes_case_id, self.waits_case_id, self.shared_case_id)
        return any((self.goes, self.waits, self.shared, *cases))

    def let_through(self) -> set[str]:
        """The limits of the scheme that a named senior has let through for it."""
        return {title for found in self.overrides.all() for title in found.limits}

    def may_be_heard(self) -> bool:
        """Whether the practitioner can still answer: it was only notified, and the cases are with them (X-26, X-27)."""
        return self.discussion_due_on is not None and self.holds()

    def is_over_for_a_while(self) -> bool:
        """Whether it took the load over the line until a day, and nobody has said that this is over (X-27)."""
        return self.holds() and self.over_until is not None and self.over_ended_at is None

    def is_red_by_decision(self) -> bool:
        """Whether it is with the next tier and still holds."""
        return self.holds() and self.escalated_at is not None and self.over_ended_at is None


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


class DroppedCase(models.Model):
    """A case that went out of an open proposal: it closed or changed hands otherwise, while others of it stand."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="dropped")
    case = models.ForeignKey("caseloads.Case", models.PROTECT, related_name="+")
    #: The post that held it when it was proposed; none: it waited.
    held_by = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+")
    #: What happened to it, by whom and when, as both sides read it.
    said = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "case"], name="allocation_dropped_once"),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} dropped from proposal {self.proposal_id}"


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
