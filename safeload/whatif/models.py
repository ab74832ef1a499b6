"""A scenario: changes of a team's board that are only thought of. It keeps the changes, never figures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from safeload.people.models.versioned import Versioned


class Scenario(Versioned):
    """What somebody supposes of a team, in order. Opened later it is measured on the rows of that day.

    Without a name it is what its owner is at just now: one for each team.
    """

    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    #: Others who may open the team's board may read it, and change a copy of their own.
    shared = models.BooleanField(default=False)
    #: As ``changes.Change`` writes them: keys, codes and amounts; no names, no references.
    changes: Any = models.JSONField(default=list, blank=True)
    #: How many changes there ever were: the number of the last, so that none is given twice.
    counter = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["team", "shared"], name="whatif_scenario_team")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "team"], condition=Q(name=""), name="whatif_one_without_a_name"
            ),
            models.CheckConstraint(condition=Q(shared=False) | ~Q(name=""), name="whatif_shared_by_its_name"),
        ]

    def __str__(self) -> str:
        return f"scenario {self.pk}"
