"""The worklist for the case-management system: filled by changes of hands, ticked off by lists or by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.actions.bench import Bench, Change
from safeload.caseloads.models import Allocation, WorklistRow
from safeload.people import permits
from safeload.people.rights import Thing

BY_HAND = "by hand"
_NOTHING_LEFT = "as it was again"
_CLOSED = "closed"


def note_changes(by: Any, done: Sequence[tuple[Change, int | None]], bench: Bench) -> None:
    """Put cases that a list once brought and that changed hands here on the worklist. Constant queries.

    ``done``: each change with the post that held the case before. Back with the former holder, a case is off it.
    """
    concerned = [(change, before) for change, before in done if bench.cases[change.case_id].listed]
    if not concerned:
        return
    rows = WorklistRow.objects.open().filter(case__in=[change.case_id for change, _ in concerned])
    standing = {row.case_id: row for row in rows}
    made, moved, settled = [], [], []
    for change, before in concerned:
        row = standing.get(change.case_id)
        closing = change.reason == Allocation.Reason.CLOSED
        if row is not None and (closing or row.was_id == change.post_id):
            row.ticked_at, row.ticked_by_id = bench.now, getattr(by, "pk", None)
            row.ticked_through = _CLOSED if closing else _NOTHING_LEFT
            settled.append(row)
        elif row is not None:
            row.post_id, row.from_on = change.post_id, change.from_on
            row.made_at, row.made_by = bench.now, by
            moved.append(row)
        elif not closing:
            made.append(_row(change, before, by, bench))
    WorklistRow.objects.bulk_create(made, batch_size=500)
    WorklistRow.objects.bulk_update(moved, ["post", "from_on", "made_at", "made_by"], batch_size=500)
    WorklistRow.objects.bulk_update(settled, ["ticked_at", "ticked_by", "ticked_through"], batch_size=500)


def _row(change: Change, before: int | None, by: Any, bench: Bench) -> WorklistRow:
    return WorklistRow(
        case_id=change.case_id,
        was_id=before,
        post_id=change.post_id,
        from_on=change.from_on,
        made_at=bench.now,
        made_by=by,
    )


@write
def tick_off(*, by: Any, row_ids: Sequence[int]) -> int:
    """Say that these are entered in the case-management system; how many were still open. Again changes nothing.

    Raises NotAllowed where the account may allocate neither in the case's team nor in the former holder's.
    """
    found = WorklistRow.objects.select_for_update(of=("self",)).open().filter(pk__in=row_ids)
    rows = list(found.select_related("case", "was").order_by("pk"))
    _require(by, rows)
    _tick(rows, by, BY_HAND)
    return len(rows)


@write
def put_back(*, by: Any, row_id: int) -> WorklistRow:
    """Take a tick by hand back: it is still to be entered. Undo of ``tick_off``."""
    found = WorklistRow.objects.select_for_update(of=("self",)).select_related("case", "was")
    row: WorklistRow | None = found.filter(pk=row_id).first()
    if row is None or row.ticked_through != BY_HAND:
        raise Refusal("Only what was ticked off by hand can be put back.")
    _require(by, [row])
    if WorklistRow.objects.open().filter(case=row.case_id).exists():
        raise Refusal("This case has changed hands again since; the later change is on the worklist.")
    row.ticked_at, row.ticked_by, row.ticked_through = None, None, ""
    row.save()
    record(by=by, did="caseloads.worklist_put_back", on=("case", row.case_id), row=row.pk)
    return row


@write
def meet_list(*, by: Any, said: Mapping[int, int | None], source: str) -> list[int]:
    """Hold the open rows against a list: by case, the post that the list names; the keys of rows it ticked off.

    A row whose new holder the list names is done; one whose former holder it names stays open; where it names
    somebody else the list is believed, and the row says that it differed.
    """
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    rows = list(WorklistRow.objects.select_for_update().open().filter(case__in=list(said)).order_by("pk"))
    ticked = [row for row in rows if said[row.case_id] != row.was_id]
    for row in ticked:
        row.differed = row.post_id != said[row.case_id]
    _tick(ticked, by, source)
    return [row.pk for row in ticked]


@write
def unmeet_list(*, by: Any, row_ids: Iterable[int], source: str) -> None:
    """Open again what an undone list had ticked off, where no later change of hands stands on the worklist."""
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    again = WorklistRow.objects.open().values("case")
    rows = WorklistRow.objects.filter(pk__in=list(row_ids), ticked_through=source).exclude(case__in=again)
    for case_id in rows.values_list("case_id", flat=True):
        record(by=by, did="caseloads.worklist_put_back", on=("case", case_id))
    rows.update(ticked_at=None, ticked_by=None, ticked_through="", differed=False)


def _require(by: Any, rows: Sequence[WorklistRow]) -> None:
    reach = permits.scope_of(by).does("allocate", Thing.CASES)
    for row in rows:
        there = row.was.team_id if row.was else row.case.team_id
        if not (reach.covers(team_id=there) or reach.covers(team_id=row.case.team_id)):
            raise NotAllowed(
                "You may not do this here: the case belongs to teams in which you do not allocate."
            )


def _tick(rows: Sequence[WorklistRow], by: Any, through: str) -> None:
    now = timezone.now()
    for row in rows:
        row.ticked_at, row.ticked_by, row.ticked_through = now, by, through
        record(
            by=by,
            did="caseloads.worklist_ticked",
            on=("case", row.case_id),
            through=through,
            differed=row.differed,
        )
    fields = ["ticked_at", "ticked_by", "ticked_through", "differed"]
    WorklistRow.objects.bulk_update(rows, fields, batch_size=500)
