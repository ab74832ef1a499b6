"""Cases as rows for the engine as they would be in other hands, and who has to do with them already."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl
from django.db.models import Q

from safeload.caseloads.facts.rows import CASES, answers_as_of, framed
from safeload.caseloads.models import Allocation, Case
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scheme.model import Field
from safeload.people.answers import field_columns
from safeload.people.facts import post_key
from safeload.people.statements import prepared


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
    rows, parts = _read(keys, on)
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
    return Given(framed(fields, on, told), leave, answers)


class Alone(NamedTuple):
    """A case by itself: all that a figure of it can depend on. ``answers`` are JSON text."""

    case: str
    household: str | None
    share: int
    answers: str


def cases_alone(on: date, case_ids: Collection[int], share: Decimal | None = None) -> tuple[Alone, ...]:
    """Cases as somebody would take them who has nothing to do with them yet. Three queries."""
    rows, parts = _read(sorted(case_ids), on)
    nobody = Place(0, 0, 0, share)
    told = [
        (*rows[pk][:3], *nobody[:3], parts.share(pk, nobody), rows[pk][3]) for pk in case_ids if pk in rows
    ]
    return tuple(
        Alone(row[1], row[2], row[6], json.dumps(answers, sort_keys=True))
        for row, answers in zip(told, answers_as_of(on, told), strict=True)
    )


def frame_of(fields: Mapping[str, Field], cases: Iterable[Alone]) -> pl.DataFrame:
    """These cases as rows that nobody holds."""
    told = list(cases)
    table = [(one.case, one.household, None, None, None, one.share) for one in told]
    frame = pl.DataFrame(table, schema=CASES, orient="row")
    return frame.with_columns(field_columns(fields, [json.loads(one.answers) for one in told]))


@dataclass(frozen=True)
class _Parts:
    """Who works on cases on a day: the share of each post (hundredths of a percent), and which of them holds.

    Whoever is to hold one from a later day gives nothing away yet, and whoever holds it until then does.
    """

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


def _read(keys: Collection[int], on: date) -> tuple[dict[int, tuple[Any, ...]], _Parts]:
    """By key: the case's key, reference, household, answers; and who works on them on a day. Two queries."""
    rows = {row[0]: (row[0], row[1], None if row[3] else row[2], row[4]) for row in _case_rows(keys)}
    shares: dict[int, dict[int, int]] = {}
    holders: dict[int, int] = {}
    for case, post, role, share in _part_rows(on, keys):
        shares.setdefault(case, {})[post] = int(share * DATA_UNIT)
        if role == Allocation.Role.HOLDER:
            holders[case] = post
    return rows, _Parts(shares, holders)


@prepared
def _case_rows(keys: Collection[int]) -> Any:
    names = ("id", "reference", "household__reference", "household__provisional", "values")
    return Case.objects.filter(pk__in=keys).order_by("reference").values_list(*names)


@prepared
def _part_rows(on: date, keys: Collection[int]) -> Any:
    parts = Allocation.objects.held_on(on).filter(case__in=keys)
    return parts.values_list("case_id", "post_id", "role", "share")


def involved(on: date, case_ids: Collection[int], practitioner_ids: Collection[int]) -> set[int]:
    """Who of these practitioners works on one of these cases or on another of their households, on a day or from a
    later one. One query."""
    return {who for (who,) in _of_family(on, case_ids)} & set(practitioner_ids)


@prepared
def _of_family(on: date, case_ids: Collection[int]) -> Any:
    cases = Case.objects.filter(pk__in=case_ids).order_by()
    homes = cases.filter(household__isnull=False, household__provisional=False).values("household")
    family = Case.objects.filter(Q(pk__in=case_ids) | Q(household__in=homes)).order_by().values("pk")
    parts = Allocation.objects.running(on).filter(case__in=family).order_by()
    return parts.values_list("post__practitioner_id")


def answers_of(case_ids: Collection[int]) -> list[dict[str, Any]]:
    """What was answered about each of these cases, by field. One query."""
    return list(Case.objects.filter(pk__in=case_ids).order_by("pk").values_list("values", flat=True))
