"""A checked list applied: all of it or nothing, once, and only as it was confirmed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from safeload.audit.refusals import ChangedMeanwhile, Refusal
from safeload.audit.writing import record, write
from safeload.imports.actions.carrying import Carrier
from safeload.imports.actions.checking import read_and_plan
from safeload.imports.check.plan import counted
from safeload.imports.models import Import, Journal
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import locked


class DataMoved(ChangedMeanwhile):
    """What is here has moved since the check, so that the list would do something else than was confirmed."""


def apply_import(*, by: Any, import_id: int, plan: str, full_snapshot: bool = False) -> Import:
    """Apply a list whose digest of steps is ``plan``. Applying an applied list again changes nothing.

    Raises DataMoved where the steps are others by now; Refusal where questions are open, rows have faults,
    or an action refuses; then nothing of the list was done.
    """
    try:
        return _apply(by=by, import_id=import_id, plan=plan, full_snapshot=full_snapshot)
    except IntegrityError as problem:
        raise DataMoved(
            "Somebody entered the same while the list was being applied. Nothing of it was done; "
            "look at the check again."
        ) from problem


@write
def _apply(*, by: Any, import_id: int, plan: str, full_snapshot: bool) -> Import:
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    one = locked_alone(import_id)
    if one.state == Import.State.APPLIED:
        return one
    if one.state not in {Import.State.UPLOADED, Import.State.CHECKED}:
        raise Refusal("This list was set aside. Bring the file in again.")
    found, made = read_and_plan(one)
    if made.stops:
        raise Refusal(made.stops[0])
    if any(asked.needed for asked in made.asked):
        raise Refusal("There are questions to settle before this list can be applied.")
    if made.digest(full_snapshot) != plan:
        raise DataMoved(
            "What is here has changed since the list was checked. It was checked again; "
            "look at what it would do now."
        )
    with permits.as_listed(by):
        carrier = Carrier(by, one)
        carrier.carry(made.effective(full_snapshot))
    Journal.objects.bulk_create(carrier.journal, batch_size=500)
    done = counted(made.effective(full_snapshot))
    one.counts = {
        "done": done,
        "rows_in": found.rows_in,
        "rows_used": found.rows_used - len(made.unused),
        "unchanged": made.unchanged,
    }
    one.state, one.full_snapshot, one.kept = Import.State.APPLIED, full_snapshot, None
    one.applied_by, one.applied_at = by, timezone.now()
    one.work, one.trouble = Import.Work.NOTHING, ""
    one.save()
    record(by=by, did="imports.apply", on=("import", one.pk), counts=done, full_snapshot=full_snapshot)
    return one


def locked_alone(import_id: int) -> Import:
    """The import, locked; and the first one, by which lists are applied and undone one after the other."""
    first = Import.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
    list(first[:1])
    return locked(Import, import_id, what="this list")
