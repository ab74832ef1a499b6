"""Waiting lists, prompts, how cases were given, and who else could have been asked, as the pages have them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from safeload.allocation.models import Proposal
from safeload.audit.models import Look
from safeload.caseloads import actions as caseloads
from safeload.caseloads.actions import name_keeper
from safeload.caseloads.models import Case
from safeload.people.models import Strength
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from tests.api.client import Api, problem
from tests.api.conftest import Place
from tests.caseloads.town import held

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


def test_the_list_is_narrowed_and_sorted_as_on_the_page(place: Place) -> None:
    team, api = place.cast.assessment.pk, _api(place, "manager")
    later = {"priority": "1-urgent", "next_contact_due_on": date(2026, 11, 1)}
    for reference, opened in (("4490", date(2026, 11, 20)), ("4485", date(2026, 11, 24))):
        caseloads.add_case(by=None, reference=reference, team_id=team, opened_on=opened, priority="1-urgent")
    Case.objects.filter(reference="4490").update(**later)
    name_keeper(by=None, case_id=place.waiting.pk, account_id=place.cast.accounts["manager"].pk)

    def found(**query: str) -> list[str]:
        return [row["reference"] for row in api.all_of("/waiting", limit=1, **query)]

    assert found(priority="1-urgent") == ["4490", "4485"]
    assert found(sort="case") == ["4480", "4485", "4490"]
    assert found(sort="-case", which="unnamed") == ["4490", "4485"]
    assert found(sort="priority") == ["4490", "4485", "4480"]
    assert found(which="contact") == ["4490"]
    assert found(which="mine") == ["4480"]
    assert found(age="0") == ["4490", "4485"]
    for wrong in ({"which": "none"}, {"sort": "name"}, {"age": "4"}, {"priority": "urgent"}):
        problem(api.get("/waiting", **wrong), 422)


def test_candidates_have_all_that_the_page_has(place: Place) -> None:
    cast, api = place.cast, _api(place, "manager")
    adopt(
        version=add_version(text=files.shipped_text("crude-limits"), by=None), by=None, main=False,
        starts_on=date(2024, 1, 1), agreed_by="Working group", agreed_on=date(2024, 1, 1),
    )  # fmt: skip
    caseloads.add_skill_asked(by=None, case_id=place.waiting.pk, kind="language", text="Polish")
    Strength.objects.create(practitioner=cast.people["peer"], kind="language", text="polish")
    path = f"/cases/{place.waiting.pk}/candidates"
    rows = {one["post_id"]: one for one in api.get(path).json()["items"]}
    peer, amira = (rows[cast.posts[who].pk] for who in ("peer", "practitioner"))
    assert peer["strengths"] == [{"kind": "language", "text": "polish", "asked": True}]
    assert [side["scheme"] for side in peer["beside"]] == ["crude-limits"]
    assert (amira["cases"], amira["households"], amira["last_given_by"]) == (1, 1, "")
    assert amira["mix"] is not None
    manager = rows[cast.posts["manager"].pk]
    assert not manager["can_be_asked"]
    assert manager["against"][0]["code"] == "manages"
    assert all(why["says"] for one in rows.values() for why in one["against"])
    half = {one["post_id"]: one for one in api.get(path, share="50").json()["items"]}[cast.posts["peer"].pk]
    added = float(peer["figures"]["after"]) - float(peer["figures"]["before"])
    assert float(half["figures"]["after"]) - float(half["figures"]["before"]) <= added
    problem(api.get(path, case=[place.case.pk]), 404)


def test_a_hand_over_can_be_looked_at_before_it_is_proposed(place: Place) -> None:
    cast, api = place.cast, _api(place, "manager")
    amira, peer, nqsw = (cast.posts[who].pk for who in ("practitioner", "peer", "nqsw"))
    second = held(cast, "practitioner", "4472", "H-0013")
    said = api.get(f"/posts/{amira}/hand-over", to=[f"{peer}:{place.case.pk}", f"{nqsw}:{second.pk}"]).json()
    assert (said["gives"]["post_id"], said["gives"]["case_ids"]) == (amira, [place.case.pk, second.pk])
    assert float(said["gives"]["figures"]["after"]) < float(said["gives"]["figures"]["before"])
    assert [(one["post_id"], one["case_ids"]) for one in said["takes"]] == [
        (peer, [place.case.pk]),
        (nqsw, [second.pk]),
    ]
    seen = api.get(f"/posts/{peer}/figures", case=place.case.pk).json()
    assert said["takes"][0]["figures"] == seen
    assert Look.objects.filter(page="handing over cases (API)").count() == 3
    refused = problem(api.get(f"/posts/{amira}/hand-over", to=[f"{peer}:{place.case.pk},98765"]), 422)
    assert list(refused["rows"]) == ["98765"]
    for wrong in ("x", "0:1", f"{peer}:", f"{peer}:1,1", f"98765:{place.case.pk}"):
        problem(api.get(f"/posts/{amira}/hand-over", to=[wrong]), 422)


def test_the_record_names_who_did_what(place: Place) -> None:
    cast = place.cast
    name_keeper(by=cast.accounts["manager"], case_id=place.waiting.pk, account_id=cast.accounts["nqsw"].pk)
    rows = _api(place, "auditor").all_of("/record", limit=5)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    latest = next(row for row in reversed(rows) if row["did"] == "caseloads.name_keeper")
    assert latest["who"] == {"id": cast.accounts["manager"].pk, "name": "Noor Patel"}
    assert (latest["on_kind"], latest["on_id"]) == ("case", place.waiting.pk)


def test_shares_are_looked_at_before_they_change(place: Place) -> None:
    cast, api = place.cast, _api(place, "manager")
    amira, peer = cast.posts["practitioner"].pk, cast.posts["peer"].pk
    parts = [caseloads.Part(amira, Decimal(60)), caseloads.Part(peer, Decimal(40))]
    day = date.fromisoformat(DAY)
    caseloads.share_case(by=None, case_id=place.case.pk, parts=parts, from_on=day, expected=amira)
    path = f"/cases/{place.case.pk}/shares"
    said = api.get(path, part=[f"{peer}:70", f"{amira}:30"]).json()["parts"]
    assert [(one["post_id"], one["share"], one["would_be"]) for one in said] == [
        (amira, "60.00", "30"),
        (peer, "40.00", "70"),
    ]
    seen = {str(peer): said[1]["figures"]}
    body = {"from_on": DAY, "parts": [{"post_id": amira, "share": 30}, {"post_id": peer, "share": 70}]}
    problem(api.post(path, {**body, "seen": {}}), 409)
    assert api.post(path, {**body, "seen": seen}).json()["number"] == 1
    newcomer = {"post_id": cast.posts["nqsw"].pk, "share": 10}
    new = {**body, "parts": [{"post_id": amira, "share": 20}, body["parts"][1], newcomer]}
    refused = problem(api.post(path, new), 422)
    assert "Propose it to them with a share" in refused["detail"]
    assert refused["errors"][0]["field"] == "body.parts"


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
