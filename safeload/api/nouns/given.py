"""How cases were given, in counts, each with the proposals that it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from safeload.allocation.queries import given as queries
from safeload.allocation.queries.proposals import proposals
from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.proposals import ProposalOut
from safeload.api.nouns.shared import require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Key, Page

router = Router(tags=["proposals"])


class GivenOut(Schema):
    """Counts by code; and how many cases came to somebody by hand without a proposal, or by a list."""

    since: date
    until: date
    counts: dict[str, int]
    by_hand: int
    by_list: int


def _counted(code: str) -> str:
    if code not in queries.COUNTED:
        raise ValueError(f"One of: {', '.join(queries.COUNTED)}.")
    return code


class Span(Schema):
    """How many days back, as on the page; of which team, left out: of all that are open."""

    days: Literal["28", "91", "365"] = "91"
    team: Key | None = None


class Which(Span, Paging):
    """The proposals behind which count."""

    which: Annotated[str, Field(max_length=20), AfterValidator(_counted)] = "allocated"


@reads(router, "/cases-given")
def cases_given(request: Call, span: Query[Span]) -> GivenOut:
    """How cases were given: by discussion or without, within the line or over it."""
    since, until = _days(request, span)
    found = queries.given(request.scope, since, until, span.team)
    return GivenOut(
        since=since, until=until, counts=found.counts, by_hand=found.by_hand, by_list=found.by_list
    )


@reads(router, "/cases-given/proposals")
def cases_given_proposals(request: Call, which: Query[Which]) -> Page[ProposalOut]:
    """The proposals that a count counts, as far as they concern the account."""
    since, until = _days(request, which)
    counted = queries.decided(request.scope, since, until, which.team).filter(queries.COUNTED[which.which])
    return page_of(request, proposals(request.scope).filter(pk__in=counted.values("pk")), which)


def _days(call: Call, span: Span) -> tuple[date, date]:
    reach = queries.reach_of(call.scope)
    require(reach and (span.team is None or reach.covers(team_id=span.team)))
    return call.scope.on - timedelta(days=int(span.days) - 1), call.scope.on
