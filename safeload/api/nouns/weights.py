"""What weighs when somebody is looked for: read, tried on last month, agreed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.allocation.actions import agree_weights, say_distance
from safeload.allocation.queries.distances import WIDEST, distances
from safeload.allocation.queries.weights import agreed_weights, weights_in_force
from safeload.api.bearer import Call
from safeload.api.door import done_once, reads, writes
from safeload.api.nouns.planner import run_for
from safeload.api.nouns.proposals import key_of
from safeload.api.nouns.shared import fresh, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Kept, Key, Page, kept
from safeload.domain.allocation.weights import LARGEST
from safeload.planner import actions, jobs
from safeload.planner.models import Run

router = Router(tags=["planner"])
Number = Annotated[int, Field(ge=0, le=50)]


class Area(Schema):
    """For which service area; left out: for all that have none of their own."""

    area: Key | None = None


class WeightsOut(Schema):
    """The weights that hold, by name, and the agreement that they come from; none: those of the release."""

    agreed_weights_id: int | None
    values: dict[str, int]
    new_a_week: int | None
    new_in_first_year: int | None


class AgreedOut(Schema):
    """One agreement."""

    id: int
    service_area_id: int | None
    values: dict[str, int]
    new_a_week: int | None
    new_a_week_first_year: int | None
    reason: str
    recorded_by_id: int
    recorded_at: datetime


class Agreements(Paging, Area):
    """A page of what was agreed."""


@reads(router, "/planner/weights")
def planner_weights(request: Call, area: Query[Area]) -> WeightsOut:
    """The weights that hold for a service area."""
    holds = weights_in_force(area.area)
    return WeightsOut(
        agreed_weights_id=holds.row.pk if holds.row else None,
        values=holds.weights.as_data(),
        new_a_week=holds.new_a_week,
        new_in_first_year=holds.new_in_first_year,
    )


@reads(router, "/planner/weights/agreements")
def weights_agreed(request: Call, page: Query[Agreements]) -> Page[AgreedOut]:
    """Every agreement about weights of a service area, by whom and why."""
    return page_of(request, agreed_weights(page.area), page)


class Trying(Body):
    """Other weights by name; those not named have the default of the release."""

    area_id: Key | None = None
    values: Annotated[dict[str, Annotated[int, Field(ge=0, le=LARGEST)]], Field(max_length=60)] = {}
    new_a_week: Number | None = None
    new_a_week_first_year: Number | None = None


@writes(router, "POST", "/planner/weights/try", actions.try_weights, status=201, reads_first=True)
def try_weights(request: Call, body: Trying) -> Kept:
    """See what weights would have said of last month: a run, whose answer shows it. Nothing is agreed by it."""
    fresh(request)
    made: list[Run] = []
    key = key_of(request)

    def act() -> Kept:
        made.extend(actions.try_weights(by=request.account, key=key, **body.model_dump()))
        return Kept(id=made[0].pk, number=len(made))

    found: Kept = done_once(request, act)
    jobs.carry_out(made)
    return found


class DistanceOut(Schema):
    """Two patches, as they are compared, and the band between them."""

    one: str
    other: str
    band: int


@reads(router, "/planner/distances")
def patch_distances(request: Call) -> list[DistanceOut]:
    """How far patches are apart, where somebody has said it."""
    return [DistanceOut(one=one, other=other, band=band) for (one, other), band in distances().items()]


class Saying(Body):
    """How far two patches are apart; null takes it back."""

    one: Annotated[str, Field(min_length=1, max_length=80)]
    other: Annotated[str, Field(min_length=1, max_length=80)]
    band: Annotated[int, Field(ge=0, le=WIDEST)] | None


@writes(router, "POST", "/planner/distances", say_distance)
def say_how_far(request: Call, body: Saying) -> Kept:
    """Say how far two patches are apart."""
    made = say_distance(by=request.account, one=body.one, other=body.other, band=body.band)
    return kept(made) if made else Kept(number=0)


class Agreeing(Body):
    """Why these weights."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


@writes(router, "POST", "/planner/runs/{int:pk}/agree", agree_weights, status=201)
def agree_on_weights(request: Call, pk: Key, body: Agreeing) -> Kept:
    """Agree the weights of a run whose effect was shown; they hold from now on."""
    one = run_for(request, pk)
    require(one.kind == Run.Kind.EFFECT and one.state == Run.State.DONE)
    asks = one.asks
    made = agree_weights(
        by=request.account,
        area_id=asks["area"],
        values=asks["values"],
        new_a_week=asks["new_a_week"],
        new_a_week_first_year=asks["new_a_week_first_year"],
        reason=body.reason,
    )
    return kept(made)
