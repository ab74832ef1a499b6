"""What became of the households of a run, whoever was asked about them."""

from __future__ import annotations

from collections.abc import Collection

from safeload.caseloads.models import Allocation, Case
from safeload.people.models import Post
from safeload.people.scope import Scope
from safeload.planner.queries.naming import key_of


def no_longer_waiting(scope: Scope, cases: Collection[str]) -> set[str]:
    """Those of these cases, by id, that somebody holds today, or that were closed. Two queries."""
    keys = [key_of(one) for one in cases]
    parts = Allocation.objects.held_on(scope.on).holders().filter(case__in=keys)
    parts = parts.exclude(post__role__in=Post.NOT_HOLDING).filter(post__team__is_desk=False)
    closed = Case.objects.filter(pk__in=keys, closed_on__lte=scope.on)
    found = {*parts.order_by().values_list("case", flat=True), *closed.values_list("pk", flat=True)}
    return {f"case{key}" for key in found}
