"""What a post holds and who could take it: for handing over and for working together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from safeload.allocation.models import PartOverLine, ProposedCase
from safeload.caseloads.models import Allocation
from safeload.caseloads.queries import held_since
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.people.scope import Scope


def giving_post(scope: Scope, post_id: int) -> Post | None:
    """A post whose cases this account may give away; it may have ended, as a leaver's has. One query."""
    post = Post.objects.select_related("practitioner", "team").filter(pk=post_id).first()
    reach = scope.does("allocate", Thing.CASES)
    return post if post is not None and reach.covers(team_id=post.team_id) else None


def held_by(post_id: int, on: date) -> list[Any]:
    """The parts by which a post holds cases on a day or is to, households together; for who may give them away.

    ``since``: its first day, through changes of shares; ``goes_to``: who holds the case from ``ends_on`` on, decided
    already. Three queries, or two.
    """
    rows = Allocation.objects.running(on).holders().filter(post=post_id, case__closed_on=None)
    rows = rows.select_related("case__household", "case__team")
    parts = list(rows.order_by("case__household__reference", "case__reference", "-starts_on"))
    first = held_since([part.case_id for part in parts], on)
    leaving = [part.case_id for part in parts if part.ends_on is not None]
    last = Allocation.objects.open_parts().holders().filter(case__in=leaving)
    names = dict(last.values_list("case_id", "post__practitioner__name")) if leaving else {}
    for part in parts:
        part.since = first.get(part.case_id, part.starts_on)
        part.goes_to = names.get(part.case_id, "nobody") if part.ends_on is not None else ""
    return parts


def split_households(parts: Iterable[Any], to: Mapping[int, int]) -> list[str]:
    """Households whose children would be with different practitioners, by reference."""
    homes: dict[str, set[int]] = {}
    for part in parts:
        home = part.case.household
        if home is not None and not home.provisional:
            homes.setdefault(home.reference, set()).add(to.get(part.case_id, part.post_id))
    return sorted(home for home, posts in homes.items() if len(posts) > 1)


def takers(scope: Scope, team_ids: Iterable[int], but: int) -> list[Post]:
    """Posts of these teams that may hold cases, but one; by team and name. One query."""
    posts = Post.objects.current(scope.on).filter(team__in=list(team_ids)).exclude(pk=but)
    posts = posts.exclude(role__in=Post.NOT_HOLDING).exclude(team__is_desk=True)
    return list(
        posts.select_related("practitioner", "team").order_by("team__name", "practitioner__name", "pk")
    )


def proposed_among(case_ids: Iterable[int]) -> dict[int, str]:
    """To whom each of these cases is proposed already. One query."""
    rows = ProposedCase.objects.filter(case__in=list(case_ids), open=True)
    return dict(rows.values_list("case_id", "proposal__post__practitioner__name"))


def parts_of(case_ids: Iterable[int]) -> Mapping[int, list[Any]]:
    """Who works on each of these cases now, the holder first. One query."""
    rows = Allocation.objects.open_parts().filter(case__in=list(case_ids))
    found: dict[int, list[Any]] = {}
    for row in rows.select_related("post__practitioner", "post__team").order_by("-role", "id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def sees_load(scope: Scope, post: Post) -> bool:
    """Whether this account sees the load of a post's practitioner by name."""
    return scope.sees(Thing.LOAD).covers(team_id=post.team_id, practitioner_id=post.practitioner_id)


def over_line(case_id: int) -> list[PartOverLine]:
    """Where the holder of a case was over the line with their part of it; for somebody who allocates it. One query."""
    rows = PartOverLine.objects.filter(case=case_id)
    return list(rows.select_related("post__practitioner", "decided_by"))
