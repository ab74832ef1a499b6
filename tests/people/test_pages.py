from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from safeload.audit.models import Entry, Look
from safeload.people import actions
from safeload.people.models import Account, Commitment, HoursChange, Post, Practitioner, RoleGrant, Team
from tests.cast import EVERYBODY, Cast

OPEN = {
    "people": {"manager", "stranger_manager", "assessor", "head", "hr"},
    "teams": set(EVERYBODY),
    "accounts": {"administrator"},
    "record": {"psw", "director", "analyst", "administrator", "auditor"},
    "who_may_see_what": set(EVERYBODY),
    "reasons": set(EVERYBODY),
    "employer": {"administrator"},
    "add_team": {"administrator"},
    "add_area": {"administrator"},
    "invite": {"administrator"},
    "add_practitioner": {"manager", "stranger_manager", "hr"},
}
#: Who opens a page about Amira, of the Assessment team.
OF_AMIRA = {
    "practitioner": {"practitioner", "manager", "head", "hr"},
    "looks": {"practitioner"},
    "correct_practitioner": {"manager", "hr"},
    "end_practitioner": {"manager", "hr"},
    "add_post": {"manager", "hr"},
    "add_commitment": {"manager", "hr"},
    "add_strength": {"practitioner", "manager", "hr"},
}
OF_HER_POST = {
    "correct_post": {"manager", "hr"},
    "change_hours": {"manager", "hr"},
    "end_post": {"manager", "hr"},
}


def opened(cast: Cast, address: str) -> set[str]:
    return {who for who in EVERYBODY if cast.as_(who).get(address).status_code == 200}


@pytest.mark.parametrize("page", OPEN)
def test_pages_are_open_to_whom_the_table_says(cast: Cast, page: str) -> None:
    assert opened(cast, reverse(page)) == OPEN[page]


@pytest.mark.parametrize("page", OF_AMIRA)
def test_pages_of_one_person_are_closed_to_strangers(cast: Cast, page: str) -> None:
    assert opened(cast, reverse(page, args=[cast.people["practitioner"].pk])) == OF_AMIRA[page]


@pytest.mark.parametrize("page", OF_HER_POST)
def test_pages_of_a_post_are_closed_to_strangers(cast: Cast, page: str) -> None:
    assert opened(cast, reverse(page, args=[cast.posts["practitioner"].pk])) == OF_HER_POST[page]


def test_teams_that_one_may_not_open_are_named_and_lead_nowhere(cast: Cast) -> None:
    page = cast.as_("manager").get(reverse("teams")).content.decode()
    assert cast.court.name in page
    assert reverse("team", args=[cast.assessment.pk]) in page
    assert reverse("team", args=[cast.court.pk]) not in page
    assert (
        reverse("team", args=[cast.court.pk])
        in cast.as_("administrator").get(reverse("teams")).content.decode()
    )


def test_buttons_of_strangers_change_nothing(cast: Cast) -> None:
    row = actions.add_commitment(by=None, practitioner_id=cast.people["practitioner"].pk, kind="leave")
    skill = actions.add_strength(
        by=None, practitioner_id=cast.people["practitioner"].pk, kind="skill", text="x"
    )
    entries = Entry.objects.count()
    buttons = [
        reverse("remove_commitment", args=[row.pk]),
        reverse("restore_commitment", args=[row.pk]),
        reverse("remove_strength", args=[skill.pk]),
        reverse("keep_practitioner", args=[cast.people["practitioner"].pk]),
        reverse("keep_team", args=[cast.assessment.pk]),
        reverse("close_account", args=[cast.accounts["practitioner"].pk]),
        reverse("make_invitation", args=[cast.accounts["practitioner"].pk]),
        reverse("reset_second_step", args=[cast.accounts["practitioner"].pk]),
        reverse("end_grant", args=[cast.accounts["manager"].grants.get().pk]),
    ]
    for who in ("peer", "stranger", "stranger_manager", "analyst", "union", "member"):
        assert {cast.as_(who).post(button).status_code for button in buttons} == {404}
    assert Entry.objects.count() == entries


def test_the_list_shows_those_of_the_team_by_name(cast: Cast) -> None:
    page = cast.as_("manager").get(reverse("people")).content.decode()
    assert [page.index(name) for name in ("Amira Hussain", "Bethan Rhys", "Carl Owusu")] == sorted(
        page.index(name) for name in ("Amira Hussain", "Bethan Rhys", "Carl Owusu")
    )
    assert "Ewan Grant" not in page


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?named=ami", {"Amira Hussain"}),
        ("?named=s-peer", {"Carl Owusu"}),
        ("?named=zz", set()),
        ("?team=999999999999999999999", {"Amira Hussain", "Bethan Rhys", "Carl Owusu"}),
        ("?page=99&sort=-name", {"Amira Hussain", "Bethan Rhys", "Carl Owusu"}),
    ],
)
def test_filters_of_the_list(cast: Cast, query: str, there: set[str]) -> None:
    page = cast.as_("manager").get(reverse("people") + query).content.decode()
    assert {
        name for name in ("Amira Hussain", "Bethan Rhys", "Carl Owusu", "Ewan Grant") if name in page
    } == there


def test_opening_a_record_is_a_look_that_its_holder_sees(cast: Cast) -> None:
    page = reverse("practitioner", args=[cast.people["practitioner"].pk])
    cast.as_("manager").get(page)
    cast.as_("practitioner").get(page)
    assert Look.objects.get().who == cast.accounts["manager"]
    assert "Noor Patel: your record" in cast.as_("practitioner").get(page).content.decode()


def days(name: str, day: Any) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_practitioner_is_added_with_a_first_post(cast: Cast) -> None:
    form = {
        "name": "Dilys Morgan",
        "staff_ref": "S77",
        "team_id": cast.assessment.pk,
        "role": "practitioner",
        "weekly_hours": "22.2",
    }
    assert cast.as_("manager").post(reverse("add_practitioner"), form).status_code == 302
    made = Practitioner.objects.get(staff_ref="S77")
    assert (made.posts.get().team, str(made.posts.get().weekly_hours)) == (cast.assessment, "22.20")


def test_a_taken_reference_stands_beside_its_field_with_all_that_was_typed(cast: Cast) -> None:
    form = {"name": "Dilys", "staff_ref": "s-PEER", "team_id": cast.assessment.pk, "role": "practitioner"}
    answer = cast.as_("manager").post(reverse("add_practitioner"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has this staff reference already." in page
    assert 'value="Dilys"' in page
    assert not Post.objects.filter(practitioner__name="Dilys").exists()


def test_nobody_is_added_to_a_team_of_others(cast: Cast) -> None:
    form = {"name": "Dilys", "staff_ref": "S1", "team_id": cast.court.pk, "role": "practitioner"}
    assert cast.as_("manager").post(reverse("add_practitioner"), form).status_code == 422


def test_a_form_filled_in_from_an_older_version_keeps_what_was_typed(cast: Cast) -> None:
    amira = cast.people["practitioner"]
    actions.correct_practitioner(by=None, practitioner_id=amira.pk, swe_number="SW9")
    form = {"name": "Amira Khan", "staff_ref": amira.staff_ref, "version": amira.version}
    answer = cast.as_("manager").post(reverse("correct_practitioner", args=[amira.pk]), form)
    assert answer.status_code == 422
    assert "since you opened this page" in answer.content.decode()
    assert 'value="Amira Khan"' in answer.content.decode()


def test_hours_change_by_hand(cast: Cast) -> None:
    today = timezone.localdate()
    form = {"weekly_hours": "30", **days("from_on", today)}
    noor, page = cast.as_("manager"), reverse("change_hours", args=[cast.posts["peer"].pk])
    assert noor.post(page, form).status_code == 302
    assert HoursChange.objects.get().weekly_hours == 30
    assert noor.post(page, form | {"weekly_hours": "-3"}).status_code == 422


def test_a_commitment_is_added_reviewed_taken_out_and_put_back(cast: Cast) -> None:
    noor, pk = cast.as_("manager"), cast.people["practitioner"].pk
    today = timezone.localdate()
    form = {
        "kind": "adjustment",
        "amount": "20",
        "unit": "percent",
        **days("ends_on", today),
        **days("agreed_on", today),
    }
    assert noor.post(reverse("add_commitment", args=[pk]), form).status_code == 302
    row = Commitment.objects.get()
    assert (row.agreed_by, row.recorded_by) == (cast.accounts["manager"], cast.accounts["manager"])
    review = {
        "outcome": "extended",
        **days("reviewed_on", today),
        **days("ends_on", today + timedelta(days=60)),
    }
    assert noor.post(reverse("review_commitment", args=[row.pk]), review).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == today + timedelta(days=60)
    said = noor.post(reverse("remove_commitment", args=[row.pk]), follow=True).content.decode()
    undo = reverse("restore_commitment", args=[row.pk])
    assert f'action="{undo}"' in said
    assert "Agreed adjustment" not in said
    assert "Agreed adjustment" in noor.post(undo, follow=True).content.decode()


def test_amounts_are_not_for_those_who_see_the_record_only(cast: Cast) -> None:
    pk = cast.people["practitioner"].pk
    actions.add_commitment(by=None, practitioner_id=pk, kind="practice_teaching")
    page = reverse("practitioner", args=[pk])
    assert "Practice teaching" in cast.as_("hr").get(page).content.decode()
    assert "Practice teaching" not in cast.as_("head").get(page).content.decode()


def test_teams_by_hand(cast: Cast) -> None:
    omar = cast.as_("administrator")
    form = {"name": "Night desk", "service_area_id": cast.adults.pk, "is_desk": "on"}
    assert omar.post(reverse("add_team"), form).status_code == 302
    made = Team.objects.get(name="Night desk")
    assert made.is_desk
    answer = omar.post(reverse("add_team"), form | {"name": "night DESK"})
    assert (answer.status_code, "There is a team of this name already." in answer.content.decode()) == (
        422,
        True,
    )
    assert omar.post(reverse("end_team", args=[made.pk]), days("on", timezone.localdate())).status_code == 302


def test_an_account_is_added_invited_and_given_a_role(cast: Cast) -> None:
    omar = cast.as_("administrator")
    answer = omar.post(reverse("invite"), {"name": "Rhona Bell", "email": "Rhona@Example.org"})
    made = Account.objects.get(email="rhona@example.org")
    assert answer.url == reverse("account", args=[made.pk])
    link = omar.post(reverse("make_invitation", args=[made.pk])).content.decode()
    assert "/account/welcome/" in link
    form = {
        "role": "team-manager",
        "over": f"team_id:{cast.court.pk}",
        **days("starts_on", timezone.localdate()),
    }
    assert omar.post(reverse("grant_role", args=[made.pk]), form).status_code == 302
    assert made.grants.get().team == cast.court
    wrong = omar.post(reverse("grant_role", args=[made.pk]), form | {"over": "everywhere"})
    assert "This role is given over a team" in wrong.content.decode()
    assert omar.post(reverse("end_grant", args=[made.grants.get().pk])).status_code == 302
    assert RoleGrant.objects.get(account=made).ends_on == timezone.localdate() - timedelta(days=1)


def test_the_record_is_checked_on_its_page(cast: Cast) -> None:
    actions.correct_practitioner(by=None, practitioner_id=cast.people["peer"].pk, agency=True)
    petra = cast.as_("auditor")
    page = petra.get(reverse("record") + "?check=yes").content.decode()
    assert "Corrected a practitioner’s record" in page
    assert "the chain holds" in page
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET did = 'x'")
    assert "was changed after it was written" in petra.get(reverse("record") + "?check=yes").content.decode()


def test_no_page_asks_more_questions_for_more_people(cast: Cast) -> None:
    pages = [
        reverse("people"),
        reverse("team", args=[cast.assessment.pk]),
        reverse("accounts"),
        reverse("teams"),
    ]
    noor, omar = cast.as_("manager"), cast.as_("administrator")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            for client in (noor, omar):
                client.get(page)
                with CaptureQueriesContext(connection) as queries:
                    client.get(page)
                counts.append(len(queries))
        return counts

    before = asked()
    people = [Practitioner(staff_ref=f"N{number}", name=f"Person {number}") for number in range(30)]
    Practitioner.objects.bulk_create(people)
    Post.objects.bulk_create(Post(practitioner=person, team=cast.assessment) for person in people)
    Account.objects.bulk_create(
        Account(email=f"n{number}@example.org", name=f"N {number}") for number in range(30)
    )
    assert asked() == before
    assert max(before) <= 16
