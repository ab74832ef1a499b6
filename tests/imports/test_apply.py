"""Lists applied to a database: what comes in, what changes, and that the same file twice changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation, Case, CaseValue, Household
from safeload.imports import actions
from safeload.imports.models import Import, MonthlyActivity
from safeload.imports.names import normalise
from safeload.imports.sources import annexa
from safeload.people.models import Commitment, HoursChange, Post, Practitioner, Team
from tests.imports.county import EXAMPLE, County, case, held_by, state
from tests.workload.town import TODAY


def test_the_example_from_nothing_to_caseloads(county: County) -> None:
    county.settle_example_teams()
    people = county.load(county.example("practitioners.csv"))
    assert people.counts["done"] == {"practitioner add": 24, "team add": 6}
    tamsin = Practitioner.objects.get(staff_ref="E4163")
    assert sorted(tamsin.posts.values_list("weekly_hours", flat=True)) == [Decimal("14.8"), Decimal("22.2")]
    assert Practitioner.objects.get(staff_ref="E4219").name == "Persephone Tuck"
    assert Practitioner.objects.get(staff_ref="E4205").ended_on == date(2026, 9, 30)

    one = county.bring(county.example("annex-a.xlsx"))
    names = [asked for asked in one.report["asked"] if asked["about"] == "name"]
    assert [asked["written"] for asked in names] == ["Duty", "Ignatious Fernsby Vale"]
    ignatius = Practitioner.objects.get(staff_ref="E4149")
    assert list(names[1]["proposals"]) == [ignatius.pk]
    with pytest.raises(Refusal, match="questions to settle"):
        county.apply(one)
    actions.settle_name(by=county.analyst, written="Duty", meaning="desk")
    actions.settle_name(
        by=county.analyst,
        written="Ignatious Fernsby Vale",
        meaning="practitioner",
        practitioner_id=ignatius.pk,
    )
    one = county.apply(one)
    assert (one.state, one.kept) == (Import.State.APPLIED, None)
    assert one.counts["done"]["case add"] == 346
    assert Case.objects.filter(closed_on=None).count() == 346
    assert one.counts["rows_in"] == one.counts["rows_used"] + one.report["rows"]["explained"]
    waiting = Case.objects.exclude(allocations__in=Allocation.objects.open_parts())
    assert set(waiting.values_list("why_waiting", flat=True)) == {
        "The list has it with a duty desk",
        "The list names nobody",
        "The list names somebody who has left",
    }
    parked = Allocation.objects.open_parts().filter(post__role=Post.Role.TEAM_MANAGER)
    reading = annexa.read(EXAMPLE / "annex-a.xlsx")
    assert parked.count() == sum(
        normalise(child.worker) == "hepzibah crumblewick" for child in reading.children
    )
    assert MonthlyActivity.objects.filter(kind="referral").exists()
    assert CaseValue.objects.filter(field="status", valid_to=None).count() > 250


@pytest.mark.parametrize("name", ["practitioners.csv", "annex-a.xlsx", "commitments.csv"])
def test_the_same_file_twice_changes_nothing(county: County, name: str) -> None:
    county.settle_example_teams()
    actions.settle_name(by=county.analyst, written="Duty", meaning="desk")
    actions.settle_name(by=county.analyst, written="Ignatious Fernsby Vale", meaning="elsewhere")
    for earlier in ("practitioners.csv", name):
        county.load(county.example(earlier))
    before = state()
    again = county.bring(county.example(name))
    assert again.report["steps"] == []
    assert again.report["unchanged"] > 0
    county.apply(again)
    assert state() == before


def test_an_applied_import_applied_again_changes_nothing(county: County) -> None:
    county.person("Ida Mallow")
    one = county.load(county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}]))
    before = state()
    assert actions.apply_import(by=county.analyst, import_id=one.pk, plan="whatever").pk == one.pk
    assert state() == before


def test_field_by_field_and_who_held_it(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike", county.south)
    county.load(
        county.annexa(
            six=[
                {
                    "child": 1,
                    "cin_start_date": date(2026, 5, 1),
                    "case_status": "c) Child in need plan",
                    "allocated_team": "North",
                    "allocated_worker": "MALLOW, Ida",
                }
            ]
        )
    )
    assert (held_by("1"), case(1).opened_on, case(1).values) == (
        "Ida Mallow",
        date(2026, 5, 1),
        {"status": ["CIN"]},
    )
    one = county.bring(
        county.annexa(
            "b.xlsx",
            six=[{"child": 1, "cin_start_date": date(2026, 5, 1), "allocated_worker": "Joe\xa0Pike"}],
            eight=[
                {
                    "child": 1,
                    "child's_legal_status": "C1: ICO",
                    "allocated_team": "South",
                    "allocated_worker": "Joe Pike",
                }
            ],
        )
    )
    (step,) = one.report["steps"]
    assert step["changes"] == {
        "Held by": ["Ida Mallow, North", "Joe Pike, South"],
        "Team": ["North", "South"],
        "Status of the child": ["Child in need, or assessment", "Looked after, Care proceedings"],
    }
    county.apply(one)
    assert held_by("1") == "Joe Pike"
    assert case(1).values == {"status": ["LAC", "care"]}
    assert case(1).team == county.south
    assert {ida, joe} == {part.post.practitioner for part in Allocation.objects.all()}


def test_what_a_list_cannot_know_stays(county: County) -> None:
    ida = county.person("Ida Mallow")
    (child,) = county.family(1, ida, status=["CIN", "private"], level="high", intervention="4")
    home = child.household
    ref = child.reference
    county.load(
        county.annexa(
            six=[{"child": ref, "case_status": "Child protection plan", "allocated_worker": "Ida Mallow"}]
        )
    )
    child.refresh_from_db()
    assert child.values == {"status": ["CP", "private"], "level": "high", "intervention": "4"}
    assert child.household == home


def test_managers_leavers_desks_and_nobody_hold_nothing_allocated(county: County) -> None:
    boss = county.person("Bea Boss", role=Post.Role.TEAM_MANAGER)
    county.person("Lee Aver", ended_on=date(2026, 10, 1))
    actions.settle_name(by=county.analyst, written="Duty Team 1", meaning="desk")
    actions.settle_name(by=county.analyst, written="North team", meaning="team")
    actions.settle_name(by=county.analyst, written="Ana Other", meaning="elsewhere")
    names = {1: "Bea Boss", 2: "Lee Aver", 3: "Duty Team 1", 4: "#N/A", 5: "North team", 6: "Ana Other"}
    county.load(
        county.annexa(
            six=[{"child": n, "allocated_team": "North", "allocated_worker": w} for n, w in names.items()]
        )
    )
    assert held_by("1") == "Bea Boss"
    assert Allocation.objects.get().post == boss.posts.get()
    assert {n: case(n).why_waiting for n in range(2, 7)} == {
        2: "The list names somebody who has left",
        3: "The list has it with a duty desk",
        4: "The list names nobody",
        5: "The list names a team and nobody in it",
        6: "The list names somebody who is not in Safeload",
    }
    assert {case(n).team for n in range(1, 7)} == {county.team}
    assert case(3).reached_team_on == TODAY


def test_a_list_without_any_worker_leaves_holders_alone(county: County) -> None:
    ida = county.person("Ida Mallow")
    (child,) = county.family(1, ida)
    one = county.load(county.annexa(six=[{"child": child.reference, "allocated_worker": "#N/A"}]))
    assert held_by(child.reference) == "Ida Mallow"
    assert any("names no worker" in note for note in one.report["notes"])


def test_a_worker_in_two_teams_holds_it_in_the_one_named(county: County) -> None:
    ida = county.person("Ida Mallow", hours="22.2")
    second = county.post(ida, county.south, "14.8")
    county.load(
        county.annexa(
            six=[
                {"child": 1, "allocated_team": "South", "allocated_worker": "Ida Mallow"},
                {"child": 2, "allocated_worker": "Ida Mallow"},
            ]
        )
    )
    assert Allocation.objects.get(case__reference="1").post == second
    assert Allocation.objects.get(case__reference="2").post == ida.posts.first()


def test_a_full_snapshot_ends_what_it_leaves_out_in_its_teams_only(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike", county.south)
    (gone,) = county.family(1, ida)
    (elsewhere,) = county.family(1, joe, team=county.south)
    files = county.annexa(six=[{"child": 1, "allocated_team": "North", "allocated_worker": "Ida Mallow"}])
    one = county.bring(files)
    assert [step["ref"] for step in one.report["left_out"]] == [gone.reference]
    county.apply(one, full=True)
    gone.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (gone.closed_on, elsewhere.closed_on) == (TODAY, None)
    assert held_by(gone.reference) == ""
    again = county.bring(files)
    assert (again.report["steps"], again.report["left_out"]) == ([], [])


def test_a_closed_case_in_a_list_is_opened_again(county: County) -> None:
    ida = county.person("Ida Mallow")
    (child,) = county.family(1, None, closed_on=date(2026, 10, 1))
    county.load(county.annexa(six=[{"child": child.reference, "allocated_worker": "Ida Mallow"}]))
    child.refresh_from_db()
    assert child.closed_on is None
    assert held_by(child.reference) == ida.name


def test_what_was_done_after_the_day_of_the_list_stays(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike")
    (child,) = county.family(1, joe, date(2026, 11, 18))
    one = county.load(
        county.annexa(six=[{"child": child.reference, "allocated_worker": "Ida Mallow"}]),
        on=date(2026, 11, 10),
    )
    assert held_by(child.reference) == "Joe Pike"
    assert "after the day of the list" in one.report["conflicts"][0]["sentence"]
    assert ida


def test_an_older_list_cannot_take_the_place_of_a_newer_one(county: County) -> None:
    county.person("Ida Mallow")
    county.load(county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}]))
    one = county.bring(
        county.annexa("b.xlsx", six=[{"child": 2, "allocated_worker": "Ida Mallow"}]), on=date(2026, 11, 1)
    )
    with pytest.raises(Refusal, match="older list"):
        county.apply(one)
    assert not Case.objects.filter(reference="2").exists()


def test_what_was_confirmed_is_what_is_done(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike")
    (child,) = county.family(1, None)
    one = county.bring(county.annexa(six=[{"child": child.reference, "allocated_worker": "Ida Mallow"}]))
    county.hold(child, joe, date(2026, 11, 1))
    with pytest.raises(actions.DataMoved):
        actions.apply_import(by=county.analyst, import_id=one.pk, plan=one.report["plan"])
    assert held_by(child.reference) == "Joe Pike"
    county.apply(one)
    assert held_by(child.reference) == "Ida Mallow"
    assert ida


def test_a_value_settled_once_is_remembered(county: County) -> None:
    county.person("Ida Mallow")
    rows = [{"child": 1, "case_status": "CPP step 3", "allocated_worker": "Ida Mallow"}]
    one = county.bring(county.annexa(six=rows))
    (asked,) = one.report["asked"]
    assert (asked["about"], asked["written"], asked["rows"], asked["needed"]) == (
        "value",
        "CPP step 3",
        1,
        False,
    )
    field, _, wording = asked["key"].partition("/")
    actions.settle_value(
        by=county.analyst, field=field, wording=wording, written=asked["written"], code="child_protection"
    )
    county.apply(one)
    assert case(1).values["status"] == ["CP"]
    assert county.bring(county.annexa("b.xlsx", six=rows)).report["asked"] == []


def test_references_that_cannot_be_kept_are_explained(county: County) -> None:
    county.person("Ida Mallow")
    one = county.load(
        county.annexa(
            six=[
                {"child": "Tommytucker", "allocated_worker": "Ida Mallow"},
                {"child": 2, "allocated_worker": "Ida Mallow"},
            ]
        )
    )
    assert Case.objects.count() == 1
    rows = one.report["rows"]
    assert rows["in"] == rows["used"] + rows["explained"]
    assert any("looks like a name" in entry["why"] for entry in one.report["explained"])


def test_hours_change_from_the_day_of_the_list(county: County) -> None:
    ida = county.person("Ida Mallow", staff_ref="E1")
    head = "Staff ID,Name,Team,Job title,Weekly hours,End date\n"
    text = f"{head}E1,Ida Mallow,North,SSW,29.6,\nE2,Joe Pike,North,Social worker,37,01/03/2027\n"
    one = county.bring(("people.csv", text.encode()))
    county.apply(one)
    post = ida.posts.get()
    assert post.role == Post.Role.SENIOR
    assert HoursChange.objects.get(post=post).weekly_hours == Decimal("29.6")
    assert HoursChange.objects.get(post=post).from_on == TODAY
    assert Practitioner.objects.get(staff_ref="E2").ended_on == date(2027, 3, 1)
    assert county.bring(("people.csv", text.encode())).report["steps"] == []


def test_a_snapshot_of_people_ends_those_it_leaves_out(county: County) -> None:
    ida, joe = county.person("Ida Mallow", staff_ref="E1"), county.person("Joe Pike", staff_ref="E2")
    one = county.load(("p.csv", b"Staff ID,Name,Team,Weekly hours\nE1,Ida Mallow,North,37\n"), full=True)
    joe.refresh_from_db()
    assert joe.ended_on == TODAY
    assert one.counts["done"] == {"practitioner end": 1}
    assert ida.posts.get().ended_on is None


def test_commitments_are_added_and_corrected(county: County) -> None:
    county.person("Ida Mallow", staff_ref="E1")
    head = "Staff ID,Kind,Amount,Unit,Starts,Ends\n"
    county.load(
        ("c.csv", f"{head}E1,Annual leave,37,hours,16/11/2026,\nE1,Adjustment,20%,,01/11/2026,\n".encode())
    )
    assert set(Commitment.objects.values_list("kind", "amount", "unit")) == {
        ("leave", Decimal(37), "hours a week"),
        ("adjustment", Decimal(20), "percent"),
    }
    county.load(("c.csv", f"{head}E1,Annual leave,37,hours,16/11/2026,20/11/2026\n".encode()))
    assert Commitment.objects.get(kind="leave").ends_on == date(2026, 11, 20)
    assert Commitment.objects.count() == 2


def test_our_own_workbook_all_four_sheets_at_once(county: County, tmp_path: object) -> None:
    from tests.imports import build

    sheets = {
        "Practitioners": [
            ["Staff ID", "Name", "Team", "Weekly hours"],
            ["S1", "Ottoline Quill", "North", 37],
        ],
        "Commitments": [["Staff ID", "Kind", "Amount", "Unit"], ["S1", "Duty", 7.4, "Hours"]],
        "Cases": [
            [
                "Case reference",
                "Household",
                "Staff ID",
                "Case status",
                "Scheme: intervention",
                "Scheme: nonsense",
            ],
            ["C1", "H1", "S1", "Child protection plan", 3, "x"],
            ["C2", "H1", "S1", "Child in need plan", 2, ""],
        ],
        "Tasks": [["Case reference", "Task", "Number"], ["C1", "Court report", 2]],
    }
    path = build.xlsx(county.folder / "ours.xlsx", sheets)
    files = ("ours.xlsx", path.read_bytes())
    one = county.load(files)
    assert one.counts["done"] == {"case add": 2, "commitment add": 1, "practitioner add": 1, "task add": 1}
    assert case("C1").values == {"status": ["CP"], "intervention": "3"}
    assert Household.objects.get().cases.count() == 2
    assert held_by("C1") == held_by("C2") == "Ottoline Quill"
    assert any("nonsense" in note for note in one.report["notes"])
    before = state()
    assert county.bring(files).report["steps"] == []
    assert state() == before


def test_who_may_not(county: County) -> None:
    stranger = county.signs_in(county.person("Ida Mallow"))
    files = county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}])
    with pytest.raises(NotAllowed):
        actions.bring_in(by=stranger, files=[files], on=TODAY)
    one = county.bring(files)
    for act in (
        lambda: actions.apply_import(by=stranger, import_id=one.pk, plan=one.report["plan"]),
        lambda: actions.undo_import(by=stranger, import_id=one.pk),
        lambda: actions.set_aside(by=stranger, import_id=one.pk),
        lambda: actions.settle_name(by=stranger, written="x", meaning="nobody"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Case.objects.count() == 0
    assert Team.objects.count() == 2


def test_a_team_manager_brings_in_lists_without_keeping_the_right_afterwards(county: County) -> None:
    manager = county.signs_in(
        county.person("Bea Boss", role="team-manager"), "team-manager", team=county.team
    )
    county.person("Joe Pike", county.south)
    one = county.bring(county.annexa(six=[{"child": 1, "allocated_worker": "Joe Pike"}]), by=manager)
    county.apply(one, by=manager)
    assert held_by("1") == "Joe Pike"
    from safeload.people.actions import add_area

    with pytest.raises(NotAllowed):
        add_area(by=manager, name="Mine")


def test_lists_keep_the_last_contact_and_review_and_take_no_later_one_back(county: County) -> None:
    """CLO-03: dates only; a day to come was no contact, and an older list has not heard of a later one."""
    seen = {"child": 1, "date_child_was_last_seen": date(2026, 10, 1)}
    county.load(
        county.annexa(six=[seen], seven=[{"child": 1, "date_of_latest_review_conference": date(2026, 9, 9)}])
    )
    assert (case(1).last_contact_on, case(1).last_review_on) == (date(2026, 10, 1), date(2026, 9, 9))
    caseloads.record_contact(by=None, case_id=case(1).pk, on=TODAY)
    one = county.load(county.annexa("b.xlsx", six=[{**seen, "date_child_was_last_seen": date(2026, 11, 2)}]))
    assert case(1).last_contact_on == TODAY
    county.load(county.annexa("c.xlsx", six=[{**seen, "date_child_was_last_seen": date(2030, 1, 1)}]))
    assert case(1).last_contact_on == TODAY
    assert one.counts["done"] == {}


def test_undoing_a_list_takes_its_last_contact_back(county: County) -> None:
    county.load(county.annexa(six=[{"child": 1, "date_child_was_last_seen": date(2026, 10, 1)}]))
    two = county.load(
        county.annexa("b.xlsx", six=[{"child": 1, "date_child_was_last_seen": date(2026, 11, 2)}])
    )
    assert case(1).last_contact_on == date(2026, 11, 2)
    actions.undo_import(by=county.analyst, import_id=two.pk)
    assert case(1).last_contact_on == date(2026, 10, 1)
