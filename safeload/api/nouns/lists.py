"""Lists from other systems: bringing them in, what they would change, settling, applying, undoing."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Annotated, Any, Literal

from ninja import Field, File, Form, Query, Router, Schema, UploadedFile

from safeload.api.bearer import Call
from safeload.api.door import done_once, reads, writes
from safeload.api.nouns.shared import require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, kept
from safeload.audit.refusals import Refusal
from safeload.imports import actions, jobs, queries
from safeload.imports.models import Import
from safeload.imports.presenters import reports
from safeload.people.rights import Thing

router = Router(tags=["lists"])
_OPEN = (Import.State.UPLOADED, Import.State.CHECKED)


class ListOut(Schema):
    """One list on its way. ``work``: what a job is doing with it; ``trouble``: what stood in its way."""

    id: int
    kind: str
    file_names: list[str]
    on: date
    state: str
    full_snapshot: bool
    uploaded_at: datetime
    checked_at: datetime | None
    applied_at: datetime | None
    undone_at: datetime | None
    counts: dict[str, Any]
    work: str
    trouble: str


class OneListOut(ListOut):
    """A list with its questions, and the digests by which it is applied: of its steps, and as a full snapshot."""

    plan: str | None = None
    plan_full: str | None = None
    asked: list[dict[str, Any]] = []


class RowOut(Schema):
    """One row of a part of a report, as its page shows it."""

    number: int
    row: Any


class Part(Paging):
    """Which part of the report."""

    part: Literal[
        "add", "change", "reopen", "end", "tick", "left-out", "conflicts", "faults", "explained"
    ] = "add"


@reads(router, "/lists")
def lists(request: Call, paging: Query[Paging]) -> Page[ListOut]:
    """Lists brought in, within reach."""
    require_lists(request)
    return page_of(request, queries.imports(request.scope), paging)


@reads(router, "/lists/{int:pk}")
def brought_list(request: Call, pk: Key) -> OneListOut:
    """What a list would change or has changed, and what it asks."""
    one = _list_for(request, pk)
    one.plan_full = one.report.get("plan_full")
    one.asked = one.report.get("asked", []) if one.state in _OPEN else []
    shown = OneListOut.from_orm(one)
    return shown.model_copy(update={"plan": one.report.get("plan")})


@reads(router, "/lists/{int:pk}/rows")
def list_rows(request: Call, pk: Key, which: Query[Part]) -> Page[RowOut]:
    """One part of a list’s report, row by row; what stood before only for whom it is."""
    found = reports.rows_of(_list_for(request, pk), which.part)
    if which.part == "faults":
        found = [reports.shown_fault(row) for row in found]
    elif which.part not in {"conflicts", "explained"}:
        found = [reports.shown_step(row, request.scope) for row in found]
    rows = [SimpleNamespace(pk=number, row=row) for number, row in enumerate(found, 1)]
    return page_of(request, rows, which, lambda one: {"number": one.pk, "row": one.row})


class Applying(Body):
    """The digest of the steps that were looked at, so that what was confirmed is what is done."""

    plan: Annotated[str, Field(min_length=1, max_length=64)]
    full_snapshot: bool = False


class ListsForm(Body):
    """The day for which the lists say how things are, and what they are; empty: told from their headings."""

    on: Day
    kind: Import.Kind | Literal[""] = ""


@writes(
    router,
    "POST",
    "/lists",
    actions.bring_in,
    actions.open_files,
    actions.keep_files,
    status=201,
    reads_first=True,
)
def bring_in(request: Call, form: Form[ListsForm], files: Annotated[list[UploadedFile], File(...)]) -> Kept:
    """Bring in files; each kind of list becomes one, and is checked. How many lists that made."""
    require_lists(request)
    given = [(file.name or "", file.read()) for file in files]
    opened = actions.open_files(by=request.account, files=given, on=form.on, kind=form.kind or None)  # type: ignore[arg-type]

    def act() -> Kept:
        made = actions.keep_files(by=request.account, opened=opened, on=form.on)
        for one in made:
            jobs.check(one.pk)
        return Kept(id=made[0].pk, number=len(made))

    done: Kept = done_once(request, act)
    return done


@writes(router, "POST", "/lists/{int:pk}/check", actions.check_import)
def check_list(request: Call, pk: Key) -> Kept:
    """Check a list again, with all that is settled by now; a large one by a job (number 0: it has begun)."""
    one = _list_for(request, pk)
    if one.state not in _OPEN:
        raise Refusal("Only a list that is not applied yet can be checked.")
    return Kept(id=pk, number=int(jobs.check(pk)))


@writes(router, "POST", "/lists/{int:pk}/apply", actions.apply_import)
def apply_list(request: Call, pk: Key, body: Applying) -> Kept:
    """Apply a list as it was confirmed, all or nothing; a large one by a job (number 0: it has begun)."""
    _list_for(request, pk)
    return Kept(id=pk, number=int(jobs.apply(request.account, pk, body.plan, body.full_snapshot)))


@writes(router, "POST", "/lists/{int:pk}/undo", actions.undo_import)
def undo_list(request: Call, pk: Key) -> Kept:
    """Undo a list as a whole; refused where later work would be lost (number 0: a job has begun)."""
    _list_for(request, pk)
    return Kept(id=pk, number=int(jobs.undo(request.account, pk)))


@writes(router, "POST", "/lists/{int:pk}/set-aside", actions.set_aside)
def set_list_aside(request: Call, pk: Key) -> Kept:
    """Do not use a list; its rows are let go."""
    _list_for(request, pk)
    return kept(actions.set_aside(by=request.account, import_id=pk))


def require_lists(call: Call) -> None:
    """Raise Http404 unless the account may bring in lists."""
    require(call.scope.does("change", Thing.LISTS))


def _list_for(call: Call, pk: int) -> Any:
    require_lists(call)
    found = queries.import_with_report(call.scope, pk)
    require(found)
    return found
