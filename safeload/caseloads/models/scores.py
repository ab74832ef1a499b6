"""Whether a score still fits: who said so and when, and what has happened around the case since (PTS-17)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from safeload.caseloads.models.cases import Case, Household


class ScoreConfirmation(models.Model):
    """Somebody looked at the score of a case and found it still right: not asked again before a change."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="score_confirmations")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "at"], name="caseloads_score_confirmed")]

    def __str__(self) -> str:
        return f"score of case {self.case_id} confirmed"


class HouseholdMove(models.Model):
    """A case joined a household, or left it, at a moment: what the others of it are scored by has changed."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="moves")
    case = models.ForeignKey(Case, models.PROTECT, related_name="household_moves")
    joined = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["household", "at"], name="caseloads_household_moves")]

    def __str__(self) -> str:
        return f"case {self.case_id} {'joined' if self.joined else 'left'} household {self.household_id}"
