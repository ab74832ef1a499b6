"""What other shares of a case would make of the loads of those who work on it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal

from safeload.allocation.facts.figures import BeforeAfter, side_of
from safeload.people.models import Post
from safeload.schemes import facts as schemes
from safeload.workload.facts.taking import Place, taken
from safeload.workload.queries.protections import protected_among


def figures_of_shares(case_id: int, shares: Mapping[Post, Decimal], on: date) -> dict[int, BeforeAfter]:
    """Before and after by post, each by the main scheme of its own service area; 0 percent: no part any more.

    A post that does not run on the day, or where no scheme is in force, is left out. The queries grow with the
    service areas, not with the people.
    """
    by_area: dict[int, list[Post]] = {}
    for post in shares:
        by_area.setdefault(post.team.service_area_id, []).append(post)
    found = {}
    for area, posts in by_area.items():
        with suppress(schemes.NoSchemeError):
            scheme = schemes.scheme_for(area, on)
            places = {
                post: Place(post.practitioner_id, post.pk, post.team_id, shares[post]) for post in posts
            }
            both = taken(scheme, on, {place: [case_id] for place in places.values()})
            whose = {post.practitioner_id for post in posts}
            protected = protected_among(whose)
            for post, place in places.items():
                with suppress(KeyError):  # no post of theirs is running on the day
                    found[post.pk] = side_of(both, place, [case_id], protected)
    return found
