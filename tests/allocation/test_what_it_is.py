"""What somebody is asked about is not a number: both sides read what the cases are, and where they stand is seen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.models import Proposal
from safeload.audit.refusals import Refusal, Several
from safeload.caseloads.actions import Change, name_keeper, set_holders
from safeload.caseloads.models import Case, ConflictOfInterest, CourtDate, SkillAsked
from safeload.people.actions import end_practitioner
from safeload.web import formats
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving import limited
from tests.allocation.test_notices import told
from tests.allocation.test_pages import place
from tests.api.client import Api
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY, days_ago

KNOWN = (
    "Who Child; 2 open cases in household",
    "Child protection",
    "Waiting 10 days, no target agreed; priority: ",
    "Why it waits Nobody had room",
    "Court dates 24 November 2026 (final hearing)",
    "Asks for Welsh (language)",
    "Where the family lives Harbourside",
    "Before no practitioner so far",
    "What it counts: 5 points by itself",
    "PTS-",
)


@pytest.fixture
def rich(meeting: Meeting) -> Meeting:
    """The family with all that may be known of it."""
    Case.objects.filter(pk__in=[case.pk for case in meeting.cases]).update(
        why_waiting="Nobody had room", reached_team_on=days_ago(10)
    )
    home = meeting.cases[0].household
    home.patch = "Harbourside"
    home.save()
    for case in meeting.cases:
        CourtDate.objects.create(case=case, on=TODAY + timedelta(days=5), kind="final")
        SkillAsked.objects.create(case=case, kind="language", text="Welsh")
    return meeting


def proposal(one: Proposal) -> str:
    return reverse("proposal", args=[one.pk])


@pytest.mark.parametrize("who", ["amira", "manager"])
def test_both_sides_read_what_the_cases_are(rich: Meeting, who: str) -> None:
    one = rich.propose()
    text = text_of(signed_in(rich.accounts[who]).get(proposal(one)))
    for said in (*KNOWN, "With now nobody: it waits", "Under the other schemes"):
        assert said in text, said


def test_the_page_of_candidates_says_what_it_is(rich: Meeting) -> None:
    text = text_of(signed_in(rich.accounts["manager"]).get(place(rich)))
    for said in KNOWN:
        assert said in text, said


def test_what_differs_between_the_cases_is_said_of_each(rich: Meeting) -> None:
    first, second = rich.cases
    CourtDate.objects.filter(case=second).delete()
    text = text_of(signed_in(rich.accounts["manager"]).get(place(rich)))
    assert f"Court dates {first.reference}: 24 November 2026 (final hearing)" in text
    assert "Asks for Welsh (language)" in text


def test_whoever_is_asked_opens_the_case_while_it_is_open_and_no_other(rich: Meeting) -> None:
    ConflictOfInterest.objects.create(
        practitioner=rich.ben, household=rich.cases[0].household, recorded_on=TODAY, why="Cousin"
    )
    amira = signed_in(rich.accounts["amira"])
    case = reverse("case", args=[rich.cases[0].pk])
    assert amira.get(case).status_code == 404
    one = rich.propose(case_ids=[rich.cases[0].pk], seen={})
    assert f'href="{case}"' in amira.get(proposal(one)).content.decode()
    page = amira.get(case)
    text = text_of(page)
    assert page.status_code == 200
    assert "Proposed to Amira Hussain, since 19 November 2026" in text
    assert "Ben Carter" not in text  # whose conflict it is concerns a colleague
    assert "Conflicts of interest" not in text
    assert "Correct" not in text
    links = set(re.findall(r"<main.*?</main>", page.content.decode(), re.S)[0].split('href="')[1:])
    for address in (link.split('"')[0] for link in links):
        assert amira.get(address).status_code == 200, address
    assert amira.get(reverse("case", args=[rich.cases[1].pk])).status_code == 404
    for name in ("correct_case", "rate_case", "hold_case", "place_case", "case_score"):
        assert amira.get(reverse(name, args=[rich.cases[0].pk])).status_code == 404
    assert rich.cases[0].reference not in text_of(amira.get(reverse("cases")))
    assert signed_in(rich.accounts["ben"]).get(case).status_code == 404
    actions.withdraw(by=rich.accounts["manager"], proposal_id=one.pk)
    assert amira.get(case).status_code == 404


def test_an_open_proposal_is_seen_where_the_case_waits(rich: Meeting) -> None:
    manager = signed_in(rich.accounts["manager"])
    pages = [
        reverse("team_board", args=[rich.town.team.pk]),
        reverse("waiting"),
        reverse("case", args=[rich.cases[0].pk]),
    ]
    for page in pages:
        assert "Proposed to" not in text_of(manager.get(page))
    one = rich.propose()
    for page in pages:
        answer = manager.get(page)
        assert "Proposed to Amira Hussain, since 19 November 2026" in text_of(answer), page
        assert f'href="{proposal(one)}">Proposed to' in answer.content.decode(), page
    actions.withdraw(by=rich.accounts["manager"], proposal_id=one.pk)
    for page in pages:
        assert "Proposed to" not in text_of(manager.get(page))


def test_who_counts_and_does_not_open_is_not_told_to_whom(rich: Meeting) -> None:
    rich.propose()
    text = text_of(signed_in(rich.accounts["head"]).get(reverse("waiting")))
    assert "one case" in text
    assert "Proposed to" not in text


def test_unanswered_after_two_working_days_is_a_matter(meeting: Meeting) -> None:
    meeting.propose()
    board = reverse("team_board", args=[meeting.town.team.pk])
    silent = f"Amira Hussain has not answered about cases {meeting.cases[0].reference} and"
    assert silent not in text_of(signed_in(meeting.accounts["manager"]).get(board))
    with time_machine.travel("2026-11-20T10:00:00+00:00"):
        assert silent not in text_of(signed_in(meeting.accounts["manager"]).get(board))
    with time_machine.travel("2026-11-23T10:00:00+00:00"):  # Thursday, so Monday
        assert silent in text_of(signed_in(meeting.accounts["manager"]).get(board))


def test_who_has_no_account_is_asked_otherwise(meeting: Meeting) -> None:
    chloe = meeting.town.person("Chloe Evans")
    meeting.town.points(chloe, 20)
    manager = signed_in(meeting.accounts["manager"])
    assert text_of(manager.get(place(meeting))).count("has no account: ask in person or by telephone") == 1
    one = meeting.propose(chloe)
    assert "Chloe Evans has no account here: ask in person or by telephone" in text_of(
        manager.get(proposal(one))
    )
    board = text_of(manager.get(reverse("team_board", args=[meeting.town.team.pk])))
    assert "Chloe Evans has no account: ask about cases" in board


def test_all_that_is_missing_is_said_at_once(meeting: Meeting) -> None:
    one = meeting.propose(meeting.ben)
    with pytest.raises(Several) as refused:
        meeting.decide(one)
    fields = [part.field for part in refused.value.parts]
    assert fields == ["notified", "reason", "what_will_be_done", "over_until"]
    manager = signed_in(meeting.accounts["manager"])
    sent = {"allocate": "yes", "version": one.version, "seen": _seen(manager, one)}
    page = text_of(manager.post(reverse("decide_proposal", args=[one.pk]), sent))
    for said in (
        "has not answered yet",
        "Say why they are to take it",
        "Say what will be done",
        "Say until when the load",
    ):
        assert said in page, said


def _seen(client: object, one: Proposal) -> str:
    from tests.allocation.test_pages import hidden

    return hidden(client.get(proposal(one)), "seen").replace("&quot;", '"')  # type: ignore[attr-defined]


def test_not_allocating_says_why_and_the_practitioner_reads_it(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    with pytest.raises(Refusal, match="Say why it is not allocated: Amira Hussain reads it") as refused:
        meeting.decide(one, allocate=False)
    assert refused.value.field == "reason"
    meeting.decide(one, allocate=False, reason="The family moves to Swansea")
    assert "“The family moves to Swansea”" in text_of(signed_in(meeting.accounts["amira"]).get(proposal(one)))
    assert told(meeting, "amira")[-1].endswith("to you, and says why.")


def test_enter_decides_nothing_and_a_reload_leads_back(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    manager = signed_in(meeting.accounts["manager"])
    address = reverse("decide_proposal", args=[one.pk])
    page = manager.post(address, {"version": one.version, "seen": _seen(manager, one), "reason": "typed"})
    assert page.status_code == 422
    assert "Nothing was decided. Press" in text_of(page)
    assert "typed" in text_of(page)
    one.refresh_from_db()
    assert one.outcome == ""
    for name, who in (
        ("decide_proposal", "manager"),
        ("answer_proposal", "amira"),
        ("override_limit", "head"),
    ):
        found = signed_in(meeting.accounts[who]).get(reverse(name, args=[one.pk]))
        assert found.status_code == (404 if who == "head" else 302)
        assert who == "head" or found["Location"] == proposal(one)


def test_whose_the_cases_are_is_told_that_they_are_proposed_and_how_it_ended(meeting: Meeting) -> None:
    first, second = meeting.cases
    meeting.town.hold(first, meeting.ben, days_ago(5))
    keeper = meeting.town.signs_in(role="team-manager", team=meeting.town.team)
    meeting.accounts["keeper"] = keeper
    name_keeper(by=meeting.accounts["manager"], case_id=second.pk, account_id=keeper.pk)
    one = meeting.propose(seen={})
    manager = meeting.accounts["manager"].name
    proposed = f"{manager} proposes case {first.reference}, which you hold, to Amira Hussain. Nothing has changed yet."
    assert told(meeting, "ben")[-1] == proposed
    assert "which you look after, to Amira Hussain" in told(meeting, "keeper")[-1]
    actions.withdraw(by=meeting.accounts["manager"], proposal_id=one.pk)
    assert "is closed; nothing changed hands" in told(meeting, "ben")[-1]
    assert "is closed; nothing changed hands" in told(meeting, "keeper")[-1]


def test_after_a_limit_was_let_through_the_practitioner_is_told_too(meeting: Meeting) -> None:
    limited(meeting)
    one = meeting.propose(meeting.ben)
    actions.override(by=meeting.accounts["head"], proposal_id=one.pk, reason="Nobody else speaks Welsh")
    assert "let a limit be exceeded for cases" in told(meeting, "ben")[-1]
    assert told(meeting, "manager")[-1].endswith("You can decide now.")


def test_queries_of_the_page_do_not_grow_with_the_cases(meeting: Meeting) -> None:
    manager = signed_in(meeting.accounts["manager"])
    few = meeting.propose(case_ids=[meeting.cases[0].pk], seen={})
    manager.get(proposal(few))
    number = queries_of(manager, proposal(few))
    many = meeting.town.family(6, since=days_ago(10), status=["CP"], level="medium")
    more = meeting.propose(case_ids=[case.pk for case in many], seen={})
    manager.get(proposal(more))
    assert queries_of(manager, proposal(more)) == number


def test_many_cases_are_folded(meeting: Meeting) -> None:
    many = meeting.town.family(7, since=days_ago(10), status=["CP"], level="medium")
    one = meeting.propose(case_ids=[case.pk for case in many], seen={})
    assert "Each of the 7 cases" in text_of(signed_in(meeting.accounts["amira"]).get(proposal(one)))


def test_who_has_it_now_and_who_from_a_day_to_come(meeting: Meeting) -> None:
    """Since when is the holder's first day, whatever was decided about the weeks ahead."""
    starts = TODAY + timedelta(days=14)
    case, manager = meeting.cases[0], meeting.accounts["manager"]
    change = Change(case.pk, meeting.ben.posts.get().pk, starts, "FCONTA")
    set_holders(by=manager, changes=[change], decided=True)
    said = f"With now nobody: it waits; Ben Carter from {formats.day(starts, weekday=False)}"
    page = text_of(signed_in(manager).get(reverse("place_case", args=[case.pk])))
    assert said in page
    assert "Waiting" in page


def test_a_program_of_whoever_is_asked_reads_that_case_while_it_is_open(meeting: Meeting) -> None:
    one, (first, _) = meeting.propose(), meeting.cases
    other = meeting.town.family(1, since=days_ago(3), status=["CIN"])[0]
    amira, ben = Api(meeting.accounts["amira"]), Api(meeting.accounts["ben"])
    assert amira.get(f"/cases/{first.pk}").json()["reference"] == first.reference
    assert amira.get(f"/cases/{other.pk}").status_code == 404
    assert ben.get(f"/cases/{first.pk}").status_code == 404
    actions.withdraw(by=meeting.accounts["manager"], proposal_id=one.pk)
    assert amira.get(f"/cases/{first.pk}").status_code == 404


def test_what_a_leaver_held_waits_since_they_left_wherever_it_is_told(meeting: Meeting) -> None:
    lewis = meeting.town.person("Lewis Sheard")
    case = meeting.town.family(1, lewis, days_ago(90), status=["CIN"])[0]
    Case.objects.filter(pk=case.pk).update(reached_team_on=days_ago(95))
    end_practitioner(by=None, practitioner_id=lewis.pk, on=days_ago(4))
    client = signed_in(meeting.accounts["manager"])
    page = text_of(client.get(reverse("case", args=[case.pk])))
    assert "3 days, no target agreed" in page
    assert "waiting: Lewis Sheard has left" in page
    assert "has left; Lewis Sheard" not in page
    placing = text_of(client.get(reverse("place_case", args=[case.pk])))
    assert "With now waiting: Lewis Sheard has left" in placing
    assert "Waiting 3 days, no target agreed; priority: " in placing
    assert "3 days" in text_of(client.get(reverse("waiting")))


def test_a_load_over_the_line_lasts_no_longer_than_the_post(meeting: Meeting) -> None:
    one = meeting.propose(meeting.ben)
    end_practitioner(by=None, practitioner_id=meeting.ben.pk, on=TODAY + timedelta(days=40))
    over = {"reason": "No other", "what_will_be_done": "Two move on", "notified": True}
    with pytest.raises(Refusal, match="The last day of this post is 29 December 2026"):
        meeting.decide(one, **over, over_until=TODAY + timedelta(days=41))
    assert meeting.decide(one, **over, over_until=TODAY + timedelta(days=40)).outcome == "allocated"
