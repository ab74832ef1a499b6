"""The worklist for the case-management system: filled by changes of hands, ticked off by lists or by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.actions.bench import Bench, Change
from safeload.caseloads.models import Allocation, Case, WorklistRow
from safeload.people import permits
from safeload.people.rights import Thing

BY_HAND = "by hand"
_NOTHING_LEFT = "as it was again"
_What = WorklistRow.What


def note_changes(by: Any, done: Sequence[tuple[Change, int | None]], bench: Bench) -> None:
    """Put cases that a list once brought and that changed hands here on the worklist. Constant queries.

    ``done``: each change with the post that held the case before. Back with the former holder, a case is off it.
    What ended by closing is for ``note_closed``.
    """
    moved = [pair for pair in done if pair[0].reason != Allocation.Reason.CLOSED]
    concerned = [(change, before) for change, before in moved if bench.cases[change.case_id].listed]
    if not concerned:
        return
    keys = [change.case_id for change, _ in concerned]
    standing = {row.case_id: row for row in _open_rows(keys)}
    notes = []
    for change, before in concerned:
        holder = bench.holding.get(change.case_id)
        row = standing.get(change.case_id) or WorklistRow(case_id=change.case_id, was_id=before)
        notes.append(_set(row, holder.post_id if holder else None, change.from_on, False, by))
    _write(notes, by)


def note_closed(by: Any, case: Case, held_by: int | None) -> None:
    """Put a case that closed here on the worklist, to be closed there; ``held_by``: who held it here."""
    if case.listed and case.closed_on is not None:
        rows = _open_rows([case.pk])
        row = rows[0] if rows else WorklistRow(case=case, was_id=held_by)
        _write([_set(row, None, case.closed_on, True, by)], by)
        WorklistRow.objects.open().filter(case=case, what=_What.CO_WORKERS).update(
            ticked_at=timezone.now(), ticked_by=by, ticked_through="closed"
        )


def note_reopened(by: Any, case: Case, since: date) -> None:
    """Put a case that opened again here on the worklist, or off it where it was never closed there."""
    if not case.listed:
        return
    holder = Allocation.objects.open_parts().holders().filter(case=case).first()
    rows = _open_rows([case.pk])
    row = rows[0] if rows else WorklistRow(case=case, was_closed=True)
    day = max(since, holder.starts_on) if holder else since
    _write([_set(row, holder.post_id if holder else None, day, False, by)], by)


def note_co_workers(by: Any, case: Case, held_by: int, from_on: date) -> None:
    """Put a case on the worklist on which others work here by now, or no longer; names are read from the case."""
    if not case.listed:
        return
    row = WorklistRow.objects.open().filter(case=case, what=_What.CO_WORKERS).first()
    row = row or WorklistRow(case=case, what=_What.CO_WORKERS, was_id=held_by)
    row.post_id, row.from_on = held_by, from_on
    row.made_at, row.made_by = timezone.now(), by
    row.save()


def _open_rows(case_ids: Iterable[int]) -> list[WorklistRow]:
    return list(WorklistRow.objects.open().filter(case__in=list(case_ids), what=_What.HOLDER))


def _set(row: WorklistRow, post_id: int | None, day: date, closed: bool, by: Any) -> WorklistRow:
    row.post_id, row.from_on, row.closed = post_id, day, closed
    row.made_at, row.made_by = timezone.now(), by
    return row


def _write(rows: Sequence[WorklistRow], by: Any) -> None:
    """Keep rows; one that says of both systems the same is ticked off, and one that was never there is not made."""
    for row in rows:
        if row.says_the_same:
            row.ticked_at, row.ticked_by, row.ticked_through = timezone.now(), by, _NOTHING_LEFT
    made = [row for row in rows if row._state.adding and row.ticked_at is None]
    WorklistRow.objects.bulk_create(made, batch_size=500)
    names = ["post", "from_on", "closed", "made_at", "made_by", "ticked_at", "ticked_by", "ticked_through"]
    WorklistRow.objects.bulk_update(
        [row for row in rows if not row._state.adding and row not in made], names, batch_size=500
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
    if WorklistRow.objects.open().filter(case=row.case_id, what=row.what).exists():
        raise Refusal("This case has changed hands again since; the later change is on the worklist.")
    row.ticked_at, row.ticked_by, row.ticked_through = None, None, ""
    row.save()
    record(by=by, did="caseloads.worklist_put_back", on=("case", row.case_id), row=row.pk)
    return row


@write
def meet_list(*, by: Any, said: Mapping[int, int | None], source: str) -> list[int]:
    """Hold the open rows against a list that is believed: by case, the post that it names (None: nobody, or it has
    the case no more); the keys of rows it ticked off.

    A row whose new holder the list names is done; one whose former holder it names stays open; where it names
    somebody else the row says that it differed, and whom the list named.
    """
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    rows = WorklistRow.objects.select_for_update().open().filter(case__in=list(said), what=_What.HOLDER)
    ticked = [row for row in rows.order_by("pk") if not _unheard(row, said[row.case_id])]
    for row in ticked:
        row.list_post_id = said[row.case_id]
        row.differed = not row.closed and row.post_id != row.list_post_id
    _tick(ticked, by, source)
    return [row.pk for row in ticked]


def _unheard(row: WorklistRow, named: int | None) -> bool:
    """Whether the list says what was so before the change here."""
    if row.was_closed:
        return False  # it has the case again
    return (named is not None and row.closed) or (named == row.was_id and not row.closed)


@write
def unmeet_list(*, by: Any, row_ids: Iterable[int], source: str) -> None:
    """Open again what an undone list had ticked off, where no later change of hands stands on the worklist."""
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    again = WorklistRow.objects.open().filter(what=_What.HOLDER).values("case")
    rows = WorklistRow.objects.filter(pk__in=list(row_ids), ticked_through=source).exclude(case__in=again)
    for case_id in rows.values_list("case_id", flat=True):
        record(by=by, did="caseloads.worklist_put_back", on=("case", case_id))
    rows.update(ticked_at=None, ticked_by=None, ticked_through="", differed=False, list_post=None)


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
    fields = ["ticked_at", "ticked_by", "ticked_through", "differed", "list_post"]
    WorklistRow.objects.bulk_update(rows, fields, batch_size=500)
