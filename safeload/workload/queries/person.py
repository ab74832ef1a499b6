"""All that one practitioner's load is shown from, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from safeload.domain.scheme import Scheme
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.schemes.models import Adoption
from safeload.workload.models import PostStanding, Standing
from safeload.workload.queries.adopted import adopted_among
from safeload.workload.queries.board import PostRow, opens, post_rows
from safeload.workload.queries.deciding import ReviewDue, StepDue, reviews_due, steps_due
from safeload.workload.queries.team import REVIEWED


@dataclass(frozen=True)
class PersonView:
    """The figure, its detail, and how much of it is open to who asks."""

    standing: Standing
    detail: dict[str, Any]
    posts: list[PostRow]
    weeks: tuple[int, int]
    steps: list[StepDue]
    reviews: list[ReviewDue]
    opens_cases: bool
    opens_adjustments: bool

    adoption: Adoption
    scheme: Scheme


def standing_of(practitioner_id: int) -> Standing | None:
    """The kept figure with its adoption; None where nothing is measured. One query; callers hold the scope."""
    rows = Standing.objects.select_related("adoption__version", "practitioner").defer(
        "adoption__version__text"
    )
    return rows.filter(pk=practitioner_id, adoption__isnull=False).first()


def person_view(scope: Scope, standing: Standing, detail: dict[str, Any]) -> PersonView:
    """What the page of a practitioner is drawn from. At most five queries."""
    whose = standing.practitioner_id
    adjustments = opens(scope, Thing.ADJUSTMENTS, whose)
    adoption, scheme = adopted_among([standing.adoption_id])[standing.adoption_id or 0]
    return PersonView(
        standing=standing,
        detail=detail,
        posts=posts_of(whose),
        weeks=(standing.weeks_over, standing.weeks_red),
        steps=steps_due([whose], scope.on) if adjustments else [],
        reviews=reviews_due([whose], REVIEWED, scope.on) if adjustments else [],
        opens_cases=opens(scope, Thing.CASES, whose),
        opens_adjustments=adjustments,
        adoption=adoption,
        scheme=scheme,
    )


def posts_of(practitioner_id: int) -> list[PostRow]:
    """The posts behind a figure. One query."""
    return post_rows(PostStanding.objects.filter(practitioner=practitioner_id))


def scheme_of_person(practitioner_id: int) -> Scheme | None:
    """The scheme that measures a practitioner; None where nobody of that key is measured. One query."""
    standing = standing_of(practitioner_id)
    return adopted_among([standing.adoption_id])[standing.adoption_id or 0][1] if standing else None
