"""The waiting list: against the target, who looks after what, what is due; gone everywhere once somebody holds it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from safeload.caseloads import actions
from safeload.caseloads.models import Case
from safeload.people.models import Post
from safeload.web.formats import of_days
from safeload.workload.queries.unallocated import unallocated
from tests.accounts import signed_in
from tests.workload.pages import queries_of, text_of
from tests.workload.town import LONG_AGO, TODAY, Town, days_ago


@pytest.fixture
def scene(town: Town) -> dict[str, Any]:
    town.scheme()
    actions.agree_times(
        by=None,
        starts_on=LONG_AGO,
        agreed_by="Working group",
        agreed_on=LONG_AGO,
        urgent_days=1,
        high_days=3,
        standard_days=5,
        low_days=None,
        contact_days=7,
        rating_days=14,
        contact_weeks=6,
        score_weeks=8,
    )
    ada, dee = town.person("Ada Light"), town.person("Dee Morgan", role=Post.Role.TEAM_MANAGER)
    town.points(ada, 10)
    late = town.family(
        1, since=days_ago(9), next_contact_due_on=days_ago(2), why_waiting="Full", rate_again_on=days_ago(1)
    )[0]
    soon = town.family(1, since=days_ago(2))[0]
    manager = town.signs_in(dee, role="team-manager", team=town.team)
    return {"ada": ada, "late": late, "soon": soon, "manager": manager, "own": town.signs_in(ada)}


@pytest.mark.parametrize(
    ("days", "target", "said"),
    [
        (9, 5, "9 of 5 days, 4 over"),
        (5, 5, "5 of 5 days"),
        (0, 1, "0 of 1 day"),
        (2, 1, "2 of 1 day, 1 over"),
        (9, None, "9 days, no target agreed"),
        (None, 5, "not known"),
    ],
)
def test_days_against_a_target_in_words(days: int | None, target: int | None, said: str) -> None:
    assert of_days(days, target) == said


def test_board_and_list_say_how_far_over_and_what_is_due(town: Town, scene: dict[str, Any]) -> None:
    client = signed_in(scene["manager"])
    board = text_of(client.get(reverse("team_board", args=[town.team.pk])))
    assert "1 waiting case over target, the longest by 4 days" in board
    assert "Contact is overdue for 1 waiting case" in board
    assert "Priority to be rated again for 1 waiting case" in board
    assert "2 waiting cases without a named holder" in board
    assert "9 of 5 days, 4 over" in board
    text = text_of(client.get(reverse("waiting"), {"team": town.team.pk}))
    assert "9 of 5 days, 4 over reached the team Tuesday 10 November" in text
    assert "2 of 5 days" in text
    assert "not approved yet" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("which=over", {"late"}),
        ("which=contact", {"late"}),
        ("which=rating", {"late"}),
        ("which=unnamed", {"late", "soon"}),
        ("which=parked", set()),
        ("which=unapproved&priority=1-urgent", set()),
        ("sort=-over&which=waiting", {"late", "soon"}),
        ("which=nonsense&sort=nonsense&age=x&page=x", set()),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    town: Town, scene: dict[str, Any], query: str, found: set[str]
) -> None:
    text = text_of(signed_in(scene["manager"]).get(f"{reverse('waiting')}?{query}"))
    assert {name for name in ("late", "soon") if scene[name].reference in text} == found


def test_allocated_it_is_gone_at_once_everywhere(town: Town, scene: dict[str, Any]) -> None:
    case, client = scene["late"], signed_in(scene["manager"])
    actions.name_keeper(by=scene["manager"], case_id=case.pk, account_id=scene["own"].pk)
    pages = [
        (client, reverse("team_board", args=[town.team.pk])),
        (client, reverse("waiting")),
        (client, reverse("cases") + "?holder=waiting"),
        (signed_in(scene["own"]), reverse("waiting") + "?which=mine"),
    ]
    assert all(case.reference in text_of(one.get(page)) for one, page in pages)
    post = scene["ada"].posts.get()
    actions.set_holder(by=None, case_id=case.pk, post_id=post.pk, from_on=TODAY, reason="FCONTA")
    for one, page in pages:
        answer = one.get(page)
        assert answer.status_code == 404 or case.reference not in text_of(answer), page
    assert "You look after" not in text_of(signed_in(scene["own"]).get(reverse("my_workload")))
    assert "While it waits" not in text_of(client.get(reverse("case", args=[case.pk])))


def test_who_is_named_finds_it_on_their_own_page(town: Town, scene: dict[str, Any]) -> None:
    case, client = scene["late"], signed_in(scene["own"])
    assert client.get(reverse("waiting")).status_code == 404
    actions.name_keeper(by=scene["manager"], case_id=case.pk, account_id=scene["own"].pk)
    mine = text_of(client.get(reverse("my_workload")))
    assert (
        "You look after 1 waiting case: contact is overdue for 1 and priority is to be rated again for 1."
        in mine
    )
    text = text_of(client.get(reverse("waiting"), {"which": "mine"}))
    assert case.reference in text
    assert scene["soon"].reference not in text
    assert "Contact made : case" in text
    assert "Find a practitioner" not in text


def test_waiting_begins_anew_when_somebody_ceases_to_hold_it(town: Town, scene: dict[str, Any]) -> None:
    case = town.family(1, scene["ada"], since=days_ago(300))[0]
    Case.objects.filter(pk=case.pk).update(
        waiting_approved_by=scene["manager"], waiting_approved_on=days_ago(310), why_waiting="Long ago"
    )
    actions.set_holder(by=None, case_id=case.pk, post_id=None, from_on=days_ago(4), reason="WAITIN")
    row = next(row for row in unallocated(_scope()) if row.case_id == case.pk)
    assert (row.since, row.reached_team, row.approved_by) == (days_ago(4), days_ago(300), "")


def test_work_of_a_leaver_waits_from_the_day_after_their_last(town: Town, scene: dict[str, Any]) -> None:
    gone = town.person("Liam Gone", ended_on=days_ago(3))
    case = town.family(1, gone, since=days_ago(300))[0]
    row = next(row for row in unallocated(_scope()) if row.case_id == case.pk)
    assert row.since == days_ago(3) + timedelta(days=1)


def test_a_service_is_counted_without_references_and_people(town: Town, scene: dict[str, Any]) -> None:
    actions.name_keeper(by=scene["manager"], case_id=scene["late"].pk, account_id=scene["own"].pk)
    head = signed_in(town.signs_in(role="service-manager", service_area=town.area))
    text = text_of(head.get(reverse("waiting"), {"which": "over"}))
    assert "one case" in text
    assert "9 of 5 days, 4 over" in text
    # "Full" are a manager's words for why it waits; that a reason is given, and not approved, are for the service.
    assert "A reason is given in words" in text
    assert "not approved yet" in text
    for hidden in (scene["late"].reference, "Ada Light", "Full", "Contact made"):
        assert hidden not in text


@pytest.mark.parametrize("role", ["hr", "union-rep", "director", "auditor", "analyst", "administrator"])
def test_no_role_without_cases_reads_a_reference(town: Town, scene: dict[str, Any], role: str) -> None:
    answer = signed_in(town.signs_in(role=role, everywhere=True)).get(reverse("waiting"))
    assert answer.status_code == 404 or scene["late"].reference not in text_of(answer)


def test_queries_of_the_list_stay_the_same_with_more_cases(town: Town, scene: dict[str, Any]) -> None:
    client = signed_in(scene["manager"])
    actions.name_keeper(by=None, case_id=scene["late"].pk, account_id=scene["own"].pk)
    _, count = (queries_of(client, reverse("waiting")) for _ in range(2))
    for case in town.family(30, since=days_ago(8)):
        actions.name_keeper(by=None, case_id=case.pk, account_id=scene["own"].pk)
    assert queries_of(client, reverse("waiting")) == count
    assert count <= 14


def test_contact_and_rating_take_two_clicks_and_lead_back(town: Town, scene: dict[str, Any]) -> None:
    client, page = signed_in(scene["manager"]), reverse("waiting") + "?which=contact"
    address = reverse("record_contact", args=[scene["late"].pk]) + "?back=/waiting/%3Fwhich%3Dcontact"
    assert address.replace("/waiting/", "%2Fwaiting%2F") in client.get(page).content.decode()
    form = client.get(address).context["form"]
    assert (form.initial["on"], form.initial["next_on"]) == (TODAY, TODAY + timedelta(days=7))
    sent = {"on": TODAY.isoformat(), "next_on": form.initial["next_on"].isoformat(), "version": 1}
    answer = client.post(address, sent)
    assert answer.url == "/waiting/?which=contact"
    assert scene["late"].reference not in text_of(client.get(page))
    again = client.post(address, sent)
    assert again.status_code == 302, "a form sent again changes nothing and says so by going on"


def _scope() -> Any:
    from safeload.people.scope import scope_for

    return scope_for(None, TODAY)
