"""Pieces of work in hand, for the tasks scheme beside the others: as many as the families give reason for.

The points of each kind are Westhaven's own invention, agreed there like everything else (X-37).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count

from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.people.models import Post

#: Kind, points agreed for each, and for how many families there is one.
_KINDS = (
    ("home_visit", "1", Decimal("0.5")),
    ("review", "1.5", Decimal(3)),
    ("care_plan", "1.5", Decimal(3)),
    ("conference", "2", Decimal(4)),
    ("assessment", "4", Decimal(5)),
    ("court_report", "6", Decimal(6)),
)
#: Who visits out of the borough, by the keys of their posts: every so many-th.
_TRAVELS = 5


def give_tasks() -> None:
    """Give everybody who holds cases the work that goes with them."""
    held = Allocation.objects.open_parts().holders().exclude(post__role__in=Post.NOT_HOLDING)
    homes = held.order_by("post").values("post").annotate(homes=Count("case__household", distinct=True))
    for row in homes.values_list("post", "homes"):
        for given in _work(*row):
            caseloads.add_task(by=None, **given)


def _work(post: int, homes: int) -> Iterator[dict[str, Any]]:
    for kind, points, families in _KINDS:
        number = int(homes / families)
        if number:
            travel = {"travel": "0.5"} if kind == "home_visit" and post % _TRAVELS == 0 else {}
            yield {
                "post_id": post,
                "kind": kind,
                "number": Decimal(number),
                "values": {"points": points, **travel},
            }
