"""The worklist for the case-management system: filled by changes of hands, ticked off, never pretending."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from safeload.audit.models import Entry
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import actions
from safeload.caseloads.models import Case, WorklistRow
from tests.caseloads.town import DAY, a_case, give, held
from tests.cast import EVERYBODY, Cast


def listed(cast: Cast, reference: str = "4471") -> Case:
    """A case that a list brought; Amira holds it."""
    case = held(cast, reference=reference)
    Case.objects.filter(pk=case.pk).update(listed=True)
    WorklistRow.objects.all().delete()
    case.refresh_from_db()
    return case


def test_a_case_from_a_list_that_changes_hands_is_to_be_entered_there(cast: Cast) -> None:
    case = listed(cast)
    give(cast, case, "peer", DAY, reason="MANAGE")
    row = WorklistRow.objects.get()
    assert (row.case, row.was, row.post, row.from_on) == (
        case,
        cast.posts["practitioner"],
        cast.posts["peer"],
        DAY,
    )


def test_a_case_of_our_own_is_not(cast: Cast) -> None:
    give(cast, held(cast), "peer", DAY, reason="MANAGE")
    assert not WorklistRow.objects.exists()


def test_moved_again_it_is_one_row_from_the_first_to_the_last(cast: Cast) -> None:
    case = listed(cast)
    give(cast, case, "peer", DAY, reason="MANAGE")
    give(cast, case, "nqsw", DAY, reason="MANAGE")
    row = WorklistRow.objects.get()
    assert (row.was, row.post) == (cast.posts["practitioner"], cast.posts["nqsw"])


def test_back_where_it_was_nothing_is_left_to_enter(cast: Cast) -> None:
    case = listed(cast)
    give(cast, case, "peer", DAY, reason="MANAGE")
    give(cast, case, "practitioner", DAY, reason="MANAGE")
    row = WorklistRow.objects.get()
    assert (row.ticked_through, row.ticked_at is None) == ("as it was again", False)


def test_closed_here_it_is_to_be_closed_there(cast: Cast) -> None:
    case = listed(cast)
    give(cast, case, "peer", DAY, reason="MANAGE")
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    row = WorklistRow.objects.open().get()
    assert (row.was, row.post, row.closed, row.from_on) == (cast.posts["practitioner"], None, True, DAY)
    assert "closed: close it there" in cast.as_("manager").get(reverse("worklist")).content.decode()
    actions.reopen_case(by=None, case_id=case.pk)
    row.refresh_from_db()
    assert (row.post, row.closed, row.ticked_at) == (cast.posts["peer"], False, None)


def test_closed_and_opened_again_before_anybody_entered_it_nothing_is_left(cast: Cast) -> None:
    case = listed(cast)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    actions.reopen_case(by=None, case_id=case.pk)
    assert WorklistRow.objects.get().ticked_through == "as it was again"


def test_opened_again_after_it_was_closed_there_it_is_to_be_opened_there(cast: Cast) -> None:
    case, noor = listed(cast), cast.accounts["manager"]
    actions.close_case(by=noor, case_id=case.pk, on=DAY, reason="RC7")
    actions.tick_off(by=noor, row_ids=[WorklistRow.objects.get().pk])
    actions.reopen_case(by=noor, case_id=case.pk)
    row = WorklistRow.objects.open().get()
    assert (row.was_closed, row.post) == (True, cast.posts["practitioner"])
    assert "closed: open it there again" in cast.as_("manager").get(reverse("worklist")).content.decode()


def test_who_works_on_it_together_is_to_be_entered_by_hand(cast: Cast) -> None:
    case = listed(cast)
    parts = [
        actions.Part(cast.posts["practitioner"].pk, Decimal(70)),
        actions.Part(cast.posts["peer"].pk, Decimal(30)),
    ]
    holder = cast.posts["practitioner"].pk
    actions.share_case(by=None, case_id=case.pk, parts=parts, from_on=DAY, expected=holder)
    row = WorklistRow.objects.open().get()
    assert row.what == "co-workers"
    page = cast.as_("manager").get(reverse("worklist")).content.decode()
    assert "Amira Hussain 70%, with Carl Owusu 30%" in page
    give(cast, case, "nqsw", DAY, reason="MANAGE")
    assert WorklistRow.objects.open().count() == 2


def test_ticked_off_by_hand_and_put_back(cast: Cast) -> None:
    case = listed(cast)
    give(cast, case, "peer", DAY, reason="MANAGE")
    row, noor = WorklistRow.objects.get(), cast.accounts["manager"]
    assert actions.tick_off(by=noor, row_ids=[row.pk]) == 1
    entries = Entry.objects.count()
    assert actions.tick_off(by=noor, row_ids=[row.pk]) == 0
    assert Entry.objects.count() == entries
    actions.put_back(by=noor, row_id=row.pk)
    assert WorklistRow.objects.open().get() == row
    actions.tick_off(by=noor, row_ids=[row.pk])
    give(cast, case, "nqsw", DAY + timedelta(days=1), reason="MANAGE")
    with pytest.raises(Refusal, match="changed hands again since"):
        actions.put_back(by=noor, row_id=row.pk)


def test_who_does_not_allocate_there_ticks_nothing_off(cast: Cast) -> None:
    give(cast, listed(cast), "peer", DAY, reason="MANAGE")
    row = WorklistRow.objects.get()
    for who in ("stranger_manager", "practitioner", "analyst"):
        with pytest.raises(NotAllowed):
            actions.tick_off(by=cast.accounts[who], row_ids=[row.pk])
    assert WorklistRow.objects.open().count() == 1


def test_the_page(cast: Cast) -> None:
    give(cast, listed(cast), "peer", DAY, reason="MANAGE")
    address = reverse("worklist")
    opens = {who for who in EVERYBODY if cast.as_(who).get(address).status_code == 200}
    assert {"manager", "stranger_manager"} <= opens
    assert not opens & {"practitioner", "peer", "stranger", "analyst", "member", "hr", "administrator"}
    assert "4471" not in cast.as_("stranger_manager").get(address).content.decode()
    noor = cast.as_("manager")
    page = noor.get(address).content.decode()
    assert "Amira Hussain, Assessment" in page
    assert "Carl Owusu, Assessment" in page
    row = WorklistRow.objects.get()
    cast.as_("stranger_manager").post(reverse("worklist_tick"), {"row": [row.pk, "nonsense", 10**12]})
    assert WorklistRow.objects.open().exists()
    assert (
        "Ticked off: 1." in noor.post(reverse("worklist_tick"), {"row": row.pk}, follow=True).content.decode()
    )
    assert "by hand" in noor.get(address, {"done": "yes"}).content.decode()
    noor.post(reverse("worklist_put_back", args=[row.pk]))
    assert WorklistRow.objects.open().exists()
    assert "Choose the cases" in noor.post(reverse("worklist_tick"), follow=True).content.decode()


def test_who_held_it_then_as_known_then(cast: Cast) -> None:
    """X: "who held this on 3 March, as we knew it on 10 March" has an answer, also on its page."""
    import time_machine

    with time_machine.travel("2026-03-05T09:00:00+00:00"):
        case = held(cast)
    with time_machine.travel("2026-03-20T09:00:00+00:00"):
        give(cast, case, "peer", DAY.replace(month=3, day=4), reason="MANAGE")
    noor, address = cast.as_("manager"), reverse("case_then", args=[case.pk])

    def told(on: tuple[int, int], known: tuple[int, int]) -> str:
        asked = {"on_day": on[0], "on_month": on[1], "on_year": 2026,
                 "known_on_day": known[0], "known_on_month": known[1], "known_on_year": 2026}  # fmt: skip
        return noor.get(address, asked).content.decode()

    assert "<strong>Amira Hussain</strong>" in told((6, 3), (10, 3))
    assert "<strong>Carl Owusu</strong>" in told((6, 3), (20, 3))
    assert "Nobody: it waited" in told((6, 3), (4, 3))
    assert noor.get(address, {"on_year": "x"}).status_code == 422
    assert cast.as_("stranger").get(address).status_code == 404


def test_a_waiting_case_that_is_given_away_is_to_be_entered(cast: Cast) -> None:
    case = a_case(cast)
    Case.objects.filter(pk=case.pk).update(listed=True)
    give(cast, case, "peer", DAY)
    assert WorklistRow.objects.get().was is None
