"""Why a case is open: its plan in a line, with whom that was agreed; and whether its score still fits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, Short, Versioned
from safeload.caseloads import actions, queries
from safeload.caseloads.views.shared import may
from safeload.people import queries as people

router = Router(tags=["cases"])


class PlanOut(Schema):
    """What was being done and why the case stayed open, from a day until another was stated; none: it holds."""

    id: int
    valid_from: date
    valid_to: date | None
    plan: str
    ends_on: date | None
    why_open: str
    agreed_with_id: int | None
    agreed_with: str | None = Field(None, alias="agreed_with.name")
    agreed_on: date | None
    next_review_on: date | None
    recorded_by_id: int | None
    recorded_at: datetime


class ManagerOut(Schema):
    """Somebody with whom a plan can be agreed."""

    account_id: int
    name: str


class ManagersOut(Schema):
    """With whom it can be agreed that a case stays open."""

    managers: list[ManagerOut]


@reads(router, "/cases/{int:pk}/plans")
def plans(request: Call, pk: Key, paging: Query[Paging]) -> Page[PlanOut]:
    """Every plan of a case; what was said before stays, dated."""
    return page_of(request, queries.plans_of(case_for(request, pk)), paging)


@reads(router, "/cases/{int:pk}/managers")
def case_managers(request: Call, pk: Key) -> ManagersOut:
    """With whom the plan of a case can be agreed, for who may change it."""
    row = case_for(request, pk)
    require(may(request.scope, row, "change"))
    plan = queries.plan_of(row)
    found = people.managers_named(row.team_id, request.scope.on, plan.agreed_with_id if plan else None)
    return ManagersOut(managers=[ManagerOut(account_id=key, name=name) for key, name in found])


class PlanIn(Versioned):
    """The plan as a whole: what is left out is said no longer."""

    plan: Annotated[str, Field(min_length=1, max_length=200)]
    ends_on: Day | None = None
    why_open: Short = ""
    agreed_with_id: Key | None = None
    agreed_on: Day | None = None
    next_review_on: Day | None = None


class Confirming(Body):
    """``seen``: the moment as of which the score was looked at; who confirmed it since makes this needless."""

    seen: AwareDatetime | None = None


@writes(router, "POST", "/cases/{int:pk}/plan", actions.state_plan)
def state_plan(request: Call, pk: Key, body: PlanIn) -> Kept:
    """State what is being done about a case and why it stays open."""
    row = case_for(request, pk)
    made = actions.state_plan(by=request.account, case_id=pk, **body.given())
    row.refresh_from_db(fields=["version"])
    return Kept(id=made.pk, version=row.version)


@writes(router, "POST", "/cases/{int:pk}/score/confirm", actions.confirm_score)
def confirm_score(request: Call, pk: Key, body: Confirming) -> Kept:
    """Say that a score is still right: it is not asked about again before something changes."""
    case_for(request, pk)
    made = actions.confirm_score(by=request.account, case_id=pk, seen=body.seen)
    return Kept(id=pk, number=int(made is not None))
