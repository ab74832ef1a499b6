"""Offers to take a case, and the employer's own reasons for a change of worker."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from safeload.allocation.models import ChangeReason, Offer
from safeload.people.models import Post
from safeload.people.scope import Scope
from safeload.people.statements import prepared


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
