"""Caseloads as rows for the engine: who held what on a day, and what was known of it, in constant queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import F, Q, QuerySet

from safeload.caseloads.models import Allocation, Case, CaseTask, CaseValue
from safeload.caseloads.models.cases import open_on
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scheme.model import Field
from safeload.people.answers import field_columns
from safeload.people.facts import post_key, practitioner_key, team_key
from safeload.people.models import Post
from safeload.people.models.querysets import current_on
from safeload.people.statements import prepared

CASES = {
    "case": pl.String,
    "household": pl.String,
    "practitioner": pl.String,
    "post": pl.String,
    "team": pl.String,
    "share": pl.Int64,
}
_TASKS = {
    "practitioner": pl.String,
    "post": pl.String,
    "owner": pl.String,
    "case": pl.String,
    "task": pl.String,
    "number": pl.Int64,
    "starts": pl.Date,
}


def cases_on(
    fields: Mapping[str, Field],
    on: date,
    *,
    practitioners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
) -> pl.DataFrame:
    """Each open case once for everybody who worked on it on the day; once with nobody where it waited.

    ``practitioners`` takes in what these people hold; ``teams`` what is held by people with a post in these
    teams (all their posts), and what waits there. A case whose holder has left waits. ``case`` and
    ``household`` are the references; ``household`` is null while provisional; ``team`` is the post’s, or
    where the case waits. Three queries, four where answers have changed since the day.
    """
    held = _held(on, practitioners, teams)
    with_holder = {row[0] for row in held if row[7] == Allocation.Role.HOLDER}
    rows = [(*row[:6], int(row[6] * DATA_UNIT), row[8]) for row in held]
    if practitioners is None:
        rows += _waiting(on, teams, with_holder)
    return framed(fields, on, rows)


def framed(fields: Mapping[str, Field], on: date, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows of key, reference, household, practitioner, post, team, share and answers as the engine has them."""
    answers = answers_as_of(on, rows)
    table = [
        (row[1], row[2], practitioner_key(row[3]), post_key(row[4]), team_key(row[5]), row[6]) for row in rows
    ]
    frame = pl.DataFrame(table, schema=CASES, orient="row")
    return frame.with_columns(field_columns(fields, answers))


def tasks_on(
    fields: Mapping[str, Field],
    on: date,
    *,
    practitioners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
) -> pl.DataFrame:
    """Tasks in hand on the day: what kind, how many (hundredths), whose work if another's. One query.

    Of these practitioners or teams: what they do, and what others do for them, since that relieves the owner.
    """
    found = CaseTask.objects.filter(current_on(on, start="starts_on", end="ends_on"), removed_at__isnull=True)
    found = found.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))
    doing = _posts_of(on, practitioners, teams, "post__practitioner__in")
    found = found.filter(doing | _posts_of(on, practitioners, teams, "owner__in"))
    rows = list(
        found.order_by("id").values_list(
            "post__practitioner_id",
            "post_id",
            "owner_id",
            "case__reference",
            "kind",
            "number",
            "values",
            "starts_on",
        )
    )
    table = [
        (
            practitioner_key(row[0]),
            post_key(row[1]),
            practitioner_key(row[2]),
            row[3],
            row[4],
            _exact(row[5]),
            row[7],
        )
        for row in rows
    ]
    frame = pl.DataFrame(table, schema=_TASKS, orient="row")
    answers = [{**row[6], "task": row[4]} for row in rows]
    return frame.with_columns(field_columns({n: f for n, f in fields.items() if n != "task"}, answers))


def _held(
    on: date, practitioners: Collection[int] | None, teams: Collection[int] | None
) -> list[tuple[Any, ...]]:
    """Rows: case key, reference, household, practitioner, post, team, share, role, answers."""
    found = Allocation.objects.held_on(on).filter(open_on(on, "case__"))
    found = found.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))
    found = found.filter(_posts_of(on, practitioners, teams, "post__practitioner__in"))
    return [
        (*row[:2], None if row[3] else row[2], *row[4:])
        for row in found.order_by("case__reference", "id").values_list(
            "case_id",
            "case__reference",
            "case__household__reference",
            "case__household__provisional",
            "post__practitioner_id",
            "post_id",
            "post__team_id",
            "share",
            "role",
            "case__values",
        )
    ]


def _waiting(on: date, teams: Collection[int] | None, with_holder: set[int]) -> list[tuple[Any, ...]]:
    found: QuerySet[Case] = Case.objects.filter(open_on(on))
    if teams is not None:
        found = found.filter(team__in=teams).exclude(pk__in=_held_anywhere(on))
    rows = found.order_by("reference").values_list(
        "id", "reference", "household__reference", "household__provisional", "team_id", "values"
    )
    return [
        (row[0], row[1], None if row[3] else row[2], None, None, row[4], 100 * DATA_UNIT, row[5])
        for row in rows
        if row[0] not in with_holder
    ]


def _held_anywhere(on: date) -> QuerySet[Any]:
    """Keys of cases with a holder who works here on the day; the holder may sit in another team."""
    holders = Allocation.objects.held_on(on).holders()
    holders = holders.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))
    return holders.values("case")


def _posts_of(on: date, practitioners: Collection[int] | None, teams: Collection[int] | None, path: str) -> Q:
    whose = Q()
    if practitioners is not None:
        whose &= Q(**{path: practitioners})
    if teams is not None:
        whose &= Q(**{path: Post.objects.filter(current_on(on), team__in=teams).values("practitioner")})
    return whose


def answers_as_of(on: date, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The answers as they stood on the day: today's, with what has changed since put back."""
    earlier: dict[int, dict[str, Any]] = {}
    for case, name, value, valid_from in _changed_since(on):
        before = earlier.setdefault(case, {})
        if valid_from <= on:
            before[name] = value
        else:
            before.setdefault(name, None)
    if not earlier:
        return [row[7] for row in rows]
    return [{**row[7], **earlier.get(row[0], {})} for row in rows]


@prepared
def _changed_since(on: date) -> Any:
    since = CaseValue.objects.filter(Q(valid_from__gt=on) | Q(valid_to__gt=on))
    return since.exclude(valid_to=F("valid_from")).values_list("case_id", "field", "value", "valid_from")


def _exact(value: Decimal | None) -> int | None:
    return None if value is None else int(value * DATA_UNIT)
