"""An applied list undone as a whole; refused where later work would be lost, naming it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from safeload.audit.models import Entry
from safeload.audit.refusals import Refusal
from safeload.caseloads.actions import Change, add_court_date, correct_case, set_holders
from safeload.caseloads.models import Allocation, Case, CaseValue
from safeload.imports import actions
from safeload.imports.models import Import, MonthlyActivity, SettledTeam
from safeload.people.actions import add_commitment
from safeload.people.facts import practitioners_on
from safeload.people.models import Commitment, Post, Practitioner, Team
from tests.imports.county import County, case, held_by, state
from tests.workload.town import TODAY


def _undo(county: County, one: Import) -> Import:
    return actions.undo_import(by=county.analyst, import_id=one.pk)


def test_what_was_changed_is_as_before(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike", county.south)
    (held,) = county.family(1, ida, date(2026, 3, 2), status=["CIN"], level="high")
    (waits,) = county.family(1, None, why_waiting="Waits for a Polish speaker")
    (ends,) = county.family(1, ida)
    CaseValue.objects.create(
        case=held,
        field="status",
        value=["CIN"],
        valid_from=date(2026, 3, 2),
        source="by hand",
        recorded_at=held.pk and "2026-03-02T00:00:00Z",
    )
    before = state()
    one = county.load(
        county.annexa(
            seven=[
                {"child": held.reference, "allocated_team": "South", "allocated_worker": "Joe Pike"},
                {"child": waits.reference, "allocated_team": "North", "allocated_worker": "Ida Mallow"},
            ]
        ),
        full=True,
    )
    assert (held_by(held.reference), held_by(waits.reference), held_by(ends.reference)) == (
        joe.name,
        ida.name,
        "",
    )
    done = _undo(county, one)
    assert (done.state, done.undone_by) == (Import.State.UNDONE, county.analyst)
    assert state() == before
    assert CaseValue.objects.get(case=held, valid_to=None).value == ["CIN"]
    day = date(2026, 11, 20)
    known = Allocation.objects.held_on(day).filter(case__in=[held, waits, ends])
    assert {(part.case_id, part.post.practitioner_id) for part in known} == {
        (held.pk, ida.pk),
        (ends.pk, ida.pk),
    }
    assert Entry.objects.filter(did="imports.undo").count() == 1
    assert _undo(county, one).pk == one.pk
    assert Entry.objects.filter(did="imports.undo").count() == 1


def test_the_example_and_back_and_in_again(county: County) -> None:
    county.settle_example_teams()
    actions.settle_name(by=county.analyst, written="Duty", meaning="desk")
    actions.settle_name(by=county.analyst, written="Ignatious Fernsby Vale", meaning="elsewhere")
    before = state()
    loaded = [
        county.load(county.example(name)) for name in ("practitioners.csv", "annex-a.xlsx", "commitments.csv")
    ]
    full = state()
    counts = set(MonthlyActivity.objects.values_list("kind", "month", "team_name", "begun"))
    for one in reversed(loaded):
        _undo(county, one)
    assert Case.objects.filter(closed_on=None).count() == 0
    assert not Allocation.objects.open_parts().exists()
    assert not Commitment.objects.standing().exists()
    assert not MonthlyActivity.objects.exists()
    assert practitioners_on({}, TODAY).height == 0
    assert not Team.objects.filter(ended_on=None).exclude(pk__in=[county.team.pk, county.south.pk]).exists()
    assert set(SettledTeam.objects.values_list("new_in", flat=True)) == {county.area.pk}
    assert before["teams"] == [team for team in state()["teams"] if team[1] is None]
    for name in ("practitioners.csv", "annex-a.xlsx", "commitments.csv"):
        county.load(county.example(name))
    again = state()
    # A case whose first day no list gives counts, once taken back, from the day of the list.
    assert [(row[0], row[1] or TODAY, *row[2:4]) for row in full["cases"]] == [
        (row[0], row[1] or TODAY, *row[2:4]) for row in again["cases"]
    ]
    assert [row[:2] for row in again["parts"]] == [row[:2] for row in full["parts"]]
    assert (again["posts"], again["people"]) == (full["posts"], full["people"])
    assert set(MonthlyActivity.objects.values_list("kind", "month", "team_name", "begun")) == counts


def test_hours_roles_and_ends_of_people_come_back(county: County) -> None:
    ida = county.person("Ida Mallow", staff_ref="E1")
    county.person("Joe Pike", staff_ref="E2")
    before = state()
    head = b"Staff ID,Name,Team,Job title,Weekly hours,ASYE\n"
    text = head + b"E1,Ida Mallow-Pike,North,SSW,29.6,Y\nE3,New One,South,SW,37,N\n"
    one = county.load(("p.csv", text), full=True)
    assert Practitioner.objects.get(staff_ref="E1").asye is True
    _undo(county, one)
    after = state()
    assert after["people"][:2] == before["people"]
    assert after["posts"][:2] == before["posts"]
    assert ida.posts.get().hours_changes.order_by("-from_on").first().weekly_hours == Decimal("37")
    assert practitioners_on({}, TODAY).height == 2


def test_refused_where_a_case_was_changed_by_hand_since(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike")
    manager = county.signs_in(
        county.person("Bea Boss", role="team-manager"), "team-manager", team=county.team
    )
    one = county.load(
        county.annexa(
            six=[{"child": n, "allocated_team": "North", "allocated_worker": "Ida Mallow"} for n in (1, 2)]
        )
    )
    set_holders(by=manager, changes=[Change(case(1).pk, joe.posts.get().pk, TODAY, "MANAGE")])
    correct_case(by=manager, case_id=case(2).pk, priority="1-urgent")
    before = state()
    with pytest.raises(actions.WouldBeLost) as lost:
        _undo(county, one)
    assert lost.value.things == [
        "Case 2: corrected a case by Bea Boss on Thursday 19 November 2026.",
        "Case 1: changed who holds a case by Bea Boss on Thursday 19 November 2026.",
    ]
    assert "2 things were changed by hand since" in lost.value.sentence
    assert state() == before
    assert ida


def test_refused_where_work_hangs_on_what_it_added(county: County) -> None:
    people = county.load(("p.csv", b"Staff ID,Name,Team,Weekly hours\nE1,Ida Mallow,North,37\n"))
    one = county.load(
        county.annexa(six=[{"child": 1, "allocated_team": "North", "allocated_worker": "Ida Mallow"}])
    )
    add_court_date(by=None, case_id=case(1).pk, on=TODAY)
    with pytest.raises(actions.WouldBeLost, match="One thing was changed") as lost:
        _undo(county, one)
    assert lost.value.things == ["Case 1 has a court date that was entered since."]
    ida = Practitioner.objects.get(staff_ref="E1")
    add_commitment(by=None, practitioner_id=ida.pk, kind="training")
    with pytest.raises(actions.WouldBeLost) as lost:
        _undo(county, people)
    assert lost.value.things == [
        "Case 1 was given to Ida Mallow, whom the list added.",
        "Ida Mallow, whom the list added, has a commitment that was entered since.",
    ]


def test_only_what_was_applied_can_be_undone(county: County) -> None:
    county.person("Ida Mallow")
    one = county.bring(county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}]))
    with pytest.raises(Refusal, match="Only a list that was applied"):
        _undo(county, one)
    actions.set_aside(by=county.analyst, import_id=one.pk)
    one.refresh_from_db()
    assert (one.state, one.kept) == (Import.State.REFUSED, None)
    with pytest.raises(Refusal, match=r"let go|set aside"):
        actions.apply_import(by=county.analyst, import_id=one.pk, plan="x")


def test_rows_are_let_go_after_a_fortnight(county: County) -> None:
    import time_machine

    county.person("Ida Mallow")
    one = county.bring(county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}]))
    assert actions.let_go() == 0
    with time_machine.travel("2026-12-04T10:00:00+00:00"):
        assert actions.let_go() == 1
    one.refresh_from_db()
    assert (one.state, one.kept) == (Import.State.REFUSED, None)
    assert Post.objects.count() == 1
