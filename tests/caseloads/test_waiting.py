"""While a case waits: named holder, contact, rating, approval, agreed times; who may, what is refused, what is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions, queries
from safeload.caseloads.models import Case, Keeping, Rating
from safeload.notices.kinds import sentence_of
from safeload.notices.models import Notice
from safeload.people.scope import scope_for
from tests.caseloads.town import OPENED, a_case, give, held
from tests.cast import EVERYBODY, Cast


def _today() -> date:
    return timezone.localdate()


def _seen_by(cast: Cast, who: str) -> set[str]:
    return set(queries.cases(scope_for(cast.accounts[who], _today())).values_list("reference", flat=True))


def _told(cast: Cast, who: str) -> list[str]:
    return list(Notice.objects.filter(account=cast.accounts[who]).values_list("kind", flat=True))


def _name(cast: Cast, case: Any, who: str, by: str = "manager", **more: Any) -> Keeping | None:
    return actions.name_keeper(
        by=cast.accounts[by], case_id=case.pk, practitioner_id=cast.people[who].pk, **more
    )


def test_a_named_holder_is_told_and_opens_the_case_until_somebody_holds_it(cast: Cast) -> None:
    case = a_case(cast)
    assert _seen_by(cast, "peer") == set()
    _name(cast, case, "peer")
    assert _seen_by(cast, "peer") == {"4471"}
    assert _told(cast, "peer") == ["case-looked-after"]
    actions.record_contact(by=cast.accounts["peer"], case_id=case.pk, on=_today())
    give(cast, case, "practitioner", _today(), by=cast.accounts["manager"])
    assert _seen_by(cast, "peer") == set()
    assert _told(cast, "peer") == ["case-looked-after-over", "case-looked-after"]
    assert queries.keepers([case.pk], _today()) == {}
    row = Keeping.objects.get()
    assert (row.starts_on, row.ends_on, row.ended_by_holder) == (_today(), _today(), True)


def test_the_named_holder_carries_no_load_by_it(cast: Cast) -> None:
    case = a_case(cast)
    _name(cast, case, "peer")
    assert not case.allocations.exists()


def test_parking_it_with_a_manager_does_not_end_the_naming(cast: Cast) -> None:
    case = a_case(cast)
    _name(cast, case, "peer")
    give(cast, case, "manager", _today())
    assert queries.keepers([case.pk], _today())[case.pk].name == "Carl Owusu"


def test_an_allocation_taken_back_gives_the_named_holder_back(cast: Cast) -> None:
    case = a_case(cast)
    _name(cast, case, "peer")
    give(cast, case, "practitioner", _today())
    give(cast, case, None, _today(), reason="WAITIN")
    assert queries.keepers([case.pk], _today())[case.pk].name == "Carl Owusu"
    assert _seen_by(cast, "peer") == {"4471"}


def test_one_from_a_later_day_is_looked_after_until_then(cast: Cast) -> None:
    case = a_case(cast)
    _name(cast, case, "peer")
    give(cast, case, "practitioner", _today() + timedelta(days=4))
    assert queries.keepers([case.pk], _today())
    assert not queries.keepers([case.pk], _today() + timedelta(days=4))


def test_naming_another_ends_the_former_and_the_same_again_changes_nothing(cast: Cast) -> None:
    case = a_case(cast)
    _name(cast, case, "peer", version=1)
    entries = Entry.objects.count()
    _name(cast, case, "peer", version=1)
    assert Entry.objects.count() == entries
    with pytest.raises(ChangedMeanwhile):
        _name(cast, case, "nqsw", version=1)
    _name(cast, case, "nqsw")
    assert [row.name for row in queries.keepings_of(case)] == ["Bethan Rhys", "Carl Owusu"]
    assert _told(cast, "peer")[0] == "case-looked-after-over"
    actions.name_keeper(by=cast.accounts["manager"], case_id=case.pk)
    assert queries.keepers([case.pk], _today()) == {}


def test_anybody_with_an_account_can_be_named_and_a_leaver_cannot(cast: Cast) -> None:
    case = a_case(cast)
    made = actions.name_keeper(
        by=cast.accounts["manager"], case_id=case.pk, account_id=cast.accounts["head"].pk
    )
    assert made is not None
    assert made.name == "Harriet Cole"
    gone = cast.people["nqsw"]
    gone.ended_on = _today() - timedelta(days=1)
    gone.save()
    cast.accounts["nqsw"].delete()
    with pytest.raises(Refusal, match="somebody who is here"):
        _name(cast, case, "nqsw")


def test_a_held_case_has_no_named_holder(cast: Cast) -> None:
    case = held(cast)
    with pytest.raises(Refusal, match="somebody holds it"):
        _name(cast, case, "peer")
    with pytest.raises(Refusal, match="somebody holds it"):
        actions.approve_wait(by=cast.accounts["manager"], case_id=case.pk, why="Full team")


def test_only_whoever_allocates_names_and_approves(cast: Cast) -> None:
    case = a_case(cast)
    for who in set(EVERYBODY) - {"manager"}:
        with pytest.raises(NotAllowed):
            _name(cast, case, "peer", by=who)
        with pytest.raises(NotAllowed):
            actions.approve_wait(by=cast.accounts[who], case_id=case.pk, why="Full team")


def test_contact_is_noted_with_the_next_and_bad_days_are_refused(cast: Cast) -> None:
    case, today = a_case(cast), _today()
    note = {"by": cast.accounts["manager"], "case_id": case.pk}
    assert actions.record_contact(**note, on=today, next_on=today + timedelta(days=7), version=1)
    assert not actions.record_contact(**note, on=today, next_on=today + timedelta(days=7), version=1)
    case.refresh_from_db()
    assert (case.last_contact_on, case.next_contact_made_on, case.next_contact_due_on) == (
        today,
        today,
        today + timedelta(days=7),
    )
    for on, next_on, words in (
        (today + timedelta(days=1), None, "up to today"),
        (OPENED - timedelta(days=1), None, "had not begun"),
        (today, today, "comes after"),
    ):
        with pytest.raises(Refusal, match=words):
            actions.record_contact(**note, on=on, next_on=next_on)
    with pytest.raises(ChangedMeanwhile):
        actions.record_contact(**note, on=today - timedelta(days=1), version=1)


def test_an_earlier_contact_noted_later_takes_nothing_back(cast: Cast) -> None:
    case, today = held(cast), _today()
    actions.record_contact(by=None, case_id=case.pk, on=today)
    actions.record_contact(by=None, case_id=case.pk, on=today - timedelta(days=9))
    case.refresh_from_db()
    assert case.last_contact_on == today
    assert case.next_contact_due_on is None


def test_rating_again_keeps_who_when_from_to_and_why(cast: Cast) -> None:
    case, today = a_case(cast), _today()
    rate = {"by": cast.accounts["manager"], "case_id": case.pk, "again_on": today + timedelta(days=14)}
    first = actions.rate_case(**rate, priority="3-standard", version=1)
    assert actions.rate_case(**rate, priority="3-standard", version=1) == first
    actions.rate_case(**rate, priority="1-urgent", why="No school for two weeks")
    actions.correct_case(by=cast.accounts["manager"], case_id=case.pk, priority="2-high")
    found = [(row.was, row.priority, row.why) for row in queries.ratings_of(case)]
    assert found == [
        ("1-urgent", "2-high", ""),
        ("3-standard", "1-urgent", "No school for two weeks"),
        ("3-standard", "3-standard", ""),
    ]
    with pytest.raises(Refusal, match="day to come"):
        actions.rate_case(by=None, case_id=case.pk, priority="4-low", again_on=today)
    with pytest.raises(Refusal, match="looks like"):
        actions.rate_case(by=None, case_id=case.pk, priority="4-low", why="Mrs Smith rang")
    assert Rating.objects.count() == 3


def test_an_approved_wait_names_who_and_when_until_the_reason_changes(cast: Cast) -> None:
    case, noor = a_case(cast), cast.accounts["manager"]
    actions.approve_wait(by=noor, case_id=case.pk, why="Everybody is at their line", version=1)
    assert not actions.approve_wait(by=noor, case_id=case.pk, why="Everybody is at their line", version=1)
    case.refresh_from_db()
    assert (case.waiting_approved_by, case.waiting_approved_on) == (noor, _today())
    actions.correct_case(by=noor, case_id=case.pk, why_waiting="Waits for the court")
    case.refresh_from_db()
    assert (case.waiting_approved_by, case.waiting_approved_on) == (None, None)


def test_the_two_dates_go_through_a_change_of_shares_and_stay_so_where_it_is_parked(cast: Cast) -> None:
    case = held(cast)
    parts = [
        actions.Part(cast.posts["practitioner"].pk, Decimal(60)),
        actions.Part(cast.posts["peer"].pk, Decimal(40)),
    ]
    actions.share_case(
        by=None,
        case_id=case.pk,
        parts=parts,
        from_on=date(2026, 5, 1),
        expected=cast.posts["practitioner"].pk,
    )
    assert queries.hands([case.pk], _today())[case.pk][0] == date(2026, 3, 3)
    give(cast, case, "manager", date(2026, 6, 1))
    assert queries.hands([case.pk], _today()) == {case.pk: (None, date(2026, 6, 1), date(2026, 3, 3))}
    page = cast.as_("manager").get(f"/cases/{case.pk}/").content.decode()
    assert "The practitioner: 3 March 2026" in page
    assert "Whoever holds it now" not in page
    give(cast, case, "peer", date(2026, 7, 1))
    page = cast.as_("manager").get(f"/cases/{case.pk}/").content.decode()
    assert "The practitioner: 3 March 2026<br>Whoever holds it now: 1 July 2026" in page


def test_agreed_times_are_dated_and_named_and_only_approvers_agree_them(cast: Cast) -> None:
    today = _today()
    said: dict[str, Any] = {
        "starts_on": today,
        "agreed_by": "Working group",
        "agreed_on": today,
        "urgent_days": 1,
        "high_days": 3,
        "standard_days": 5,
        "low_days": None,
        "contact_days": 7,
        "rating_days": 14,
        "contact_weeks": 4,
        "score_weeks": 10,
    }
    assert queries.times_on(today).contact_weeks == 6
    assert queries.times_on(today).target("1-urgent") is None
    first = actions.agree_times(by=cast.accounts["head"], **said)
    assert actions.agree_times(by=cast.accounts["head"], **said) == first
    times = queries.times_on(today)
    assert (times.target("3-standard"), times.target("4-low"), times.contact_weeks) == (5, None, 4)
    assert queries.times_on(today - timedelta(days=1)).agreed is None
    for who in set(EVERYBODY) - {"head", "director"}:
        with pytest.raises(NotAllowed):
            actions.agree_times(by=cast.accounts[who], **said)
    with pytest.raises(Refusal, match="up to today"):
        actions.agree_times(by=cast.accounts["head"], **{**said, "agreed_on": today + timedelta(days=1)})


def test_the_page_of_agreed_times_is_open_to_all_who_work_here_and_kept_by_approvers(cast: Cast) -> None:
    for who in EVERYBODY:
        page = cast.as_(who).get("/cases/times/")
        assert page.status_code == 200, who
        assert ("Write down a new agreement" in page.content.decode()) == (who in {"head", "director"}), who
    assert "no target agreed" in page.content.decode()
    assert cast.as_("manager").post("/cases/times/", {}).status_code == 404
    sent = {
        "urgent_days": "1", "contact_days": "7", "rating_days": "14", "contact_weeks": "6", "score_weeks": "8",
        "starts_on": _today().isoformat(), "agreed_on": _today().isoformat(), "agreed_by": "All teams",
    }  # fmt: skip
    assert cast.as_("head").post("/cases/times/", {**sent, "contact_weeks": "0"}).status_code == 422
    kept = cast.as_("head").post("/cases/times/", sent, follow=True).content.decode()
    assert "Urgent 1, High no target" in kept
    assert "All teams" in kept


def test_a_household_is_looked_after_together_and_told_once(cast: Cast) -> None:
    """Five children are one contact, one rating, one named holder: all or none of them."""
    cases = [a_case(cast, str(number), "H-1") for number in range(1, 6)]
    held(cast, reference="6", household="H-1")
    noor, today = cast.as_("manager"), _today()
    name, contact = (reverse(page, args=[cases[0].pk]) for page in ("name_keeper", "record_contact"))
    assert "There are 4 in the same hands" in noor.get(name).content.decode()
    noor.post(name, {"who": f"p{cast.people['peer'].pk}", "together": "on", "version": cases[0].version})
    assert len(queries.keepers([case.pk for case in cases], today)) == 5
    notice = Notice.objects.get(account=cast.accounts["peer"])
    assert sentence_of(notice.kind, notice.words) == (
        "Noor Patel named you to look after case 1 and 4 others while they wait."
    )
    sent = {"on": today.isoformat(), "next_on": (today + timedelta(days=7)).isoformat()}
    noor.post(contact, sent)
    assert Case.objects.filter(last_contact_on=today).count() == 1
    noor.post(contact, {**sent, "together": "on"})
    assert Case.objects.filter(last_contact_on=today).count() == 5
    change = {"post_id": cast.posts["practitioner"].pk, "from_on": today, "reason": "FCONTA"}
    actions.set_holders(
        by=cast.accounts["manager"], changes=[actions.Change(case_id=case.pk, **change) for case in cases]
    )
    last = Notice.objects.filter(account=cast.accounts["peer"]).first()
    assert last is not None
    assert sentence_of(last.kind, last.words) == (
        "Case 1 and 4 others, which you looked after, are with a practitioner now."
    )
    assert Notice.objects.filter(account=cast.accounts["peer"]).count() == 2
