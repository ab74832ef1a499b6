"""Agreed times: targets for waiting, and when something is asked about again; open to everybody with a role."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Page, kept
from safeload.caseloads import actions, queries

router = Router(tags=["schemes"])
_AtMost = Annotated[int, Field(ge=1, le=365)]


class AgreedOut(Schema):
    """What was agreed, from a day on; days to find a practitioner in stand only where a target was agreed."""

    id: int
    starts_on: date
    urgent_days: int | None
    high_days: int | None
    standard_days: int | None
    low_days: int | None
    contact_days: int
    rating_days: int
    contact_weeks: int
    score_weeks: int
    agreed_by: str
    agreed_on: date
    recorded_by_id: int | None
    recorded_at: datetime


class TimesOut(Schema):
    """What holds on a day: the row that was agreed, or what is shipped, with its source."""

    agreed_id: int | None
    source: str
    target_days: dict[str, int]
    contact_days: int
    rating_days: int
    contact_weeks: int
    score_weeks: int


class OnWhich(Schema):
    """On which day; left out: today."""

    on: Day | None = None


@reads(router, "/agreed-times")
def agreed_times(request: Call, paging: Query[Paging]) -> Page[AgreedOut]:
    """Everything that was agreed; what began last holds."""
    require(request.scope.roles or request.scope.practitioner_id)
    return page_of(request, queries.agreements(), paging)


@reads(router, "/agreed-times/holding")
def times_holding(request: Call, then: Query[OnWhich]) -> TimesOut:
    """The times that hold on a day."""
    require(request.scope.roles or request.scope.practitioner_id)
    times = queries.times_on(then.on or request.scope.on)
    return TimesOut(
        agreed_id=times.agreed.pk if times.agreed else None,
        source=times.agreed.agreed_by if times.agreed else queries.shipped_source(),
        target_days=times.targets,
        contact_days=times.contact_days,
        rating_days=times.rating_days,
        contact_weeks=times.contact_weeks,
        score_weeks=times.score_weeks,
    )


class TimesIn(Body):
    """What was agreed, by whom and when. A target that is left out is none."""

    starts_on: Day
    agreed_by: Annotated[str, Field(min_length=1, max_length=200)]
    agreed_on: Day
    urgent_days: _AtMost | None = None
    high_days: _AtMost | None = None
    standard_days: _AtMost | None = None
    low_days: _AtMost | None = None
    contact_days: _AtMost
    rating_days: _AtMost
    contact_weeks: _AtMost
    score_weeks: _AtMost


@writes(router, "POST", "/agreed-times", actions.agree_times, status=201)
def agree_times(request: Call, body: TimesIn) -> Kept:
    """Keep what was agreed, from a day on, as somebody who approves schemes."""
    return kept(actions.agree_times(by=request.account, **body.model_dump()))
