from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from safeload.audit import queries as audit
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.audit.words import told
from safeload.people import actions
from safeload.people.models import Account, Commitment, Employer, Practitioner, RoleGrant, Team
from tests.accounts import account, signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_founding_makes_an_employer_its_teams_and_an_administrator_and_nothing_else() -> None:
    seen: list[Any] = []
    administrator = actions.found(
        employer="Wenbury",
        areas={"Children": ["North", "South"], "Adults": []},
        administrator=("Ada@Example.org", "Ada Moss"),
        then=lambda areas, account: seen.append(([area.name for area in areas], account.email)),
    )
    assert seen == [(["Children", "Adults"], "ada@example.org")]
    assert [team.name for team in Team.objects.all()] == ["North", "South"]
    assert administrator.grants.get().role == "administrator"
    assert not Practitioner.objects.exists()
    assert audit.verify().whole
    with pytest.raises(Refusal, match="begun once"):
        actions.found(employer="Again", areas={"A": []}, administrator=("b@example.org", "B"))


def test_founding_is_all_or_nothing() -> None:
    def failing(areas: Any, account: Any) -> None:
        raise Refusal("no such scheme")

    with pytest.raises(Refusal):
        actions.found(employer="W", areas={"C": ["T"]}, administrator=("a@example.org", "A"), then=failing)
    assert not Employer.objects.exists()
    assert not Account.objects.exists()


def test_an_invitation_works_once(cast: Cast) -> None:
    administrator = cast.accounts["administrator"]
    made = actions.invite(by=administrator, email="new@example.org", name="New Person")
    key, token = actions.invitation(by=administrator, account_id=made.pk)
    with pytest.raises(Refusal) as weak:
        actions.choose_password(key=key, token=token, password="short")
    assert weak.value.field == "password"
    actions.choose_password(key=key, token=token, password="seven quiet herons")
    with pytest.raises(Refusal, match="used already"):
        actions.choose_password(key=key, token=token, password="another long one")
    with pytest.raises(Refusal, match="chosen a password already"):
        actions.invitation(by=administrator, account_id=made.pk)


@pytest.mark.parametrize("key", ["", "x", "MQ", "____", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
def test_an_invitation_made_up_leads_nowhere(key: str) -> None:
    assert actions.invited(key, "abc-def") is None


def test_two_managers_correct_the_same_record(cast: Cast) -> None:
    noor, amira = cast.accounts["manager"], cast.people["practitioner"]
    correct = actions.correct_practitioner
    correct(by=noor, practitioner_id=amira.pk, version=amira.version, swe_number="SW1")
    with pytest.raises(ChangedMeanwhile, match="since you opened this page"):
        correct(by=noor, practitioner_id=amira.pk, version=amira.version, swe_number="SW2")
    amira.refresh_from_db()
    assert amira.swe_number == "SW1"


def test_correcting_nothing_leaves_no_entry(cast: Cast) -> None:
    amira = cast.people["practitioner"]
    actions.correct_practitioner(by=None, practitioner_id=amira.pk, name=amira.name)
    assert not Entry.objects.exists()


def test_entries_hold_no_names(cast: Cast) -> None:
    amira = cast.people["practitioner"]
    actions.correct_practitioner(by=None, practitioner_id=amira.pk, name="Amira Khan", asye=True)
    details = Entry.objects.get().details
    assert details == {"changed": {"name": "changed", "asye": [False, True]}}


def test_a_leaver_loses_access_the_same_day(cast: Cast) -> None:
    client, today = cast.as_("practitioner"), timezone.localdate()
    amira = cast.people["practitioner"].pk
    assert client.get("/people/me/").status_code == 302
    actions.end_practitioner(by=cast.accounts["manager"], practitioner_id=amira, on=today - timedelta(days=1))
    assert "/account/sign-in/" in client.get("/people/me/")["Location"]
    cast.posts["practitioner"].refresh_from_db()
    assert cast.posts["practitioner"].ended_on == today - timedelta(days=1)
    actions.end_practitioner(by=cast.accounts["manager"], practitioner_id=amira, on=None)
    cast.posts["practitioner"].refresh_from_db()
    assert cast.posts["practitioner"].ended_on is None
    cast.accounts["practitioner"].refresh_from_db()
    assert signed_in(cast.accounts["practitioner"]).get("/people/me/").status_code == 302


def test_a_role_that_ends_is_gone_at_once(cast: Cast) -> None:
    client, grant = cast.as_("manager"), cast.accounts["manager"].grants.get()
    page = f"/people/{cast.people['practitioner'].pk}/"
    assert client.get(page).status_code == 200
    actions.end_grant(by=cast.accounts["administrator"], grant_id=grant.pk)
    assert client.get(page).status_code == 404


def test_a_step_moves_the_line_when_both_have_confirmed_it(cast: Cast) -> None:
    bethan = cast.people["nqsw"]
    step = {
        "step": "nqsw-second",
        "title": "Newly qualified, six to twelve months",
        "due_on": date(2026, 7, 1),
    }
    due = actions.step_due(by=None, practitioner_id=bethan.pk, **step)
    assert actions.step_due(by=None, practitioner_id=bethan.pk, **step) == due
    with pytest.raises(NotAllowed):
        actions.confirm_step(by=cast.accounts["stranger_manager"], confirmation_id=due.pk)
    actions.confirm_step(by=cast.accounts["manager"], confirmation_id=due.pk)
    bethan.refresh_from_db()
    assert bethan.step_confirmed_on is None
    actions.confirm_step(by=cast.accounts["nqsw"], confirmation_id=due.pk)
    bethan.refresh_from_db()
    assert bethan.step_confirmed_on == date(2026, 7, 1)


def test_hours_change_from_a_day_on_and_never_outside_the_post(cast: Cast) -> None:
    post = cast.posts["practitioner"]
    change = actions.change_hours
    with pytest.raises(Refusal, match="had not begun"):
        change(by=None, post_id=post.pk, from_on=date(2019, 1, 1), weekly_hours=Decimal(30))
    change(by=None, post_id=post.pk, from_on=date(2019, 9, 2), weekly_hours=Decimal(30))
    change(by=None, post_id=post.pk, from_on=date(2026, 1, 1), weekly_hours=Decimal(20))
    post.refresh_from_db()
    assert post.weekly_hours == 30
    assert [change.weekly_hours for change in post.hours_changes.all()] == [20]
    assert Entry.objects.count() == 2


def test_a_team_with_people_cannot_end(cast: Cast) -> None:
    administrator, today = cast.accounts["administrator"], timezone.localdate()
    with pytest.raises(Refusal, match="4 people have posts"):
        actions.end_team(by=administrator, team_id=cast.assessment.pk, on=today)
    with pytest.raises(Refusal, match="still has teams"):
        actions.end_area(by=administrator, area_id=cast.adults.pk, on=today)
    actions.end_team(by=administrator, team_id=cast.older_people.pk, on=today)
    actions.end_area(by=administrator, area_id=cast.adults.pk, on=today)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": Decimal(5)}, "unit"),
        ({"starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)}, "ends_on"),
        ({"amount": Decimal("1234567890.1"), "unit": "hours"}, "amount"),
    ],
)
def test_commitments_that_cannot_be(cast: Cast, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.add_commitment(by=None, practitioner_id=cast.people["peer"].pk, kind="leave", **fields)
    assert refused.value.field == field
    assert not Commitment.objects.exists()


def test_a_commitment_is_for_a_post_of_the_same_person(cast: Cast) -> None:
    with pytest.raises(Refusal, match="somebody else’s"):
        actions.add_commitment(
            by=None, practitioner_id=cast.people["peer"].pk, kind="leave", post_id=cast.posts["nqsw"].pk
        )


def test_strengths_are_noted_once_and_can_be_taken_back(cast: Cast) -> None:
    by, pk = cast.accounts["practitioner"], cast.people["practitioner"].pk
    made = actions.add_strength(by=by, practitioner_id=pk, kind="language", text=" Polish ")
    with pytest.raises(Refusal, match="already"):
        actions.add_strength(by=by, practitioner_id=pk, kind="language", text="polish")
    actions.remove_strength(by=by, strength_id=made.pk)
    actions.remove_strength(by=by, strength_id=made.pk, undo=True)
    made.refresh_from_db()
    assert (made.text, made.removed_at) == ("Polish", None)
    with pytest.raises(NotAllowed):
        actions.add_strength(by=cast.accounts["peer"], practitioner_id=pk, kind="skill", text="x")


@pytest.mark.parametrize(
    "who", ["practitioner", "peer", "stranger_manager", "head", "administrator", "auditor"]
)
def test_who_may_not_change_people_changes_nothing(cast: Cast, who: str) -> None:
    by, amira = cast.accounts[who], cast.people["practitioner"].pk
    attempts: list[Any] = [
        lambda: actions.correct_practitioner(by=by, practitioner_id=amira, name="X"),
        lambda: actions.end_practitioner(by=by, practitioner_id=amira, on=date(2027, 1, 1)),
        lambda: actions.add_commitment(by=by, practitioner_id=amira, kind="leave"),
        lambda: actions.add_post(by=by, practitioner_id=amira, team_id=cast.assessment.pk),
        lambda: actions.change_hours(
            by=by, post_id=cast.posts["practitioner"].pk, from_on=date(2026, 1, 1), weekly_hours=None
        ),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert not Entry.objects.exists()


def test_constraints_hold_without_the_actions(cast: Cast) -> None:
    rows: list[Any] = [
        lambda: Practitioner.objects.create(staff_ref="s-NQSW", name="Same reference in small letters"),
        lambda: Practitioner.objects.create(staff_ref="", name="No reference"),
        lambda: Employer.objects.create(id=2, name="Another"),
        lambda: Account.objects.create(email="Capital@example.org", name="C"),
        lambda: RoleGrant.objects.create(
            account=cast.accounts["peer"],
            role="hr",
            starts_on=date(2026, 1, 1),
            everywhere=True,
            team=cast.court,
        ),
        lambda: RoleGrant.objects.create(
            account=cast.accounts["peer"], role="hr", starts_on=date(2026, 1, 1), everywhere=False
        ),
        lambda: Team.objects.create(service_area=cast.adults, name="ASSESSMENT"),
        lambda: Commitment.objects.create(practitioner=cast.people["peer"], kind="leave", amount=-1),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row()


def test_every_kind_of_change_has_words() -> None:
    import re
    from pathlib import Path

    sources = Path(actions.__file__).resolve().parents[2].rglob("*.py")
    made = {
        name for source in sources for name in re.findall(r'did="([a-z_]+\.[a-z_]+)"', source.read_text())
    }
    assert made - told() == set()


def test_an_account_signs_out_everywhere_when_it_is_corrected(cast: Cast) -> None:
    who = account("twice@example.org")
    client = signed_in(who)
    actions.correct_account(by=cast.accounts["administrator"], account_id=who.pk, email="other@example.org")
    assert "/account/sign-in/" in client.get("/people/teams/")["Location"]
