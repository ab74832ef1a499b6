"""My workload, and the same proof for those whom it is open to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from safeload.audit.models import Look
from safeload.caseloads.models import Case, CaseValue
from safeload.people.models import Commitment, Post
from safeload.workload.actions import refresh
from safeload.workload.models import Standing
from tests.accounts import signed_in
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY, Town, days_ago, worker_x


@pytest.fixture
def xanthe(town: Town) -> Any:
    town.scheme()
    town.scheme("crude-limits", main=False, case="household")
    town.scheme("crude-limits", main=False, case="child")
    return worker_x(town)


def _mine(town: Town, whose: Any) -> Any:
    return signed_in(town.signs_in(whose)).get(reverse("my_workload"))


def test_who_may_not_hold_cases_is_not_asked_to_offer(town: Town, xanthe: Any) -> None:
    offer = reverse("offer_to_take")
    assert offer in _mine(town, xanthe).content.decode()
    manager = town.person("Maud Manages", role=Post.Role.TEAM_MANAGER)
    assert offer not in _mine(town, manager).content.decode()


def test_worked_example_stands_at_the_limit_and_disagrees_with_the_counts(town: Town, xanthe: Any) -> None:
    """Rules 2.2: green by family, red by child, at the limit by points."""
    text = text_of(_mine(town, xanthe))
    assert "50 of 50 points (100%) ▲ amber, at the limit" in text
    assert "You are exactly at your line of 50 points." in text
    assert "none now; nothing more without a trade-off" in text
    assert "Red begins at 55 points: 5 away" in text
    assert "17 cases in 9 households" in text
    assert (
        "amber, at the limit by points; green by crude case limits (household); red by crude case limits (child)."
        in text
    )


def test_every_amount_opens_down_to_the_rule(town: Town, xanthe: Any) -> None:
    response = _mine(town, xanthe)
    text = text_of(response)
    assert "Household H003: 6 children 9 points" in text
    assert "Base point for each child (6 × 1 point)" in text
    assert "PTS-11 1 base point for each child, to reflect individual needs." in text
    assert "Practice teaching" in text
    assert "PTS-15" in text
    assert "version 1. Agreed by Workload working group on 1 January 2024" in text
    linked = signed_in(town.signs_in()).get(reverse("proof", args=[xanthe.pk]) + "?of=H003")
    assert linked.status_code == 404


def test_proof_has_a_page_of_its_own(town: Town, xanthe: Any) -> None:
    client = signed_in(town.signs_in(xanthe))
    assert "Household H003: 6 children: 9 points" in text_of(
        client.get(reverse("proof", args=[xanthe.pk]), {"of": "H003"})
    )
    assert client.get(reverse("proof", args=[xanthe.pk]), {"of": "nothing"}).status_code == 404


def test_answers_name_who_agreed_them_and_when(town: Town, xanthe: Any) -> None:
    manager = town.signs_in(role="team-manager", team=town.team)
    CaseValue.objects.create(
        case=Case.objects.get(reference="C001-1"),
        field="intervention",
        value="2",
        valid_from=days_ago(30),
        source="agreed",
        agreed_by=manager,
        agreed_on=days_ago(30),
        recorded_at="2026-10-20T10:00:00Z",
    )
    assert "Intervention points agreed: 2, agreed by team-manager on 20 October 2026" in text_of(
        _mine(town, xanthe)
    )


def test_nearly_the_line_never_reads_as_the_line(town: Town) -> None:
    """X-02: 99.96 % shows 99.9 %, and the amounts differ where they differ."""
    town.scheme("srb-time")
    worker = town.person("Nia Close")
    refresh(on=TODAY)
    row = Standing.objects.get(pk=worker.pk)
    Standing.objects.filter(pk=worker.pk).update(load=(row.line or 0) * 9996 // 10000, band="green")
    manager = town.signs_in(role="team-manager", team=town.team)
    text = text_of(signed_in(manager).get(reverse("team_board", args=[town.team.pk])))
    assert "147.94 of 148 hours ● green" in text
    assert "99.9%" not in text  # percentages come second: they are on the practitioner's own page
    own = text_of(signed_in(manager).get(reverse("practitioner_load", args=[worker.pk])))
    assert "(99.9%)" in own
    assert "100%" not in own
    assert "100.0" not in own


def test_last_week_is_told_household_by_household(town: Town) -> None:
    town.scheme()
    worker = town.person("Nia Close")
    town.points(worker, 20)
    town.family(2, worker, since=days_ago(3), status=["CP"], level="medium", intervention="2", additional="0")
    text = text_of(_mine(town, worker))
    assert "Changed since Thursday 12 November" in text
    assert "Load: from 20 points to 25 points." in text
    assert "came: 2 cases, 5 points." in text


def test_line_says_how_it_was_made(town: Town) -> None:
    """Fixture 15: 0.6 of an experienced practitioner's time is a line of 30, and nobody is taken for an NQSW."""
    town.scheme()
    worker = town.person("Nia Close", hours="22.2")
    Commitment.objects.create(
        practitioner=worker,
        kind="adjustment",
        amount=Decimal(10),
        unit="percent",
        starts_on=days_ago(5),
        ends_on=days_ago(-50),
    )
    text = text_of(_mine(town, worker))
    assert "Contracted hours: 22.2 a week." in text
    assert "Three years and more: 50 points for full time (BEN-04)." in text
    assert "Counted for 19.98 of 37 hours a week: 27 points." in text
    assert "Agreed adjustment: 10 per cent off until 8 January 2027 (PTS-08)." in text


def test_full_leave_is_not_available_and_never_a_division(town: Town) -> None:
    """Fixture 14."""
    town.scheme()
    worker = town.person("Nia Close")
    town.points(worker, 4)
    Commitment.objects.create(
        practitioner=worker, kind="leave", amount=Decimal(100), unit="percent", starts_on=days_ago(5)
    )
    text = text_of(_mine(town, worker))
    assert "You are not available at present; 4 points are still with you." in text


def test_unknown_hours_set_no_line(town: Town) -> None:
    town.scheme()
    worker = town.person("Nia Close", hours=None)
    town.points(worker, 4)
    text = text_of(_mine(town, worker))
    assert "The hours a week are not known, so there is no line yet." in text
    assert "%" not in text.partition("My workload")[2].partition("What needs you")[0]


def test_without_a_scheme_the_page_says_what_will_be_here(town: Town) -> None:
    worker = town.person("Nia Close")
    assert "There is no figure for you today" in text_of(_mine(town, worker))


def test_nothing_about_colleagues(town: Town, xanthe: Any) -> None:
    town.points(town.person("Ben Carter"), 56)
    town.person("Dee Morgan", role="team-manager")
    text = text_of(_mine(town, xanthe))
    assert "Ben Carter" not in text
    assert "Dee Morgan" not in text


def test_queries_stay_the_same_with_more_cases(town: Town) -> None:
    town.scheme()
    town.scheme("crude-limits", main=False)
    worker = town.person("Nia Close")
    town.points(worker, 10)
    client = signed_in(town.signs_in(worker))
    client.get(reverse("my_workload"))
    count = queries_of(client, reverse("my_workload"))
    town.points(worker, 30)
    refresh(on=TODAY, practitioner_ids=[worker.pk])
    client.get(reverse("my_workload"))
    assert queries_of(client, reverse("my_workload")) == count
    assert count <= 20


def test_manager_looks_and_the_practitioner_can_see_it(town: Town, xanthe: Any) -> None:
    manager = town.signs_in(role="team-manager", team=town.team)
    text = text_of(signed_in(manager).get(reverse("practitioner_load", args=[xanthe.pk])))
    assert "Xanthe Wells is exactly at their line of 50 points." in text
    assert "Household H003: 6 children" in text
    assert Look.objects.filter(who=manager, practitioner_id=xanthe.pk, page="load").exists()


def test_head_of_service_sees_the_figure_but_no_cases_and_no_adjustments(town: Town, xanthe: Any) -> None:
    """Rules 5.1: case rows and adjustments are not open to a head of service."""
    Commitment.objects.create(
        practitioner=xanthe, kind="adjustment", amount=Decimal(10), unit="percent", starts_on=days_ago(5)
    )
    head = town.signs_in(role="service-manager", service_area=town.area)
    text = text_of(signed_in(head).get(reverse("practitioner_load", args=[xanthe.pk])))
    assert "50 of 45 points" in text
    assert "H003" not in text
    assert "C003" not in text
    assert "adjustment" not in text.lower().replace("not asked for more: agreed", "")


@pytest.mark.parametrize(
    "role", ["hr", "administrator", "elected-member", "union-rep", "director", "auditor", "analyst"]
)
def test_load_is_not_there_for_roles_without_named_loads(town: Town, xanthe: Any, role: str) -> None:
    client = signed_in(town.signs_in(role=role, everywhere=True))
    assert client.get(reverse("practitioner_load", args=[xanthe.pk])).status_code == 404
    assert client.get(reverse("proof", args=[xanthe.pk]), {"of": "H003"}).status_code == 404
    assert client.get(reverse("my_workload")).status_code == 404


def test_load_is_not_there_for_a_colleague_and_a_stranger(town: Town, xanthe: Any) -> None:
    from safeload.people.models import Team

    colleague = town.signs_in(town.person("Ben Carter"))
    south = Team.objects.create(service_area=town.area, name="South")
    stranger = town.signs_in(role="team-manager", team=south)
    for who in (colleague, stranger):
        assert signed_in(who).get(reverse("practitioner_load", args=[xanthe.pk])).status_code == 404


def test_reasons_are_on_none_of_these_pages(town: Town, xanthe: Any) -> None:
    """Fixture 12: whoever looks, an adjustment has amount and dates, and no reason."""
    from safeload.people.actions import write_reason

    own = town.signs_in(xanthe)
    commitment = Commitment.objects.create(
        practitioner=xanthe,
        kind="adjustment",
        amount=Decimal(10),
        unit="percent",
        starts_on=days_ago(40),
        ends_on=days_ago(3),
    )
    write_reason(by=own, commitment_id=commitment.pk, text="a very private matter")
    manager = town.signs_in(role="team-manager", team=town.team)
    head = town.signs_in(role="service-manager", service_area=town.area)
    pages = [
        reverse("team_board", args=[town.team.pk]),
        reverse("practitioner_load", args=[xanthe.pk]),
        reverse("service"),
        reverse("service_week", args=[town.team.pk, "2026-11-16"]),
    ]
    for who in (manager, head):
        for page in pages:
            assert "private matter" not in signed_in(who).get(page).content.decode()
