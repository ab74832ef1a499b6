"""Closing a case with its reason, opening it again; the employer's own reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, OnDay, Page, Short, Versioned, kept
from safeload.caseloads import actions, queries
from safeload.caseloads.actions import CLOSURE_REASONS
from safeload.caseloads.models import ClosureReason

router = Router(tags=["cases"])


class ClosingOut(Schema):
    """A case was closed from a day on, why, what was achieved; and from when it was open again."""

    id: int
    on: date
    reason: str
    own_reason_id: int | None
    why: str
    achieved: str
    closed_by_id: int | None
    closed_at: datetime
    reopened_on: date | None
    reopened_by_id: int | None
    reopened_at: datetime | None


class ClosureReasonOut(Schema):
    """The employer’s own word for why a case closes, and the census’s code that it is returned as."""

    id: int
    label: str
    code: str
    retired_at: datetime | None
    version: int


@reads(router, "/cases/{int:pk}/closings")
def closings(request: Call, pk: Key, paging: Query[Paging]) -> Page[ClosingOut]:
    """Every closing of a case, also those that were taken back."""
    return page_of(request, queries.closings_of(case_for(request, pk)), paging)


@reads(router, "/closure-reasons")
def closure_reasons(request: Call, paging: Query[Paging]) -> Page[ClosureReasonOut]:
    """The employer’s own reasons for closing a case."""
    require(request.scope.roles or request.scope.practitioner_id)
    return page_of(request, queries.closure_reasons_kept(), paging)


def _given(code: str) -> str:
    if code and code not in CLOSURE_REASONS:
        raise ValueError(f"One of: {', '.join(CLOSURE_REASONS)}.")
    return code


Code = Annotated[str, Field(max_length=6), AfterValidator(_given)]


class ClosingIn(OnDay):
    """From when (today or a day before), why (a code of the census, or one of the employer’s own reasons; one of them
    is asked for), what was achieved."""

    reason: Code = ""
    own_reason_id: Key | None = None
    achieved: Short = ""


class Reopening(Versioned):
    """From which day it is open again; left out: as if it had never closed."""

    on: Day | None = None


class ClosureReasonIn(Body):
    """A reason of the employer’s own."""

    label: Annotated[str, Field(min_length=1, max_length=80)]
    code: ClosureReason.Code


class Retiring(Body):
    """Offering a reason no longer, or again."""

    back: bool = False


@writes(router, "POST", "/cases/{int:pk}/close", actions.close_case)
def close_case(request: Call, pk: Key, body: ClosingIn) -> Kept:
    """Close a case from a day up to today on; whoever held it held it until then."""
    case_for(request, pk)
    return kept(actions.close_case(by=request.account, case_id=pk, **body.given()))


@writes(router, "POST", "/cases/{int:pk}/reopen", actions.reopen_case)
def reopen_case(request: Call, pk: Key, body: Reopening) -> Kept:
    """Open a closed case again, with those who worked on it and are still here."""
    case_for(request, pk)
    return kept(actions.reopen_case(by=request.account, case_id=pk, **body.given()))


@writes(router, "POST", "/closure-reasons", actions.add_closure_reason, status=201)
def add_closure_reason(request: Call, body: ClosureReasonIn) -> Kept:
    """Add a reason of the employer’s own."""
    return kept(actions.add_closure_reason(by=request.account, **body.given()))


@writes(router, "POST", "/closure-reasons/{int:pk}/retire", actions.retire_closure_reason)
def retire_closure_reason(request: Call, pk: Key, body: Retiring) -> Kept:
    """Offer a reason no longer, or again; where it was given it stays."""
    within(ClosureReason.objects.all(), pk)
    return kept(actions.retire_closure_reason(by=request.account, reason_id=pk, back=body.back))
