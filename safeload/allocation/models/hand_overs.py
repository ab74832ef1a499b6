"""Several cases handed over at once, and what else a change of hands may need."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from safeload.caseloads.models import Allocation
from safeload.people.models.versioned import Versioned

_ACCOUNT = settings.AUTH_USER_MODEL


class ChangeReason(Versioned):
    """The employer's own word for why a worker changes, and the SSDA903 code that it is returned as."""

    label = models.CharField(max_length=80)
    code = models.CharField(max_length=6, choices=Allocation.Reason.choices)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                Lower("label"),
                condition=Q(retired_at__isnull=True),
                name="allocation_change_reason_once",
                violation_error_message="There is a reason of this name already.",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="allocation_change_reason_named"),
        ]

    def __str__(self) -> str:
        return self.label


class Moving(Versioned):
    """What is said about a change of hands, of one proposal or of a whole hand-over."""

    #: Why the worker changes, as SSDA903 has it; empty: a first allocation or managing caseloads.
    change_reason = models.CharField(max_length=6, choices=Allocation.Reason.choices, blank=True)
    own_reason = models.ForeignKey(ChangeReason, models.PROTECT, null=True, blank=True, related_name="+")
    #: What the next practitioner needs to know of the work; nothing that names a family.
    notes = models.CharField(max_length=2000, blank=True)
    joint_visit = models.BooleanField(default=False)
    #: Temporary cover: on this day somebody is asked whether it ends. Nothing ends by itself.
    cover_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class HandOver(Moving):
    """Cases of one post handed to one or several others from a day on. Each of these is asked by a proposal."""

    #: From the form: sending it again finds this row instead of making another.
    key = models.UUIDField(unique=True)
    #: Who hands over.
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="hand_overs")
    from_on = models.DateField()
    made_by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class Override(models.Model):
    """A named senior lets a limit of the scheme be exceeded, and says why; it is reported upwards (X-27, ALL-04)."""

    proposal = models.ForeignKey("allocation.Proposal", models.PROTECT, related_name="overrides")
    #: The limits that it is about, as the scheme names them.
    limits = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="allocation_override_reason")]

    def __str__(self) -> str:
        return f"override of proposal {self.proposal_id}"


class Offer(Versioned):
    """A practitioner says "I can take one": of which kind, from when. It asks for nothing and binds nobody."""

    post = models.ForeignKey("people.Post", models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    #: Taken back, or met by an allocation.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(ended_at__isnull=True), name="allocation_one_open_offer"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="allocation_offer_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"offer of post {self.post_id}"
