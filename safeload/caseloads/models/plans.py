"""Why a case is open: its plan in a line, and how it was closed (CLO-01 to CLO-06)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from safeload.caseloads.models.cases import Case
from safeload.people.models.versioned import Versioned

_ACCOUNT = settings.AUTH_USER_MODEL


class CasePlan(models.Model):
    """What is being done and why the case stays open, from a day until the next was stated. Never edited."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    valid_from = models.DateField()
    #: The day on which another was stated; none: it holds.
    valid_to = models.DateField(null=True, blank=True)
    plan = models.CharField(max_length=200, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    why_open = models.CharField(max_length=200, blank=True)
    #: With whom it was agreed that the case stays open, and when (CLO-02).
    agreed_with = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(valid_to__isnull=True), name="caseloads_one_open_plan"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="caseloads_plan_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"plan of case {self.case_id} from {self.valid_from}"


class ClosureReason(Versioned):
    """The employer's own word for why a case closes, and the code of the children in need census for it."""

    class Code(models.TextChoices):
        """Reasons for closure of the CIN census; and what a list said, without more."""

        ADOPTED = "RC1", "Adopted"
        DIED = "RC2", "Died"
        ARRANGEMENTS = "RC3", "Child arrangements order"
        GUARDIANSHIP = "RC4", "Special guardianship order"
        MOVED = "RC5", "Transferred to another local authority"
        ADULTS = "RC6", "Transferred to adult social care services"
        CEASED = "RC7", "Services ceased for any other reason, including no longer in need"
        NO_ACTION = "RC8", "Closed after assessment, no further action"
        EARLY_HELP = "RC9", "Closed after assessment, referred to early help"
        AS_LISTED = "LISTED", "As the authority’s list says"

    label = models.CharField(max_length=80)
    code = models.CharField(max_length=6, choices=Code.choices)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                Lower("label"),
                condition=Q(retired_at__isnull=True),
                name="caseloads_closure_reason_once",
                violation_error_message="There is a reason of this name already.",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="caseloads_closure_reason_named"),
        ]

    def __str__(self) -> str:
        return self.label


class Closing(models.Model):
    """A case was closed: from when, why, what was achieved; and whether it was opened again."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    on = models.DateField()
    #: Empty: nobody said.
    reason = models.CharField(max_length=6, choices=ClosureReason.Code.choices, blank=True)
    own_reason = models.ForeignKey(ClosureReason, models.PROTECT, null=True, blank=True, related_name="+")
    #: What was achieved, in a line (CLO-06).
    achieved = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField()
    #: Opened again from this day; the day of closing itself: as if it had never closed.
    reopened_on = models.DateField(null=True, blank=True)
    reopened_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-closed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(reopened_at__isnull=True), name="caseloads_one_open_closing"
            ),
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=True) | Q(reopened_on__gte=F("on")),
                name="caseloads_closing_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} closed on {self.on}"

    @property
    def why(self) -> str:
        """The reason in words; with the own one read already."""
        return self.own_reason.label if self.own_reason else str(self.get_reason_display())
