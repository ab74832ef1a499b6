"""The service view: every number opens its rows, names only where names are open, small sums suppressed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from safeload.caseloads.models import Allocation, Case
from safeload.people.models import Post, Team
from safeload.people.scope import Scope
from safeload.workload.actions import refresh
from safeload.workload.queries import unallocated
from tests.accounts import signed_in
from tests.workload.pages import queries_of, text_of
from tests.workload.scene import nine
from tests.workload.town import TODAY, Town, days_ago


@pytest.fixture
def scene(town: Town) -> dict[str, Any]:
    return nine(town)


def _head(town: Town) -> Any:
    return signed_in(town.signs_in(role="service-manager", service_area=town.area))


def test_capacity_against_demand_adds_waiting_and_parked(town: Town, scene: dict[str, Any]) -> None:
    text = text_of(_head(town).get(reverse("service")))
    assert (
        "All teams: 342 points of work, against lines of 351 points. That is 97.4%, 9 points below them."
        in text
    )
    assert "North Held" not in text
    assert "318 ○ room band without 31 points of 1 practitioner who has no line 10 6 326 102.4% 9" in text


def test_a_team_without_lines_holds_what_it_holds(town: Town) -> None:
    """Nobody's hours are known: their work is held and asked for all the same, and the band says why it is none."""
    town.scheme()
    for number in range(3):
        town.points(town.person(f"North {number}", hours=None), 10)
    refresh(on=TODAY)
    text = text_of(_head(town).get(reverse("service")))
    assert "30 ? line not set 0 0 0 – 3 3 line not set" in text
    assert "All teams: 30 points of work; no lines to set it against." in text


def test_an_advisory_scheme_is_added_up(town: Town) -> None:
    town.scheme("low-medium-high")
    worker = town.person("North")
    for _ in range(4):
        town.family(1, worker)
    refresh(on=TODAY)
    text = text_of(_head(town).get(reverse("service")))
    assert "All teams: 8 points of work; no lines to set it against." in text


def test_heat_map_says_words_and_opens_its_rows(town: Town, scene: dict[str, Any]) -> None:
    client = _head(town)
    page = client.get(reverse("service"))
    assert "86% room" in text_of(page)
    address = reverse("service_week", args=[town.team.pk, "2026-11-16"])
    assert address in page.content.decode()
    rows = text_of(client.get(address))
    assert "Ben Carter" in rows
    assert "56 of 50 points · 6 over · ◆ red" in rows


def test_red_is_named_only_where_names_are_open(town: Town, scene: dict[str, Any]) -> None:
    assert "Ben Carter , North: week 5" in text_of(_head(town).get(reverse("service")))
    director = signed_in(town.signs_in(role="director", everywhere=True))
    text = text_of(director.get(reverse("service")))
    assert "1 practitioner for four weeks or more" in text
    assert "Ben Carter" not in text
    week = text_of(director.get(reverse("service_week", args=[town.team.pk, "2026-11-16"])))
    assert "Ben Carter" not in week
    assert "1 red" in week


def test_who_is_red_no_longer_is_not_listed_as_red(town: Town, scene: dict[str, Any]) -> None:
    Case.objects.filter(allocations__post__practitioner=scene["ben"]).update(closed_on=TODAY)
    refresh(on=TODAY)
    assert "Ben Carter , North" not in text_of(_head(town).get(reverse("service")))


def test_who_is_not_asked_for_more_is_no_room(town: Town, scene: dict[str, Any]) -> None:
    """X-01, as on the board: a returner with room is protected."""
    text = text_of(_head(town).get(reverse("service")))
    assert "3 room, 1 protected" in text


def test_todays_figures_open_todays_rows(town: Town, scene: dict[str, Any]) -> None:
    client = _head(town)
    address = reverse("service_team", args=[town.team.pk])
    assert client.get(reverse("service")).content.decode().count(f'href="{address}"') == 4
    text = text_of(client.get(address))
    assert "North: 287 of 326 points" in text
    assert (
        "Held: 318 points; the figure above is without 31 points of 1 practitioner who has no line." in text
    )
    assert "Chloe Evans" in text
    director = signed_in(town.signs_in(role="director", everywhere=True))
    seen = text_of(director.get(address))
    assert "North: 287 of 326 points" in seen
    assert "1 not asked for more" in seen
    assert "Ben Carter" not in seen


def test_a_small_team_does_not_open_for_those_who_see_totals_only(town: Town, scene: dict[str, Any]) -> None:
    union = signed_in(town.signs_in(role="union-rep", everywhere=True))
    assert union.get(reverse("service_team", args=[scene["south"].pk])).status_code == 404


@pytest.mark.parametrize("role", ["union-rep", "elected-member"])
def test_cases_are_counted_not_listed_for_whom_the_matrix_gives_none(
    town: Town, scene: dict[str, Any], role: str
) -> None:
    """Rules 5.1: case rows are not for union representatives and elected members."""
    client = signed_in(town.signs_in(role=role, everywhere=True))
    text = text_of(client.get(reverse("waiting"), {"team": town.team.pk}))
    assert "one case" not in text
    assert "4 cases" in text


def test_sums_of_fewer_than_five_are_hidden_from_those_who_see_totals_only(
    town: Town, scene: dict[str, Any]
) -> None:
    union = signed_in(town.signs_in(role="union-rep", everywhere=True))
    text = text_of(union.get(reverse("service")))
    assert "South fewer than 5 people: figures are not shown" in text
    assert "8 of 25" not in text
    assert union.get(reverse("service_week", args=[scene["south"].pk, "2026-11-16"])).status_code == 404


def test_a_hidden_team_cannot_be_worked_out_from_the_rest(town: Town) -> None:
    """X-38: with one small team hidden, the next smallest is hidden as well and the sum is of the teams shown."""
    town.scheme()
    east, west = (Team.objects.create(service_area=town.area, name=name) for name in ("East", "West"))
    for number in range(7):
        town.points(town.person(f"North {number}"), 10)
    for number in range(5):
        town.points(town.person(f"East {number}", east), 10)
    town.points(town.person("West alone", west), 30)
    refresh(on=TODAY)
    text = text_of(signed_in(town.signs_in(role="union-rep", everywhere=True)).get(reverse("service")))
    assert text.count("fewer than 5 people: figures are not shown") == 2
    assert "The teams shown: 70 points of work" in text


def test_unallocated_has_its_age_and_opens_its_rows(town: Town, scene: dict[str, Any]) -> None:
    client = _head(town)
    page = client.get(reverse("service"))
    assert "North – 1 3 – 4 1" in text_of(page)
    rows = client.get(reverse("waiting"), {"team": town.team.pk, "age": 2})
    text = text_of(rows)
    assert "3 cases" in text
    assert "held by a manager" in text
    assert "C061" not in text
    assert "Nobody within travel" not in text


def test_many_teams_are_looked_through_as_few_are(
    town: Town, scene: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever a case is parked with, and whoever has it only later, both ways list it alike."""
    desk = Team.objects.create(service_area=town.area, name="Desk", is_desk=True)
    left, moved = town.person("Lea Left", ended_on=days_ago(3)), town.person("Mo Moved")
    Post.objects.filter(practitioner=moved).update(ended_on=days_ago(1))
    for whose in (left, moved, town.person("Una Unit", team=desk), town.person("Duty", role=Post.Role.DUTY)):
        town.family(1, whose, days_ago(20))
    town.hold(town.family(1, since=days_ago(30))[0], scene["ben"], days_ago(-4))
    handed = town.hold(town.family(1, since=days_ago(30))[0], scene["ben"], days_ago(30))
    Allocation.objects.filter(pk=handed.pk).update(ends_on=days_ago(-2))
    product = Scope(on=TODAY, system=True)
    for teams in (None, [town.team.pk, desk.pk]):
        monkeypatch.setattr(unallocated, "_FEW", 100)
        few = unallocated.unallocated(product, teams)
        monkeypatch.setattr(unallocated, "_FEW", 0)
        assert unallocated.unallocated(product, teams) == few
        assert {row.parked for row in few} == {"", "manager", "duty", "leaver"}


def test_a_manager_sees_the_references(town: Town, scene: dict[str, Any]) -> None:
    text = text_of(signed_in(scene["manager"]).get(reverse("waiting")))
    assert "C061-1" in text
    assert "Nobody within travel" in text
    assert "held by Dee Morgan, who manages" in text


def test_queries_stay_the_same_with_more_teams(town: Town, scene: dict[str, Any]) -> None:
    client = signed_in(town.signs_in(role="principal-social-worker", everywhere=True))
    client.get(reverse("service"))
    count = queries_of(client, reverse("service"))
    for number in range(5):
        team = Team.objects.create(service_area=town.area, name=f"Team {number}")
        town.points(town.person(f"Person {number}", team), 56)
        town.person(f"Manager {number}", team, role=Post.Role.TEAM_MANAGER)
        town.family(1, team=team, since=days_ago(number))
    refresh(on=TODAY)
    client.get(reverse("service"))
    assert queries_of(client, reverse("service")) == count
    assert count <= 16


def test_service_view_is_not_there_for_practitioners(town: Town, scene: dict[str, Any]) -> None:
    for name, args in (
        ("service", []),
        ("service_team", [town.team.pk]),
        ("waiting", []),
        ("service_week", [town.team.pk, "2026-11-16"]),
    ):
        assert signed_in(scene["worker"]).get(reverse(name, args=args)).status_code == 404


def test_a_manager_of_another_team_cannot_open_a_week(town: Town, scene: dict[str, Any]) -> None:
    stranger = signed_in(town.signs_in(role="team-manager", team=scene["south"]))
    assert stranger.get(reverse("service_week", args=[town.team.pk, "2026-11-16"])).status_code == 404
    assert stranger.get(reverse("waiting"), {"team": town.team.pk}).status_code == 404


@pytest.mark.parametrize("monday", ["2026-11-99", "nonsense", "1999-01-04"])
def test_a_week_that_was_not_counted_is_not_found(town: Town, scene: dict[str, Any], monday: str) -> None:
    assert _head(town).get(f"/service/teams/{town.team.pk}/weeks/{monday}/").status_code == 404


@pytest.mark.parametrize("query", ["team=x", "team=999999999999999999999", "age=-1", "age=99", "page=1e9"])
def test_nonsense_in_the_address_is_no_error(town: Town, scene: dict[str, Any], query: str) -> None:
    assert _head(town).get(f"{reverse('waiting')}?{query}").status_code in {200, 404}


def test_a_desk_without_people_leads_to_none(town: Town, scene: dict[str, Any]) -> None:
    desk = Team.objects.create(service_area=town.area, name="Desk", is_desk=True)
    Case.objects.create(reference="D1", team=desk, opened_on=days_ago(3))
    refresh(on=TODAY)
    head = _head(town)
    page = head.get(reverse("service")).content.decode()
    assert "nobody holds cases here" in page
    assert reverse("service_team", args=[desk.pk]) not in page
    assert reverse("service_team", args=[town.team.pk]) in page
