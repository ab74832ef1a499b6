"""Told inside the change, undone with it; by nobody who did it; in constant queries; for nobody else to read."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safeload.audit.refusals import Refusal
from safeload.audit.writing import write
from safeload.notices import actions
from safeload.notices.models import Mail, Notice
from safeload.people.models import Account
from tests.cast import Cast
from tests.workload.pages import text_of

WORDS = {"by": "Noor Patel", "who": "Amira Hussain", "number": 1, "cases": ["C-CANARY-9"]}


@write
def tell(by: Any, *to: Account, kind: str = "proposal", words: dict[str, Any] = WORDS) -> int:
    """An action that tells."""
    return actions.tell(
        by=by, to=[one.pk for one in to], kind=kind, about=("test", 1), link=["account_home"], words=words
    )


def test_a_change_that_fails_tells_nobody(cast: Cast, settings: Any) -> None:
    settings.SAFELOAD_MAILS = True

    @write
    def fails() -> None:
        tell(None, cast.accounts["nqsw"])
        assert Notice.objects.count() == Mail.objects.count() == 1
        raise Refusal("No.")

    with pytest.raises(Refusal):
        fails()
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_nothing_is_told_outside_a_change(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        actions.tell(
            by=None, to=[cast.accounts["nqsw"].pk], kind="proposal", about=("test", 1), link=["home"]
        )


def test_whoever_did_it_and_whoever_has_left_is_not_told(cast: Cast) -> None:
    nqsw, peer, manager = (cast.accounts[who] for who in ("nqsw", "peer", "manager"))
    Account.objects.filter(pk=peer.pk).update(is_active=False)
    assert tell(manager, nqsw, peer, manager) == 1
    assert Notice.objects.get().account == nqsw


@pytest.mark.parametrize("change", [{"demo": True}, {"email": ""}])
def test_no_letter_without_an_address_nor_to_the_demos_people(
    cast: Cast, settings: Any, change: dict[str, Any]
) -> None:
    settings.SAFELOAD_MAILS = True
    Account.objects.filter(pk=cast.accounts["nqsw"].pk).update(**change)
    assert tell(None, cast.accounts["nqsw"], cast.accounts["peer"]) == 2
    assert Mail.objects.get().account == cast.accounts["peer"]


def test_without_a_mail_server_no_letter_is_written(cast: Cast) -> None:
    tell(None, cast.accounts["nqsw"])
    assert Notice.objects.get().by_mail == Notice.ByMail.NEVER
    assert not Mail.objects.exists()


def test_many_are_told_in_as_many_queries_as_few(cast: Cast, settings: Any) -> None:
    settings.SAFELOAD_MAILS = True
    everybody = list(cast.accounts.values())

    def asked(to: list[Account]) -> int:
        with CaptureQueriesContext(connection) as caught:
            tell(None, *to)
        return len(caught)

    assert asked(everybody[:2]) == asked(everybody)


def test_words_too_long_for_a_name_are_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="codes"):
        tell(None, cast.accounts["nqsw"], words={"who": "x" * 201})


def test_read_by_opening_with_a_press_not_by_fetching(cast: Cast) -> None:
    tell(None, cast.accounts["nqsw"])
    one = Notice.objects.get()
    client = cast.as_("nqsw")
    address = reverse("open_notice", args=[one.pk])
    assert "C-CANARY-9" in text_of(client.get(reverse("notices")))
    assert "1 new" in text_of(client.get(reverse("account_home")))
    assert client.get(address).status_code == 405
    one.refresh_from_db()
    assert one.read_at is None
    assert client.post(address)["Location"] == reverse("account_home")
    one.refresh_from_db()
    assert one.read_at is not None
    assert "1 new" not in text_of(client.get(reverse("account_home")))


def test_a_stranger_neither_sees_nor_opens_it(cast: Cast) -> None:
    tell(None, cast.accounts["nqsw"])
    one = Notice.objects.get()
    for who in set(cast.accounts) - {"nqsw"}:
        client = cast.as_(who)
        assert "CANARY" not in text_of(client.get(reverse("notices"))), who
        assert client.post(reverse("open_notice", args=[one.pk])).status_code == 404, who
        client.post(reverse("read_notices"), {"newest": one.pk})
    one.refresh_from_db()
    assert one.read_at is None


def test_all_read_leaves_what_came_since(cast: Cast) -> None:
    nqsw = cast.accounts["nqsw"]
    tell(None, nqsw)
    client = cast.as_("nqsw")
    shown = Notice.objects.get().pk
    tell(None, nqsw)
    client.post(reverse("read_notices"), {"newest": shown})
    assert [one.read_at is None for one in Notice.objects.order_by("pk")] == [False, True]
    for wrong in ("", "x", "-1", "9" * 30, "²"):
        assert client.post(reverse("read_notices"), {"newest": wrong}).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1


def test_a_link_to_a_page_that_is_gone_leads_to_the_list(cast: Cast) -> None:
    tell(None, cast.accounts["nqsw"])
    Notice.objects.update(link_name="of_an_older_release", kind="of-an-older-release")
    client = cast.as_("nqsw")
    assert "Something that concerned you changed" in text_of(client.get(reverse("notices")))
    answer = client.post(reverse("open_notice", args=[Notice.objects.get().pk]))
    assert answer["Location"] == reverse("notices")


def test_the_count_in_the_header_is_one_light_query(cast: Cast) -> None:
    client = cast.as_("nqsw")
    page = reverse("who_may_see_what")
    client.get(page)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            client.get(page)
        return [query["sql"] for query in caught if "notices_notice" in query["sql"]]

    assert len(asked()) == 1
    for _ in range(5):
        tell(None, cast.accounts["nqsw"])
    assert len(asked()) == 1


def test_the_page_takes_as_many_queries_for_many(cast: Cast) -> None:
    client = cast.as_("nqsw")
    tell(None, cast.accounts["nqsw"])
    client.get(reverse("notices"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("notices"))
        return len(caught)

    before = asked()
    for _ in range(30):
        tell(None, cast.accounts["nqsw"])
    assert asked() == before
    assert text_of(client.get(reverse("notices"))).count("Noor Patel asks") == 25 * 2
