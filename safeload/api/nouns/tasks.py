"""Tasks that posts have in hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.shared import person_for, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import (
    Answers,
    Body,
    Correction,
    Day,
    Kept,
    Key,
    Page,
    Undo,
    answers_to,
    kept,
)
from safeload.audit.refusals import Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.models import CaseTask
from safeload.people import asked
from safeload.people.models import Post

router = Router(tags=["cases"])
Number = Annotated[Decimal, Field(ge=0, le=999, max_digits=5, decimal_places=2)]


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


@reads(router, "/practitioners/{int:pk}/tasks")
def tasks(request: Call, pk: Key, paging: Query[Paging]) -> Page[TaskOut]:
    """Tasks that somebody has in hand."""
    person = within(queries.whose_tasks(request.scope), pk)
    return page_of(request, queries.tasks(request.scope, person), paging)


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
