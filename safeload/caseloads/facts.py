"""Caseloads as rows for the engine: who held what on a day, and what was known of it, in constant queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
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
from safeload.people.statements import prepared

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
    rows, parts = _read(keys)
    told, leave = [], []
    for place, case_ids in gives.items():
        for pk in case_ids:
            if pk not in rows:
                continue
            row, holder = rows[pk], parts.holders.get(pk)
            ends: tuple[int | None, ...] = (holder, place.post) if place.share is None else (place.post,)
            told.append((*row[:3], *place[:3], parts.share(pk, place), row[3]))
            leave += [(row[1], post_key(post)) for post in ends if post]
    leave += [
        (rows[pk][1], post_key(parts.holders.get(pk))) for pk in leaving if pk in parts.holders and pk in rows
    ]
    answers = {pk: dict(row[3]) for pk, row in rows.items()}
    return Given(_framed(fields, on, told), leave, answers)


class Alone(NamedTuple):
    """A case by itself: all that a figure of it can depend on. ``answers`` are JSON text."""

    case: str
    household: str | None
    share: int
    answers: str


def cases_alone(on: date, case_ids: Collection[int], share: Decimal | None = None) -> tuple[Alone, ...]:
    """Cases as somebody would take them who has nothing to do with them yet. Three queries."""
    rows, parts = _read(sorted(case_ids))
    nobody = Place(0, 0, 0, share)
    told = [
        (*rows[pk][:3], *nobody[:3], parts.share(pk, nobody), rows[pk][3]) for pk in case_ids if pk in rows
    ]
    return tuple(
        Alone(row[1], row[2], row[6], json.dumps(answers, sort_keys=True))
        for row, answers in zip(told, _answers(on, told), strict=True)
    )


def frame_of(fields: Mapping[str, Field], cases: Iterable[Alone]) -> pl.DataFrame:
    """These cases as rows that nobody holds."""
    told = list(cases)
    table = [(one.case, one.household, None, None, None, one.share) for one in told]
    frame = pl.DataFrame(table, schema=_CASES, orient="row")
    return frame.with_columns(field_columns(fields, [json.loads(one.answers) for one in told]))


@dataclass(frozen=True)
class _Parts:
    """Who works on cases now: the share of each post (hundredths of a percent), and which of them holds."""

    shares: dict[int, dict[int, int]]
    holders: dict[int, int]

    def share(self, case: int, place: Place) -> int:
        """What of a case goes to a post that takes it."""
        if place.share is not None:
            return int(place.share * DATA_UNIT)
        whole: int = 100 * DATA_UNIT
        holder = self.holders.get(case)
        if not holder:
            return whole
        of = self.shares.get(case, {})
        own = of.get(place.post, 0) if place.post != holder else 0
        return min(whole, of.get(holder, whole) + own)


def _read(keys: Collection[int]) -> tuple[dict[int, tuple[Any, ...]], _Parts]:
    """By key: the case's key, reference, household, answers; and who works on them. Two queries."""
    rows = {row[0]: (row[0], row[1], None if row[3] else row[2], row[4]) for row in _case_rows(keys)}
    shares: dict[int, dict[int, int]] = {}
    holders: dict[int, int] = {}
    for case, post, role, share in _part_rows(keys):
        shares.setdefault(case, {})[post] = int(share * DATA_UNIT)
        if role == Allocation.Role.HOLDER:
            holders[case] = post
    return rows, _Parts(shares, holders)


@prepared
def _case_rows(keys: Collection[int]) -> Any:
    names = ("id", "reference", "household__reference", "household__provisional", "values")
    return Case.objects.filter(pk__in=keys).order_by("reference").values_list(*names)


@prepared
def _part_rows(keys: Collection[int]) -> Any:
    parts = Allocation.objects.open_parts().filter(case__in=keys)
    return parts.values_list("case_id", "post_id", "role", "share")


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
            "post__practitioner_id", "post_id", "owner_id", "case__reference", "kind", "number", "values"
        )
    )
    table = [
        (practitioner_key(row[0]), post_key(row[1]), practitioner_key(row[2]), row[3], row[4], _exact(row[5]))
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


def involved(case_ids: Collection[int], practitioner_ids: Collection[int]) -> set[int]:
    """Who of these practitioners works on one of these cases or on another of their households. One query."""
    return {who for (who,) in _of_family(case_ids)} & set(practitioner_ids)


@prepared
def _of_family(case_ids: Collection[int]) -> Any:
    cases = Case.objects.filter(pk__in=case_ids).order_by()
    homes = cases.filter(household__isnull=False, household__provisional=False).values("household")
    family = Case.objects.filter(Q(pk__in=case_ids) | Q(household__in=homes)).order_by().values("pk")
    parts = Allocation.objects.open_parts().filter(case__in=family).order_by()
    return parts.values_list("post__practitioner_id")


def answers_of(case_ids: Collection[int]) -> list[dict[str, Any]]:
    """What was answered about each of these cases, by field. One query."""
    return list(Case.objects.filter(pk__in=case_ids).order_by("pk").values_list("values", flat=True))
