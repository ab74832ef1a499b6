from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from safeload.domain.scheme.model import Field
from safeload.people import actions
from safeload.people.facts import commitments_on, practitioner_key, practitioners_on, team_key
from tests.cast import Cast

DAY = date(2026, 11, 23)
_GRADES = {"7": "Grade 7", "8": "Grade 8"}
FIELDS = {
    "grade": Field(of="practitioner", name="grade", title="Grade", kind="code", codes=_GRADES),
    "asye": Field(of="practitioner", name="asye", title="ASYE", kind="yes-no"),
}


def row(frame: pl.DataFrame, cast: Cast, who: str) -> dict[str, Any]:
    return frame.filter(pl.col("practitioner") == practitioner_key(cast.people[who].pk)).row(0, named=True)


def test_one_row_a_post_with_exact_hours(cast: Cast) -> None:
    frame = practitioners_on(FIELDS, DAY)
    assert frame.height == len(cast.people)
    carl, bethan = row(frame, cast, "peer"), row(frame, cast, "nqsw")
    assert carl["weekly_hours"] == 2220
    assert carl["team"] == team_key(cast.assessment.pk)
    assert carl["qualified"] == date(2015, 7, 1)
    assert (carl["asye"], bethan["asye"]) == (False, True)
    assert carl["allocatable"] is True
    assert row(frame, cast, "manager")["allocatable"] is False


def test_hours_are_those_of_the_day(cast: Cast) -> None:
    post = cast.posts["peer"].pk
    actions.change_hours(by=None, post_id=post, from_on=date(2026, 6, 1), weekly_hours=Decimal("29.6"))
    actions.change_hours(by=None, post_id=post, from_on=date(2026, 9, 1), weekly_hours=None)
    hours = [
        row(practitioners_on({}, day), cast, "peer")["weekly_hours"]
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 1))
    ]
    assert hours == [2220, 2960, None]


def test_two_posts_are_two_rows_wherever_one_asks(cast: Cast) -> None:
    actions.add_post(
        by=None, practitioner_id=cast.people["peer"].pk, team_id=cast.court.pk, weekly_hours=Decimal(15)
    )
    frame = practitioners_on({}, DAY, teams=[cast.court.pk])
    carl = frame.filter(practitioner=practitioner_key(cast.people["peer"].pk))
    assert sorted(carl["weekly_hours"]) == [1500, 2220]


def test_work_of_a_duty_desk_is_not_allocated(cast: Cast) -> None:
    actions.add_post(by=None, practitioner_id=cast.people["peer"].pk, team_id=cast.desk.pk)
    frame = practitioners_on({}, DAY, practitioners=[cast.people["peer"].pk])
    assert sorted(frame["allocatable"]) == [False, True]


def test_leavers_are_there_on_their_last_day_and_not_after(cast: Cast) -> None:
    actions.end_practitioner(by=None, practitioner_id=cast.people["peer"].pk, on=DAY)
    assert practitioners_on({}, DAY).height == len(cast.people)
    assert practitioners_on({}, date(2026, 11, 24)).height == len(cast.people) - 1


def test_commitments_begun_by_the_day_in_hundredths(cast: Cast) -> None:
    peer = cast.people["peer"].pk
    add = actions.add_commitment
    add(
        by=None,
        practitioner_id=peer,
        kind="leave",
        amount=Decimal("7.4"),
        unit="hours",
        starts_on=DAY,
        ends_on=DAY,
    )
    add(by=None, practitioner_id=peer, kind="practice_teaching", starts_on=date(2026, 1, 5))
    add(
        by=None,
        practitioner_id=peer,
        kind="leave",
        amount=Decimal(37),
        unit="hours",
        starts_on=date(2026, 12, 1),
    )
    removed = add(by=None, practitioner_id=peer, kind="other_duty")
    actions.remove_commitment(by=None, commitment_id=removed.pk)
    frame = commitments_on(DAY)
    assert frame["amount"].to_list() == [740, None]
    assert frame["kind"].to_list() == ["leave", "practice_teaching"]
    assert frame.schema["ends"] == pl.Date


def test_an_adjustment_past_its_end_is_there_until_reviewed(cast: Cast) -> None:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}
    fields = {"kind": "adjustment", "amount": Decimal(20), "unit": "percent", **days}
    made = actions.add_commitment(by=None, practitioner_id=cast.people["peer"].pk, **fields)
    assert commitments_on(DAY)["reviewed"].to_list() == [None]
    actions.review_commitment(by=None, commitment_id=made.pk, outcome="ended", reviewed_on=DAY)
    assert commitments_on(DAY)["reviewed"].to_list() == [DAY]


def test_the_number_of_queries_is_constant(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        practitioners_on(FIELDS, DAY)
    with django_assert_num_queries(2):
        practitioners_on(FIELDS, DAY, teams=[cast.assessment.pk])
    with django_assert_num_queries(1):
        commitments_on(DAY, teams=[cast.assessment.pk])
