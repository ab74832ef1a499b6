"""What is said to an allocation after it was decided, by whoever decided and by the next tier. Never edited."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class FollowUp(models.Model):
    """One act after a decision: a reply to a no, the end of a load over the line, what the next tier says (X-27)."""

    class What(models.TextChoices):
        REPLY = "reply", "It stays, and this is my answer"
        DONE = "done", "What was promised is done"
        GOES_ON = "goes-on", "It goes on until another day"
        SEEN = "seen", "Seen"
        AGREED = "agreed", "I agree until a day"
        BACK = "back", "Bring it back to me"

    #: What is for the next tier to say; the others are for whoever decides in the team.
    OF_THE_TIER = (What.SEEN, What.AGREED, What.BACK)
    #: What asks for a day.
    WITH_DAY = (What.GOES_ON, What.AGREED, What.BACK)
    #: What has to be said in words.
    WITH_WORDS = (What.REPLY, What.DONE, What.GOES_ON)

    proposal = models.ForeignKey("allocation.Proposal", models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=10, choices=What.choices)
    words = models.CharField(max_length=500, blank=True)
    until_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what__in=["goes-on", "agreed", "back"]) | Q(until_on__isnull=False),
                name="allocation_follow_up_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} to proposal {self.proposal_id}"


def open_to_say(one: Any) -> list[str]:
    """What can be said to an allocation as it stands, by the team's manager and by the next tier."""
    found: list[str] = []
    if one.holds() and one.disagreed_at is not None:
        found.append(FollowUp.What.REPLY)
    if one.is_over_for_a_while():
        found += [FollowUp.What.DONE, FollowUp.What.GOES_ON]
    if one.is_red_by_decision():
        found += FollowUp.OF_THE_TIER
    return found
