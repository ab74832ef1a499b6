"""Writes of scenarios: keyword-only, ``by=``, one transaction, one entry. None touches anything that is real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.whatif.changes import MOST, OF_CASES, Change, Kind, changes_of
from safeload.whatif.facts import Supposed, met
from safeload.whatif.facts.checked import checked
from safeload.whatif.models import Scenario
from safeload.whatif.queries.scenarios import opens_cases, scenarios
from safeload.workload.actions import bring_up_to_date

_LONGEST = 80
_NOT_YOURS = "It is not there, or it is not yours. Make a copy of your own to change it."


@write
def suppose(*, by: Any, team_id: int, change: Change, scenario_id: int | None = None) -> Scenario:
    """Add a change to a scenario of one's own; without one, to what one is at for the team.

    Raises NotAllowed for a team whose board is not open, or single cases that are not; Refusal, at its field, for
    what cannot be on the day. It may become impossible later: then the scenario says so.
    """
    scope = permits.scope_of(by)
    _require_board(scope, team_id)
    if change.kind in OF_CASES and not opens_cases(scope, team_id):
        raise NotAllowed("Single cases are open to the team’s own managers.")
    bring_up_to_date(scope.on)
    row = _row(by, scope, team_id, scenario_id)
    if len(row.changes) >= MOST:
        raise Refusal(f"A scenario has at most {MOST} changes. Take some out, or begin another.")
    row.counter += 1
    supposed = met(scope, team_id, changes_of(row.changes), change)
    change = checked(replace(change, n=row.counter), supposed)
    supposed.meet([change])
    if change.n in supposed.obstacles:
        raise Refusal(_said(supposed, change), _FIELDS[change.kind])
    row.changes = [*row.changes, change.as_data()]
    _kept(row)
    record(by=by, did="whatif.change", on=("scenario", row.pk), kind=change.kind, team=team_id)
    return row


@write
def take_out(*, by: Any, scenario_id: int, n: int | None = None) -> int:
    """Take one change out of a scenario by its number, or all of them; how many. What is not there is no error."""
    row = _own(by, scenario_id)
    left = [one for one in row.changes if n is not None and one["n"] != n]
    number = len(row.changes) - len(left)
    if number:
        row.changes = left
        _kept(row)
        record(by=by, did="whatif.take_out", on=("scenario", row.pk), number=number)
    return number


@write
def keep_as(*, by: Any, scenario_id: int, name: str) -> Scenario:
    """Give a scenario of one's own a name, by which it is found again; or another name."""
    row = _own(by, scenario_id)
    row.name = _name(by, row, name)
    _kept(row)
    record(by=by, did="whatif.keep", on=("scenario", row.pk), team=row.team_id)
    return row


@write
def share(*, by: Any, scenario_id: int, shared: bool) -> Scenario:
    """Let others who may open the same team read a scenario, or no longer."""
    row = _own(by, scenario_id)
    if shared and not row.name:
        raise Refusal("Give it a name first: others find it by that.", "name")
    if row.shared != shared:
        row.shared = shared
        _kept(row)
        record(by=by, did="whatif.share", on=("scenario", row.pk), shared=shared)
    return row


@write
def copy(*, by: Any, scenario_id: int, name: str = "") -> Scenario:
    """A copy of one's own of a scenario that one may read; without a name: "Copy of" and the name it had."""
    scope = permits.scope_of(by)
    found = scenarios(scope).filter(pk=scenario_id).first()
    if found is None:
        raise NotAllowed(_NOT_YOURS)
    row = Scenario(team_id=found.team_id, owner=by, changes=found.changes, counter=found.counter)
    row.name = _name(by, row, name or _copy_of(by, found))
    row.save()
    record(by=by, did="whatif.copy", on=("scenario", row.pk), of=found.pk, team=row.team_id)
    return row


@write
def delete(*, by: Any, scenario_id: int) -> None:
    """Delete a scenario of one's own; that it was there stays in the record."""
    row = _own(by, scenario_id)
    record(by=by, did="whatif.delete", on=("scenario", row.pk), team=row.team_id)
    row.delete()


def _require_board(scope: Scope, team_id: int) -> None:
    if scope.account_id is None or not scope.sees(Thing.LOAD).covers(team_id=team_id):
        raise NotAllowed("This is for whoever may open the board of this team.")


def _row(by: Any, scope: Scope, team_id: int, scenario_id: int | None) -> Scenario:
    if scenario_id is None:
        mine = Scenario.objects.filter(owner=by, team=team_id, name="")
        found = mine.select_for_update(no_key=True).first()
        if found is not None:
            return found
        scenario_id = Scenario.objects.get_or_create(owner=by, team_id=team_id, name="")[0].pk
    row = _own(by, scenario_id, scope)
    if row.team_id != team_id:
        raise NotAllowed(_NOT_YOURS)
    return row


def _own(by: Any, scenario_id: int, scope: Scope | None = None) -> Scenario:
    scope = scope or permits.scope_of(by)
    rows = Scenario.objects.select_for_update(no_key=True).filter(owner=scope.account_id)
    row: Scenario | None = rows.filter(pk=scenario_id).first()
    if row is None or not scope.sees(Thing.LOAD).covers(team_id=row.team_id):
        raise NotAllowed(_NOT_YOURS)
    return row


def _kept(row: Scenario) -> None:
    row.version += 1
    row.save()


def _name(by: Any, row: Scenario, name: str) -> str:
    name = screened(name, "name")
    if not name:
        raise Refusal("Enter a name, such as “Ben leaves in March”.", "name")
    if len(name) > _LONGEST:
        raise Refusal(f"A name has at most {_LONGEST} letters.", "name")
    same = Scenario.objects.filter(owner=by, team=row.team_id, name__iexact=name).exclude(pk=row.pk)
    if same.exists():
        raise Refusal("You have a scenario of this name for this team already.", "name")
    return name


def _copy_of(by: Any, found: Scenario) -> str:
    """A name that is free: "Copy of …", then numbered."""
    taken = set(Scenario.objects.filter(owner=by, team=found.team_id).values_list("name", flat=True))
    base = f"Copy of {found.name or 'a scenario'}"[:_LONGEST]
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base[: _LONGEST - 5]} ({number})"
    return name


def _said(supposed: Supposed, change: Change) -> str:
    """Why a change that somebody asks for now cannot be."""
    found = supposed.obstacles[change.n]
    names = {key: one.reference for key, one in supposed.cases.items() if key in supposed.ours}
    said: Callable[[int], str] = lambda key: f"Case {names[key]}" if key in names else "The case"  # noqa: E731
    return " ".join(f"{said(one.case)} {one.words}." if one.case else one.words for one in found)


_FIELDS = {
    Kind.MOVE: "reference",
    Kind.CLOSE: "reference",
    Kind.IMAGINE: "post",
    Kind.HOURS: "post",
    Kind.JOIN: "",
    Kind.LEAVE: "person",
    Kind.THRESHOLD: "value",
}
