from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from safeload.people.actions.accounts import invitation, invite
from safeload.people.models import Account
from safeload.people.signin.actions import reset_second_step
from tests.accounts import account, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "seven quiet herons"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    """The code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_second_step(**fields: Any) -> Account:
    who = account(password=PASSWORD, **fields)
    TOTP.activate(who, SECRET)
    return who


def sign_in(client: Client, email: str = "dee@example.org", password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_password_leads_to_the_code_and_the_code_leads_in(client: Client) -> None:
    with_second_step()
    assert sign_in(client, "DEE@Example.org").url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    answer = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert answer.url == reverse("home")
    assert client.get(reverse("account_home")).status_code == 200


def test_a_wrong_code_does_not(client: Client) -> None:
    with_second_step()
    sign_in(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "This code is not right" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_whoever_has_no_second_step_yet_can_only_set_it_up(client: Client) -> None:
    account(password=PASSWORD)
    assert sign_in(client).url == reverse("home")
    for page in ("home", "account_home", "account_change_password", "mfa_view_recovery_codes"):
        assert client.get(reverse(page)).url == reverse("mfa_activate_totp")
    assert client.get("/no-such-page").url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_htmx_is_sent_as_a_whole_page(client: Client) -> None:
    account(password=PASSWORD)
    sign_in(client)
    answer = client.get(reverse("account_home"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("mfa_activate_totp")


def test_the_secret_is_not_stored_readable() -> None:
    who = with_second_step()
    stored = Authenticator.objects.get(user=who, type="totp")
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code())


def test_the_second_step_cannot_be_given_up() -> None:
    who = with_second_step()
    client = signed_in(who)
    client.post("/account/second-step/stays/")
    assert Authenticator.objects.filter(user=who, type="totp").exists()


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_quarter_of_an_hour(client: Client) -> None:
    with_second_step()
    with time_machine.travel("2026-03-03 09:00Z", tick=False) as clock:
        for _ in range(5):
            assert "is not right" in sign_in(client, password="wrong").content.decode()
        assert "too many attempts" in sign_in(client).content.decode()
        # From another address, and by another name of the server, it is the same account.
        elsewhere = Client(REMOTE_ADDR="127.0.0.2", SERVER_NAME="localhost")
        assert "too many attempts" in sign_in(elsewhere).content.decode()
        clock.shift(timedelta(minutes=16))
        assert sign_in(client).status_code == 302


def test_five_tries_from_one_address_whatever_the_account(client: Client) -> None:
    with_second_step()
    for number in range(5):
        sign_in(client, f"nobody{number}@example.org", "wrong")
    assert "too many attempts" in sign_in(client).content.decode()
    assert sign_in(Client(REMOTE_ADDR="127.0.0.9")).status_code == 302


def test_wrong_codes_are_counted_too(client: Client) -> None:
    with_second_step()
    sign_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_answer_does_not_tell_whether_there_is_an_account(client: Client) -> None:
    with_second_step()
    known = sign_in(client, password="wrong").content.decode()
    unknown = sign_in(client, "nobody@example.org", "wrong").content.decode()
    assert "The e-mail address or the password is not right." in known
    assert "The e-mail address or the password is not right." in unknown
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert not mail.outbox


def test_nobody_signs_up(client: Client) -> None:
    form = {"email": "new@example.org", "password1": PASSWORD}
    assert "given by your employer" in client.post(reverse("account_signup"), form).content.decode()
    assert not Account.objects.exists()


def test_a_closed_account_and_a_leaver_do_not_get_in(client: Client) -> None:
    with_second_step(is_active=False)
    with_second_step(email="left@example.org", ends_on=date(2026, 1, 31))
    for email in ("dee@example.org", "left@example.org"):
        answer = client.post(reverse("account_login"), {"login": email, "password": PASSWORD}, follow=True)
        assert "_auth_user_id" not in client.session
        assert answer.status_code == 200


def test_a_leavers_session_ends_with_the_last_day() -> None:
    with time_machine.travel("2026-03-03 16:00Z") as clock:
        who = account(ends_on=date(2026, 3, 3))
        client = signed_in(who)
        assert client.get(reverse("account_home")).status_code == 200
        clock.move_to("2026-03-04 00:01Z")
        assert client.get(reverse("account_home")).url == reverse("account_login")


def test_a_session_ends_after_half_an_hour_without_use() -> None:
    with time_machine.travel("2026-03-03 09:00Z") as clock:
        client = signed_in(account())
        for _ in range(3):
            assert client.get(reverse("account_home")).status_code == 200
            clock.shift(timedelta(minutes=29))
        clock.shift(timedelta(minutes=2))
        answer = client.get(reverse("account_home"), follow=True)
        assert "signed out after 30 minutes" in answer.content.decode()


def test_what_was_written_into_a_form_that_stood_open_too_long_is_not_lost() -> None:
    words = "I agree if <b>the first visit</b> is a joint one"
    sent = {"words": words, "says": "agree-if", "password": "not shown at all"}
    with time_machine.travel("2026-03-03 09:00Z") as clock:
        client = signed_in(account())
        client.get(reverse("account_home"))
        clock.shift(timedelta(minutes=31))
        for sentence in ("signed out after 30 minutes", "session had ended"):
            answer = client.post(reverse("choose_mail"), sent)
            page = answer.content.decode()
            assert answer.status_code == 403
            assert sentence in page
            assert "I agree if &lt;b&gt;the first visit&lt;/b&gt; is a joint one" in page
            assert "not shown at all" not in page
        assert answer["Cache-Control"] == "no-store"


def test_an_address_that_takes_forms_only_says_so() -> None:
    answer = signed_in(account()).get(reverse("read_notices"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address only takes a form" in answer.content.decode()


def test_a_session_ends_after_twelve_hours_of_use() -> None:
    with time_machine.travel("2026-03-03 06:00Z") as clock:
        client = signed_in(account())
        for _ in range(27):
            answer = client.get(reverse("account_home"))
            clock.shift(timedelta(minutes=29))
        assert answer.status_code == 302


def test_a_new_stamp_ends_every_session_at_once() -> None:
    who = account()
    client = signed_in(who)
    assert client.get(reverse("account_home")).status_code == 200
    reset_second_step(by=None, account_id=who.pk)
    assert client.get(reverse("account_home")).status_code == 302


def test_pages_of_somebody_signed_in_are_not_kept() -> None:
    assert "no-store" in signed_in(account()).get(reverse("accessibility"))["Cache-Control"]


def test_an_invitation_leads_to_password_and_second_step_once(client: Client) -> None:
    who = invite(by=None, email="new@example.org", name="Nia Powell")
    key, token = invitation(by=None, account_id=who.pk)
    page = reverse("account_welcome", args=[key, token])
    assert "Welcome to Safeload, Nia Powell" in client.get(page).content.decode()
    assert client.post(page, {"password": "short"}).status_code == 422
    assert client.post(page, {"password": PASSWORD}).url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert Client().get(page).status_code == 410


def test_an_invitation_is_good_for_three_days(client: Client) -> None:
    with time_machine.travel("2026-03-03 09:00Z") as clock:
        who = invite(by=None, email="new@example.org", name="Nia Powell")
        page = reverse("account_welcome", args=invitation(by=None, account_id=who.pk))
        clock.shift(timedelta(days=3, minutes=1))
        assert client.get(page).status_code == 410


def test_a_forgotten_password_is_renewed_by_letter_and_the_code_is_still_asked(client: Client) -> None:
    with_second_step()
    client.post(reverse("account_reset_password"), {"email": "dee@example.org"})
    assert mail.outbox[0].subject == "Safeload: a new password"
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = client.get(link, follow=True)
    new = "nine loud otters here"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert sign_in(Client(), password=new).url == reverse("mfa_authenticate")


def test_the_cast_signs_in_with_one_click_in_demo_mode_only(client: Client, settings: Any) -> None:
    dee = account(name="Dee Marsh", demo=True)
    other = account(email="real@example.org")
    page = reverse("demo_sign_in", args=[dee.pk])
    assert client.post(page).status_code == 404
    assert "Dee Marsh" not in client.get(reverse("account_login")).content.decode()
    settings.SAFELOAD_DEMO = True
    assert "Dee Marsh" in client.get(reverse("account_login")).content.decode()
    assert client.get(page).status_code == 405
    assert client.post(reverse("demo_sign_in", args=[other.pk])).status_code == 404
    assert client.post(page).url == reverse("home")
    assert client.get(reverse("account_home")).status_code == 200
    settings.SAFELOAD_DEMO = False
    assert client.get(reverse("account_home")).url == reverse("mfa_activate_totp")


def test_long_after_signing_in_the_recovery_codes_ask_who_is_there(client: Client) -> None:
    with time_machine.travel("2026-03-03 09:00Z") as clock:
        with_second_step()
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code()})
        page = reverse("mfa_generate_recovery_codes")
        assert client.get(page).status_code == 200
        clock.shift(timedelta(minutes=16))
        assert client.get(page).url.startswith(reverse("account_reauthenticate"))
        asked = client.get(client.get(page).url)
        assert asked.status_code in {200, 302}
