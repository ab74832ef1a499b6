"""While a case waits: who looks after it, contact made, priority rated again, the wait approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Day, Kept, Key, Page, Short, Versioned
from safeload.audit.refusals import Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.models import Case
from safeload.caseloads.views.shared import may

router = Router(tags=["cases"])


class KeepingOut(Schema):
    """Somebody looked after a case while it waited; ``ended_by_holder``: until a practitioner came to hold it."""

    id: int
    account_id: int | None
    practitioner_id: int | None
    name: str
    starts_on: date
    ends_on: date | None
    ended_by_holder: bool
    named_by_id: int | None
    named_at: datetime


class RatingOut(Schema):
    """Somebody looked at the priority: what it was, what it is, why, and when it is looked at next."""

    id: int
    on: date
    was: str
    priority: str
    why: str
    again_on: date | None
    by_id: int | None
    at: datetime


class KeeperOut(Schema):
    """Somebody who could be named: one of the two keys stands."""

    account_id: int | None
    practitioner_id: int | None
    name: str


class KeepersOut(Schema):
    """Who could be named to look after a case."""

    keepers: list[KeeperOut]


@reads(router, "/cases/{int:pk}/keepings")
def keepings(request: Call, pk: Key, paging: Query[Paging]) -> Page[KeepingOut]:
    """Who has looked after a case while it waited."""
    return page_of(request, queries.keepings_of(case_for(request, pk)), paging)


@reads(router, "/cases/{int:pk}/ratings")
def ratings(request: Call, pk: Key, paging: Query[Paging]) -> Page[RatingOut]:
    """How the priority of a case was rated."""
    return page_of(request, queries.ratings_of(case_for(request, pk)), paging)


@reads(router, "/cases/{int:pk}/possible-keepers")
def possible_keepers(request: Call, pk: Key) -> KeepersOut:
    """Who could look after a case that waits, for who may allocate it."""
    row, scope = case_for(request, pk), request.scope
    require(may(scope, row, "allocate") and not queries.allocated(scope).filter(case=row).exists())
    found = queries.possible_keepers(row.team_id, scope.on)
    return KeepersOut(
        keepers=[
            KeeperOut(
                account_id=int(key[1:]) if key[0] == "a" else None,
                practitioner_id=int(key[1:]) if key[0] == "p" else None,
                name=name,
            )
            for key, name in found
        ]
    )


class Together(Versioned):
    """``also``: other cases of the household for which the same goes; all of them, or none."""

    also: Annotated[list[Key], Field(max_length=50)] = []


class KeeperIn(Together):
    """Who looks after it until somebody holds it, by one of the two keys; neither: nobody does."""

    account_id: Key | None = None
    practitioner_id: Key | None = None


class ContactIn(Together):
    """The family was seen or spoken to; while the case waits, when it is next due."""

    on: Day
    next_on: Day | None = None


class RatingIn(Together):
    """The priority as it is from now on, the same or another."""

    priority: Case.Priority
    why: Short = ""
    again_on: Day | None = None


class ApprovalIn(Together):
    """Why it waits, in few words."""

    why: Annotated[str, Field(min_length=1, max_length=200)]


@writes(router, "POST", "/cases/{int:pk}/keeper", actions.name_keeper, actions.together)
def name_keeper(request: Call, pk: Key, body: KeeperIn) -> Kept:
    """Name who looks after a waiting case; they are told, and can open it."""
    if body.account_id and body.practitioner_id:
        raise Refusal("Name an account or a practitioner, not both.", "practitioner_id")
    return _together(actions.name_keeper, request, pk, body)


@writes(router, "POST", "/cases/{int:pk}/contact", actions.record_contact)
def record_contact(request: Call, pk: Key, body: ContactIn) -> Kept:
    """Note that the family was seen or spoken to."""
    return _together(actions.record_contact, request, pk, body)


@writes(router, "POST", "/cases/{int:pk}/rating", actions.rate_case)
def rate_case(request: Call, pk: Key, body: RatingIn) -> Kept:
    """Look at the priority of a case again."""
    return _together(actions.rate_case, request, pk, body)


@writes(router, "POST", "/cases/{int:pk}/approve-wait", actions.approve_wait)
def approve_wait(request: Call, pk: Key, body: ApprovalIn) -> Kept:
    """Approve that a case waits, as somebody who may allocate it."""
    return _together(actions.approve_wait, request, pk, body)


def _together(act: Callable[..., Any], call: Call, pk: int, body: Together) -> Kept:
    """Act on the case and the others named; how many that were."""
    row = case_for(call, pk)
    others = set(queries.siblings(call.scope, row).values_list("pk", flat=True))
    if not set(body.also) <= others:
        raise Refusal("Name only other cases of the same household.", "also")
    said = body.given("also", "version")
    actions.together(act, by=call.account, case_id=pk, also=body.also, version=body.version, **said)
    row.refresh_from_db(fields=["version"])
    return Kept(id=pk, version=row.version, number=len({pk, *body.also}))
