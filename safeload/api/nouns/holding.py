"""Who holds what: as it is, as it was on a day, as it was known on another; and changing it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db import transaction
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from safeload.allocation.actions import GIVEN
from safeload.allocation.queries.proposals import change_reason
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import not_open, require, require_open
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, Version
from safeload.audit.refusals import Refusal, RowsRefused
from safeload.caseloads import actions, queries
from safeload.caseloads.actions import ANYBODY, Change
from safeload.caseloads.models import Allocation
from safeload.people.rights import Thing

router = Router(tags=["allocations"])


def _given(code: str) -> str:
    if code not in GIVEN:
        raise ValueError(f"One of: {', '.join(GIVEN)}.")
    return code


#: Why a worker changes, as SSDA903 has it.
Why = Annotated[
    str, Field(json_schema_extra={"enum": [code.value for code in GIVEN]}), AfterValidator(_given)
]


class PartOut(Schema):
    """A post holds a case, or works on it; true from and until, known from and until."""

    id: int
    case_id: int
    post_id: int
    practitioner_id: int = Field(0, alias="post.practitioner_id")
    practitioner: str = Field("", alias="post.practitioner.name")
    team_id: int = Field(0, alias="post.team_id")
    role: str
    share: Decimal
    starts_on: date
    ends_on: date | None
    known_from: datetime
    known_to: datetime | None
    reason: str
    end_reason: str
    own_reason: str
    own_end_reason: str
    allocated_by_id: int | None


class Then(Paging):
    """The day that is asked about, and the day whose knowledge counts; left out: today."""

    on: Day | None = None
    known_on: Day | None = None


@reads(router, "/allocations")
def allocations(request: Call, then: Query[Then]) -> Page[PartOut]:
    """Who held or worked on the cases that the account may open, on a day, as it was known at the end of another."""
    require(request.scope.sees(Thing.CASES) or request.scope.practitioner_id)
    on, known_on = _days(request, then)
    return page_of(request, queries.parts_then(request.scope, on, known_on), then)


@reads(router, "/cases/{int:pk}/allocations")
def case_allocations(request: Call, pk: Key, then: Query[Then]) -> Page[PartOut]:
    """Everybody who held the case, as we know it now; with a day: who did on that day, as known on another."""
    row = case_for(request, pk)
    if then.on is None and then.known_on is None:
        return page_of(request, queries.history(row), then)
    return page_of(request, queries.history_then(row, *_days(request, then)), then)


def _days(call: Call, then: Then) -> tuple[date, date]:
    """The day asked about, and the day whose knowledge counts. Raises Refusal for what nobody can know yet."""
    today = call.scope.on
    if then.known_on is not None and then.known_on > today:
        raise Refusal("What will be known on a day to come, nobody knows yet.", "query.known_on")
    return then.on or today, then.known_on or today


class HolderIn(Body):
    """Who holds it from a day on; no post: nobody, it waits."""

    post_id: Key | None
    from_on: Day
    reason: Why | None = None
    own_reason_id: Key | None = Field(None, description="One of the employer’s own reasons instead.")


class Expecting(HolderIn):
    """With what was seen before: the post that is last in line, ``next_holder`` or else ``holder`` (null: nobody),
    and the version."""

    expected: Key | None = None
    version: Version | None = None


class Together(HolderIn):
    """Several cases of one household that are in the same hands."""

    case_ids: Annotated[list[Key], Field(min_length=1, max_length=50)]
    expected: Key | None = Field(description="Who holds them now; null: nobody.")
    version: Version | None = Field(None, description="That of the first case.")


class ChangeIn(Expecting):
    """One change among many."""

    case_id: Key


class Many(Body):
    """Changes of who holds what, all of them or none."""

    changes: Annotated[list[ChangeIn], Field(min_length=1, max_length=200)]


@writes(router, "POST", "/cases/{int:pk}/holder", actions.set_holder)
def set_holder(request: Call, pk: Key, body: Expecting) -> Kept:
    """Record who holds a case, as it is or was. Whatever day is said, what would bring somebody over their line now,
    meets a limit of the scheme or a conflict of interest is refused: POST /proposals asks the practitioner first."""
    row = case_for(request, pk)
    changed = actions.set_holder(by=request.account, case_id=pk, **_change(body))
    row.refresh_from_db(fields=["version"])
    return Kept(id=pk, version=row.version, number=int(changed))


@writes(router, "POST", "/allocations", actions.set_holders)
def set_holders(request: Call, body: Many) -> Kept:
    """Record who holds many cases: all of them, or none; ``rows`` says of each that cannot be why. Within the bounds of
    POST /cases/{pk}/holder."""
    keys = [one.case_id for one in body.changes]
    if len(set(keys)) != len(keys):
        raise Refusal("Name each case once.", "changes")
    refused = not_open(request, keys)
    changes = []
    for one in body.changes:
        try:
            changes.append(Change(case_id=one.case_id, **_change(one, "case_id")))
        except Refusal as refusal:
            refused.setdefault(one.case_id, refusal.sentence)
    number = 0
    try:
        with transaction.atomic():
            mine = [one for one in changes if one.case_id not in refused]
            number = actions.set_holders(by=request.account, changes=mine)
            if refused:
                raise RowsRefused(refused, len(keys), "case")
    except Refusal as refusal:
        if not refusal.rows:
            raise
        raise RowsRefused(refused | refusal.rows, len(keys), "case") from refusal
    return Kept(number=number)


@writes(router, "POST", "/allocations/household", actions.hold_together)
def hold_together(request: Call, body: Together) -> Kept:
    """Record that cases of one household, in the same hands until now, are with a post: all or none; within the bounds
    of POST /cases/{pk}/holder."""
    if len(set(body.case_ids)) != len(body.case_ids):
        raise Refusal("Name each case once.", "case_ids")
    require_open(request, body.case_ids)
    number = actions.hold_together(by=request.account, case_ids=body.case_ids, **_change(body, "case_ids"))
    return Kept(number=number)


def _change(body: HolderIn, *without: str) -> dict[str, Any]:
    """A change as the actions take it; who was expected counts only where it was said."""
    found = {"expected": ANYBODY, "version": None, **body.given(*without)}
    own = found.pop("own_reason_id", None)
    if own is not None:
        found["reason"], found["own_reason"] = change_reason(own)
    if body.post_id is None:
        found["reason"] = Allocation.Reason.WAITING
    elif not found.get("reason"):
        raise Refusal("Say why it changes.", "reason")
    return found
