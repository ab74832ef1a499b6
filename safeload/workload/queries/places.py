"""Teams and their service areas."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from safeload.people.models import Post, Team
from safeload.people.statements import prepared


def areas_of_teams() -> dict[int, int]:
    """The service area of each team. One query."""
    return dict(_areas())


@prepared
def _areas() -> Any:
    return Team.objects.order_by().values_list("id", "service_area_id")


def teams_of(practitioner_ids: Collection[int], on: date) -> list[int]:
    """The teams in which these practitioners have a post on the day. One query."""
    posts = Post.objects.current(on).filter(practitioner__in=practitioner_ids)
    return list(posts.order_by().values_list("team", flat=True).distinct())
