from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from safeload.audit import queries as audit
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions
from safeload.caseloads.models import Allocation, Case
from safeload.people import actions as people
from safeload.people.signals import load_changed
from tests.caseloads.town import DAY, FIRST, a_case, give, held, holder
from tests.cast import EVERYBODY, Cast


def test_a_case_is_held_from_the_day_on(cast: Cast) -> None:
    case = a_case(cast)
    assert give(cast, case, "practitioner", date(2026, 3, 9)) is True
    days = (date(2026, 3, 8), date(2026, 3, 9), DAY)
    amira = cast.posts["practitioner"].pk
    assert [holder(case, day) for day in days] == [None, amira, amira]


def test_moving_leaves_no_day_without_a_holder_and_none_with_two(cast: Cast) -> None:
    case = held(cast)
    give(cast, case, "peer", date(2026, 6, 1), reason="MANAGE")
    assert holder(case, date(2026, 5, 31)) == cast.posts["practitioner"].pk
    assert holder(case, date(2026, 6, 1)) == cast.posts["peer"].pk
    for day in (date(2026, 3, 3) + timedelta(days=n) for n in range(200)):
        assert Allocation.objects.held_on(day).holders().filter(case=case).count() == 1


def test_asking_for_what_is_so_changes_nothing(cast: Cast) -> None:
    case = held(cast)
    before = (Entry.objects.count(), Allocation.objects.count(), Case.objects.get(pk=case.pk).version)
    assert give(cast, case, "practitioner", DAY) is False
    assert before == (Entry.objects.count(), Allocation.objects.count(), Case.objects.get(pk=case.pk).version)


def test_who_held_it_on_a_day_as_we_knew_it_on_another(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 3, 5, 9, tzinfo=UTC)):
        case = held(cast)
    with time_machine.travel(datetime(2026, 3, 20, 9, tzinfo=UTC)):
        give(cast, case, "peer", date(2026, 3, 4), reason="MANAGE")
    on, knew = date(2026, 3, 10), datetime(2026, 3, 10, tzinfo=UTC)
    then = Allocation.objects.filter(
        case=case, starts_on__lte=on, ends_on=None, known_from__lte=knew, known_to__gt=knew
    )
    assert then.get().post_id == cast.posts["practitioner"].pk
    assert holder(case, on) == cast.posts["peer"].pk


def test_back_to_waiting(cast: Cast) -> None:
    case = held(cast)
    give(cast, case, None, DAY, reason="WAITIN")
    assert holder(case) is None
    ended = Allocation.objects.get(case=case, known_to=None)
    assert (ended.ends_on, ended.end_reason) == (DAY, "WAITIN")


def test_the_team_of_a_case_follows_its_holder(cast: Cast) -> None:
    case = held(cast)
    give(cast, case, "stranger", DAY, reason="TSPROC")
    case.refresh_from_db()
    assert case.team == cast.court


def test_who_allocates_what_somebody_else_just_did_reads_who_and_when(cast: Cast) -> None:
    case = a_case(cast)
    noor = cast.accounts["manager"]
    give(cast, case, "practitioner", by=noor, expected=None, version=case.version)
    with pytest.raises(
        ChangedMeanwhile, match=r"Amira Hussain holds it, recorded by Noor Patel on \w+ \d+ \w+ \d+ at "
    ):
        give(cast, case, "peer", by=noor, expected=None, version=case.version)
    assert holder(case) == cast.posts["practitioner"].pk


def test_an_old_version_is_refused_though_the_holder_is_the_same(cast: Cast) -> None:
    case = held(cast)
    with pytest.raises(ChangedMeanwhile):
        give(cast, case, "peer", DAY, expected=cast.posts["practitioner"].pk, version=case.version - 1)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"from_on": date(2026, 3, 1)}, "had not begun"),
        ({"from_on": date(2026, 12, 31)}, "has left this post"),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, what: dict[str, Any], sentence: str) -> None:
    case = a_case(cast)
    people.end_practitioner(by=None, practitioner_id=cast.people["peer"].pk, on=date(2026, 12, 1))
    with pytest.raises(Refusal, match=sentence):
        give(cast, case, "peer", **what)


def test_not_before_the_present_holder_had_it(cast: Cast) -> None:
    case = held(cast)
    give(cast, case, "peer", date(2026, 6, 1), reason="MANAGE")
    with pytest.raises(Refusal, match="since a later day"):
        give(cast, case, "practitioner", date(2026, 5, 1), reason="MANAGE")


def test_a_closed_case_is_given_to_nobody(cast: Cast) -> None:
    case = held(cast)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    with pytest.raises(Refusal, match="is closed"):
        give(cast, case, "peer", DAY)


def test_many_at_once_are_all_given_or_none(cast: Cast) -> None:
    first, second = a_case(cast), a_case(cast, "4472")
    actions.close_case(by=None, case_id=second.pk, on=date(2026, 5, 1), reason="RC7")
    post = cast.posts["practitioner"].pk
    changes = [actions.Change(case.pk, post, DAY, FIRST) for case in (first, second)]
    with pytest.raises(Refusal):
        actions.set_holders(by=None, changes=changes)
    assert holder(first) is None


def test_the_number_of_queries_does_not_grow_with_the_cases(cast: Cast) -> None:
    post = cast.posts["practitioner"].pk
    counts = []
    for number, size in enumerate((3, 40)):
        cases = [a_case(cast, f"9{number}{one:02}") for one in range(size)]
        with CaptureQueriesContext(connection) as queries:
            actions.set_holders(
                by=None, changes=[actions.Change(case.pk, post, DAY, FIRST) for case in cases]
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whose_load_moved_is_told_once_inside_the_change(cast: Cast) -> None:
    case, heard = held(cast), []

    def hear(sender: Any, practitioner_ids: frozenset[int], **kwargs: Any) -> None:
        heard.append((practitioner_ids, transaction.get_connection().in_atomic_block))

    load_changed.connect(hear)
    try:
        give(cast, case, "peer", DAY, reason="MANAGE")
    finally:
        load_changed.disconnect(hear)
    assert heard == [(frozenset({cast.people["practitioner"].pk, cast.people["peer"].pk}), True)]


ALLOCATES = {"manager"}


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_managers_of_both_teams_allocate(cast: Cast, who: str) -> None:
    case = a_case(cast)
    if who in ALLOCATES:
        assert give(cast, case, "practitioner", by=cast.accounts[who])
        with pytest.raises(NotAllowed):
            give(cast, case, "stranger", DAY, by=cast.accounts[who])
    else:
        with pytest.raises(NotAllowed):
            give(cast, case, "practitioner", by=cast.accounts[who])
    assert audit.verify().whole


def test_the_database_has_the_last_word(cast: Cast) -> None:
    case = held(cast)
    row = Allocation.objects.get(case=case, known_to=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(
            case=case, post=cast.posts["peer"], starts_on=DAY, known_from=row.known_from, reason="MANAGE"
        )
    for wrong in ({"share": 0}, {"share": 101}, {"ends_on": row.starts_on - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Allocation.objects.filter(pk=row.pk).update(**wrong)
