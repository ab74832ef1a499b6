"""Letters through a real mail server: what they say, when it is down, twice, given up, and to whom not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from safeload.notices import actions
from safeload.notices.actions.posting import AT_ONE_GO, CLAIM, WAITS
from safeload.notices.models import Mail, Notice
from safeload.people.models import Account
from tests.accounts import signed_in
from tests.cast import Cast
from tests.notices.conftest import PostOffice
from tests.notices.test_telling import tell
from tests.workload.pages import text_of

CANARIES = ("CANARY", "Noor", "Patel", "Amira", "Hussain", "Bethan", "Rhys")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_a_letter_names_nobody_and_no_case(cast: Cast, post_office: PostOffice) -> None:
    tell(None, cast.accounts["nqsw"])
    assert actions.send_due() == 1
    letter = post_office.letters[0]
    assert letter.rcpt_tos == ["nqsw@example.org"]
    text = letter.content.decode()
    assert "A proposal waits for your answer." in text
    assert "Subject: Something in Safeload waits for you" in text
    assert f"http://127.0.0.1:8000{reverse('notices')}" in text
    assert not [word for word in CANARIES if word in text]
    assert not re.search(r"notices?/\d|/\d+/", text)
    assert actions.send_due() == 0
    assert len(post_office.letters) == 1


def test_a_server_that_is_down_harms_nothing_and_is_tried_again(cast: Cast, post_office: PostOffice) -> None:
    post_office.close()
    with time_machine.travel(NOON, tick=False) as clock:
        assert tell(None, cast.accounts["nqsw"], cast.accounts["peer"]) == 2
        assert actions.send_due() == 0
        for mail in Mail.objects.all():
            assert (mail.tries, mail.last_error) == (1, "ConnectionRefusedError")
            assert mail.next_try_at == NOON + WAITS[0]
        assert actions.send_due() == 0
        assert {mail.tries for mail in Mail.objects.all()} == {1}
        clock.shift(WAITS[0])
        assert actions.send_due() == 0
        assert {mail.next_try_at for mail in Mail.objects.all()} == {NOON + WAITS[0] + WAITS[1]}
        post_office.open()
        clock.shift(WAITS[1])
        assert actions.send_due() == 2
    assert len(post_office.letters) == 2
    assert not Mail.objects.in_trouble().exists()


def test_given_up_after_three_days_and_shown_to_administrators_alone(
    cast: Cast, post_office: PostOffice
) -> None:
    post_office.close()
    with time_machine.travel(NOON, tick=False) as clock:
        tell(None, cast.accounts["nqsw"])
        actions.send_due()
        page = reverse("mail_not_sent")
        for who in set(cast.accounts) - {"administrator"}:
            assert cast.as_(who).get(page).status_code == 404, who
        said = text_of(cast.as_("administrator").get(page))
        assert "Bethan Rhys" in said
        assert "The mail server does not answer" in said
        assert "Tried again on Wednesday 4 March 2026 at 12.01pm" in said
        assert "CANARY" not in said
        clock.shift(timedelta(days=3))
        post_office.open()
        assert actions.send_due() == 0
        assert "Given up on Saturday 7 March" in text_of(signed_in(cast.accounts["administrator"]).get(page))
    assert not post_office.letters
    assert Notice.objects.get().read_at is None


def test_one_refused_address_does_not_hold_up_the_others(cast: Cast, post_office: PostOffice) -> None:
    post_office.refused.add("nqsw@example.org")
    tell(None, cast.accounts["nqsw"], cast.accounts["peer"])
    assert actions.send_due() == 1
    assert post_office.letters[0].rcpt_tos == ["peer@example.org"]
    assert Mail.objects.in_trouble().get().last_error == "SMTPRecipientsRefused"


def test_an_address_that_is_none_does_not_hold_up_the_others(cast: Cast, post_office: PostOffice) -> None:
    Account.objects.filter(pk=cast.accounts["nqsw"].pk).update(email="two\nlines@example.org")
    tell(None, cast.accounts["nqsw"], cast.accounts["peer"])
    assert actions.send_due() == 1
    assert Mail.objects.in_trouble().count() == 1


def test_killed_before_it_was_marked_it_is_sent_again_under_the_same_id(
    cast: Cast, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for the end of the process: nothing catches it."""

    with time_machine.travel(NOON, tick=False) as clock:
        tell(None, cast.accounts["nqsw"])
        real = Mail.objects.filter

        def filter_(*args: Any, **kwargs: Any) -> Any:
            if post_office.letters and "pk" in kwargs:
                raise Killed
            return real(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(Mail.objects, "filter", filter_)
            with pytest.raises(Killed):
                actions.send_due()
        assert len(post_office.letters) == 1
        assert actions.send_due() == 0
        clock.shift(CLAIM)
        assert actions.send_due() == 1
    ids = [re.search(r"Message-ID: (\S+)", text) for text in post_office.texts]
    assert len(ids) == 2
    assert len({found[1] for found in ids if found}) == 1


def test_what_somebody_else_is_sending_is_left_alone(cast: Cast, post_office: PostOffice) -> None:
    tell(None, cast.accounts["nqsw"])
    Mail.objects.update(next_try_at=timezone.now() + CLAIM)
    assert actions.send_due() == 0


def test_a_leaver_gets_no_letter_that_was_waiting(cast: Cast, post_office: PostOffice) -> None:
    tell(None, cast.accounts["nqsw"])
    Account.objects.filter(pk=cast.accounts["nqsw"].pk).update(is_active=False)
    assert actions.send_due() == 0
    assert not Mail.objects.exists()
    assert Notice.objects.count() == 1


def test_more_than_one_go_takes_are_sent_by_the_next(cast: Cast, post_office: PostOffice) -> None:
    for _ in range(AT_ONE_GO + 1):
        tell(None, cast.accounts["nqsw"])
    assert actions.send_due() == AT_ONE_GO
    assert actions.send_due() == 1


def test_a_digest_is_one_letter_a_day_of_what_is_still_unread(cast: Cast, post_office: PostOffice) -> None:
    nqsw, peer = cast.accounts["nqsw"], cast.accounts["peer"]
    with time_machine.travel(NOON.replace(hour=5), tick=False) as clock:
        tell(None, nqsw, peer, kind="proposal-decided")
        tell(None, nqsw, peer, kind="proposal-decided")
        tell(None, nqsw, kind="proposal-withdrawn")
        Notice.objects.filter(account=peer).update(read_at=timezone.now())
        assert not Mail.objects.exists()
        assert actions.make_digests() == 0
        clock.shift(timedelta(hours=3))
        assert actions.make_digests() == 1
        assert actions.make_digests() == 0
        assert actions.send_due() == 1
        text = post_office.texts[0]
        assert "A proposal that concerns you was decided (2 times)." in text
        assert "A proposal that concerns you was withdrawn." in text
        assert not [word for word in CANARIES if word in text]
        tell(None, nqsw, kind="proposal-decided")
        assert actions.make_digests() == 0
        clock.shift(timedelta(days=1))
        assert actions.make_digests() == 1


def test_everybody_chooses_for_themselves(cast: Cast, post_office: PostOffice) -> None:
    client = cast.as_("nqsw")
    page = reverse("choose_mail")
    shown = client.get(page).context["form"]
    sent = {name: field.initial for name, field in shown.fields.items()}
    assert sent["proposal"] == "now"
    assert sent["proposal-decided"] == "daily"
    sent |= {"proposal": "never", "proposal-decided": "now"}
    assert client.post(page, sent).status_code == 302
    for kind in ("proposal", "proposal-decided"):
        tell(None, cast.accounts["nqsw"], cast.accounts["peer"], kind=kind)
    whose = [(mail.account_id, mail.says) for mail in Mail.objects.order_by("pk")]
    assert whose == [
        (cast.accounts["peer"].pk, ["A proposal waits for your answer"]),
        (cast.accounts["nqsw"].pk, ["A proposal that concerns you was decided"]),
    ]
    assert client.post(page, {**sent, "proposal": "hourly"}).status_code == 422


def test_old_notices_and_letters_are_let_go(cast: Cast, post_office: PostOffice) -> None:
    nqsw = cast.accounts["nqsw"]
    with time_machine.travel(NOON, tick=False) as clock:
        tell(None, nqsw)
        tell(None, nqsw)
        actions.send_due()
        actions.mark_read(by=nqsw, notice_id=Notice.objects.order_by("pk")[0].pk)
        clock.shift(timedelta(days=31))
        assert actions.let_go() == 2
        assert (Notice.objects.count(), Mail.objects.count()) == (2, 0)
        clock.shift(timedelta(days=60))
        assert actions.let_go() == 1
        clock.shift(timedelta(days=275))
        assert actions.let_go() == 1
        assert actions.let_go() == 0
