"""Who holds a case today and who from a day to come: one answer everywhere, and what may be done before then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.models import Allocation, Case, Keeping
from safeload.notices.kinds import sentence_of
from safeload.notices.models import Notice
from safeload.web import formats
from tests.api.client import Api
from tests.caseloads.town import a_case, give, held
from tests.cast import Cast


def today() -> date:
    return timezone.localdate()


def later(days: int = 14) -> date:
    return today() + timedelta(days=days)


def said(day: date) -> str:
    return formats.day(day, weekday=False)


def hands(case: Case, on: date | None = None) -> tuple[Any, Any]:
    read = Case.objects.prefetch_related(queries.holders(on)).get(pk=case.pk)
    found = queries.in_hands(read)
    name = lambda row: row.post.practitioner.name if row else None  # noqa: E731
    return name(found.holder), name(found.next_holder)


def moves(cast: Cast) -> Case:
    """Amira holds it; Carl does in two weeks."""
    case = held(cast)
    give(cast, case, "peer", later(), reason="MANAGE")
    return case


def test_until_the_day_it_is_with_whom_it_was_and_then_with_the_next(cast: Cast) -> None:
    case = moves(cast)
    assert hands(case) == ("Amira Hussain", "Carl Owusu")
    assert hands(case, later()) == ("Carl Owusu", None)
    words = f"Amira Hussain until {said(later())}, then Carl Owusu"
    for address in (reverse("case", args=[case.pk]), reverse("cases")):
        assert words in cast.as_("manager").get(address).content.decode()
    told = Api(cast.accounts["manager"]).get(f"/cases/{case.pk}").json()
    assert (told["holder"]["name"], told["next_holder"]["name"]) == ("Amira Hussain", "Carl Owusu")
    assert told["next_holder"]["since"] == later().isoformat()
    assert told["reached_holder_on"] != later().isoformat()


def test_whoever_holds_it_until_then_may_still_open_and_change_it(cast: Cast) -> None:
    case = held(cast)
    give(cast, case, "stranger", later(), reason="TSPROC")
    assert cast.as_("practitioner").get(reverse("case", args=[case.pk])).status_code == 200
    actions.record_contact(by=cast.accounts["practitioner"], case_id=case.pk, on=today())


def test_what_was_decided_for_a_day_to_come_can_be_taken_over_by_something_earlier(cast: Cast) -> None:
    case = moves(cast)
    give(cast, case, "nqsw", today(), reason="MANAGE")
    assert hands(case) == (cast.people["nqsw"].name, None)
    rows = list(Allocation.objects.filter(case=case, known_to=None).order_by("starts_on", "id"))
    assert [(row.post, row.never_was, row.ends_on) for row in rows if row.post == cast.posts["peer"]] == [
        (cast.posts["peer"], True, later())
    ]
    assert "was to be from" in cast.as_("manager").get(reverse("case", args=[case.pk])).content.decode()
    then = queries.history_then(case, later(), today())
    assert [row.post for row in then] == [cast.posts["nqsw"]]


def test_it_can_be_withdrawn_so_that_whoever_holds_it_keeps_it(cast: Cast) -> None:
    case = moves(cast)
    before = Allocation.objects.get(case=case, known_to=None, post=cast.posts["practitioner"])
    give(cast, case, "practitioner", today(), reason="MANAGE")
    row = Allocation.objects.open_parts().get(case=case)
    assert (row.post, row.starts_on, row.reason) == (before.post, before.starts_on, before.reason)
    assert hands(case) == ("Amira Hussain", None)


def test_it_can_begin_earlier(cast: Cast) -> None:
    case = moves(cast)
    give(cast, case, "peer", today(), reason="MANAGE")
    assert hands(case) == ("Carl Owusu", None)
    assert (
        Allocation.objects.filter(case=case, known_to=None, ends_on=later())
        .exclude(starts_on=later())
        .count()
        == 0
    )


def test_closed_before_the_day_it_ends_with_whoever_holds_it_and_opens_as_it_was(cast: Cast) -> None:
    case, noor = moves(cast), cast.accounts["manager"]
    actions.close_case(by=noor, case_id=case.pk, on=today(), reason="RC7")
    assert not Allocation.objects.open_parts().filter(case=case).exists()
    assert not Allocation.objects.held_on(later()).filter(case=case).exists()
    actions.reopen_case(by=noor, case_id=case.pk)
    assert hands(case) == ("Amira Hussain", "Carl Owusu")


@pytest.mark.parametrize("back", [0, 1, 30])
def test_close_undo_close_again_and_move(cast: Cast, back: int) -> None:
    case, noor, day = held(cast), cast.accounts["manager"], today() - timedelta(days=back)
    parts = list(Allocation.objects.open_parts().filter(case=case).values_list("post", "starts_on", "share"))
    for _ in range(2):
        actions.close_case(by=noor, case_id=case.pk, on=day, reason="RC7")
        actions.reopen_case(by=noor, case_id=case.pk)
    again = Allocation.objects.open_parts().filter(case=case).values_list("post", "starts_on", "share")
    assert list(again) == parts
    give(cast, case, "peer", day, reason="MANAGE")
    assert hands(case) == ("Carl Owusu", None)
    actions.close_case(by=noor, case_id=case.pk, on=today(), reason="RC7")


def test_a_day_to_come_is_no_day_to_close(cast: Cast) -> None:
    case = held(cast)
    with pytest.raises(Refusal, match="Choose today or a day before") as found:
        actions.close_case(by=cast.accounts["manager"], case_id=case.pk, on=later(), reason="RC7")
    assert found.value.field == "on"


def test_what_waits_until_a_day_to_come_waits_with_its_safeguards(cast: Cast) -> None:
    case, noor = a_case(cast), cast.accounts["manager"]
    actions.name_keeper(by=noor, case_id=case.pk, account_id=noor.pk)
    give(cast, case, "peer", later())
    page = cast.as_("manager").get(reverse("case", args=[case.pk])).content.decode()
    assert f"Carl Owusu from {said(later())}" in page
    for words in ("Looked after by", "Why it waits", "Next contact due"):
        assert words in page
    assert noor.name in page
    waiting = cast.as_("manager").get(reverse("waiting")).content.decode()
    assert case.reference in waiting
    assert "Start earlier" in waiting
    assert reverse("place_case", args=[case.pk]) not in waiting
    assert f"with Carl Owusu from {formats.day(later(), year=False)}" in waiting
    row = next(one for one in Api(noor).get("/waiting").json()["items"] if one["case_id"] == case.pk)
    assert (row["next_holder"], row["allocated_from"]) == ("Carl Owusu", later().isoformat())
    actions.approve_wait(by=noor, case_id=case.pk, why="Comes back from leave then")
    give(cast, case, "nqsw", today())
    assert not Keeping.objects.filter(case=case, ends_on=None).exists()
    assert Keeping.objects.get(case=case).ends_on == today()


def test_it_is_told_with_the_day_and_told_when_it_will_not_be(cast: Cast) -> None:
    case, noor = held(cast), cast.accounts["manager"]
    Notice.objects.all().delete()

    def move(who: str, day: date) -> None:
        change = actions.Change(case.pk, cast.posts[who].pk, day, "MANAGE")
        actions.set_holders(by=noor, changes=[change], decided=True)

    def told(who: str) -> list[str]:
        rows = Notice.objects.filter(account=cast.accounts[who], kind="cases-moved").order_by("pk")
        return [sentence_of(row.kind, row.words) for row in rows]

    move("peer", later())
    assert told("practitioner") == [f"1 case leaves you on {said(later())}, entered by {noor.name}."]
    assert told("peer") == [f"1 case comes to you on {said(later())}, entered by {noor.name}."]
    move("practitioner", today())
    assert told("practitioner")[1:] == [f"1 case stays with you, entered by {noor.name}."]
    assert told("peer")[1:] == [f"1 case does not come to you after all, entered by {noor.name}."]
