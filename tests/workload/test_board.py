"""The team board: everybody against their line in words and picture, pooled, with what waits and what to decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from safeload.audit.models import Look
from safeload.people.models import Commitment, Post
from safeload.workload.actions import refresh
from safeload.workload.models import Standing
from tests.accounts import signed_in
from tests.workload.pages import queries_of, text_of
from tests.workload.scene import nine
from tests.workload.town import TODAY, Town, days_ago


@pytest.fixture
def scene(town: Town) -> dict[str, Any]:
    return nine(town)


def _board(town: Town, scene: dict[str, Any], query: str = "") -> Any:
    return signed_in(scene["manager"]).get(reverse("team_board", args=[town.team.pk]) + query)


def test_words_stand_beside_every_bar(town: Town, scene: dict[str, Any]) -> None:
    text = text_of(_board(town, scene))
    assert "56 of 50 points ◆ red 6 over" in text
    assert "50 of 50 points ▲ amber, at the limit" in text
    assert "Gareth Price" in text
    assert "North: 17 of 25 points" in text
    assert "South: 8 of 25 points" in text
    assert "red, week 5" in text
    assert "NQSW, 8 months · 29.6 hours" in text
    assert "31 points ? line not set" in text


def test_what_needs_deciding_says_the_band_of_today(town: Town) -> None:
    """Monday counted him over the line; the red of today stands there all the same."""
    town.scheme()
    ben = town.person("Ben Carter")
    town.points(ben, 55)
    refresh(on=TODAY)
    Standing.objects.filter(practitioner=ben).update(weeks_over=3, weeks_red=0)
    manager = town.signs_in(role="team-manager", team=town.team)
    text = text_of(signed_in(manager).get(reverse("team_board", args=[town.team.pk])))
    assert "Ben Carter is 5 over the line: red today; over, week 3" in text


def test_protected_people_are_not_shown_as_room(town: Town, scene: dict[str, Any]) -> None:
    text = text_of(_board(town, scene))
    chloe = text[text.index("Chloe Evans") : text.index("Dafydd Llŷr 22.2")]
    assert "protected" in chloe
    assert "Not asked for more: returning until 3 March 2027" in chloe
    assert "to the line" not in chloe
    assert "room" not in chloe
    for word in ("failed", "breach", "underperform", "capacity to take"):
        assert word not in text.lower()


def test_team_is_pooled_not_averaged_and_shows_its_distribution(town: Town) -> None:
    town.scheme()
    town.points(town.person("Ben Carter"), 55)
    town.points(town.person("Ada Light", hours="14.8"), 10)
    manager = town.signs_in(role="team-manager", team=town.team)
    text = text_of(signed_in(manager).get(reverse("team_board", args=[town.team.pk])))
    assert "65 of 70 points (92.8%)" in text
    assert "1 red" in text
    assert "1 room" in text


def test_held_and_demand_leave_nobody_out(town: Town, scene: dict[str, Any]) -> None:
    """The 31 points of whoever has no hours are held and asked for; only the percentage is without them."""
    text = text_of(_board(town, scene))
    assert "287 of 326 points (88%), ○ room" in text
    assert "loads and lines added up, without 31 points of 1 practitioner who has no line" in text
    assert "Held: 318 points" in text
    assert "Demand, with what waits or is parked : 334 points, 102.4% of the lines" in text


def test_expired_adjustment_waits_for_its_review_and_holds(town: Town, scene: dict[str, Any]) -> None:
    """Fixture 14."""
    response = _board(town, scene)
    text = text_of(response)
    assert "Dafydd Llŷr: agreed adjustment ended on 10 November 2026 and holds until it is reviewed" in text
    assert "26 of 27 points" in text
    commitment = Commitment.objects.get(kind="adjustment")
    assert reverse("review_commitment", args=[commitment.pk]) in response.content.decode()


def test_step_of_the_line_waits_for_both(town: Town, scene: dict[str, Any]) -> None:
    """X-09: the old line of 30 holds for 0.8 of full time until both have confirmed 35."""
    text = text_of(_board(town, scene))
    assert "26 of 24 points ▲ amber" in text
    assert (
        "the next step of the line (newly qualified, six to twelve months) was due on 2 September 2026"
        in text
    )


def test_parked_and_left_work_counts_as_unallocated(town: Town) -> None:
    """Fixture 11: a manager's, a desk's and a leaver's cases are on the list, and not in the pooled load."""
    town.scheme()
    manager = town.person("Dee Morgan", role=Post.Role.TEAM_MANAGER)
    leaver = town.person("Liam Gone", ended_on=days_ago(2))
    town.points(town.person("Ada Light"), 10)
    town.family(1, manager, status=["CIN"])
    town.family(1, leaver, status=["CIN"])
    town.family(1, status=["CIN"])
    who = town.signs_in(manager, role="team-manager", team=town.team)
    text = text_of(signed_in(who).get(reverse("team_board", args=[town.team.pk])))
    assert "held by Dee Morgan, who manages" in text
    assert "was held by Liam Gone, who has left" in text
    assert "3 cases, 2 of them parked" in text
    assert "10 of 50 points" in text
    assert "counts as unallocated" in text


def test_sorting_is_in_the_address_and_by_name_unless_asked(town: Town, scene: dict[str, Any]) -> None:
    names = ["Amira Hussain", "Ben Carter", "Xanthe Wells", "Yusuf Adeyemi"]
    table = _board(town, scene).content.decode().partition("<tbody")[2]
    assert [table.index(name) for name in names] == sorted(table.index(name) for name in names)
    by_load = _board(town, scene, "?sort=-load").content.decode().partition("<tbody")[2]
    assert by_load.index("Ben Carter") < by_load.index("Amira Hussain") < by_load.index("Yusuf Adeyemi")


def test_looking_is_noted_for_each_person_once(town: Town, scene: dict[str, Any]) -> None:
    _board(town, scene)
    _board(town, scene)
    assert Look.objects.filter(who=scene["manager"], page="team board").count() == 9


def test_queries_stay_the_same_with_more_people(town: Town) -> None:
    town.scheme()
    town.points(town.person("Ada Light"), 20)
    town.family(1)
    client = signed_in(town.signs_in(role="team-manager", team=town.team))
    address = reverse("team_board", args=[town.team.pk])
    client.get(address)
    count = queries_of(client, address)
    for number in range(12):
        town.points(town.person(f"Person {number:02}"), 12)
    town.family(3)
    refresh(on=TODAY)
    client.get(address)
    assert queries_of(client, address) <= count
    assert count <= 20


@pytest.mark.parametrize(
    "role", ["hr", "administrator", "elected-member", "union-rep", "director", "auditor", "analyst"]
)
def test_board_is_not_there_for_roles_without_named_loads(town: Town, role: str) -> None:
    town.scheme()
    client = signed_in(town.signs_in(role=role, everywhere=True))
    assert client.get(reverse("team_board", args=[town.team.pk])).status_code == 404
    assert client.get(reverse("team_boards")).status_code == 404
    assert client.get(reverse("my_people")).status_code == 404


def test_board_is_not_there_for_colleagues_and_strangers(town: Town, scene: dict[str, Any]) -> None:
    stranger = town.signs_in(role="team-manager", team=scene["south"])
    address = reverse("team_board", args=[town.team.pk])
    assert signed_in(scene["worker"]).get(address).status_code == 404
    assert signed_in(stranger).get(address).status_code == 404


def test_assessor_has_a_board_of_the_people_given_by_name(town: Town, scene: dict[str, Any]) -> None:
    assessor = town.signs_in(role="asye-assessor", practitioner=scene["amira"])
    client = signed_in(assessor)
    text = text_of(client.get(reverse("my_people")))
    assert "Amira Hussain" in text
    assert "Ben Carter" not in text
    assert client.get(reverse("team_board", args=[town.team.pk])).status_code == 404


def test_what_somebody_is_to_hold_can_start_earlier_from_the_board(town: Town) -> None:
    town.scheme()
    cases = town.family(1, since=days_ago(3), status=["CIN"], level="low")
    town.hold(cases[0], town.person("Rae Room"), TODAY + timedelta(days=5))
    manager = signed_in(town.signs_in(role="team-manager", team=town.team))
    board = manager.get(f"/boards/{town.team.pk}/").content.decode()
    assert "Start earlier" in board
    assert reverse("hold_case", args=[cases[0].pk]) in board
    assert reverse("place_case", args=[cases[0].pk]) not in board
