"""Court dates, skills asked for and conflicts of interest."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import person_for, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import (
    Body,
    Day,
    Kept,
    Key,
    Page,
    Short,
    Undo,
    kept,
)
from safeload.audit.refusals import NotAllowed
from safeload.caseloads import actions, queries
from safeload.caseloads.models import ConflictOfInterest, CourtDate, SkillAsked
from safeload.caseloads.permits import require_case

router = Router(tags=["cases"])


class CourtDateOut(Schema):
    """A hearing or a filing date."""

    id: int
    case_id: int
    on: date
    kind: str


class SkillOut(Schema):
    """What a case asks of who works on it."""

    id: int
    case_id: int
    kind: str
    text: str


class ConflictOut(Schema):
    """Somebody who should not hold a case, or any of a household; why, only for whom it is."""

    id: int
    case_id: int | None
    household_id: int | None
    practitioner_id: int
    why: str | None


@reads(router, "/cases/{int:pk}/court-dates")
def court_dates(request: Call, pk: Key, paging: Query[Paging]) -> Page[CourtDateOut]:
    """The court dates of a case."""
    return page_of(request, case_for(request, pk).court_dates.filter(removed_at=None), paging)


@reads(router, "/cases/{int:pk}/skills")
def skills_asked(request: Call, pk: Key, paging: Query[Paging]) -> Page[SkillOut]:
    """The skills, languages and patches that a case asks for."""
    return page_of(request, case_for(request, pk).skills_asked.filter(removed_at=None), paging)


@reads(router, "/cases/{int:pk}/conflicts")
def conflicts(request: Call, pk: Key, paging: Query[Paging]) -> Page[ConflictOut]:
    """Conflicts of interest; why, only for who may allocate the case and for whoever noted it."""
    row = case_for(request, pk)
    try:
        require_case(request.scope, row, "allocate")
        all_open = True
    except NotAllowed:
        all_open = False

    def show(one: Any) -> Any:
        if not all_open and one.recorded_by_id != request.account.pk:
            one.why = None
        return one

    return page_of(request, queries.conflicts(row), paging, show)


class CourtDateIn(Body):
    """A court date to note."""

    on: Day
    kind: CourtDate.Kind = CourtDate.Kind.HEARING


class SkillIn(Body):
    """What a case asks for."""

    kind: SkillAsked.Kind
    text: Annotated[str, Field(min_length=1, max_length=80)]


class ConflictIn(Body):
    """Who should not hold a case (``household``: any of its household), and in few words why."""

    practitioner_id: Key
    why: Short = ""
    household: bool = False


@writes(router, "POST", "/cases/{int:pk}/court-dates", actions.add_court_date, status=201)
def add_court_date(request: Call, pk: Key, body: CourtDateIn) -> Kept:
    """Note a hearing or a filing date."""
    case_for(request, pk)
    return kept(actions.add_court_date(by=request.account, case_id=pk, **body.given()))


@writes(router, "POST", "/cases/{int:pk}/skills", actions.add_skill_asked, status=201)
def add_skill_asked(request: Call, pk: Key, body: SkillIn) -> Kept:
    """Note what a case asks of who works on it."""
    case_for(request, pk)
    return kept(actions.add_skill_asked(by=request.account, case_id=pk, **body.given()))


@writes(router, "POST", "/cases/{int:pk}/conflicts", actions.add_conflict, status=201)
def add_conflict(request: Call, pk: Key, body: ConflictIn) -> Kept:
    """Note somebody who should not hold a case."""
    case_for(request, pk)
    person_for(request, body.practitioner_id)
    return kept(actions.add_conflict(by=request.account, case_id=pk, **body.given()))


@writes(router, "POST", "/court-dates/{int:pk}/remove", actions.remove_court_date)
def remove_court_date(request: Call, pk: Key, body: Undo) -> Kept:
    """Take a court date out, or put it back."""
    case_for(request, within(CourtDate.objects.all(), pk).case_id)
    return kept(actions.remove_court_date(by=request.account, court_date_id=pk, undo=body.undo))


@writes(router, "POST", "/skills/{int:pk}/remove", actions.remove_skill_asked)
def remove_skill_asked(request: Call, pk: Key, body: Undo) -> Kept:
    """Take out what a case asks for, or put it back."""
    case_for(request, within(SkillAsked.objects.all(), pk).case_id)
    return kept(actions.remove_skill_asked(by=request.account, skill_id=pk, undo=body.undo))


@writes(router, "POST", "/conflicts/{int:pk}/remove", actions.remove_conflict)
def remove_conflict(request: Call, pk: Key, body: Undo) -> Kept:
    """Take a conflict of interest out, or put it back."""
    row = within(ConflictOfInterest.objects.all(), pk)
    if row.case_id is not None:
        case_for(request, row.case_id)
    else:
        require(queries.cases(request.scope).filter(household=row.household_id).exists())
    return kept(actions.remove_conflict(by=request.account, conflict_id=pk, undo=body.undo))
