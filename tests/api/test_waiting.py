"""Waiting lists, prompts, how cases were given, and who else could have been asked, as the pages have them."""

from __future__ import annotations

from typing import Any

import pytest

from safeload.allocation.models import Proposal
from safeload.audit.models import Look
from safeload.caseloads.actions import name_keeper
from tests.api.client import Api, problem
from tests.api.conftest import Place

DAY = "2026-11-26"


def _api(place: Place, who: str) -> Api:
    return Api(place.cast.accounts[who])


def _asked(place: Place, who: str = "practitioner") -> Proposal:
    api, post = _api(place, "manager"), place.cast.posts[who].pk
    seen = api.get(f"/posts/{post}/figures", case=place.waiting.pk).json()
    body = {"case_ids": [place.waiting.pk], "post_id": post, "from_on": DAY, "seen": seen}
    return Proposal.objects.get(pk=api.post("/proposals", body).json()["id"])


def test_who_looks_after_a_case_finds_it_on_the_waiting_list(place: Place) -> None:
    problem(_api(place, "nqsw").get("/waiting"), 404)
    account = place.cast.accounts["nqsw"]
    name_keeper(by=place.cast.accounts["manager"], case_id=place.waiting.pk, account_id=account.pk)
    rows = _api(place, "nqsw").get("/waiting").json()["items"]
    assert [(row["reference"], row["keeper"], row["mine"]) for row in rows] == [("4480", "Bethan Rhys", True)]
    assert _api(place, "manager").get("/waiting").json()["items"][0]["mine"] is False
    other = place.cast.court.pk
    assert _api(place, "nqsw").get("/waiting", team=other).json()["items"] == []


@pytest.mark.parametrize(("who", "rows"), [("member", False), ("hr", False), ("head", True), ("psw", True)])
def test_who_sees_totals_is_given_numbers_and_no_reference(place: Place, who: str, rows: bool) -> None:
    name_keeper(by=None, case_id=place.waiting.pk, account_id=place.cast.accounts["nqsw"].pk)
    answer = _api(place, who).get("/waiting/counts", team=place.cast.assessment.pk)
    found = answer.json()["items"][0]
    assert (found["cases"], found["by_priority"], found["parked"]) == (1, {"3-standard": 1}, 0)
    assert (found["rows"] is not None) is rows
    assert "4480" not in answer.content.decode()
    assert "Bethan" not in answer.content.decode()
    assert "case_id" not in answer.content.decode()


def test_counts_of_another_team_are_not_found(place: Place) -> None:
    problem(_api(place, "manager").get("/waiting/counts", team=place.cast.court.pk), 404)


def test_only_cases_of_the_same_household_come_along(place: Place) -> None:
    body = {"on": DAY, "also": [place.waiting.pk]}
    said = problem(_api(place, "manager").post(f"/cases/{place.case.pk}/contact", body), 422)
    assert said["errors"][0]["field"] == "body.also"


def test_why_a_teams_cases_are_open_is_noted_as_looks_and_ones_own_is_not(place: Place) -> None:
    own = _api(place, "practitioner").get("/why-open").json()["items"]
    assert [(row["reference"], "none" in row["asks"]) for row in own] == [("4471", True)]
    assert not Look.objects.exists()
    team = place.cast.assessment.pk
    rows = _api(place, "manager").get("/why-open", team=team, kind="none").json()["items"]
    assert [row["reference"] for row in rows] == ["4471"]
    look = Look.objects.get()
    assert (look.practitioner_id, look.page) == (
        place.cast.people["practitioner"].pk,
        "why cases are open (API)",
    )
    for who in ("practitioner", "stranger_manager", "head", "hr"):
        problem(_api(place, who).get("/why-open", team=team), 404)


def test_a_proposal_keeps_who_else_could_have_been_asked(place: Place) -> None:
    one = _asked(place)
    cast = place.cast
    asked = {row["practitioner"] for row in one.considered}
    assert asked == {cast.people[who].pk for who in ("practitioner", "nqsw", "peer", "manager")}
    told = _api(place, "manager").get(f"/proposals/{one.pk}/others").json()["others"]
    assert [row["name"] for row in told] == ["Bethan Rhys", "Carl Owusu", "Noor Patel"]
    assert told[1]["figures"]["after"]
    looks = Look.objects.filter(page="a proposal (API)").values_list("practitioner_id", flat=True)
    # The manager is among those considered; nobody’s look at themselves is noted.
    assert set(looks) == asked - {cast.people["practitioner"].pk, cast.people["manager"].pk}


def test_the_one_who_is_asked_sees_bands_of_colleagues_and_no_figures(place: Place) -> None:
    one = _asked(place)
    told = _api(place, "practitioner").get(f"/proposals/{one.pk}/others").json()["others"]
    assert [row["name"] for row in told] == ["Bethan Rhys", "Carl Owusu", "Noor Patel"]
    assert {row["figures"] is None for row in told} == {True}
    assert not Look.objects.filter(page="a proposal (API)").exists()
    problem(_api(place, "peer").get(f"/proposals/{one.pk}/others"), 404)


def test_how_cases_were_given_counts_and_opens_what_it_counts(place: Place) -> None:
    one, api = _asked(place), _api(place, "manager")
    seen = api.get(f"/proposals/{one.pk}").json()["figures"]
    said: dict[str, Any] = {"allocate": True, "notified": True, "reason": "told by telephone", "seen": seen}
    assert api.post(f"/proposals/{one.pk}/decide", said).status_code == 200
    found = api.get("/cases-given", team=place.cast.assessment.pk).json()
    assert (found["counts"]["allocated"], found["counts"]["notified"], found["counts"]["agreed"]) == (1, 1, 0)
    rows = api.get("/cases-given/proposals", which="notified").json()["items"]
    assert [row["id"] for row in rows] == [one.pk]
    director = _api(place, "director")
    assert director.get("/cases-given").json()["counts"]["allocated"] == 1
    assert director.get("/cases-given/proposals").json()["items"] == []
    problem(api.get("/cases-given", team=place.cast.court.pk), 404)
    problem(api.get("/cases-given/proposals", which="nothing"), 422)
    evidence = api.get(f"/practitioners/{place.cast.people['practitioner'].pk}/evidence").json()
    taken = {row["reference"]: (row["proposal_id"], row["answered"]) for row in evidence["taken"]}
    assert taken["4480"] == (one.pk, "")
    assert evidence["summary"]


def test_a_role_alone_does_not_look_after_a_case(place: Place) -> None:
    account = place.cast.accounts["manager"]
    name_keeper(by=None, case_id=place.waiting.pk, account_id=account.pk)
    rows = Api(account, role="team-manager").get("/waiting").json()["items"]
    assert [row["reference"] for row in rows] == ["4480"]
