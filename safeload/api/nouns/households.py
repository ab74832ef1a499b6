"""Households; and what is to be entered in the case-management system."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import Reference, case_for
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Correction, Kept, Key, Page, kept
from safeload.audit.refusals import NOT_FOR_YOU, RowsRefused
from safeload.caseloads import actions, queries
from safeload.people.rights import Thing

router = Router(tags=["cases"])


class HouseholdOut(Schema):
    """Cases that are allocated together; ``size``: how many of them are open."""

    id: int
    reference: str
    provisional: bool
    patch: str
    size: int
    version: int


class WorklistOut(Schema):
    """A change of hands, a closing or co-workers that are to be entered in the case-management system.

    ``was``: how it is there as far as we know. ``what``: "holder", or "co-workers", who are told by the case.
    ``list_post_id``: whom the list named that ticked it off, where it ``differed``.
    """

    id: int
    case_id: int
    reference: str = Field("", alias="case.reference")
    what: str
    was_id: int | None
    was_closed: bool
    post_id: int | None
    closed: bool
    from_on: date
    made_at: datetime
    ticked_at: datetime | None
    ticked_through: str
    differed: bool
    list_post_id: int | None


class Listed(Paging):
    """Which rows of the worklist."""

    team: Key | None = None
    done: bool = Field(False, description="What was ticked off, instead of what is open.")


@reads(router, "/households")
def households(request: Call, paging: Query[Paging]) -> Page[HouseholdOut]:
    """Households of which the account may open a case."""
    require(request.scope.sees(Thing.CASES) or request.scope.practitioner_id)
    return page_of(request, queries.households(request.scope), paging)


@reads(router, "/households/{int:pk}")
def household(request: Call, pk: Key) -> HouseholdOut:
    """One household."""
    return HouseholdOut.model_validate(within(queries.households(request.scope), pk))


@reads(router, "/worklist")
def worklist(request: Call, listed: Query[Listed]) -> Page[WorklistOut]:
    """What changed hands here and is to be entered in the case-management system."""
    require(request.scope.does("allocate", Thing.CASES))
    return page_of(request, queries.worklist(request.scope, team_id=listed.team, done=listed.done), listed)


class HouseholdChange(Correction):
    """What can be put right; it is no longer provisional by it, unless that is said."""

    reference: Reference = ""
    patch: str = Field("", max_length=80)
    provisional: bool = False


class Grouping(Body):
    """The household that cases belong to, by its reference; a new one is added."""

    case_ids: Annotated[list[Key], Field(min_length=1, max_length=50)]
    household: Reference


class Rows(Body):
    """Rows of the worklist."""

    row_ids: Annotated[list[Key], Field(min_length=1, max_length=1000)]


@writes(router, "PATCH", "/households/{int:pk}", actions.correct_household)
def correct_household(request: Call, pk: Key, body: HouseholdChange) -> Kept:
    """Put right a household’s reference or patch."""
    within(queries.households(request.scope), pk)
    changes = {"provisional": False, **body.given()}
    return kept(actions.correct_household(by=request.account, household_id=pk, **changes))


@writes(router, "POST", "/households", actions.group)
def group(request: Call, body: Grouping) -> Kept:
    """Put cases into one household; they are allocated together."""
    for pk in body.case_ids:
        case_for(request, pk)
    return kept(actions.group(by=request.account, **body.given()))


@writes(router, "POST", "/worklist/tick", actions.tick_off)
def tick_off(request: Call, body: Rows) -> Kept:
    """Say that these are entered in the case-management system: all of them, or none; how many were still open."""
    known = set()
    for done in (False, True):
        rows = queries.worklist(request.scope, done=done).filter(pk__in=body.row_ids)
        known |= set(rows.values_list("pk", flat=True))
    if foreign := {pk: NOT_FOR_YOU for pk in body.row_ids if pk not in known}:
        raise RowsRefused(foreign, len(set(body.row_ids)), "row")
    return Kept(number=actions.tick_off(by=request.account, row_ids=sorted(known)))


@writes(router, "POST", "/worklist/{int:pk}/put-back", actions.put_back)
def put_back(request: Call, pk: Key) -> Kept:
    """Take a tick by hand back: it is still to be entered."""
    within(queries.worklist(request.scope, done=True), pk)
    return kept(actions.put_back(by=request.account, row_id=pk))
