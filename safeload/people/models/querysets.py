"""Verbs for selecting people and posts by day and by reach."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class Reaching(Protocol):
    """Over whom a right extends (``people.scope.Reach``)."""

    @property
    def everywhere(self) -> bool: ...

    @property
    def teams(self) -> frozenset[int]: ...

    @property
    def practitioners(self) -> frozenset[int]: ...


def current_on(day: date, prefix: str = "", start: str = "started_on", end: str = "ended_on") -> Q:
    """Rows that hold on a day; an unknown first day counts as long ago. The last day is inclusive."""
    begun = Q(**{f"{prefix}{start}__isnull": True}) | Q(**{f"{prefix}{start}__lte": day})
    lasting = Q(**{f"{prefix}{end}__isnull": True}) | Q(**{f"{prefix}{end}__gte": day})
    return begun & lasting


class PostQuerySet(models.QuerySet[Any]):
    def current(self, day: date) -> Self:
        """Posts held on a day by people who work here on that day."""
        return self.filter(current_on(day), current_on(day, "practitioner__"))

    def seen_from_team(self, day: date) -> Self:
        """Posts that let a team's manager see their holder: not over yet, or the last ones of a leaver."""
        over = Q(ended_on__isnull=False, ended_on__lt=day)
        return self.filter(~over | Q(practitioner__ended_on__lt=day))


class PractitionerQuerySet(models.QuerySet[Any]):
    def within(self, reach: Reaching, day: date, own: int | None = None) -> Self:
        """Practitioners over whom a right extends, by name or by a post in a team; and oneself."""
        if reach.everywhere:
            return self
        allowed = Q(pk__in=reach.practitioners | ({own} if own else frozenset()))
        if reach.teams:
            posts = self.model._meta.get_field("posts").related_model.objects.seen_from_team(day)
            allowed |= Q(Exists(posts.filter(practitioner=OuterRef("pk"), team__in=reach.teams)))
        return self.filter(allowed)

    def working(self, day: date) -> Self:
        """Those who work here on a day."""
        return self.filter(current_on(day))


class CommitmentQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Without those entered by mistake and taken out again."""
        return self.filter(removed_at__isnull=True)
