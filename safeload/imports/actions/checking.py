"""The check of a list that was brought in: its report is kept, nothing else changes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.imports import lists, queries
from safeload.imports.check.dry_run import dry_run
from safeload.imports.check.plan import Plan, counted
from safeload.imports.lists import Lists
from safeload.imports.models import Import
from safeload.imports.sources import kept
from safeload.imports.sources.records import RefusedError

#: Explained rows and faults that a report spells out; the rest is counted.
_SPELT_OUT = 2_000


def check_import(import_id: int) -> Import:
    """Read a list again with all that is settled, check it against what is here, and keep the report.

    Raises Refusal where the list has been let go. A list that stands applied is left as it is.
    """
    one = Import.objects.get(pk=import_id)
    if one.state not in {Import.State.UPLOADED, Import.State.CHECKED}:
        return one
    found, plan = read_and_plan(one)
    one.report = report_of(found, plan)
    one.counts = {
        "would": counted(plan.steps),
        "left_out": counted(plan.left_out),
        "rows_in": found.rows_in,
        "rows_used": found.rows_used - len(plan.unused),
    }
    one.plan = plan.digest(False)
    one.checked_at, one.trouble = timezone.now(), ""
    one.state = Import.State.CHECKED
    changed = ["report", "counts", "plan", "checked_at", "trouble", "state"]
    still_open = Import.objects.filter(pk=one.pk, state__in=[Import.State.UPLOADED, Import.State.CHECKED])
    still_open.update(**{name: getattr(one, name) for name in changed})
    return one


def read_and_plan(one: Import) -> tuple[Lists, Plan]:
    """What the list says, and what it would do on the data as it stands."""
    if not one.kept:
        raise Refusal("The rows of this list have been let go. Bring the file in again.")
    settled = queries.settled()
    tables = kept.unpacked(bytes(one.kept))
    try:
        found = lists.read(one.kind, tables, one.on, settled.values)  # type: ignore[arg-type]
    except RefusedError as refused:
        plan = Plan(stops=[str(refused)])
        return Lists(one.kind), plan  # type: ignore[arg-type]
    return found, dry_run(found, settled, one.on)


def report_of(found: Lists, plan: Plan) -> dict[str, Any]:
    """The report as the page shows it."""
    explained = [_explained(entry.file, entry.sheet, entry) for entry in found.explained]
    unused = [
        {"sheet": sheet, "first": row, "last": row, "rows": 1, "kind": "not_used", "why": why}
        for sheet, row, why in plan.unused
    ]
    return {
        "steps": [step.as_json() for step in plan.steps],
        "left_out": [step.as_json() for step in plan.left_out],
        "asked": [one.as_json() for one in plan.asked],
        "stops": plan.stops,
        "notes": plan.notes,
        "conflicts": _list_conflicts(found) + plan.conflicts,
        "faults": [_fault(fault) for fault in found.faults[:_SPELT_OUT]],
        "faults_more": max(0, len(found.faults) - _SPELT_OUT),
        "explained": (explained + unused)[:_SPELT_OUT],
        "explained_more": max(0, len(explained) + len(unused) - _SPELT_OUT),
        "sheets": [list(sheet) for sheet in found.sheets],
        "unchanged": plan.unchanged,
        "plan": plan.digest(False),
        "plan_full": plan.digest(True),
        "rows": {
            "in": found.rows_in,
            "used": found.rows_used - len(unused),
            "explained": found.rows_in - found.rows_used + len(unused),
        },
    }


def _explained(file: str, sheet: str, entry: Any) -> dict[str, Any]:
    return {
        "sheet": sheet or file,
        "first": entry.first_row,
        "last": entry.last_row,
        "rows": entry.rows,
        "kind": entry.kind,
        "why": entry.message,
    }


def _fault(fault: Any) -> dict[str, Any]:
    return {
        "place": [fault.file, fault.sheet, fault.row, fault.column],
        "message": fault.message,
        "blocking": fault.blocking,
    }


_ABOUT = {"worker": "who holds the case", "status": "its status", "open": "whether it is open"}


def _list_conflicts(found: Lists) -> list[dict[str, str]]:
    told = []
    for one in found.conflicts:
        sides = "; ".join(f"{place}: {said}" for place, said in one.told)
        sentence = f"Two lists differ on {_ABOUT.get(one.about, one.about)} ({sides}). Taken: {one.taken}."
        told.append({"ref": one.ref, "sentence": sentence})
    return told
