"""What weighs: agreed by those who may, with a reason and a history, and looked at on last month before."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from safeload.allocation.actions import agree_weights, say_distance
from safeload.allocation.models import AgreedWeights
from safeload.allocation.queries.distances import distances
from safeload.allocation.queries.weights import weights_in_force
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.allocation.weights import Weights
from safeload.people.models import Strength
from safeload.planner.models import Run
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.planner.test_pages import page, words
from tests.planner.test_runs import asked, done
from tests.workload.town import days_ago

DEFAULTS = Weights().as_data()


def agree(meeting: Meeting, who: str = "head", **more: Any) -> AgreedWeights:
    given = {"area_id": None, "values": {"travel": 40}, "reason": "Roads are long here.", **more}
    return agree_weights(by=meeting.accounts[who], **given)


def test_without_an_agreement_those_of_the_release_hold(meeting: Meeting) -> None:
    assert weights_in_force(meeting.town.area.pk).weights.as_data() == DEFAULTS
    assert weights_in_force(None).row is None


def test_the_latest_holds_and_an_areas_own_goes_first(meeting: Meeting) -> None:
    area = meeting.town.area.pk
    agree(meeting)
    assert weights_in_force(area).weights["travel"] == 40
    own = agree(meeting, area_id=area, values={"travel": 5})
    agree(meeting, values={"travel": 90}, reason="Again.")
    assert weights_in_force(area).row == own
    assert weights_in_force(None).weights["travel"] == 90


def test_the_same_said_again_is_the_same_row(meeting: Meeting) -> None:
    assert agree(meeting) == agree(meeting)


@pytest.mark.parametrize("who", ["manager", "amira"])
def test_who_may_not_approve_agrees_nothing(meeting: Meeting, who: str) -> None:
    with pytest.raises(NotAllowed):
        agree(meeting, who)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"values": {"age": 3}}, "There is no weight 'age'"),
        ({"values": {"travel": -1}}, "whole number"),
        ({"values": {"over": 1}}, "a fuller practitioner must cost at least as much"),
        ({"reason": "  "}, "Say why"),
        ({"area_id": 4711}, "no such service area"),
    ],
)
def test_nonsense_is_refused_in_words(meeting: Meeting, given: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=re.escape(said)):
        agree(meeting, **given)
    assert not AgreedWeights.objects.exists()


def test_a_run_keeps_the_weights_that_it_was_made_with(meeting: Meeting) -> None:
    first = done(meeting)
    agree(meeting)
    second = done(meeting)
    assert (first.weights["travel"], first.agreed_weights) == (20, None)
    assert second.weights["travel"] == 40
    assert "Roads are long here." in words(
        page(signed_in(meeting.accounts["manager"]), f"/planner/{second.pk}/")
    )


def moved(meeting: Meeting) -> None:
    """Last week Ben, of the same team, took a family that Amira knows from before."""
    town = meeting.town
    cases = town.family(1, since=days_ago(40), status=["CIN"], level="low")
    town.hold(cases[0], meeting.amira, days_ago(400), ends_on=days_ago(300), end_reason="WAITIN")
    town.hold(cases[0], meeting.ben, days_ago(6))


def test_the_effect_on_last_month_is_shown_before_they_are_agreed(meeting: Meeting) -> None:
    moved(meeting)
    head = signed_in(meeting.accounts["head"])
    sent = {
        "key": uuid.uuid4(),
        **DEFAULTS,
        "new_worker": 0,
        "fuller_70": 60,
        "fuller_80": 60,
        "fuller_90": 60,
    }
    sent |= {"over": 60, "new_a_week": "", "new_a_week_first_year": ""}
    answer = head.post("/planner/weights/change/", sent, follow=True)
    said = words(answer.content.decode())
    one = Run.objects.get()
    assert one.state == Run.State.DONE, one.trouble
    assert "1 household came to somebody in these weeks" in said
    assert "Somebody whom the family does not know each case 50 → 0" in said
    assert not AgreedWeights.objects.exists()
    assert head.post(f"/planner/{one.pk}/agree/", {"reason": ""}).status_code == 422
    head.post(f"/planner/{one.pk}/agree/", {"reason": "Even loads first."}, follow=True)
    assert weights_in_force(None).weights["new_worker"] == 0
    history = words(page(head, "/planner/weights/"))
    assert "Even loads first." in history


def test_who_took_it_is_no_former_worker_of_it(meeting: Meeting) -> None:
    """As things stood on the day before: what came of the decision must not speak for it."""
    moved(meeting)
    one = done(meeting, who="head", kind=Run.Kind.EFFECT, asks={"values": {}, "area": None})
    (week,) = one.question["weeks"]
    (home,) = week["question"]["waiting"]
    assert home["former"] == [f"p{meeting.amira.pk}"]
    assert week["took"] == {home["id"]: f"p{meeting.ben.pk}"}
    loads = {row["id"]: row["load"] for row in week["question"]["people"]}
    assert loads[f"p{meeting.ben.pk}"] == 49
    assert home["worth"] > 0


def test_what_came_and_was_given_within_a_week_counts_too(meeting: Meeting) -> None:
    (case,) = meeting.town.family(1, since=days_ago(3), status=["CP"], level="high")
    meeting.town.hold(case, meeting.amira, days_ago(2))
    one = done(meeting, who="head", kind=Run.Kind.EFFECT, asks={"values": {}, "area": None})
    (week,) = one.question["weeks"]
    (home,) = week["question"]["waiting"]
    assert home["cases"] == [f"case{case.pk}"]
    assert home["worth"] > 0


def test_everybody_who_works_here_reads_what_weighs(meeting: Meeting) -> None:
    said = page(signed_in(meeting.accounts["amira"]), "/planner/weights/")
    assert "protected characteristic" in said
    assert "Change them" not in said
    assert signed_in(meeting.accounts["amira"]).get("/planner/weights/change/").status_code == 404


def test_only_who_approves_asks_for_an_effect(meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        asked(meeting, kind=Run.Kind.EFFECT, asks={"values": {}, "area": None})
    with pytest.raises(Refusal, match="no weight"):
        asked(meeting, "head", kind=Run.Kind.EFFECT, asks={"values": {"luck": 1}, "area": None})


def test_distances_are_said_once_for_both_ways_and_taken_back(meeting: Meeting) -> None:
    head = meeting.accounts["head"]
    say_distance(by=head, one="Riverside", other=" north  end", band=1)
    say_distance(by=head, one="North End", other="riverside", band=2)
    assert distances() == {("north end", "riverside"): 2}
    say_distance(by=head, one="North End", other="riverside", band=None)
    assert distances() == {}
    for one, other, band in (("a", "A ", 1), ("a", "b", 10), ("", "b", 1)):
        with pytest.raises(Refusal):
            say_distance(by=head, one=one, other=other, band=band)
    with pytest.raises(NotAllowed):
        say_distance(by=meeting.accounts["manager"], one="a", other="b", band=1)


def test_distances_weigh_on_the_page_and_in_the_planner(meeting: Meeting) -> None:
    home = meeting.cases[0].household
    assert home is not None
    home.patch = "Riverside"
    home.save()
    Strength.objects.create(practitioner=meeting.amira, kind="patch", text="North End")
    manager, head = signed_in(meeting.accounts["manager"]), signed_in(meeting.accounts["head"])
    case = f"/allocation/cases/{meeting.cases[0].pk}/"
    assert "further to travel (3 × 20)" in page(manager, case)
    form = page(head, "/planner/distances/")
    assert "North End and Riverside" in words(form)
    head.post("/planner/distances/", {"band-0": "1"})
    assert distances() == {("north end", "riverside"): 1}
    assert "further to travel (20)" in page(manager, case)
    one = done(meeting)
    assert "further to travel (20)" in words(page(manager, f"/planner/{one.pk}/"))
    assert manager.post("/planner/distances/", {"band-0": "2"}).status_code == 404


def test_with_a_co_worker_two_are_named(meeting: Meeting) -> None:
    meeting.town.points(meeting.town.person("Rae Room"), 20)
    one = done(meeting)
    unit = one.question["waiting"][0]["id"]
    manager = signed_in(meeting.accounts["manager"])
    sent = {"key": uuid.uuid4(), "share": 40}
    said = words(
        manager.post(f"/planner/{one.pk}/households/{unit}/help/", sent, follow=True).content.decode()
    )
    assert re.search(r"(Rae Room with Amira Hussain|Amira Hussain with Rae Room)", said)
    wrong = manager.post(f"/planner/{one.pk}/households/{unit}/help/", {**sent, "share": 100}, follow=True)
    assert Run.objects.count() == 2
    assert "“The co-worker’s part in percent”: enter a whole number from 1 to 99" in words(
        wrong.content.decode()
    )
