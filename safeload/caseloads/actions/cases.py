"""Cases and households by hand: adding, correcting, grouping, splitting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.audit.screening import reference, screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions.scores import note_moves
from safeload.caseloads.actions.waiting import rated
from safeload.caseloads.models import Allocation, Case, Household
from safeload.caseloads.permits import case_for
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import amend, keep, locked
from safeload.people.signals import loads_changed


@write
def add_case(*, by: Any, reference: str, team_id: int, household: str = "", **fields: Any) -> Case:
    """Add a case to a team, where it waits until somebody holds it; ``household`` is a reference or none."""
    permits.require(permits.scope_of(by), "change", Thing.CASES, team_id=team_id)
    made = Case(reference=_reference(reference), team_id=team_id, **_screened(fields))
    made.household = household_of(by, household) if household.strip() else None
    keep(made)
    record(by=by, did="caseloads.add_case", on=("case", made.pk), team=team_id)
    if made.household_id:
        note_moves([(made.household_id, made.pk, True)])
        loads_changed(_holders([made.household_id]))
    return made


@write
def correct_case(*, by: Any, case_id: int, version: int | None = None, **changes: Any) -> Case:
    """Put right a case's reference, kind, dates, priority, team or what is noted while it waits."""
    case = case_for(by, case_id, version)
    if "reference" in changes:
        changes["reference"] = _reference(changes["reference"])
    if changes.get("team_id", case.team_id) != case.team_id:
        _check_team_change(by, case, changes["team_id"])
    changes, was = _screened(changes), case.priority
    if changes.get("why_waiting", case.why_waiting) != case.why_waiting:
        # What was approved was another reason.
        changes = {"waiting_approved_by": None, "waiting_approved_on": None} | changes
    if (made := changes.get("next_contact_made_on")) and (case.last_contact_on or made) <= made:
        changes = {"last_contact_on": made} | changes
    if different := amend(case, changes):
        if case.priority != was:
            rated(by, case, was, again_on=case.rate_again_on)
        record(by=by, did="caseloads.correct_case", on=("case", case.pk), changed=different)
        loads_changed(_parts(case))
    return case


@write
def group(*, by: Any, case_ids: Sequence[int], household: str) -> Household:
    """Put cases into one household, known by its reference; it is no longer provisional."""
    home = household_of(by, household)
    before = {pk: case_for(by, pk).household_id for pk in sorted(case_ids)}
    for pk in sorted(case_ids):
        if different := amend(locked(Case, pk), {"household_id": home.pk}):
            note_moves([(before[pk], pk, False), (home.pk, pk, True)])
            record(by=by, did="caseloads.group", on=("case", pk), changed=different)
    loads_changed(_holders([pk for pk in {*before.values(), home.pk} if pk]))
    return home


@write
def split(*, by: Any, case_id: int, version: int | None = None) -> Case:
    """Take a case out of its household: it is allocated and counted by itself."""
    case = case_for(by, case_id, version)
    before = case.household_id
    if before is None:
        raise Refusal("This case stands by itself already.")
    holders = _holders([before])
    note_moves([(before, case.pk, False)])
    record(by=by, did="caseloads.split", on=("case", case.pk), changed=amend(case, {"household_id": None}))
    loads_changed(holders)
    return case


@write
def correct_household(*, by: Any, household_id: int, version: int | None = None, **changes: Any) -> Household:
    """Put right a household's reference or patch, or confirm a provisional one."""
    home = locked(Household, household_id, version, "the household")
    for pk in home.cases.order_by("pk").values_list("pk", flat=True):
        case_for(by, pk)
    if "reference" in changes:
        changes["reference"] = _reference(changes["reference"])
    if different := amend(home, _screened(changes)):
        record(by=by, did="caseloads.correct_household", on=("household", home.pk), changed=different)
        loads_changed(_holders([home.pk]))
    return home


def household_of(by: Any, text: str) -> Household:
    """The household of this reference, added if there is none; found, it is confirmed."""
    text = _reference(text)
    home = Household.objects.select_for_update().filter(reference__iexact=text).first()
    if home is None:
        home = keep(Household(reference=text))
        record(by=by, did="caseloads.add_household", on=("household", home.pk))
    elif home.provisional:
        amend(home, {"provisional": False})
    return home


def _reference(text: str) -> str:
    return reference(text)


def _screened(fields: dict[str, Any]) -> dict[str, Any]:
    texts = ("why_waiting", "patch")
    return {name: screened(value, name) if name in texts else value for name, value in fields.items()}


def _check_team_change(by: Any, case: Case, team_id: int | None) -> None:
    held = Allocation.objects.open_parts().holders().filter(case=case)
    if held.exists():
        raise Refusal("This case is held. It changes team when somebody there holds it.", "team")
    permits.require(permits.scope_of(by), "change", Thing.CASES, team_id=team_id)


def _parts(case: Case) -> list[int]:
    open_parts = Allocation.objects.open_parts().filter(case=case)
    return list(open_parts.values_list("post__practitioner_id", flat=True))


def _holders(household_ids: Sequence[int]) -> list[int]:
    """Whose loads depend on how many belong to these households."""
    parts = Allocation.objects.open_parts().filter(case__household__in=household_ids)
    return list(parts.values_list("post__practitioner_id", flat=True))
