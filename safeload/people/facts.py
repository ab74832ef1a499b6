"""People as rows for the engine: one frame a question, in a constant number of queries, in exact integers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from django.db.models import Q

from safeload.domain.frames import hours_series
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scheme.model import Field
from safeload.people.answers import field_columns
from safeload.people.models import Commitment, HoursChange, Post, Practitioner, Team
from safeload.people.models.hours import PLACES
from safeload.people.models.querysets import current_on

#: Fields that a scheme may ask of a practitioner and that have a column of their own.
OWN_FIELDS = ("grade", "role", "asye", "agency")

_PRACTITIONERS = {
    "practitioner": pl.String,
    "post": pl.String,
    "team": pl.String,
    "weekly_hours": pl.Int64,
    "qualified": pl.Date,
    "step_confirmed": pl.Date,
    "stage": pl.String,
    "allocatable": pl.Boolean,
    "starts": pl.Date,
    "ends": pl.Date,
}
_COMMITMENTS = {
    "id": pl.String,
    "practitioner": pl.String,
    "post": pl.String,
    "kind": pl.String,
    "amount": pl.Int64,
    "unit": pl.String,
    "starts": pl.Date,
    "ends": pl.Date,
    "reviewed": pl.Date,
}
#: ``commitments_on`` where there are none.
NO_COMMITMENTS = pl.DataFrame(schema=_COMMITMENTS)


def practitioner_key(pk: int | None) -> str | None:
    """The engine's name of a practitioner."""
    return None if pk is None else f"p{pk}"


def post_key(pk: int | None) -> str | None:
    """The engine's name of a post."""
    return None if pk is None else f"post{pk}"


def team_key(pk: int | None) -> str | None:
    """The engine's name of a team."""
    return None if pk is None else f"team{pk}"


def staff_references() -> dict[str, str]:
    """Staff references by the engine's names of practitioners: for lists that a person reconciles. One query."""
    found = Practitioner.objects.order_by().values_list("pk", "staff_ref")
    return {f"p{pk}": reference for pk, reference in found}


def team_names() -> dict[str, str]:
    """Names by the engine's names of teams, told apart where two are called the same. One query."""
    found = {f"team{pk}": name for pk, name in Team.objects.order_by().values_list("pk", "name")}
    doubled = {name for name, count in Counter(found.values()).items() if count > 1}
    return {key: f"{name} ({key})" if name in doubled else name for key, name in found.items()}


def nobody(fields: Mapping[str, Field]) -> pl.DataFrame:
    """``practitioners_on`` of nobody: for measuring work that waits."""
    return pl.DataFrame(schema=_PRACTITIONERS).with_columns(field_columns(fields, []))


def practitioners_on(
    fields: Mapping[str, Field],
    on: date,
    *,
    practitioners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
) -> pl.DataFrame:
    """One row a post that is held on the day, with a column for each practitioner field of the scheme.

    ``teams`` takes in whoever has a post there, with all posts they have: two posts make one combined figure.
    Hours are hundredths of hours a week (decimals where some need more places), null where unknown. Two queries.
    """
    posts = Post.objects.current(on).filter(_whose(on, practitioners, teams))
    hours = _hours_on(on, posts)
    rows = list(
        posts.order_by("id").values_list(
            "id",
            "practitioner_id",
            "team_id",
            "weekly_hours",
            "practitioner__qualified_on",
            "practitioner__step_confirmed_on",
            "practitioner__stage",
            "role",
            "team__is_desk",
            "started_on",
            "ended_on",
            "grade",
            "practitioner__asye",
            "practitioner__agency",
            "practitioner__values",
            "practitioner__started_on",
            "practitioner__ended_on",
        )
    )
    table = [
        (
            practitioner_key(row[1]),
            post_key(row[0]),
            team_key(row[2]),
            None,
            row[4],
            row[5],
            row[6] or None,
            row[7] not in Post.NOT_HOLDING and not row[8],
            _later(row[9], row[15]),
            _earlier(row[10], row[16]),
        )
        for row in rows
    ]
    own = [hours.get(row[0], row[3]) for row in rows]
    exact = hours_series([None if one is None else Fraction(one) for one in own], PLACES)
    frame = pl.DataFrame(table, schema=_PRACTITIONERS, orient="row").with_columns(exact)
    answers = [
        {**row[14], "grade": row[11] or None, "role": row[7], "asye": row[12], "agency": row[13]}
        for row in rows
    ]
    return frame.with_columns(field_columns(fields, answers))


def commitments_on(
    on: date,
    *,
    practitioners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
) -> pl.DataFrame:
    """Commitments begun by the day, those past their end among them: some hold until reviewed (fixture 14).

    Amounts are hundredths, null where the scheme gives the amount. One query.
    """
    found = Commitment.objects.standing().filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on))
    if practitioners is not None:
        found = found.filter(practitioner__in=practitioners)
    if teams is not None:
        here = Post.objects.current(on).filter(team__in=teams).values("practitioner")
        found = found.filter(practitioner__in=here)
    rows = found.order_by("id").values_list(
        "id", "practitioner_id", "post_id", "kind", "amount", "unit", "starts_on", "ends_on", "reviewed_on"
    )
    table = [
        (
            str(row[0]),
            practitioner_key(row[1]),
            post_key(row[2]),
            row[3],
            _exact(row[4]),
            row[5] or None,
            *row[6:],
        )
        for row in rows
    ]
    return pl.DataFrame(table, schema=_COMMITMENTS, orient="row")


def _whose(on: date, practitioners: Collection[int] | None, teams: Collection[int] | None) -> Q:
    whose = Q()
    if practitioners is not None:
        whose &= Q(practitioner__in=practitioners)
    if teams is not None:
        whose &= Q(
            practitioner__in=Post.objects.filter(current_on(on), team__in=teams).values("practitioner")
        )
    return whose


def _hours_on(on: date, posts: Any) -> dict[int, Decimal | None]:
    """The hours of posts whose hours have changed since they began."""
    changes = HoursChange.objects.filter(from_on__lte=on, post__in=posts.values("id")).order_by("from_on")
    return dict(changes.values_list("post_id", "weekly_hours"))


def _exact(value: Decimal | None) -> int | None:
    return None if value is None else int(value * DATA_UNIT)


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
