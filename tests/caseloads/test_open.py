"""Why a case is open, and closing: CLO-01 to CLO-06."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.actions.taking_back import TakeBack, standing, take_back
from safeload.caseloads.models import Allocation, CasePlan, Closing
from safeload.notices.models import Notice
from tests.caseloads.town import DAY, FIELDS, OPENED, a_case, give, held
from tests.cast import EVERYBODY, Cast


def _plan(cast: Cast, case: Any, who: str = "practitioner", **more: Any) -> CasePlan:
    more.setdefault("plan", "Parenting assessment until the review")
    return actions.state_plan(by=cast.accounts[who], case_id=case.pk, **more)


def test_clo_03_a_plan_in_a_line_and_what_it_was_on_another_day(cast: Cast) -> None:
    case = held(cast)
    with time_machine.travel("2026-03-03T10:00:00+00:00"):
        _plan(cast, case, plan="Initial assessment")
    with time_machine.travel("2026-06-01T10:00:00+00:00"):
        _plan(cast, case, plan="Core group every four weeks", ends_on=date(2026, 9, 1))
    then = queries.plan_then(case, date(2026, 3, 20))
    assert then is not None
    assert then.plan == "Initial assessment"
    assert queries.plan_then(case, date(2026, 3, 2)) is None
    now = queries.plan_of(case)
    assert now is not None
    assert now.plan == "Core group every four weeks"
    page = cast.as_("manager").get(
        reverse("case_then", args=[case.pk]),
        {"on_day": 20, "on_month": 3, "on_year": 2026, "known_on_day": 20, "known_on_month": 6,
         "known_on_year": 2026},
    )  # fmt: skip
    assert "Initial assessment" in page.content.decode()


def test_clo_02_agreed_with_whom_is_told_to_them(cast: Cast) -> None:
    case, today = held(cast), timezone.localdate()
    noor = cast.accounts["manager"]
    _plan(cast, case, why_open="The plan runs", agreed_with_id=noor.pk, agreed_on=today)
    notice = Notice.objects.get(account=noor)
    assert (notice.kind, notice.words["with_you"]) == ("case-plan", True)
    assert not Notice.objects.filter(account=cast.accounts["practitioner"]).exists()
    _plan(cast, case, "manager", plan="Another", agreed_with_id=noor.pk, agreed_on=today)
    assert Notice.objects.filter(account=cast.accounts["practitioner"], kind="case-plan").count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"plan": " "}, "in a line"),
        ({"plan": "Ring 01632 960001 on Monday"}, "telephone"),
        ({"why_open": "Lives at 12 Mill Lane"}, "address"),
        ({"ends_on": OPENED - timedelta(days=1)}, "had not begun"),
        ({"next_review_on": OPENED - timedelta(days=1)}, "had not begun"),
        ({"agreed_on": OPENED}, "with whom"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, said: dict[str, Any], words: str) -> None:
    case = held(cast)
    with pytest.raises(Refusal, match=words) as caught:
        _plan(cast, case, **said)
    assert caught.value.field in said or caught.value.field == "agreed_with_id"
    assert not CasePlan.objects.exists()


def test_a_replayed_plan_changes_nothing_and_one_from_an_old_page_is_refused(cast: Cast) -> None:
    case = held(cast)
    version = case.version
    first = _plan(cast, case, version=version)
    entries = Entry.objects.count()
    assert _plan(cast, case, version=version) == first
    assert Entry.objects.count() == entries
    with pytest.raises(ChangedMeanwhile):
        _plan(cast, case, plan="Something else", version=version)


def test_pages_of_a_plan_are_closed_to_strangers_and_on_closed_cases(cast: Cast) -> None:
    case = held(cast)
    for page in ("state_plan", "record_contact", "rate_case"):
        address = reverse(page, args=[case.pk])
        opened = {who for who in EVERYBODY if cast.as_(who).get(address).status_code == 200}
        assert opened == {"practitioner", "manager"}, page
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    for page in ("state_plan", "record_contact", "rate_case", "name_keeper", "approve_wait"):
        assert cast.as_("manager").get(reverse(page, args=[case.pk])).status_code == 404
    with pytest.raises(Refusal, match="closed"):
        _plan(cast, case)
    with pytest.raises(Refusal, match="closed"):
        actions.record_contact(by=None, case_id=case.pk, on=timezone.localdate())


def test_a_way_back_leads_to_our_own_pages_only(cast: Cast) -> None:
    case = held(cast)
    address = reverse("record_contact", args=[case.pk])
    sent = {"on": timezone.localdate().isoformat()}
    noor = cast.as_("manager")
    assert noor.post(f"{address}?back=/waiting/%3Fteam%3D4", sent).url == "/waiting/?team=4"
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:1"):
        assert noor.post(address + f"?back={elsewhere}", sent).url == reverse("case", args=[case.pk])


def test_clo_06_closing_keeps_reason_and_what_was_achieved_and_tells_the_holder(cast: Cast) -> None:
    case = held(cast)
    own = actions.add_closure_reason(by=cast.accounts["administrator"], label="Plan completed", code="RC7")
    actions.close_case(
        by=cast.accounts["manager"], case_id=case.pk, on=DAY, own_reason_id=own.pk, achieved="Back at school"
    )
    row = Closing.objects.get()
    assert (row.reason, row.why, row.achieved) == ("RC7", "Plan completed", "Back at school")
    kinds = Notice.objects.filter(account=cast.accounts["practitioner"]).values_list("kind", flat=True)
    assert list(kinds) == ["case-closed"]
    page = cast.as_("practitioner").get(reverse("case", args=[case.pk])).content.decode()
    assert "Closed from 23 November 2026 by Noor Patel: Plan completed. Achieved: Back at school" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"on": OPENED - timedelta(days=1)}, "had not begun"),
        ({"on": DAY, "reason": "LISTED"}, "from the list"),
        ({"on": DAY, "reason": "nonsense"}, "from the list"),
        ({"on": DAY, "own_reason_id": 99}, "not used any more"),
        ({"on": DAY, "reason": "RC7", "achieved": "Mr Jones is sober"}, "looks like"),
        ({"on": DAY}, "Choose why it closes"),
        ({"on": "tomorrow", "reason": "RC7"}, "Choose today or a day before"),
    ],
)
def test_a_closing_that_cannot_be_changes_nothing(cast: Cast, said: dict[str, Any], words: str) -> None:
    case = held(cast)
    if said["on"] == "tomorrow":
        said = {**said, "on": timezone.localdate() + timedelta(days=1)}
    with pytest.raises(Refusal, match=words):
        actions.close_case(by=None, case_id=case.pk, **said)
    case.refresh_from_db()
    assert case.closed_on is None
    assert Allocation.objects.open_parts().filter(case=case).exists()


def _shared(cast: Cast) -> Any:
    case = held(cast)
    parts = [
        actions.Part(cast.posts["practitioner"].pk, Decimal(70)),
        actions.Part(cast.posts["peer"].pk, Decimal(30)),
    ]
    actions.share_case(
        by=None,
        case_id=case.pk,
        parts=parts,
        from_on=date(2026, 5, 1),
        expected=cast.posts["practitioner"].pk,
    )
    actions.set_values(
        by=None, case_id=case.pk, answers={"status": ["CP"]}, fields=FIELDS, valid_from=date(2026, 5, 1)
    )
    _plan(cast, case)
    return case


def _parts(case: Any) -> set[tuple[int, str, Decimal, date]]:
    rows = Allocation.objects.open_parts().filter(case=case)
    return {(row.post_id, row.role, row.share, row.starts_on) for row in rows}


def test_clo_04_taken_back_a_closing_leaves_holder_shares_plan_and_answers_as_they_were(cast: Cast) -> None:
    case = _shared(cast)
    actions.close_case(by=cast.accounts["manager"], case_id=case.pk, on=DAY, reason="RC7")
    assert not _parts(case)
    actions.reopen_case(by=cast.accounts["manager"], case_id=case.pk)
    assert _parts(case) == {
        (cast.posts["practitioner"].pk, "holder", Decimal(70), date(2026, 5, 1)),
        (cast.posts["peer"].pk, "co-worker", Decimal(30), date(2026, 5, 1)),
    }
    assert not queries.history(case).filter(end_reason="CLOSED").exists()
    case.refresh_from_db()
    assert (case.closed_on, case.values) == (None, {"status": ["CP"]})
    assert queries.plan_of(case) is not None
    assert queries.hands([case.pk], DAY)[case.pk][0] == date(2026, 3, 3)
    row = Closing.objects.get()
    assert (row.reopened_on, row.reopened_by) == (DAY, cast.accounts["manager"])


def test_clo_04_open_again_later_is_held_from_that_day(cast: Cast) -> None:
    case, day = _shared(cast), date(2026, 11, 25)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    with pytest.raises(Refusal, match="still open"):
        actions.reopen_case(by=None, case_id=case.pk, on=DAY - timedelta(days=1))
    actions.reopen_case(by=None, case_id=case.pk, on=day)
    assert {part[3] for part in _parts(case)} == {day}
    assert not Allocation.objects.held_on(DAY).filter(case=case).exists()


def test_closed_and_opened_twice_on_a_day_gives_back_what_the_last_closing_took(cast: Cast) -> None:
    case = _shared(cast)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    actions.reopen_case(by=None, case_id=case.pk)
    alone = [actions.Part(cast.posts["practitioner"].pk, Decimal(100))]
    actions.share_case(
        by=None, case_id=case.pk, parts=alone, from_on=DAY, expected=cast.posts["practitioner"].pk
    )
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    actions.reopen_case(by=None, case_id=case.pk)
    assert _parts(case) == {(cast.posts["practitioner"].pk, "holder", Decimal(100), DAY)}


def test_a_case_taken_and_closed_on_one_day_comes_back(cast: Cast) -> None:
    case = a_case(cast)
    give(cast, case, "practitioner", DAY)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    actions.reopen_case(by=None, case_id=case.pk)
    assert {part[0] for part in _parts(case)} == {cast.posts["practitioner"].pk}


def test_who_has_left_is_not_given_it_back(cast: Cast) -> None:
    case = _shared(cast)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    person = cast.people["practitioner"]
    person.ended_on = DAY - timedelta(days=1)
    person.save()
    actions.reopen_case(by=None, case_id=case.pk)
    assert _parts(case) == set()


def test_the_button_on_a_closed_case_opens_it_from_a_day(cast: Cast) -> None:
    case = held(cast)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    address, day = reverse("open_again", args=[case.pk]), timezone.localdate()
    assert {who for who in EVERYBODY if cast.as_(who).get(address).status_code == 200} == {
        "practitioner",
        "manager",
    }
    assert cast.as_("manager").post(address, {"on": day.isoformat()}).status_code == 302
    assert {part[3] for part in _parts(case)} == {day}
    again = cast.as_("manager").post(address, {"on": day.isoformat()}, follow=True)
    assert "Case 4471 is open already. Nothing of yours was saved." in again.content.decode()


def test_a_list_closes_with_its_own_word_opens_again_and_is_taken_back(cast: Cast) -> None:
    case = held(cast)
    before = standing(["4471"])["4471"]
    put: dict[str, Any] = {"by": None, "fields": FIELDS, "on": DAY, "source": "import 1"}
    actions.put_cases(rows=[actions.Listed("4471", closed_on=DAY)], **put)
    assert Closing.objects.get().reason == "LISTED"
    closed = standing(["4471"])["4471"]
    actions.put_cases(rows=[actions.Listed("4471", closed_on=None)], **put)
    assert Closing.objects.get().reopened_at is not None
    opened = standing(["4471"])["4471"]
    take_back(by=None, rows=[TakeBack(case.pk, closed, opened)], on=DAY, source="import 2")
    row = Closing.objects.get()
    assert (row.reopened_at, row.reason) == (None, "LISTED")
    take_back(by=None, rows=[TakeBack(case.pk, before, closed)], on=DAY, source="import 1")
    assert Closing.objects.get().reopened_at is not None


def test_own_reasons_are_the_administrators_and_stay_where_they_were_given(cast: Cast) -> None:
    address = reverse("closure_reasons")
    assert {who for who in EVERYBODY if cast.as_(who).get(address).status_code == 200} == {"administrator"}
    with pytest.raises(NotAllowed):
        actions.add_closure_reason(by=cast.accounts["manager"], label="Moved on", code="RC5")
    client = cast.as_("administrator")
    assert client.post(address, {"label": "Moved on", "code": "RC5"}).status_code == 302
    assert client.post(address, {"label": "moved ON", "code": "RC5"}).status_code == 422
    assert client.post(address, {"label": "Sideways", "code": "LISTED"}).status_code == 422
    [(pk, _)] = queries.closure_reasons()
    assert client.post(reverse("retire_closure_reason", args=[pk])).status_code == 302
    assert queries.closure_reasons() == []
    assert client.post(reverse("offer_closure_reason", args=[pk])).status_code == 302
    assert queries.closure_reasons() == [(pk, "Moved on")]
