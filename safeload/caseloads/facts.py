"""Caseloads as rows for the engine: who held what on a day, and what was known of it, in constant queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

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

_CASES = {
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
    return _framed(fields, on, rows)


def _framed(fields: Mapping[str, Field], on: date, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    answers = _answers(on, rows)
    table = [
        (row[1], row[2], practitioner_key(row[3]), post_key(row[4]), team_key(row[5]), row[6]) for row in rows
    ]
    frame = pl.DataFrame(table, schema=_CASES, orient="row")
    return frame.with_columns(field_columns(fields, answers))


class Place(NamedTuple):
    """A post that could take cases: whose it is, which one, in which team; ``share``: percent, as a co-worker."""

    practitioner: int
    post: int
    team: int
    share: Decimal | None = None


@dataclass(frozen=True)
class Given:
    """Cases in new hands: rows as ``cases_on`` tells them, and (case, post) of the parts that end with it."""

    rows: pl.DataFrame
    leave: list[tuple[str, str | None]]
    answers: dict[int, dict[str, Any]]


def cases_given(
    fields: Mapping[str, Field],
    on: date,
    gives: Mapping[Place, Collection[int]],
    leaving: Collection[int] = (),
) -> Given:
    """Cases as they would be with each post that takes them.

    By the rule of ``actions.holding``: the holder's share goes to whoever takes the case, with what they carried of
    it before; with a share (percent) they help with that much. A case that has ended or not begun is told all the
    same. Three queries, whoever takes how many.
    """
    keys = sorted({pk for case_ids in gives.values() for pk in case_ids} | set(leaving))
    found = Case.objects.filter(pk__in=keys).order_by("reference")
    rows = {
        row[0]: row
        for row in found.values_list(
            "id", "reference", "household__reference", "household__provisional", "values"
        )
    }
    parts = Allocation.objects.open_parts().filter(case__in=keys)
    shares: dict[int, dict[int, int]] = {}
    holders: dict[int, int] = {}
    for case, post, role, share in parts.values_list("case_id", "post_id", "role", "share"):
        shares.setdefault(case, {})[post] = int(share * DATA_UNIT)
        if role == Allocation.Role.HOLDER:
            holders[case] = post
    whole, told, leave = 100 * DATA_UNIT, [], []
    for place, case_ids in gives.items():
        for pk in case_ids:
            if pk not in rows:
                continue
            row, holder, of = rows[pk], holders.get(pk), shares.get(pk, {})
            own = of.get(place.post, 0) if place.post != holder else 0
            share = min(whole, of.get(holder, whole) + own) if holder else whole
            ends: tuple[int | None, ...] = (holder, place.post)
            if place.share is not None:
                share, ends = int(place.share * DATA_UNIT), (place.post,)
            told.append((row[0], row[1], None if row[3] else row[2], *place[:3], share, row[4]))
            leave += [(row[1], post_key(post)) for post in ends if post]
    leave += [(rows[pk][1], post_key(holders.get(pk))) for pk in leaving if pk in holders and pk in rows]
    answers = {pk: dict(row[4]) for pk, row in rows.items()}
    return Given(_framed(fields, on, told), leave, answers)


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


def _answers(on: date, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The answers as they stood on the day: today's, with what has changed since put back."""
    since = CaseValue.objects.filter(Q(valid_from__gt=on) | Q(valid_to__gt=on)).exclude(
        valid_to=F("valid_from")
    )
    earlier: dict[int, dict[str, Any]] = {}
    for case, name, value, valid_from in since.values_list("case_id", "field", "value", "valid_from"):
        before = earlier.setdefault(case, {})
        if valid_from <= on:
            before[name] = value
        else:
            before.setdefault(name, None)
    if not earlier:
        return [row[7] for row in rows]
    return [{**row[7], **earlier.get(row[0], {})} for row in rows]


def _exact(value: Decimal | None) -> int | None:
    return None if value is None else int(value * DATA_UNIT)


def involved(case_ids: Collection[int], practitioner_ids: Collection[int]) -> set[int]:
    """Who of these practitioners works on one of these cases or on another of their households. One query."""
    cases = Case.objects.filter(pk__in=case_ids)
    homes = cases.filter(household__isnull=False, household__provisional=False).values("household")
    parts = Allocation.objects.open_parts().filter(Q(case__in=case_ids) | Q(case__household__in=homes))
    found = parts.filter(post__practitioner__in=practitioner_ids).order_by()
    return set(found.values_list("post__practitioner_id", flat=True))


def answers_of(case_ids: Collection[int]) -> list[dict[str, Any]]:
    """What was answered about each of these cases, by field. One query."""
    return list(Case.objects.filter(pk__in=case_ids).order_by("pk").values_list("values", flat=True))
