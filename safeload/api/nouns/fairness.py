"""How evenly cases were given: groups of people side by side, never a person (PRN-04, CUL-08, X-38)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from ninja import Query, Router, Schema

from safeload.allocation.facts.fairness import GROUPINGS, year_of
from safeload.allocation.queries.fairness import areas_open, teams_open
from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.shared import require
from safeload.api.shapes import Key
from safeload.domain.fairness import Comparison, Found, compared
from safeload.domain.quantity import plain

router = Router(tags=["proposals"])


class Wanted(Schema):
    """How many days back; by what; of which service area, left out: the first that is open."""

    days: Literal["182", "365", "730"] = "365"
    by: Literal["hours", "agency", "stage", "adjustment", "offer"] = "hours"
    area: Key | None = None


class GroupOut(Schema):
    """A group. Amounts as exact text, none where they are withheld or nothing is known.

    ``says``: more, less, even, too-few, withheld, alone.
    """

    group: str
    says: str
    people: int | None
    given: str | None
    even: str | None
    chance_from: str | None
    chance_to: str | None


class MeasureOut(Schema):
    """One measure: households, cases and worth for each full-time year; the others for each household."""

    measure: str
    people: int | None
    everybody: str | None
    groups: list[GroupOut]


class FairnessOut(Schema):
    """Everything compared; ``scheme`` and ``unit`` are empty where no scheme is in force."""

    area_id: int
    since: date
    until: date
    by: str
    scheme: str
    unit: str
    measures: list[MeasureOut]
    practitioners_without_hours: int
    cases_without_a_day: int


@reads(router, "/cases-given/fairness")
def cases_given_fairness(request: Call, wanted: Query[Wanted]) -> FairnessOut:
    """How much, how hard, how urgent, how far, at what notice and over the line or not, by groups of people."""
    areas = [one.pk for one in areas_open(request.scope)]
    require(areas and (wanted.area is None or wanted.area in areas))
    area = wanted.area or areas[0]
    until = request.scope.on
    since = until - timedelta(days=int(wanted.days) - 1)
    year = year_of(teams_open(request.scope, area), area, since, until)
    found = compared(wanted.by, year.times, year.givings, GROUPINGS) if year else []
    return FairnessOut(
        area_id=area,
        since=since,
        until=until,
        by=wanted.by,
        scheme=year.scheme.id if year else "",
        unit=year.scheme.unit if year else "",
        measures=[_measure(one) for one in found],
        practitioners_without_hours=year.without_hours if year else 0,
        cases_without_a_day=year.undated if year else 0,
    )


def _measure(one: Comparison) -> MeasureOut:
    everybody = None if one.everybody is None else plain(one.everybody)
    groups = [_group(row) for row in one.groups]
    return MeasureOut(measure=one.measure, people=one.people or None, everybody=everybody, groups=groups)


def _group(row: Found) -> GroupOut:
    low, even, high = (None, None, None) if row.range is None else map(plain, row.range)
    return GroupOut(
        group=row.group,
        says=row.says,
        people=row.people or None,
        given=None if row.value is None else plain(row.value),
        even=even,
        chance_from=low,
        chance_to=high,
    )
