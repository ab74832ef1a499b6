"""Court dates, skills asked for, conflicts of interest and tasks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import person_for, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import (
    Answers,
    Body,
    Correction,
    Day,
    Kept,
    Key,
    Page,
    Short,
    Undo,
    answers_to,
    kept,
)
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.models import CaseTask, ConflictOfInterest, CourtDate, SkillAsked
from safeload.caseloads.permits import require_case
from safeload.people import asked
from safeload.people.models import Post

router = Router(tags=["cases"])
Number = Annotated[Decimal, Field(ge=0, le=999, max_digits=5, decimal_places=2)]


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


class TaskOut(Schema):
    """Work that a post has in hand."""

    id: int
    post_id: int
    case_id: int | None
    owner_id: int | None
    kind: str
    number: Decimal
    values: dict[str, Any]
    starts_on: date | None
    ends_on: date | None
    version: int


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


@reads(router, "/practitioners/{int:pk}/tasks")
def tasks(request: Call, pk: Key, paging: Query[Paging]) -> Page[TaskOut]:
    """Tasks that somebody has in hand."""
    person = within(queries.whose_tasks(request.scope), pk)
    return page_of(request, queries.tasks(request.scope, person), paging)


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


class TaskFields(Body):
    """How many, for which case, whose work, from when to when."""

    number: Number = Decimal(1)
    case_id: Key | None = None
    owner_id: Key | None = None
    values: Answers = {}
    starts_on: Day | None = None
    ends_on: Day | None = None


class TaskIn(TaskFields):
    """A task to note."""

    kind: Annotated[str, Field(min_length=1, max_length=60)]


class TaskChange(TaskFields, Correction):
    """What can be changed about a task."""


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


@writes(router, "POST", "/posts/{int:pk}/tasks", actions.add_task, status=201)
def add_task(request: Call, pk: Key, body: TaskIn) -> Kept:
    """Note work that a post has in hand."""
    within(queries.whose_tasks(request.scope), within(Post.objects.all(), pk).practitioner_id)
    given = _task(request, body)
    if body.kind not in getattr(asked.fields("task", request.scope.on).get("task"), "codes", {}):
        raise Refusal("No scheme in force counts a task of this kind.", "kind")
    return kept(actions.add_task(by=request.account, post_id=pk, **given))


@writes(router, "PATCH", "/tasks/{int:pk}", actions.correct_task)
def correct_task(request: Call, pk: Key, body: TaskChange) -> Kept:
    """Change how many, until when, or for whom a task is."""
    _task_for(request, pk)
    return kept(actions.correct_task(by=request.account, task_id=pk, **_task(request, body)))


@writes(router, "POST", "/tasks/{int:pk}/remove", actions.remove_task)
def remove_task(request: Call, pk: Key, body: Undo) -> Kept:
    """Take a task out, or put it back."""
    _task_for(request, pk)
    return kept(actions.remove_task(by=request.account, task_id=pk, undo=body.undo))


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


def _task(call: Call, body: TaskFields) -> dict[str, Any]:
    """What was sent, with the answers checked and the case and its owner within reach."""
    given = body.given()
    if "values" in given:
        fields = {name: one for name, one in asked.fields("task", call.scope.on).items() if name != "task"}
        given["values"] = answers_to(fields, given["values"])
    if given.get("case_id") is not None:
        case_for(call, given["case_id"])
    if given.get("owner_id") is not None:
        person_for(call, given["owner_id"])
    return given


def _task_for(call: Call, pk: int) -> None:
    within(queries.whose_tasks(call.scope), within(CaseTask.objects.all(), pk).post.practitioner_id)
