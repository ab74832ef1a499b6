"""Tasks, court dates, conflicts of interest and skills asked for, by hand."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils import timezone

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.models import Case, CaseTask, ConflictOfInterest, CourtDate, SkillAsked
from safeload.caseloads.permits import case_for
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.people.rows import amend, keep, locked
from safeload.people.signals import loads_changed

D = TypeVar("D", CourtDate, SkillAsked, ConflictOfInterest, CaseTask)


@write
def add_court_date(*, by: Any, case_id: int, **fields: Any) -> CourtDate:
    """Note a hearing or filing date: ``on``, ``kind``."""
    return _added(
        by, case_for(by, case_id), CourtDate(case_id=case_id, added_at=timezone.now(), **fields), "court date"
    )


@write
def add_skill_asked(*, by: Any, case_id: int, kind: str, text: str) -> SkillAsked:
    """Note that a case asks for a skill, a language or a patch."""
    row = SkillAsked(case_id=case_id, kind=kind, text=screened(text, "text"))
    return _added(by, case_for(by, case_id), row, "skill asked")


@write
def add_conflict(
    *, by: Any, case_id: int, practitioner_id: int, why: str = "", household: bool = False
) -> ConflictOfInterest:
    """Note that a practitioner should not hold a case, or (``household``) any of its household."""
    case = case_for(by, case_id)
    if household and case.household_id is None:
        raise Refusal("This case stands by itself; note the conflict for the case.", "household")
    row = ConflictOfInterest(
        practitioner_id=practitioner_id,
        case=None if household else case,
        household_id=case.household_id if household else None,
        why=screened(why, "why"),
        recorded_by=by,
        recorded_on=timezone.localdate(),
    )
    return _added(by, case, row, "conflict")


@write
def add_task(*, by: Any, post_id: int, kind: str, **fields: Any) -> CaseTask:
    """Note work that a post has in hand: ``number``, ``case_id``, ``owner_id``, dates, ``values``."""
    post = locked(Post, post_id, what="the post")
    _require_task(by, post)
    fields["owner_id"] = _somebody_else(fields.get("owner_id"), post)
    task = keep(CaseTask(post=post, kind=kind, **fields))
    record(by=by, did="caseloads.add_task", on=("task", task.pk), post=post_id, number=task.number)
    loads_changed([post.practitioner_id, task.owner_id])
    return task


@write
def correct_task(*, by: Any, task_id: int, version: int | None = None, **changes: Any) -> CaseTask:
    """Change how many, until when, or for whom a task is."""
    task = locked(CaseTask, task_id, version, "the task")
    _require_task(by, task.post)
    before = task.owner_id
    if "owner_id" in changes:
        changes["owner_id"] = _somebody_else(changes["owner_id"], task.post)
    if different := amend(task, changes):
        record(by=by, did="caseloads.correct_task", on=("task", task.pk), changed=different)
        loads_changed([task.post.practitioner_id, task.owner_id, before])
    return task


@write
def remove_task(*, by: Any, task_id: int, undo: bool = False) -> CaseTask:
    """Take a task out, or (``undo``) put it back."""
    task = locked(CaseTask, task_id, what="the task")
    _require_task(by, task.post)
    _taken_out(by, task, "task", undo)
    loads_changed([task.post.practitioner_id, task.owner_id])
    return task


@write
def remove_court_date(*, by: Any, court_date_id: int, undo: bool = False) -> CourtDate:
    """Take a court date out, or (``undo``) put it back."""
    row = locked(CourtDate, court_date_id, what="the court date")
    case_for(by, row.case_id)
    return _taken_out(by, row, "court date", undo)


@write
def remove_skill_asked(*, by: Any, skill_id: int, undo: bool = False) -> SkillAsked:
    """Take out what a case asks for, or (``undo``) put it back."""
    row = locked(SkillAsked, skill_id, what="this entry")
    case_for(by, row.case_id)
    return _taken_out(by, row, "skill asked", undo)


@write
def remove_conflict(*, by: Any, conflict_id: int, undo: bool = False) -> ConflictOfInterest:
    """Take a conflict out, or (``undo``) put it back."""
    row = locked(ConflictOfInterest, conflict_id, what="the conflict")
    case_id = (
        row.case_id or Case.objects.filter(household=row.household_id).values_list("pk", flat=True).first()
    )
    if case_id is None:
        raise Refusal("This household has no cases any more.")
    case_for(by, case_id)
    return _taken_out(by, row, "conflict", undo)


def _added(by: Any, case: Case, row: D, what: str) -> D:
    keep(row)
    record(by=by, did=f"caseloads.add_{what.replace(' ', '_')}", on=("case", case.pk), row=row.pk)
    return row


def _taken_out(by: Any, row: D, what: str, undo: bool) -> D:
    removed = None if undo else row.removed_at or timezone.now()
    if amend(row, {"removed_at": removed}):
        did = f"caseloads.{'restore' if undo else 'remove'}_{what.replace(' ', '_')}"
        record(by=by, did=did, on=(what, row.pk))
    return row


def _somebody_else(owner_id: int | None, post: Post) -> int | None:
    """Whose work a task is, if it is not that of whoever does it."""
    return None if owner_id == post.practitioner_id else owner_id


def _require_task(by: Any, post: Post) -> None:
    scope = permits.scope_of(by)
    reach = scope.does("change", Thing.CASES)
    if not (
        scope.is_own(post.practitioner_id)
        or reach.covers(team_id=post.team_id, practitioner_id=post.practitioner_id)
    ):
        raise NotAllowed("Tasks are noted by whoever has them in hand, or by the team’s manager.")
