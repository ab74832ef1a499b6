from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeload.audit import queries as audit
from safeload.audit.models import Entry
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import actions
from safeload.caseloads.actions import Listed
from safeload.caseloads.models import Allocation, Case
from tests.caseloads.town import DAY, FIELDS, held, holder
from tests.cast import Cast


def put(cast: Cast, *rows: Listed, by: Any = None) -> list[Any]:
    return actions.put_cases(by=by, rows=rows, fields=FIELDS, on=DAY, source="import 1")


def test_a_list_adds_changes_and_closes(cast: Cast) -> None:
    known, going = held(cast, "practitioner", "1", "H-1"), held(cast, "practitioner", "2")
    amira, carl = cast.posts["practitioner"].pk, cast.posts["peer"].pk
    puts = put(
        cast,
        Listed("1", post_id=carl, answers={"level": "high"}),
        Listed("2", closed_on=date(2026, 11, 2)),
        Listed("3", household="h-1", team_id=cast.assessment.pk, post_id=amira, opened_on=date(2026, 5, 5)),
    )
    assert [one.reference for one in puts] == ["1", "2", "3"]
    assert [one.before is None for one in puts] == [False, False, True]
    assert puts[0].holder_before == amira
    new = Case.objects.get(reference="3")
    known.refresh_from_db()
    going.refresh_from_db()
    assert (holder(known), holder(going), holder(new)) == (carl, None, amira)
    assert new.household == known.household
    assert known.values == {"level": "high"}
    assert audit.verify().whole


def test_the_same_list_twice_changes_nothing(cast: Cast) -> None:
    rows = [
        Listed(f"7{number}", household=f"H-{number // 2}", team_id=cast.assessment.pk, kind="child",
               post_id=cast.posts["practitioner"].pk, answers={"status": ["CP"], "points": "2"})
        for number in range(6)
    ]  # fmt: skip
    put(cast, *rows)
    before = (
        Entry.objects.count(),
        Allocation.objects.count(),
        list(Case.objects.values_list("version", flat=True)),
    )
    put(cast, *rows)
    assert before == (
        Entry.objects.count(),
        Allocation.objects.count(),
        list(Case.objects.values_list("version", flat=True)),
    )


def test_references_match_whatever_their_capitals(cast: Cast) -> None:
    held(cast, reference="CH-1")
    put(cast, Listed("ch-1", priority="1-urgent"))
    assert Case.objects.get().priority == "1-urgent"


def test_a_fault_in_one_row_keeps_nothing_of_the_list(cast: Cast) -> None:
    team = cast.assessment.pk
    for wrong in (Listed("Amy Smith", team_id=team), Listed("5", team_id=team, answers={"level": "?"})):
        with pytest.raises(Refusal):
            put(cast, Listed("4", team_id=team), wrong)
    assert not Case.objects.exists()


def test_each_case_is_listed_once(cast: Cast) -> None:
    with pytest.raises(ValueError, match="once"):
        put(cast, Listed("4"), Listed(" 4"))


@pytest.mark.parametrize("who", ["practitioner", "head", "auditor", "union"])
def test_lists_are_brought_in_by_whom_the_table_says(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        put(cast, Listed("4", team_id=cast.assessment.pk), by=cast.accounts[who])


def test_the_number_of_queries_grows_with_batches_not_with_rows(cast: Cast) -> None:
    def asked(first: int, size: int) -> int:
        rows = [
            Listed(f"{number}", team_id=cast.assessment.pk, household=f"H-{number}", answers={"level": "low"},
                   post_id=cast.posts["practitioner"].pk)
            for number in range(first, first + size)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            put(cast, *rows)
        return len(queries)

    assert asked(1000, 60) - asked(2000, 5) <= 12
