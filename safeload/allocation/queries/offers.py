"""Offers to take a case, and the employer's own reasons for a change of worker."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from safeload.allocation.models import ChangeReason, Offer
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.people.statements import prepared
from safeload.workload.models import Standing


def own_posts(scope: Scope) -> list[tuple[int, str]]:
    """One's own posts that hold cases, with their teams."""
    posts = Post.objects.current(scope.on).filter(practitioner=scope.practitioner_id)
    posts = posts.exclude(role__in=Post.NOT_HOLDING)
    return list(posts.order_by("team__name").values_list("pk", "team__name"))


def own_offers(scope: Scope) -> list[Offer]:
    """One's own offers that hold. One query, none for others than practitioners."""
    if scope.practitioner_id is None:
        return []
    found = holding(scope.on).filter(post__practitioner=scope.practitioner_id)
    return list(found.select_related("post__team"))


def offers_to(scope: Scope, team_id: int) -> list[Offer]:
    """Offers that hold of the people of a team, for whoever allocates there; the latest last. One query."""
    if not scope.does("allocate", Thing.CASES).covers(team_id=team_id):
        return []
    found = holding(scope.on).filter(post__team=team_id).order_by("made_at", "pk")
    return list(found.select_related("post__practitioner"))


def in_the_way(scope: Scope) -> tuple[str, date | None, str]:
    """What speaks against asking oneself for more: protection with its last day, band. One query."""
    rows = Standing.objects.filter(practitioner=scope.practitioner_id)
    found = rows.values_list("protected", "protected_until", "band").first()
    return found or ("", None, "")


class Offered(NamedTuple):
    """From when somebody can take a case, and of which kind, in their own words."""

    from_on: date
    kind: str


def offers_of(post_ids: Collection[int], on: date) -> dict[int, Offered]:
    """By post, the offer that holds on a day; for somebody who sees these people's loads. One query."""
    return {post: Offered(*offer) for post, *offer in _of_posts(post_ids, on)}


@prepared
def _of_posts(posts: Collection[int], on: date) -> Any:
    return holding(on).filter(post__in=posts).values_list("post_id", "from_on", "kind")


def holding(on: date) -> Any:
    """Offers that are not taken back and have not run out."""
    return Offer.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), ended_at=None)


def change_reasons_kept() -> Any:
    """Every reason of the employer's own, by name; those no longer offered among them."""
    return ChangeReason.objects.order_by("label", "id")
