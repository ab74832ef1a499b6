"""Scenarios: what may be supposed and what not, what no longer applies, whose they are."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from safeload.audit.models import Entry
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads.actions import CLOSURE_REASONS, close_case
from safeload.caseloads.models import Allocation, Case
from safeload.people import actions as people
from safeload.people.models import Team
from safeload.whatif import actions
from safeload.whatif.changes import MOST, Change, Kind, changes_of
from safeload.whatif.models import Scenario
from safeload.whatif.presenters.changes import Words
from tests.whatif.team import Players, move, team
from tests.workload.town import TODAY, Town


@pytest.fixture
def players(town: Town) -> Players:
    return team(town)


def _suppose(players: Players, change: Change, **more: Any) -> Scenario:
    by = more.pop("by", players.manager)
    return actions.suppose(by=by, team_id=players.town.team.pk, change=change, **more)


def _said(players: Players, row: Scenario, opens: bool = True) -> list[tuple[str, str]]:
    from safeload.whatif.facts import as_it_would_be

    seen = as_it_would_be(players.scope(), row.team_id, changes_of(row.changes), "North")
    return [(one.words, one.obstacle) for one in Words(seen, opens).changes()]


def test_nothing_real_is_changed(players: Players) -> None:
    before = list(Allocation.objects.values_list()), list(Case.objects.values_list())
    row = _suppose(players, move(players.family, players.post(players.cleo)))
    _suppose(players, Change(Kind.CLOSE, cases=(players.waiting[0].pk,)))
    _suppose(players, Change(Kind.LEAVE, person=players.ada.pk))
    assert (list(Allocation.objects.values_list()), list(Case.objects.values_list())) == before
    assert Scenario.objects.get() == row
    assert (
        list(Entry.objects.filter(on_kind="scenario").values_list("did", flat=True)) == ["whatif.change"] * 3
    )


def test_changes_are_kept_and_never_figures(players: Players) -> None:
    row = _suppose(players, Change(Kind.HOURS, post=players.post(players.ben), value="22.20"))
    assert row.changes == [{"kind": "hours", "n": 1, "post": players.post(players.ben), "value": "22.2"}]
    row = _suppose(players, Change(Kind.THRESHOLD, code="bands.red_from", value="115"))
    assert [one.as_data() for one in changes_of(row.changes)] == row.changes


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (Change(Kind.HOURS, post=1, value="many"), "hours", "enter a number"),
        (Change(Kind.HOURS, post=1, value="169"), "hours", "from 0 to 168"),
        (Change(Kind.HOURS, post=1, value="-1"), "hours", "from 0 to 168"),
        (Change(Kind.HOURS, post=1, value="NaN"), "hours", "enter a number"),
        (Change(Kind.HOURS, post=4711, value="37"), "post", "no longer has a post"),
        (Change(Kind.HOURS, post=-7, value="37"), "post", "was taken out"),
        (Change(Kind.JOIN, value="37", code="nobody"), "stage", "Choose a step"),
        (Change(Kind.JOIN, value="37", answers={"shoe": 44}), "shoe", "does not ask"),
        (Change(Kind.LEAVE, person=4711), "person", "no longer has a post"),
        (Change(Kind.IMAGINE, post=1, children=0), "children", "from 1 to 20"),
        (Change(Kind.IMAGINE, post=1, answers={"status": ["none such"]}), "status", "none of"),
        (Change(Kind.THRESHOLD, code="bands.kind", value="1"), "value", "no such number"),
        (Change(Kind.THRESHOLD, code="bands.red_from", value="99"), "value", "should rise"),
        (Change(Kind.THRESHOLD, code="bands.red_from", value="110.005"), "value", "2 decimal places"),
        (Change(Kind.CLOSE, cases=(4711,)), "reference", "no longer with this team"),
    ],
)
def test_nonsense_is_refused_at_its_field_and_nothing_is_kept(
    players: Players, change: Change, field: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        _suppose(players, change)
    assert refused.value.field == field
    assert not Scenario.objects.exists()


def test_nobody_leaves_twice(players: Players) -> None:
    _suppose(players, Change(Kind.LEAVE, person=players.ben.pk))
    with pytest.raises(Refusal, match="leaves by an earlier change"):
        _suppose(players, Change(Kind.LEAVE, person=players.ben.pk))
    with pytest.raises(Refusal, match="leaves by an earlier change"):
        _suppose(players, move(players.waiting, players.post(players.ben)))


def test_a_case_of_another_team_is_not_there(players: Players) -> None:
    elsewhere = players.town.family(1, team=players.south)
    with pytest.raises(Refusal, match="The case is no longer with this team"):
        _suppose(players, move(elsewhere, players.post(players.ada)))


def test_what_no_longer_applies_is_said_and_the_rest_is_measured(players: Players) -> None:
    row = _suppose(players, move(players.family, players.post(players.cleo)))
    row = _suppose(players, Change(Kind.HOURS, post=players.post(players.ada), value="18.5"))
    close_case(
        by=None, case_id=players.family[0].pk, on=TODAY, reason=CLOSURE_REASONS[0], achieved="It is done."
    )
    people.end_practitioner(by=None, practitioner_id=players.ada.pk, on=TODAY.replace(day=1))
    players.as_it_is()
    said = _said(players, row)
    assert said[0][1] == f"Case {players.family[0].reference} was closed meanwhile."
    assert said[1] == (
        "somebody who is no longer in this team: 18.5 hours a week",
        "Who it is about no longer has a post in this team.",
    )
    seen = players.supposing(*changes_of(row.changes))
    cleo = {one.id: one for one in seen.after.people}[players.cleo.pk]
    assert cleo.cases == {one.id: one for one in seen.before.people}[players.cleo.pk].cases + 2


def test_a_number_that_another_scheme_lacks_is_said(players: Players) -> None:
    row = _suppose(players, Change(Kind.THRESHOLD, code="stage.experienced", value="44"))
    from safeload.schemes.actions import add_version, adopt
    from safeload.schemes.files import shipped_text

    version = add_version(text=shipped_text("srb-time"), by=None)
    adopt(version=version, by=None, starts_on=TODAY, agreed_by="Group", agreed_on=TODAY)
    players.as_it_is()
    assert _said(players, row)[0][1] == "The scheme that holds today has no such number."


def test_a_number_too_fine_to_be_exact_is_said_and_left_out(town: Town) -> None:
    players = team(town, "crude-limits")
    hours = Change(Kind.HOURS, post=players.post(players.ada), value="25.000901")
    fine = Change(Kind.THRESHOLD, code="line.amount", value="11.87")
    seen, without = players.supposing(hours, fine), players.supposing(hours)
    assert "use fewer" in Words(seen, True).changes()[1].obstacle
    found = [
        [
            (one.name, Fraction(one.load, one.unit), Fraction(one.line or 0, one.unit), one.band)
            for one in board.people
        ]
        for board in (seen.after, without.after)
    ]
    assert found[0] == found[1]


def test_references_are_for_those_to_whom_cases_are_open(players: Players) -> None:
    row = _suppose(players, move(players.family, players.post(players.cleo)))
    references = [case.reference for case in players.family]
    assert all(reference in _said(players, row)[0][0] for reference in references)
    assert _said(players, row, opens=False)[0][0] == "3 cases to Cleo Adams"


def test_one_is_taken_out_and_what_hung_on_it_says_so(players: Players) -> None:
    row = _suppose(players, Change(Kind.JOIN, value="37"))
    row = _suppose(players, move(players.waiting, -1))
    assert actions.take_out(by=players.manager, scenario_id=row.pk, n=1) == 1
    assert actions.take_out(by=players.manager, scenario_id=row.pk, n=1) == 0
    row.refresh_from_db()
    assert "was taken out of the scenario" in _said(players, row)[0][1]
    assert actions.take_out(by=players.manager, scenario_id=row.pk) == 1
    row = _suppose(players, Change(Kind.JOIN, value="37"))
    assert row.changes[0]["n"] == 3, "a number is never given twice"


def test_a_hundred_changes_and_at_most_so_many(players: Players) -> None:
    posts = [players.post(players.ada), players.post(players.ben)]
    for number in range(100):
        row = _suppose(players, move(players.family, posts[number % 2]))
    assert len(row.changes) == 100
    assert not players.supposing(*changes_of(row.changes)).supposed.obstacles
    Scenario.objects.update(changes=row.changes * 2)
    assert len(row.changes) * 2 == MOST
    with pytest.raises(Refusal, match="at most 200 changes"):
        _suppose(players, move(players.family, posts[0]))


def test_a_scenario_is_named_shared_copied_and_deleted(players: Players) -> None:
    row = _suppose(players, Change(Kind.LEAVE, person=players.ben.pk))
    with pytest.raises(Refusal, match="name first"):
        actions.share(by=players.manager, scenario_id=row.pk, shared=True)
    with pytest.raises(Refusal, match="Enter a name"):
        actions.keep_as(by=players.manager, scenario_id=row.pk, name=" ")
    with pytest.raises(Refusal, match="looks like a name"):
        actions.keep_as(by=players.manager, scenario_id=row.pk, name="Without Mrs Green")
    actions.keep_as(by=players.manager, scenario_id=row.pk, name="In March")
    actions.share(by=players.manager, scenario_id=row.pk, shared=True)
    _suppose(players, Change(Kind.JOIN, value="37"))
    assert Scenario.objects.count() == 2, "what one is at begins anew"
    head = players.town.signs_in(role="service-manager", service_area=players.town.area)
    with pytest.raises(NotAllowed):
        _suppose(players, Change(Kind.JOIN, value="37"), by=head, scenario_id=row.pk)
    mine = actions.copy(by=head, scenario_id=row.pk)
    assert (mine.name, mine.shared, mine.changes) == ("Copy of In March", False, row.changes)
    assert actions.copy(by=head, scenario_id=row.pk).name == "Copy of In March (2)"
    _suppose(players, Change(Kind.JOIN, value="37"), by=head, scenario_id=mine.pk)
    for act in (actions.delete, actions.take_out):
        with pytest.raises(NotAllowed):
            act(by=head, scenario_id=row.pk)
    actions.delete(by=players.manager, scenario_id=row.pk)
    assert not Scenario.objects.filter(pk=row.pk).exists()
    assert Scenario.objects.filter(pk=mine.pk).exists()


def test_only_who_opens_the_board_supposes_and_single_cases_only_with_sight(players: Players) -> None:
    head = players.town.signs_in(role="service-manager", service_area=players.town.area)
    with pytest.raises(NotAllowed, match="own managers"):
        _suppose(players, move(players.family, players.post(players.ada)), by=head)
    _suppose(players, Change(Kind.HOURS, post=players.post(players.ada), value="30"), by=head)
    stranger = players.town.signs_in(role="team-manager", team=players.south)
    worker = players.town.signs_in(players.ada)
    for who in (stranger, worker, None):
        with pytest.raises(NotAllowed):
            _suppose(players, Change(Kind.JOIN, value="37"), by=who)


def test_whose_right_ends_has_nothing_any_more(players: Players) -> None:
    row = _suppose(players, Change(Kind.JOIN, value="37"))
    players.manager.grants.update(ends_on=TODAY.replace(day=1))
    with pytest.raises(NotAllowed):
        actions.take_out(by=players.manager, scenario_id=row.pk)


def test_without_a_scheme_nothing_breaks(town: Town) -> None:
    made = Team.objects.create(service_area=town.area, name="New")
    manager = town.signs_in(role="team-manager", team=made)
    with pytest.raises(Refusal, match="No scheme measures this team"):
        actions.suppose(by=manager, team_id=made.pk, change=Change(Kind.THRESHOLD, code="x", value="1"))
    row = actions.suppose(by=manager, team_id=made.pk, change=Change(Kind.JOIN, value="37"))
    assert row.changes
