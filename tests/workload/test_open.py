"""Why cases are open (CLO-01 to CLO-06) and weights gone stale (PTS-17), on the pages of those who can act."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from safeload.caseloads import actions
from safeload.caseloads.actions import Source
from safeload.caseloads.models import Case, Closing, HouseholdMove, ScoreConfirmation
from safeload.caseloads.queries import times_on
from safeload.schemes.facts import fields_asked
from safeload.workload.models import Standing
from safeload.workload.queries.open_cases import asks, open_cases
from safeload.workload.queries.scores import scores_due
from tests.accounts import signed_in
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY, Town, days_ago

ANSWERS = {"status": ["CIN"], "level": "low", "intervention": "3", "additional": "0"}


@pytest.fixture
def scene(town: Town) -> dict[str, Any]:
    town.scheme()
    ben = town.person("Ben Carter")
    town.points(ben, 46, since=days_ago(20))
    case = town.family(1, ben, since=days_ago(100), last_contact_on=days_ago(3), **ANSWERS)[0]
    manager = town.signs_in(role="team-manager", team=town.team)
    return {"ben": ben, "case": case, "own": town.signs_in(ben), "manager": manager}


def _row(case: Any) -> Any:
    holder = case.allocations.get().post.practitioner_id
    return next(row for row in open_cases(TODAY, practitioners=[holder]) if row.case_id == case.pk)


def _kinds(case: Any) -> list[str]:
    return asks(_row(case), TODAY, times_on(TODAY))


@pytest.mark.parametrize(
    ("days", "asked"), [(41, ["none"]), (42, ["contact", "none"]), (300, ["contact", "none"])]
)
def test_clo_03_no_contact_for_six_weeks_is_asked_about(
    scene: dict[str, Any], days: int, asked: list[str]
) -> None:
    Case.objects.filter(pk=scene["case"].pk).update(last_contact_on=days_ago(days))
    assert _kinds(scene["case"]) == asked


def test_where_no_contact_is_known_the_weeks_count_from_when_it_came(
    town: Town, scene: dict[str, Any]
) -> None:
    old, new = town.family(1, scene["ben"], days_ago(50))[0], town.family(1, scene["ben"], days_ago(30))[0]
    assert _kinds(old) == ["contact", "none"]
    assert _kinds(new) == ["none"]


def test_clo_01_a_plan_that_ended_and_a_review_that_passed_are_asked_about(scene: dict[str, Any]) -> None:
    case = scene["case"]
    actions.state_plan(
        by=None, case_id=case.pk, plan="Support", ends_on=days_ago(1), next_review_on=days_ago(2)
    )
    assert _kinds(case) == ["ended", "review"]
    Case.objects.filter(pk=case.pk).update(last_review_on=days_ago(2))
    assert _kinds(case) == ["ended"]
    actions.state_plan(by=None, case_id=case.pk, plan="Support", ends_on=TODAY, next_review_on=TODAY)
    assert _kinds(case) == []


def test_own_page_says_one_line_each_kind_with_its_rule(town: Town, scene: dict[str, Any]) -> None:
    case = scene["case"]
    Case.objects.filter(pk=case.pk).update(last_contact_on=days_ago(43))
    text = text_of(signed_in(scene["own"]).get(reverse("my_workload")))
    assert "1 case has no contact noted for 6 weeks or more." in text
    assert "have no plan stated." in text
    page = text_of(signed_in(scene["own"]).get(reverse("why_open"), {"kind": "contact"}))
    assert case.reference in page
    assert "State the plan" in page


def test_the_board_counts_and_names_nobody(town: Town, scene: dict[str, Any]) -> None:
    actions.state_plan(by=None, case_id=scene["case"].pk, plan="Support", ends_on=days_ago(1))
    client = signed_in(scene["manager"])
    text = text_of(client.get(reverse("team_board", args=[town.team.pk])))
    assert "1 case is open after its plan has ended (CLO-01)" in text
    assert "weight" not in text.split("To decide today")[1].split("The team together")[0]
    page = text_of(client.get(reverse("why_open"), {"team": town.team.pk, "kind": "ended"}))
    assert "Ben Carter: 1 case" in page
    assert "there is no target for closing" in page


def test_clo_02_every_open_case_with_plan_why_open_and_next_review_for_supervision(
    town: Town, scene: dict[str, Any]
) -> None:
    case, other = scene["case"], town.family(1, scene["ben"], days_ago(3))[0]
    said = {"plan": "Support", "why_open": "Court in May", "agreed_with_id": scene["manager"].pk}
    actions.state_plan(by=None, case_id=case.pk, **said, agreed_on=TODAY, next_review_on=TODAY)
    Case.objects.filter(pk=case.pk).update(last_contact_on=TODAY)
    client, address = signed_in(scene["manager"]), reverse("why_open")
    asks = text_of(client.get(address, {"team": town.team.pk}))
    assert case.reference not in asks
    everything = {"team": town.team.pk, "kind": "all", "sort": "-review"}
    page = text_of(client.get(address, everything))
    assert "why open: Court in May" in page
    assert page.index(case.reference) < page.index(other.reference)


def test_closing_from_a_list_leads_back_to_the_list(scene: dict[str, Any]) -> None:
    client = signed_in(scene["manager"])
    address = f"{reverse('close_case', args=[scene['case'].pk])}?back=/open/%3Fkind%3Dall"
    sent = {"on": TODAY.isoformat(), "reason": "RC7", "version": 0}
    answer = client.post(address, {**sent, "version": Case.objects.get(pk=scene["case"].pk).version})
    assert (answer.status_code, answer.url) == (302, "/open/?kind=all")


def test_pages_are_closed_to_others(town: Town, scene: dict[str, Any]) -> None:
    of_team = f"{reverse('why_open')}?team={town.team.pk}"
    peer = signed_in(town.signs_in(town.person("Ada Light")))
    assert peer.get(of_team).status_code == 404
    assert peer.get(reverse("close_case", args=[scene["case"].pk])).status_code == 404
    assert peer.post(reverse("score_still_right", args=[scene["case"].pk])).status_code == 404
    for role in ("hr", "analyst", "director", "auditor", "administrator", "service-manager", "union-rep"):
        client = signed_in(town.signs_in(role=role, everywhere=True))
        for page in (of_team, reverse("why_open"), reverse("scores_due")):
            assert client.get(page).status_code == 404, (role, page)
    assert not ScoreConfirmation.objects.exists()
    for nonsense in ("team=x", "team=999999999999", "kind=x&sort=x&page=x&who=x"):
        assert signed_in(scene["own"]).get(f"{reverse('why_open')}?{nonsense}").status_code in {200, 404}


def test_queries_stay_the_same_with_more_cases(town: Town, scene: dict[str, Any]) -> None:
    pages = [
        (signed_in(scene["own"]), reverse("scores_due")),
        (signed_in(scene["own"]), reverse("why_open")),
        (signed_in(scene["manager"]), f"{reverse('why_open')}?team={town.team.pk}"),
    ]
    _agree(scene["case"], days_ago(70))
    counts = [[queries_of(client, page) for client, page in pages] for _ in range(2)]
    for case in town.family(25, scene["ben"], days_ago(90)):
        _agree(case, days_ago(70))
    assert [queries_of(client, page) for client, page in pages] == counts[-1]
    assert max(counts[-1]) <= 14


# Closing


def test_closing_shows_what_it_frees_and_thanks(town: Town, scene: dict[str, Any]) -> None:
    case, client = scene["case"], signed_in(scene["own"])
    address = reverse("close_case", args=[case.pk])
    assert (
        f"Closing case {case.reference} frees 4 points. Your load would go from 50 of 50 points "
        "to 46 of 50 points, 4 to the line." in text_of(client.get(address))
    )
    assert client.post(address, {"on": TODAY.isoformat()}).status_code == 422
    early = {"on": days_ago(101).isoformat(), "reason": "RC7"}
    assert "had not begun on that day" in text_of(client.post(address, early))
    sent = {"on": TODAY.isoformat(), "reason": "RC7", "version": case.version}
    text = text_of(client.post(address, sent, follow=True))
    assert (
        f"Thank you. Closing {'case ' + case.reference} frees 4 points. Your load goes from 50 of 50" in text
    )
    row = Standing.objects.get(practitioner=scene["ben"])
    assert row.load == 46 * row.unit
    again = text_of(client.post(address, sent, follow=True))
    assert "is closed already. Nothing was changed." in again
    assert Closing.objects.count() == 1
    client.post(reverse("reopen_case", args=[case.pk]))
    row.refresh_from_db()
    assert row.load == 50 * row.unit


def test_closing_one_of_a_household_frees_what_is_counted_for_one(town: Town, scene: dict[str, Any]) -> None:
    first, _ = town.family(2, scene["ben"], days_ago(90), **ANSWERS)
    text = text_of(signed_in(scene["manager"]).get(reverse("close_case", args=[first.pk])))
    assert f"Closing case {first.reference} frees 1 point. Ben Carter’s load would go from" in text


def test_closing_from_a_page_that_moved_on_is_refused(scene: dict[str, Any]) -> None:
    case = scene["case"]
    Case.objects.filter(pk=case.pk).update(version=7)
    sent = {"on": TODAY.isoformat(), "reason": "RC7", "version": 1}
    answer = signed_in(scene["own"]).post(reverse("close_case", args=[case.pk]), sent)
    assert answer.status_code == 422
    assert "Somebody changed" in text_of(answer)


def test_what_waits_is_closed_without_a_figure(town: Town, scene: dict[str, Any]) -> None:
    case = town.family(1, since=days_ago(9))[0]
    client, address = signed_in(scene["manager"]), reverse("close_case", args=[case.pk])
    assert "Nobody holds this case: it waits" in text_of(client.get(address))
    sent = {"on": TODAY.isoformat(), "reason": "RC8"}
    done = text_of(client.post(address, sent, follow=True))
    assert f"Thank you. Case {case.reference} is closed." in done


# Weights gone stale


def _fields() -> Any:
    return fields_asked(TODAY, "case")


def _agree(case: Any, on: date, **answers: Any) -> None:
    """The score agreed by hand on a day."""
    with time_machine.travel(f"{on.isoformat()}T09:00:00+00:00"):
        actions.set_values(
            by=None, case_id=case.pk, answers={**ANSWERS, **answers}, fields=_fields(), valid_from=on
        )


def _due(scene: dict[str, Any]) -> dict[str, list[str]]:
    held = open_cases(TODAY, practitioners=[scene["ben"].pk])
    found = scores_due(held, timezone.localdate(), times_on(TODAY))
    return {score.reference: [kind for kind, *_ in score.why] for score in found}


def test_pts_17_eight_weeks_unchanged_ask_and_less_do_not(scene: dict[str, Any]) -> None:
    case = scene["case"]
    _agree(case, days_ago(55))
    assert _due(scene) == {}
    _agree(case, days_ago(55), intervention="4")
    with time_machine.travel(f"{(TODAY + timedelta(days=1)).isoformat()}T10:00:00+00:00"):
        assert _due(scene) == {case.reference: ["weeks"]}


def test_pts_17_a_score_that_nobody_gave_is_not_asked_about_here(scene: dict[str, Any]) -> None:
    assert _due(scene) == {}


def test_pts_17_a_court_date_asks_until_it_is_taken_out(scene: dict[str, Any]) -> None:
    case = scene["case"]
    _agree(case, days_ago(10))
    row = actions.add_court_date(by=None, case_id=case.pk, on=TODAY + timedelta(days=9))
    assert _due(scene) == {case.reference: ["court"]}
    actions.remove_court_date(by=None, court_date_id=row.pk)
    assert _due(scene) == {}


def test_pts_17_a_status_that_a_list_changes_asks_and_one_by_hand_does_not(scene: dict[str, Any]) -> None:
    case = scene["case"]
    _agree(case, days_ago(10))
    _agree(case, days_ago(9), status=["CP"])
    assert _due(scene) == {}
    actions.set_values(
        by=None,
        case_id=case.pk,
        answers={"status": ["LAC"]},
        fields=_fields(),
        valid_from=TODAY,
        source=Source("import 3"),
    )
    assert _due(scene) == {case.reference: ["answer"]}
    text = text_of(signed_in(scene["own"]).get(reverse("scores_due")))
    assert "a list changed “Status of the child” on 19 November 2026" in text


def test_pts_17_a_sibling_that_joins_or_leaves_asks(town: Town, scene: dict[str, Any]) -> None:
    first, second = town.family(2, scene["ben"], days_ago(90), **ANSWERS)
    for case in (first, second):
        _agree(case, days_ago(10))
    home = first.household.reference
    new = actions.add_case(by=None, reference="9001", team_id=town.team.pk, household=home)
    assert _due(scene) == {first.reference: ["joined"], second.reference: ["joined"]}
    actions.split(by=None, case_id=new.pk)
    assert _due(scene) == {}
    actions.close_case(by=None, case_id=second.pk, on=TODAY, reason="RC7")
    assert _due(scene) == {first.reference: ["left"]}
    actions.reopen_case(by=None, case_id=second.pk)
    assert _due(scene) == {}
    assert HouseholdMove.objects.count() == 2


def test_pts_17_two_clicks_confirm_and_nothing_is_asked_again_before_a_change(scene: dict[str, Any]) -> None:
    case, client = scene["case"], signed_in(scene["own"])
    _agree(case, days_ago(10))
    actions.add_court_date(by=None, case_id=case.pk, on=TODAY + timedelta(days=9))
    assert "1 weight to look at. Look at it" in text_of(client.get(reverse("my_workload")))
    page = client.get(reverse("scores_due"))
    assert "a court date was added on 19 November 2026" in text_of(page)
    button, sent = reverse("score_still_right", args=[case.pk]), {"seen": page.context["now"]}
    text = text_of(client.post(button, sent, follow=True))
    assert "Nothing to look at" in text
    client.post(button, sent)
    row = ScoreConfirmation.objects.get()
    assert (row.case, row.by) == (case, scene["own"])
    assert _due(scene) == {}
    for nonsense in ("", "x", "2026-99-99T00:00:00+00:00", "2026-11-19T10:00:00"):
        assert client.post(button, {"seen": nonsense}).status_code == 302
    actions.add_court_date(by=None, case_id=case.pk, on=TODAY + timedelta(days=30))
    assert _due(scene) == {case.reference: ["court"]}


def test_the_weeks_go_on_where_only_a_share_changes(town: Town, scene: dict[str, Any]) -> None:
    case, post = scene["case"], scene["ben"].posts.get()
    helper = town.person("Amira Hussain").posts.get()
    parts = [actions.Part(post.pk, Decimal(60)), actions.Part(helper.pk, Decimal(40))]
    actions.share_case(
        by=None, case_id=case.pk, parts=parts, from_on=days_ago(2), expected=post.pk, joining=[helper.pk]
    )
    row = next(row for row in open_cases(TODAY, practitioners=[scene["ben"].pk]) if row.case_id == case.pk)
    assert row.held_since == days_ago(100)
