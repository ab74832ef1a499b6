"""An applied list undone as a whole, as a new entry; refused where later work would be lost with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.caseloads import actions as caseloads
from safeload.caseloads.actions.taking_back import TakeBack, take_back
from safeload.imports.actions.applying import locked_alone
from safeload.imports.actions.carrying_people import set_hours
from safeload.imports.actions.later import later_work, stand_again
from safeload.imports.models import Import, Journal, MonthlyActivity, SettledTeam
from safeload.people import actions as people
from safeload.people import permits
from safeload.people.models import Post, Practitioner
from safeload.people.rights import Thing


class WouldBeLost(Refusal):
    """What people did by hand since would be lost: ``things`` names each."""

    def __init__(self, things: list[str]) -> None:
        count = "One thing was" if len(things) == 1 else f"{len(things)} things were"
        super().__init__(
            f"This list was not undone. {count} changed by hand since, and would be lost with it."
        )
        self.things = things


@write
def undo_import(*, by: Any, import_id: int) -> Import:
    """Set everything that a list changed back to how it was, in one transaction; undoing again does nothing.

    Raises WouldBeLost with the list of later changes by hand (or by a later list, to be undone first).
    """
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    one = locked_alone(import_id)
    if one.state == Import.State.UNDONE:
        return one
    if one.state != Import.State.APPLIED:
        raise Refusal("Only a list that was applied can be undone.")
    rows: dict[str, list[Journal]] = {}
    for row in one.journal.order_by("-id"):
        rows.setdefault(row.kind, []).append(row)
    if things := later_work(one, rows):
        raise WouldBeLost(things)
    with permits.as_listed(by):
        _take_back(by, one, rows)
    stand_again(one, rows)
    one.state, one.undone_by, one.undone_at = Import.State.UNDONE, by, timezone.now()
    one.work, one.trouble = Import.Work.NOTHING, ""
    one.save()
    record(by=by, did="imports.undo", on=("import", one.pk), rows=sum(map(len, rows.values())))
    return one


def _take_back(by: Any, one: Import, rows: dict[str, list[Journal]]) -> None:
    """What stands on other things goes first."""
    _activity(rows.get("activity", ()))
    for row in rows.get("task", ()):
        _task(by, row)
    for row in rows.get("commitment", ()):
        _commitment(by, row)
    cases = [TakeBack(row.object_id, row.before, row.after) for row in reversed(rows.get("case", []))]
    take_back(by=by, rows=cases, on=one.on, source=f"undo of import {one.pk}")
    ticked = [row.object_id for row in rows.get("worklist", ())]
    caseloads.unmeet_list(by=by, row_ids=ticked, source=f"import {one.pk}")
    _posts(by, one, rows.get("post", ()))
    _people(by, one, rows.get("practitioner", ()))
    for row in rows.get("team", ()):
        _team(by, one, row)


def _activity(rows: Iterable[Journal]) -> None:
    added = [row.object_id for row in rows if row.before is None]
    for at in range(0, len(added), 5_000):
        MonthlyActivity.objects.filter(pk__in=added[at : at + 5_000]).delete()
    for row in rows:
        if row.before is not None:
            MonthlyActivity.objects.filter(pk=row.object_id).update(**row.before)


def _task(by: Any, row: Journal) -> None:
    if row.before is None:
        caseloads.remove_task(by=by, task_id=row.object_id)
    else:
        number, values = Decimal(row.before["number"]), row.before["values"]
        caseloads.correct_task(by=by, task_id=row.object_id, number=number, values=values)


def _commitment(by: Any, row: Journal) -> None:
    if row.before is None:
        people.remove_commitment(by=by, commitment_id=row.object_id)
        return
    changes: dict[str, Any] = {name: _value(name, text) for name, text in row.before.items()}
    people.correct_commitment(by=by, commitment_id=row.object_id, **changes)


def _posts(by: Any, one: Import, rows: Iterable[Journal]) -> None:
    """A post that the list added is over before the list's day; another has what it had."""
    for row in rows:
        post = Post.objects.get(pk=row.object_id)
        if row.before is None:
            people.correct_post(by=by, post_id=post.pk, **_gone(post, one))
            continue
        fields: dict[str, Any] = {
            name: _value(name, text) for name, text in row.before.items() if name != "hours"
        }
        people.correct_post(by=by, post_id=post.pk, **fields)
        if row.before["hours"] != row.after["hours"]:
            before = {day: hours for day, hours in row.before["hours"] if date.fromisoformat(day) <= one.on}
            last = max(before, default=None)
            text = before[last] if last else row.before["weekly_hours"]
            set_hours(by, post.pk, _value("weekly_hours", text), one.on)


def _people(by: Any, one: Import, rows: Iterable[Journal]) -> None:
    for row in rows:
        person = Practitioner.objects.get(pk=row.object_id)
        if row.before is None:
            people.correct_practitioner(by=by, practitioner_id=person.pk, **_gone(person, one))
            continue
        fields = {name: _value(name, text) for name, text in row.before.items()}
        ended = fields.pop("ended_on")
        if ended != person.ended_on:
            people.end_practitioner(by=by, practitioner_id=person.pk, on=ended)
        people.correct_practitioner(by=by, practitioner_id=person.pk, **fields)


def _gone(row: Any, one: Import) -> dict[str, Any]:
    """Last day before the list's (or earlier, as the list had it): on its day and later they are not here."""
    last = min(one.on - timedelta(days=1), row.ended_on or date.max)
    return {"started_on": min(row.started_on or last, last), "ended_on": last}


def _team(by: Any, one: Import, row: Journal) -> None:
    ended = one.on - timedelta(days=1) if row.before is None else _value("ended_on", row.before["ended_on"])
    people.end_team(by=by, team_id=row.object_id, on=ended)
    settled = SettledTeam.objects.filter(name=row.after["settled"], team=row.object_id)
    settled.update(team=None, new_in=row.after["area"])


def _value(name: str, text: Any) -> Any:
    """A value as the journal kept it."""
    if text is None or not isinstance(text, str):
        return text
    if name.endswith("_on"):
        return date.fromisoformat(text)
    return Decimal(text) if name in {"amount", "weekly_hours"} else text
