"""Pages of the planner: who opens them, what each reads, what a practitioner reads of others."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from safeload.allocation.models import Proposal
from safeload.audit.models import Look
from safeload.caseloads.models import ConflictOfInterest, SkillAsked
from safeload.people.models import RoleGrant, Strength
from safeload.planner.models import Run
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.planner.test_runs import done
from tests.workload.town import LONG_AGO, TODAY


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_asking_leads_to_the_answer(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    form = page(manager, "/planner/")
    assert f'value="team{meeting.town.team.pk}"' in form
    sent = {"key": uuid.uuid4(), "about": f"team{meeting.town.team.pk}", "kind": "propose"}
    answer = manager.post("/planner/", sent, follow=True)
    said = words(answer.content.decode())
    assert "1 household could be taken, 0 would go on waiting" in said
    assert "Amira Hussain" in said
    assert "40 → 45 of 50" in said
    assert "Nothing is changed by this" in said
    assert "this was proven" in said
    assert manager.post("/planner/", sent).status_code == 302
    assert Run.objects.count() == 1


@pytest.mark.parametrize("who", ["amira", "ben"])
def test_who_leads_nobody_finds_no_planner(meeting: Meeting, who: str) -> None:
    one = done(meeting)
    client = signed_in(meeting.accounts[who])
    for path in ("/planner/", f"/planner/{one.pk}/", f"/planner/{one.pk}/progress/", "/planner/rehearse/"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/planner/{one.pk}/households/{unit(one)}/").status_code == 404


def unit(one: Run) -> str:
    return str(one.question["waiting"][0]["id"])


def test_everybody_is_there_with_a_reason(meeting: Meeting) -> None:
    one = done(meeting)
    said = words(page(signed_in(meeting.accounts["manager"]), f"/planner/{one.pk}/households/{unit(one)}/"))
    assert "It named Amira Hussain" in said
    assert "Ben Carter" in said
    assert "would need 4 more room" in said
    assert Look.objects.filter(page="why somebody was proposed").exists()


def test_who_has_no_room_stands_by_how_much_they_need_and_many_who_cannot_are_folded(
    meeting: Meeting,
) -> None:
    town = meeting.town
    for name, load in (("Abel Full", 49), ("Zoe Nearly", 47)):
        town.points(town.person(name), load)
    for number in range(13):
        noted = town.person(f"Kin {number}")
        town.points(noted, 10)
        ConflictOfInterest.objects.create(
            practitioner=noted, household=meeting.cases[0].household, recorded_on=TODAY
        )
    one = done(meeting)
    html = page(signed_in(meeting.accounts["manager"]), f"/planner/{one.pk}/households/{unit(one)}/")
    said = words(html)
    assert said.index("Zoe Nearly") < said.index("Abel Full") < said.index("13 who cannot hold it")
    assert said.count("Cannot hold it: there is a conflict of interest") == 13
    assert said.index("13 who cannot hold it, each with the reason") < said.index("Kin 0")
    assert "would need 2 more room" in said


def test_whoever_is_asked_reads_why_and_of_others_bands_alone(meeting: Meeting) -> None:
    one = done(meeting)
    address = f"/planner/{one.pk}/households/{unit(one)}/"
    amira = signed_in(meeting.accounts["amira"])
    assert amira.get(address).status_code == 404
    meeting.propose()
    html = page(amira, address)
    (made,) = Proposal.objects.all()
    for who in ("amira", "manager"):
        assert address in page(signed_in(meeting.accounts[who]), f"/allocation/{made.pk}/")
    said = words(html)
    assert "Amira Hussain (you)" in said
    assert "40 → 45 of 50" in said
    assert "49 →" not in said
    assert "would need more room" in said
    assert signed_in(meeting.accounts["ben"]).get(address).status_code == 404


def test_of_colleagues_nothing_is_told_that_is_theirs_to_tell(meeting: Meeting) -> None:
    case = meeting.cases[0]
    SkillAsked.objects.create(case=case, kind="language", text="Welsh")
    SkillAsked.objects.create(case=case, kind="skill", text="Court work")
    for kind, text in (("language", "Welsh"), ("skill", "Court work"), ("interest", "Child protection")):
        Strength.objects.create(practitioner=meeting.amira, kind=kind, text=text)
    rae = meeting.town.person("Rae Room")
    one = done(meeting)
    meeting.propose()
    address = f"/planner/{one.pk}/households/{unit(one)}/"
    asked = words(page(signed_in(meeting.accounts["amira"]), address))
    row = asked[asked.index(rae.name) :]
    for private in ("language", "court work", "develop", "said that they can"):
        assert private not in row, private
    assert "does not bring what the case asks for" in row
    assert "court work" in words(page(signed_in(meeting.accounts["manager"]), address))


def test_what_became_of_it_stands_beside_it(meeting: Meeting) -> None:
    one = done(meeting)
    manager = signed_in(meeting.accounts["manager"])
    made = meeting.propose()
    assert "Proposed to Amira Hussain, not answered yet" in words(page(manager, f"/planner/{one.pk}/"))
    meeting.answer(made, "not-agreed", "I am in court all week.")
    meeting.decide(made, allocate=False, reason="Heard.")
    said = words(page(manager, f"/planner/{one.pk}/"))
    assert "Not allocated: Amira Hussain, did not agree" in said
    since = said[said.index("What people did since") :]
    assert "1 household was proposed to whom it names: Cases" in since
    assert "1 household was not agreed to: Cases" in since
    assert "1 household was decided otherwise" in since
    assert "1 household waits still, and nobody is being asked" in since
    assert f"/allocation/{made.pk}/" in page(manager, f"/planner/{one.pk}/")
    assert Proposal.objects.count() == 1


def test_what_people_did_is_summed_up_for_who_may_read_it(meeting: Meeting) -> None:
    one = done(meeting)
    manager = signed_in(meeting.accounts["manager"])
    assert "What people did since" not in page(manager, f"/planner/{one.pk}/")
    made = meeting.propose(meeting.ben)
    said = words(page(manager, f"/planner/{one.pk}/"))
    assert "1 household was proposed to somebody else: Cases" in said
    assert "1 household has no answer yet: Cases" in said
    assert "waits still" not in said
    meeting.answer(made, "agree-if", "If the review goes.", who="ben")
    meeting.decide(made, allocate=False, reason="Heard.")
    again = meeting.propose()
    meeting.answer(again)
    meeting.decide(again)
    said = words(page(manager, f"/planner/{one.pk}/"))
    since = said[said.index("What people did since") : said.index("Could be taken")]
    assert "1 household was proposed to whom it names" in since
    assert "1 household was agreed to: Cases" in since
    assert "1 household went to whom it names: Cases" in since
    assert "otherwise" not in since
    assert "What people did since" not in page(signed_in(meeting.accounts["head"]), f"/planner/{one.pk}/")


def test_what_went_without_a_proposal_is_told_apart(meeting: Meeting) -> None:
    one = done(meeting)
    for case in meeting.cases:
        meeting.town.hold(case, meeting.ben, TODAY)
    said = words(page(signed_in(meeting.accounts["manager"]), f"/planner/{one.pk}/"))
    assert "1 household went to somebody or was closed without a proposal: Cases" in said


def test_the_next_tier_reads_loads_and_no_reference(meeting: Meeting) -> None:
    one = done(meeting)
    html = page(signed_in(meeting.accounts["head"]), f"/planner/{one.pk}/")
    assert "A household with 2 cases" in words(html)
    assert meeting.cases[0].reference not in html
    assert "40 → 45" in words(html)


def test_a_manager_of_another_service_finds_nothing(meeting: Meeting) -> None:
    from safeload.people.models import ServiceArea, Team

    one = done(meeting)
    away = Team.objects.create(service_area=ServiceArea.objects.create(name="Adults"), name="Away")
    stranger = meeting.town.signs_in(role="team-manager", team=away)
    assert RoleGrant.objects.filter(account=stranger, starts_on=LONG_AGO).exists()
    client = signed_in(stranger)
    assert client.get(f"/planner/{one.pk}/").status_code == 404
    answer = client.post(
        "/planner/", {"key": uuid.uuid4(), "about": f"team{meeting.town.team.pk}", "kind": "propose"}
    )
    assert answer.status_code == 422


def test_moves_and_rehearsals_have_their_pages(meeting: Meeting) -> None:
    full = meeting.town.person("Flo Full")
    meeting.town.points(full, 61)
    manager = signed_in(meeting.accounts["manager"])
    one = done(meeting, kind=Run.Kind.REBALANCE)
    html = page(manager, f"/planner/{one.pk}/")
    said = words(html)
    assert "Within each team" in said
    assert "Flo Full" in said
    assert "Hand over:" in said
    sent: dict[str, Any] = {
        "key": uuid.uuid4(),
        "kind": "leaver",
        "who": full.pk,
        "scope": "team",
        "share": 70,
    }
    sent |= {"day_day": "30", "day_month": "11", "day_year": "2026"}
    answer = manager.post("/planner/rehearse/", sent, follow=True)
    assert "What if Flo Full leaves" in words(answer.content.decode())
    wrong = manager.post("/planner/rehearse/", {**sent, "who": ""})
    assert wrong.status_code == 422


def test_a_move_opens_the_hand_over_with_everything_chosen(meeting: Meeting) -> None:
    full = meeting.town.person("Flo Full")
    meeting.town.points(full, 61)
    manager = signed_in(meeting.accounts["manager"])
    html = page(manager, f"/planner/{done(meeting, kind=Run.Kind.REBALANCE).pk}/")
    form = re.search(
        r'<form method="post" action="(/allocation/posts/\d+/hand-over/[^"]*)">(.*?)</form>', html, re.S
    )
    assert form is not None
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    answer = manager.post(form[1].replace("&amp;", "&"), fields)
    assert answer.status_code == 200
    said = words(answer.content.decode())
    assert "Flo Full" in said
    assert "Amira Hussain" in said


def test_the_waiting_list_and_the_board_lead_to_the_planner_with_their_team_chosen(meeting: Meeting) -> None:
    from safeload.people.models import Team

    south = Team.objects.create(service_area=meeting.town.area, name="South")
    second = meeting.town.signs_in(role="team-manager", team=south)
    RoleGrant.objects.create(account=second, role="team-manager", team=meeting.town.team, starts_on=LONG_AGO)
    manager, both = signed_in(meeting.accounts["manager"]), signed_in(second)
    mine = meeting.town.team.pk
    here = f'href="/planner/?team={mine}"'
    assert here in page(manager, "/waiting/")
    assert here in page(manager, f"/boards/{mine}/")
    assert here in page(both, f"/waiting/?team={mine}")
    assert 'href="/planner/"' in page(both, "/waiting/")
    assert f'value="team{mine}" selected' in page(both, f"/planner/?team={mine}")
    assert "selected" not in page(both, "/planner/?team=4711")
    assert here in page(signed_in(meeting.accounts["head"]), f"/waiting/?team={mine}")
    analyst = signed_in(meeting.town.signs_in(role="analyst", everywhere=True))
    assert "/planner/" not in analyst.get("/waiting/").content.decode()
