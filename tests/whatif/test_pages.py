"""Pages of scenarios: who opens them, what they say, with and without scripts, how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from safeload.audit.models import Look
from safeload.whatif import actions
from safeload.whatif.changes import Change, Kind
from safeload.whatif.models import Scenario
from safeload.workload.actions import refresh
from tests.accounts import signed_in
from tests.cast import EVERYBODY, Cast
from tests.whatif.team import Players, move, team
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY, Town


@pytest.fixture
def players(town: Town) -> Players:
    return team(town)


def _address(players: Players) -> str:
    return reverse("what_if", args=[players.town.team.pk])


def _send(players: Players, kind: str, client: Any = None, **data: Any) -> Any:
    client = client or signed_in(players.manager)
    htmx = data.pop("htmx", False)
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("suppose", args=[players.town.team.pk, kind]), data, headers=headers)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_it(cast: Cast, who: str) -> None:
    opens = who in ("manager", "head")
    client = signed_in(cast.accounts[who])
    expected = 200 if opens else 404
    address = reverse("what_if", args=[cast.assessment.pk])
    assert client.get(address).status_code == expected
    assert client.get(reverse("compare_scenarios", args=[cast.assessment.pk])).status_code == expected
    assert client.get(reverse("scenarios")).status_code == (
        200 if opens or who == "stranger_manager" else 404
    )
    sent = client.post(reverse("suppose", args=[cast.assessment.pk, "join"]), {"hours": "37"})
    assert sent.status_code == (302 if opens else 404)
    assert Scenario.objects.exists() is opens


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_anothers(cast: Cast, who: str) -> None:
    manager = cast.accounts["manager"]
    row = actions.suppose(by=manager, team_id=cast.assessment.pk, change=Change(Kind.JOIN, value="37"))
    actions.keep_as(by=manager, scenario_id=row.pk, name="One more")
    client = signed_in(cast.accounts[who])
    for name in ("scenario", "scenario_workbook"):
        assert client.get(reverse(name, args=[row.pk])).status_code in (
            {200, 404} if who == "manager" else {404}
        )
    for name in (
        "keep_scenario",
        "share_scenario",
        "copy_scenario",
        "delete_scenario",
        "take_out_of_scenario",
    ):
        if who != "manager":
            assert client.post(reverse(name, args=[row.pk])).status_code == 404
    actions.share(by=manager, scenario_id=row.pk, shared=True)
    opens = who in ("manager", "head")
    assert client.get(reverse("scenario", args=[row.pk])).status_code == (200 if opens else 404)
    if who == "head":
        assert client.post(reverse("delete_scenario", args=[row.pk])).status_code == 403
        assert client.post(reverse("copy_scenario", args=[row.pk])).status_code == 302


def test_the_board_leads_to_it_and_it_says_that_nothing_is_real(players: Players) -> None:
    client = signed_in(players.manager)
    board = client.get(reverse("team_board", args=[players.town.team.pk]))
    assert _address(players) in board.content.decode()
    text = text_of(client.get(_address(players)))
    assert "Nothing real is changed by this: no case, no hours, no scheme." in text
    assert "Nothing yet: this is how things stand." in text
    assert not Scenario.objects.exists(), "looking makes nothing"


def test_every_line_moves_without_scripts(players: Players) -> None:
    client = signed_in(players.manager)
    post = players.post(players.cleo)
    sent = _send(players, "move", client, reference=players.family[0].reference, whole="on", post=post)
    assert sent.status_code == 302
    text = text_of(client.get(sent["Location"]))
    assert f"Cases {players.family[0].reference}, {players.family[1].reference} and" in text
    assert "to Cleo Adams" in text
    assert "unchanged" in text
    assert "◆ red" in text


def test_every_line_moves_with_htmx_and_only_that_part_is_sent(players: Players) -> None:
    sent = _send(players, "leave", person=players.ben.pk, htmx=True)
    body = sent.content.decode()
    assert sent.status_code == 200
    assert body.lstrip().startswith('<div id="what-if"')
    text = text_of(sent)
    assert "Ben Carter leaves; what they hold waits" in text
    assert "more cases would wait" in text
    assert players.family[0].reference in text


def test_what_is_wrong_stands_beside_its_field(players: Players) -> None:
    for kind, data, words in (
        (
            "hours",
            {"post": players.post(players.ada), "hours": "a lot"},
            "“Hours a week”: enter a number, such as 37 or 22.2.",
        ),
        ("hours", {"post": "x", "hours": "37"}, "Choose whose hours would change"),
        (
            "move",
            {"reference": "nothing", "post": players.post(players.ada)},
            "No open case with this reference",
        ),
        (
            "threshold",
            {"code": "bands.red_from", "value": "10"},
            "and “Red begins, in per cent of the line” (10) should rise. Choose another number",
        ),
        (
            "imagine",
            {"post": players.post(players.ada), "children": "99"},
            "“Children”: enter a whole number from 1 to 20",
        ),
        ("imagine", {"post": players.post(players.ada), "children": "1", "like": "zz"}, "No open case with"),
        ("join", {"hours": ""}, "Enter hours a week"),
    ):
        for htmx in (False, True):
            sent = _send(players, kind, htmx=htmx, **data)
            assert (sent.status_code, words in text_of(sent)) == (422, True), (kind, text_of(sent)[:600])
    assert _send(players, "nonsense").status_code == 404
    assert not Scenario.objects.exists()


def test_what_was_supposed_before_stays_when_something_is_wrong(players: Players) -> None:
    client = signed_in(players.manager)
    _send(players, "hours", client, post=players.post(players.ada), hours="10")
    for data in ({"hours": "x"}, {"post": players.post(players.ada), "hours": "169"}):
        sent = _send(players, "hours", client, htmx=True, **data)
        assert sent.status_code == 422
        assert "Ada Light: 10 hours a week" in text_of(sent)
    elsewhere = reverse("suppose", args=[players.town.team.pk, "hours"])
    assert client.get(elsewhere)["Location"] == f"{_address(players)}?add=hours"


def test_a_named_one_is_changed_where_it_is_read(players: Players) -> None:
    client = signed_in(players.manager)
    _send(players, "hours", client, post=players.post(players.ada), hours="10")
    row = Scenario.objects.get()
    client.post(reverse("keep_scenario", args=[row.pk]), {"name": "Less"})
    sent = _send(
        players, "hours", client, post=players.post(players.ben), hours="20", scenario=row.pk, of="0"
    )
    assert sent["Location"] == f"{reverse('scenario', args=[row.pk])}?add=hours&of=0"
    row.refresh_from_db()
    assert len(row.changes) == 2
    stranger = players.town.signs_in(role="service-manager", service_area=players.town.area)
    sent = _send(
        players, "hours", signed_in(stranger), post=players.post(players.ben), hours="20", scenario=row.pk
    )
    assert sent.status_code == 403


def test_undo_takes_out_one_out_and_begin_anew(players: Players) -> None:
    client = signed_in(players.manager)
    for hours in ("10", "20", "30"):
        _send(players, "hours", client, post=players.post(players.ada), hours=hours)
    row = Scenario.objects.get()
    address = reverse("take_out_of_scenario", args=[row.pk])
    client.post(address, {"n": "3"})
    client.post(address, {"n": "3"})
    row.refresh_from_db()
    assert [one["n"] for one in row.changes] == [1, 2], "undoing twice by one press undoes one"
    text = text_of(client.post(address, {"n": "1"}, headers={"HX-Request": "true"}))
    assert "Ada Light: 20 hours a week" in text
    assert "Ada Light: 10 hours a week" not in text
    client.post(address, {"n": "all"})
    assert "Nothing yet" in text_of(client.get(_address(players)))


def test_a_head_changes_people_hours_and_numbers_and_reads_no_reference(players: Players) -> None:
    actions.suppose(
        by=players.manager,
        team_id=players.town.team.pk,
        change=move(players.family, players.post(players.ada)),
    )
    row = Scenario.objects.get()
    actions.keep_as(by=players.manager, scenario_id=row.pk, name="Ben gives")
    actions.share(by=players.manager, scenario_id=row.pk, shared=True)
    head = players.town.signs_in(role="service-manager", service_area=players.town.area)
    client = signed_in(head)
    page = client.get(reverse("scenario", args=[row.pk])).content.decode()
    assert "3 cases to Ada Light" in page
    assert players.family[0].reference not in page
    text = text_of(client.get(_address(players) + "?add=move&of=0"))
    assert "Move a case" not in text
    assert players.waiting[0].reference not in text
    assert _send(players, "leave", client, person=players.ben.pk, htmx=True).status_code == 200
    assert players.family[0].reference not in text_of(client.get(_address(players)))
    assert _send(players, "move", client, reference=players.family[0].reference, post=1).status_code in (
        403,
        422,
    )


def test_cases_of_somebody_and_what_waits_can_be_chosen(players: Players) -> None:
    client = signed_in(players.manager)
    page = client.get(f"{_address(players)}?add=move&of=0").content.decode()
    assert f'<option value="{players.waiting[0].reference}">' in page
    page = client.get(f"{_address(players)}?add=close&of={players.ben.pk}").content.decode()
    assert f'<option value="{players.family[0].reference}">' in page
    assert f'<option value="{players.waiting[0].reference}">' not in page


def test_an_imagined_household_counts_as_a_case_of_the_team(players: Players) -> None:
    client = signed_in(players.manager)
    reference = players.waiting[0].reference
    _send(players, "imagine", client, post=players.post(players.ada), children="2", like=reference)
    assert Scenario.objects.get().changes[0]["answers"] == {"level": "medium", "status": ["LAC"]}
    text = text_of(client.get(_address(players)))
    assert "An imagined household with 2 children for Ada Light" in text
    given = {
        "post": players.post(players.ada),
        "children": "1",
        "answers-level": "low",
        "answers-status": ["CP"],
    }
    _send(players, "imagine", client, **given)
    assert Scenario.objects.get().changes[1]["answers"] == {"level": "low", "status": ["CP"]}


def test_two_side_by_side_and_beside_how_things_stand(players: Players) -> None:
    keys = []
    for name, hours in (("Less", "10"), ("More", "37")):
        change = Change(Kind.HOURS, post=players.post(players.ben), value=hours)
        row = actions.suppose(by=players.manager, team_id=players.town.team.pk, change=change)
        actions.suppose(
            by=players.manager, team_id=players.town.team.pk, change=Change(Kind.JOIN, value=hours)
        )
        keys.append(actions.keep_as(by=players.manager, scenario_id=row.pk, name=name).pk)
    client = signed_in(players.manager)
    address = reverse("compare_scenarios", args=[players.town.team.pk])
    text = text_of(client.get(f"{address}?one={keys[0]}&other={keys[1]}"))
    assert "As it stands Less More" in text
    assert text.count("New practitioner (2)") == 2
    assert "of 50 points" in text
    assert "Choose one scenario" in text_of(client.get(f"{address}?one=4711&other=x"))
    text = text_of(client.get(reverse("scenarios")))
    assert "Less" in text
    assert "More" in text


def test_looking_is_noted_for_each_person(players: Players) -> None:
    signed_in(players.manager).get(_address(players))
    seen = Look.objects.filter(who=players.manager, page="what if", what="load")
    assert set(seen.values_list("practitioner_id", flat=True)) == {
        players.ada.pk, players.ben.pk, players.cleo.pk
    }  # fmt: skip


def test_queries_stay_the_same_with_more_people_and_more_changes(players: Players) -> None:
    def supposed() -> None:
        for case in players.family:
            actions.suppose(
                by=players.manager,
                team_id=players.town.team.pk,
                change=move([case], players.post(players.cleo)),
            )
        actions.suppose(
            by=players.manager, team_id=players.town.team.pk, change=Change(Kind.LEAVE, person=players.ada.pk)
        )

    client = signed_in(players.manager)
    supposed()
    client.get(_address(players))
    count = queries_of(client, _address(players))
    for number in range(12):
        players.town.points(players.town.person(f"Person {number:02}"), 12)
    refresh(on=TODAY)
    actions.take_out(by=players.manager, scenario_id=Scenario.objects.get().pk)
    supposed()
    client.get(_address(players))
    assert queries_of(client, _address(players)) <= count
    assert count <= 28
