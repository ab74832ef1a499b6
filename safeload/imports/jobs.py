"""Long work on lists: done at once where the list is small, else by a job; its progress stands on the import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.tasks import async_task

from safeload.audit.refusals import Refusal
from safeload.imports import actions
from safeload.imports.actions.checking import check_import
from safeload.imports.models import Import
from safeload.people.models import Account

#: Bytes kept of a list up to which it is worked on while the person waits: about 1,500 children.
SMALL = 60_000
#: Work that has not ended by then has stopped: a job ends after ten minutes.
STOPPED_AFTER = timedelta(minutes=11)
#: Rows that a list changed, up to which it is undone while the person waits.
_SMALL_JOURNAL = 1_500


def check(import_id: int) -> bool:
    """Check a list; whether that is done already."""
    one = Import.objects.get(pk=import_id)
    if _is_small(one):
        check_import(import_id)
        return True
    return _start(one, Import.Work.CHECKING, "safeload.imports.jobs.check_job", import_id)


def apply(by: Account, import_id: int, plan: str, full_snapshot: bool) -> bool:
    """Apply a list as it was confirmed; whether that is done already. Raises as ``apply_import`` does."""
    one = Import.objects.get(pk=import_id)
    if one.state == Import.State.APPLIED or _is_small(one):
        actions.apply_import(by=by, import_id=import_id, plan=plan, full_snapshot=full_snapshot)
        return True
    job = "safeload.imports.jobs.apply_job"
    return _start(one, Import.Work.APPLYING, job, import_id, by.pk, plan, full_snapshot)


def undo(by: Account, import_id: int) -> bool:
    """Undo a list; whether that is done already. Raises as ``undo_import`` does."""
    one = Import.objects.get(pk=import_id)
    if one.journal.count() <= _SMALL_JOURNAL:
        actions.undo_import(by=by, import_id=import_id)
        return True
    return _start(one, Import.Work.UNDOING, "safeload.imports.jobs.undo_job", import_id, by.pk)


def check_job(import_id: int) -> None:
    """Run by the job process."""
    _working(import_id, lambda: check_import(import_id))


def apply_job(import_id: int, account_id: int, plan: str, full_snapshot: bool) -> None:
    """Run by the job process. Where the data has moved, the list is checked again for the page to show."""
    by = Account.objects.get(pk=account_id)

    def act() -> None:
        try:
            actions.apply_import(by=by, import_id=import_id, plan=plan, full_snapshot=full_snapshot)
        except actions.DataMoved:
            check_import(import_id)
            raise

    _working(import_id, act)


def undo_job(import_id: int, account_id: int) -> None:
    """Run by the job process."""
    by = Account.objects.get(pk=account_id)
    _working(import_id, lambda: actions.undo_import(by=by, import_id=import_id))


def has_stopped(one: Import) -> bool:
    """Whether work on a list began so long ago that its job must have died; nothing was left half done."""
    return bool(one.work) and one.work_since is not None and timezone.now() - one.work_since > STOPPED_AFTER


def _is_small(one: Import) -> bool:
    return one.kept is None or len(one.kept) <= SMALL


def _start(one: Import, work: str, job: str, *given: Any) -> bool:
    """Note the work and hand it to the job process, once: a second press while it runs starts nothing."""
    free = Import.objects.filter(pk=one.pk).exclude(
        work__in=[kind for kind in Import.Work.values if kind], work_since__gt=timezone.now() - STOPPED_AFTER
    )
    if free.update(work=work, work_since=timezone.now(), trouble=""):
        async_task(job, *given, group=f"import {one.pk}")
    return False


def _working(import_id: int, act: Callable[[], Any]) -> None:
    trouble = ""
    try:
        act()
    except Refusal as refusal:
        trouble = " ".join([refusal.sentence, *getattr(refusal, "things", [])[:20]])
    Import.objects.filter(pk=import_id).update(work=Import.Work.NOTHING, work_since=None, trouble=trouble)
