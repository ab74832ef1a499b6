"""The life of a token: shown once, never more than its account, at an end at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from safeload.api.actions import make_token, note_use, revoke_token
from safeload.api.models import Token
from safeload.audit.models import Entry
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people import actions as people
from safeload.people.signin.actions import reset_second_step
from tests.accounts import signed_in
from tests.api.client import Api, problem
from tests.api.conftest import Place

TODAY = date(2026, 11, 26)
LATER = TODAY + timedelta(days=30)


def test_only_a_hash_is_kept(place: Place) -> None:
    token, secret = make_token(by=place.cast.accounts["manager"], name="Warehouse", expires_on=LATER)
    kept = {str(value) for value in Token.objects.values_list().get()}
    assert secret not in kept
    assert token.prefix == secret[:8]
    assert not any(secret in str(entry.details) for entry in Entry.objects.all())
    made = Entry.objects.get(did="api.make_token")
    assert made.who == place.cast.accounts["manager"]


@pytest.mark.parametrize("days", [-1, 0, 367, 4000])
def test_a_token_ends_within_a_year(place: Place, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        make_token(by=place.cast.accounts["manager"], name="x", expires_on=TODAY + timedelta(days=days))
    assert refused.value.field == "expires_on"


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer sl_wrong", "Basic abc", "bearer ä", f"Bearer {'x' * 5000}", "Token x"],
)
def test_what_is_no_token_is_told_so(place: Place, header: str) -> None:
    answer = Client(raise_request_exception=False).get("/api/v1/me", headers={"Authorization": header})
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_does_not_open_the_api(place: Place) -> None:
    client = signed_in(place.cast.accounts["manager"])
    problem(client.get("/api/v1/me"), 401)
    assert client.get("/account/").status_code == 200


def _expire(api: Api, place: Place) -> None:
    Token.objects.update(expires_on=TODAY - timedelta(days=1))


def _revoke(api: Api, place: Place) -> None:
    revoke_token(by=api.account, token_id=api.token.pk)


def _revoke_as_administrator(api: Api, place: Place) -> None:
    revoke_token(by=place.cast.accounts["administrator"], token_id=api.token.pk)


def _close(api: Api, place: Place) -> None:
    people.close_account(by=None, account_id=api.account.pk)


def _close_and_open(api: Api, place: Place) -> None:
    people.close_account(by=None, account_id=api.account.pk)
    people.close_account(by=None, account_id=api.account.pk, reopen=True)


def _leave(api: Api, place: Place) -> None:
    who, yesterday = place.cast.people["practitioner"].pk, TODAY - timedelta(days=1)
    people.end_practitioner(by=None, practitioner_id=who, on=yesterday)


def _lose_the_telephone(api: Api, place: Place) -> None:
    reset_second_step(by=None, account_id=api.account.pk)


@pytest.mark.parametrize(
    "end", [_expire, _revoke, _revoke_as_administrator, _close, _close_and_open, _leave, _lose_the_telephone]
)
def test_a_token_works_until_it_is_ended(place: Place, end: Any) -> None:
    api = Api(place.cast.accounts["practitioner"])
    assert api.get("/me").json()["account_id"] == api.account.pk
    end(api, place)
    problem(api.get("/me"), 401)


def test_a_token_works_on_its_last_day(place: Place) -> None:
    api = Api(place.cast.accounts["manager"])
    Token.objects.update(expires_on=TODAY)
    assert api.get("/me").status_code == 200


def test_nobody_revokes_somebody_elses(place: Place) -> None:
    api = Api(place.cast.accounts["practitioner"])
    with pytest.raises(NotAllowed):
        revoke_token(by=place.cast.accounts["manager"], token_id=api.token.pk)
    assert api.get("/me").status_code == 200


def test_an_ended_role_opens_nothing_more(place: Place) -> None:
    manager = place.cast.accounts["manager"]
    api = Api(manager)
    assert api.get(f"/cases/{place.waiting.pk}").status_code == 200
    people.end_grant(by=None, grant_id=manager.grants.get().pk)
    problem(api.get(f"/cases/{place.waiting.pk}"), 404)


def test_a_token_that_only_reads_changes_nothing(place: Place) -> None:
    api = Api(place.cast.accounts["manager"], reads_only=True)
    before = Entry.objects.count()
    assert api.get(f"/cases/{place.case.pk}").status_code == 200
    said = problem(api.post(f"/cases/{place.case.pk}/close", {"on": "2026-11-26"}), 403)
    assert "only reads" in said["detail"]
    assert Entry.objects.count() == before


def test_a_token_narrowed_to_a_role_reads_and_changes_by_it_alone(place: Place) -> None:
    manager = place.cast.accounts["manager"]
    people.grant_role(by=None, account_id=manager.pk, role="union-rep", everywhere=True)
    api = Api(manager, role="union-rep")
    assert api.get("/me").json()["roles"] == ["union-rep"]
    problem(api.get(f"/cases/{place.case.pk}"), 404)
    problem(api.get(f"/practitioners/{manager.practitioner_id}/load"), 404)
    problem(api.get("/notices"), 404)
    change = {"reference": "9001", "team_id": place.cast.assessment.pk}
    problem(api.post("/cases", change), 403)
    assert Api(manager, role="team-manager").post("/cases", change).status_code == 201


def test_a_token_narrowed_to_what_a_practitioner_has_leaves_the_roles_out(place: Place) -> None:
    manager = place.cast.accounts["manager"]
    api = Api(manager, role="practitioner")
    assert api.get("/me").json()["roles"] == []
    assert api.get(f"/practitioners/{manager.practitioner_id}").status_code == 200
    problem(api.get(f"/cases/{place.case.pk}"), 404)


def test_a_role_that_one_does_not_have_cannot_be_chosen(place: Place) -> None:
    with pytest.raises(Refusal):
        make_token(by=place.cast.accounts["manager"], name="x", expires_on=LATER, role="administrator")


def test_the_last_use_is_noted_to_the_minute(place: Place) -> None:
    api = Api(place.cast.accounts["manager"])
    api.get("/me")
    first = Token.objects.get().last_used_at
    assert first is not None
    api.get("/me")
    assert Token.objects.get().last_used_at == first
    note_use(Token.objects.get())
    assert Token.objects.get().last_used_at == first


def test_guessing_is_slowed_down(place: Place) -> None:
    client = Client(raise_request_exception=False)
    found = [
        client.get("/api/v1/me", headers={"Authorization": f"Bearer sl_{number}"}) for number in range(32)
    ]
    assert [answer.status_code for answer in found].count(401) == 30
    problem(found[-1], 429)
    assert found[-1]["Retry-After"] == "900"
    # Whoever has one that works is not held up by those who guess.
    assert Api(place.cast.accounts["manager"]).get("/me").status_code == 200


# Pages


def test_a_token_is_made_on_ones_page_and_shown_once(place: Place) -> None:
    client = place.cast.as_("manager")
    typed = {"name": "Warehouse", "expires_on_day": 1, "expires_on_month": 3, "expires_on_year": 2027}
    page = client.post("/account/tokens/", {**typed, "reads_only": "on", "role": "team-manager"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    token = Token.objects.get()
    assert (token.reads_only, token.role) == (True, "team-manager")
    again = client.get("/account/tokens/").content.decode()
    assert secret not in again
    assert token.prefix in again
    assert "/account/tokens/" in client.get("/account/").content.decode()
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert "Revoked" in client.get("/account/tokens/").content.decode()


def test_a_wrong_day_is_told_beside_its_field(place: Place) -> None:
    typed = {"name": "x", "expires_on_day": 1, "expires_on_month": 3, "expires_on_year": 2031}
    page = place.cast.as_("manager").post("/account/tokens/", typed)
    assert page.status_code == 422
    assert "within the next twelve months" in page.content.decode()


def test_administrators_see_and_revoke_everybodys_and_nobody_else_does(place: Place) -> None:
    api = Api(place.cast.accounts["practitioner"])
    address = f"/people/accounts/{api.account.pk}/tokens/"
    assert place.cast.as_("manager").get(address).status_code == 404
    assert place.cast.as_("manager").post(f"/account/tokens/{api.token.pk}/revoke/").status_code == 404
    client = place.cast.as_("administrator")
    assert api.token.prefix in client.get(address).content.decode()
    client.post(f"/account/tokens/{api.token.pk}/revoke/")
    problem(api.get("/me"), 401)


def test_the_reference_page_lists_every_operation(place: Place) -> None:
    page = place.cast.as_("practitioner").get("/api/").content.decode()
    assert "/api/v1/cases/{pk}/holder" in page
    assert "Idempotency-Key" in page
