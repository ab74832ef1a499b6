"""The union of Lists 6 to 9: each open child once, held by whom the first of Lists 8, 7, 9 and 6 names.

Meaning of the lists: Annex A guidance (Ofsted, August 2019). List 6 is every child open in the last six
months, open where the closure date is blank; Lists 7 and 8 add plans and care; List 9 is care leavers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safeload.imports.names import normalise
from safeload.imports.sources.annexa_columns import Sheet
from safeload.imports.sources.annexa_model import Child, Conflict, Place
from safeload.imports.sources.records import Tally

#: Which list is believed first: the one nearest to the present work.
ORDER = (8, 7, 9, 6)
HELD = frozenset(ORDER)
_STATUS = {8: "looked_after", 7: "child_protection", 9: "care_leaver"}
_FIELDS = ("legal_status", "abuse", "need", "uasc", "out_of_area", "eligibility")
_DATES = ("start", "plan_start", "care_start", "last_visit", "last_review")
_ENDED = {
    6: "the child in need episode was closed",
    7: "the child protection plan ended",
    8: "the child ceased to be looked after",
}

_Rows = dict[int, tuple[Sheet, int]]


class Union:
    """Gathers rows list by list, then builds the children."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._open: dict[str, _Rows] = {}
        self._ended: dict[str, list[tuple[Place, str]]] = {}
        self.conflicts: list[Conflict] = []

    def add(self, sheet: Sheet, indexes: Iterable[int]) -> None:
        """Take the rows of one sheet of Lists 6 to 9: open ones in, ended and repeated ones explained."""
        number, columns = sheet.form.number, sheet.columns
        refs, ends = columns["ref"], columns.get("ended")
        for index in indexes:
            ref = refs[index]
            if ends is not None and ends[index] is not None:
                self._end(sheet, index, ref, ends[index])
                continue
            rows = self._open.setdefault(ref, {})
            if number in rows:
                self._repeat(sheet, index, ref, rows[number])
                continue
            rows[number] = (sheet, index)
            sheet.used += 1
            self._tally.rows_used += 1

    def _end(self, sheet: Sheet, index: int, ref: str, when: Any) -> None:
        number = sheet.form.number
        message = f"Not open: {_ENDED[number]}."
        self._tally.explain(sheet.table.file, sheet.table.sheet, sheet.row_number(index), "ended", message)
        self._ended.setdefault(ref, []).append((sheet.place(index), f"{_ENDED[number]} on {when:%d/%m/%Y}"))

    def _repeat(self, sheet: Sheet, index: int, ref: str, first: tuple[Sheet, int]) -> None:
        """A second open row for a child in the same list: the first one counts."""
        kept, at = first
        message = f"The same child stands in row {kept.row_number(at)}, which was used."
        self._tally.explain(
            sheet.table.file, sheet.table.sheet, sheet.row_number(index), "duplicate", message
        )
        for field in ("worker", "status"):
            here, there = _value(sheet, field, index), _value(kept, field, at)
            if here and there and normalise(here) != normalise(there):
                told = ((kept.place(at), there), (sheet.place(index), here))
                self.conflicts.append(Conflict(ref, field, told, there))

    def children(self) -> list[Child]:
        """The open children in the order in which the lists first name them."""
        return [self._child(ref, rows) for ref, rows in self._open.items()]

    def _child(self, ref: str, rows: _Rows) -> Child:
        came_from: dict[str, int] = {}
        order = [number for number in ORDER if number in rows]
        picked = {field: _first(rows, order, field, came_from) for field in (*_FIELDS, *_DATES)}
        if not picked["abuse"]:
            picked["abuse"] = _first(rows, order, "first_abuse", came_from, "abuse")
        missing = _first(rows, order, "missing", came_from)
        if picked["start"] is None:
            picked["start"] = self._start_from_plan(picked, came_from)
        team, worker = self._holder(ref, rows, order, came_from)
        return Child(
            ref=ref,
            status=self._status(ref, rows, order, came_from),
            team=team,
            worker=worker,
            age_band=_known(rows, order, "age_band", came_from),
            disability=_known(rows, order, "disability", came_from),
            missing=missing,
            places=tuple(rows[number][0].place(rows[number][1]) for number in sorted(rows)),
            came_from=came_from,
            **picked,
        )

    @staticmethod
    def _start_from_plan(picked: dict[str, Any], came_from: dict[str, int]) -> Any:
        """Where List 6 gives no start, work began at the latest with the first plan or care episode shown."""
        starts = [
            (picked[field], field) for field in ("plan_start", "care_start") if picked[field] is not None
        ]
        if not starts:
            return None
        day, field = min(starts)
        came_from["start"] = came_from[field]
        return day

    def _holder(self, ref: str, rows: _Rows, order: list[int], came_from: dict[str, int]) -> tuple[str, str]:
        """Team and worker from the first list that names a worker; the team of the first list that names
        one else."""
        named = []
        for number in order:
            sheet, index = rows[number]
            worker = _value(sheet, "worker", index) or _value(sheet, "adviser", index)
            if worker:
                named.append((number, worker))
        if len(named) > 1 and len({normalise(worker) for _, worker in named}) > 1:
            told = tuple((rows[number][0].place(rows[number][1]), worker) for number, worker in named)
            self.conflicts.append(Conflict(ref, "worker", told, named[0][1]))
        worker = ""
        if named:
            number, worker = named[0]
            came_from["worker"] = number
            order = [number, *order]
        return _first(rows, order, "team", came_from), worker

    def _status(self, ref: str, rows: _Rows, order: list[int], came_from: dict[str, int]) -> str:
        """Looked after before child protection before care leaver before what List 6 says (“take the
        first”)."""
        said = _value(rows[6][0], "status", rows[6][1]) if 6 in rows else ""
        by_list: int | None = next((number for number in (8, 7) if number in rows), None)
        if by_list is None and 9 in rows and said in {"", "closed"}:
            by_list = 9
        status = _STATUS[by_list] if by_list else said
        came_from["status"] = by_list or 6
        if ref in self._ended or said == "closed":
            self._still_open(ref, rows, order, said)
        return status

    def _still_open(self, ref: str, rows: _Rows, order: list[int], said: str) -> None:
        """Lists that disagree about whether the child is open: open wins, and the matter is listed."""
        opened = [
            (rows[number][0].place(rows[number][1]), "open")
            for number in order
            if number != 6 or said != "closed"
        ]
        if said == "closed":
            opened.append((rows[6][0].place(rows[6][1]), "case status closed, and no closure date"))
        # A plan that ended, or care that ceased, is no contradiction in itself: the child stays in need.
        # Nor is a closed episode of a care leaver: List 6 leaves care leavers out.
        closed = [entry for entry in self._ended.get(ref, ()) if entry[0].list_number == 6]
        if (closed and {6, 7, 8} & rows.keys()) or said == "closed":
            self.conflicts.append(Conflict(ref, "open", (*closed, *opened), "open"))


def _value(sheet: Sheet, field: str, index: int) -> Any:
    column = sheet.columns.get(field)
    return "" if column is None else column[index]


def _first(
    rows: _Rows, order: list[int], field: str, came_from: dict[str, int], into: str | None = None
) -> Any:
    """The first filled value of a field in the order of belief; None for dates and numbers, "" for the
    rest."""
    for number in order:
        sheet, index = rows[number]
        column = sheet.columns.get(field)
        if column is not None and (found := column[index]) not in ("", None):
            came_from[into or field] = number
            return found
    return None if field in _DATES or field == "missing" else ""


def _known(rows: _Rows, order: list[int], field: str, came_from: dict[str, int]) -> str:
    """As `_first`, but a list that knows is believed before one that says unknown."""
    unknown = ""
    for number in order:
        sheet, index = rows[number]
        found = str(_value(sheet, field, index))
        if found and found != "unknown":
            came_from[field] = number
            return found
        if found and not unknown:
            unknown = found
            came_from[field] = number
    return unknown or "unknown"
