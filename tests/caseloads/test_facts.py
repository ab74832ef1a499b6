from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from safeload.caseloads import actions
from safeload.caseloads.facts import cases_on, tasks_on
from safeload.caseloads.models import Allocation, Case, Household
from safeload.domain.scheme.model import Field
from safeload.people import actions as people
from safeload.people.facts import post_key, practitioner_key, team_key
from tests.caseloads.town import DAY, FIELDS, a_case, give, held
from tests.cast import Cast


def only(frame: pl.DataFrame, reference: str) -> dict[str, Any]:
    return frame.filter(pl.col("case") == reference).row(0, named=True)


def test_a_held_case_and_one_that_waits(cast: Cast) -> None:
    held(cast, reference="4471", household="H-1")
    a_case(cast, "4472", "H-1")
    frame = cases_on({}, DAY)
    first, second = only(frame, "4471"), only(frame, "4472")
    amira = cast.people["practitioner"].pk
    assert (first["practitioner"], first["post"]) == (
        practitioner_key(amira),
        post_key(cast.posts["practitioner"].pk),
    )
    assert (second["practitioner"], second["post"], second["team"]) == (
        None,
        None,
        team_key(cast.assessment.pk),
    )
    assert {row["household"] for row in (first, second)} == {"H-1"}
    assert {row["share"] for row in (first, second)} == {10_000}


def test_a_provisional_household_does_not_group(cast: Cast) -> None:
    home = Household.objects.create(reference="H-9", provisional=True)
    Case.objects.filter(pk=a_case(cast).pk).update(household=home)
    assert only(cases_on({}, DAY), "4471")["household"] is None


def test_what_a_manager_holds_is_theirs_and_what_a_leaver_held_waits(cast: Cast) -> None:
    held(cast, "manager", "4471")
    held(cast, "peer", "4472")
    people.end_practitioner(by=None, practitioner_id=cast.people["peer"].pk, on=DAY - timedelta(days=1))
    frame = cases_on({}, DAY)
    assert only(frame, "4471")["practitioner"] == practitioner_key(cast.people["manager"].pk)
    assert only(frame, "4472")["practitioner"] is None
    assert only(cases_on({}, DAY - timedelta(days=1)), "4472")["practitioner"] is not None


def test_open_on_the_day_and_no_longer_on_the_day_of_closing(cast: Cast) -> None:
    case = held(cast)
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    heights = [
        cases_on({}, day).height for day in (date(2026, 3, 1), date(2026, 3, 2), DAY - timedelta(days=1), DAY)
    ]
    assert heights == [0, 1, 1, 0]


def test_every_kind_of_field_has_its_column(cast: Cast) -> None:
    case = held(cast)
    a_case(cast, "4472")
    answers = {"status": ["CP"], "level": "high", "points": "2.5", "court": "yes", "since": "2026-04-01"}
    actions.set_values(by=None, case_id=case.pk, answers=answers, fields=FIELDS, valid_from=date(2026, 4, 1))
    frame = cases_on(FIELDS, DAY)
    known, unknown = only(frame, "4471"), only(frame, "4472")
    columns = ("status.CIN", "status.CP", "status.LAC", "level", "points", "court", "since")
    assert [known[name] for name in columns] == [False, True, False, "high", 250, True, date(2026, 4, 1)]
    assert [unknown[name] for name in columns] == [None] * 7
    kinds = [pl.Boolean, pl.Boolean, pl.Boolean, pl.String, pl.Int64, pl.Boolean, pl.Date]
    assert [frame.schema[name] for name in columns] == kinds


def test_answers_are_those_of_the_day(cast: Cast) -> None:
    case = held(cast)
    for day, level in ((date(2026, 4, 1), "low"), (date(2026, 6, 1), "high"), (date(2026, 9, 1), None)):
        actions.set_values(by=None, case_id=case.pk, answers={"level": level}, fields=FIELDS, valid_from=day)
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 1))
    assert [only(cases_on(FIELDS, day), "4471")["level"] for day in days] == [
        None,
        "low",
        "low",
        "high",
        None,
    ]


def test_a_correction_on_the_same_day_counts_once(cast: Cast) -> None:
    case = held(cast)
    for level in ("low", "high"):
        actions.set_values(by=None, case_id=case.pk, answers={"level": level}, fields=FIELDS, valid_from=DAY)
    assert only(cases_on(FIELDS, DAY), "4471")["level"] == "high"
    assert only(cases_on(FIELDS, DAY - timedelta(days=1)), "4471")["level"] is None


def test_shares_of_a_case(cast: Cast) -> None:
    case = held(cast)
    Allocation.objects.filter(case=case, known_to=None).update(share=Decimal("66.67"))
    assert only(cases_on({}, DAY), "4471")["share"] == 6_667


def test_asking_for_people_and_for_teams(cast: Cast) -> None:
    held(cast, "practitioner", "4471")
    held(cast, "stranger", "4472")
    a_case(cast, "4473")
    moved = held(cast, "practitioner", "4474")
    give(cast, moved, "stranger", DAY, reason="TSPROC")
    amira, court = cast.people["practitioner"].pk, cast.court.pk
    assert cases_on({}, DAY, practitioners=[amira])["case"].to_list() == ["4471"]
    assert cases_on({}, DAY, teams=[cast.assessment.pk])["case"].to_list() == ["4471", "4473"]
    assert cases_on({}, DAY, teams=[court])["case"].to_list() == ["4472", "4474"]
    assert cases_on({}, DAY)["case"].sort().to_list() == ["4471", "4472", "4473", "4474"]


def test_tasks_in_hand(cast: Cast) -> None:
    fields = {
        "task": Field(of="task", name="task", title="Task", kind="code", codes={"review": "Review"}),
        "travel": Field(of="task", name="travel", title="Travel", kind="number"),
    }
    post, more = cast.posts["peer"].pk, {"values": {"travel": "1.5"}}
    case, owner = held(cast), cast.people["practitioner"].pk
    actions.add_task(
        by=None, post_id=post, kind="review", number=Decimal(2), case_id=case.pk, owner_id=owner, **more
    )
    done = actions.add_task(by=None, post_id=post, kind="review", ends_on=DAY - timedelta(days=1))
    actions.remove_task(by=None, task_id=actions.add_task(by=None, post_id=post, kind="review").pk)
    row = tasks_on(fields, DAY).row(0, named=True)
    assert tasks_on(fields, DAY).height == 1
    assert done.pk
    assert (row["task"], row["number"], row["travel"], row["case"]) == ("review", 200, 150, "4471")
    assert row["owner"] == practitioner_key(owner)
    assert tasks_on(fields, DAY, practitioners=[owner]).height == 1, "what others do relieves the owner"
    assert tasks_on(fields, DAY, practitioners=[cast.people["peer"].pk]).height == 1
    assert tasks_on(fields, DAY, practitioners=[cast.people["stranger"].pk]).height == 0


def test_the_number_of_queries_is_constant(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(12):
        held(cast, "practitioner", f"50{number:02}")
    for asked in ({}, {"teams": [cast.assessment.pk]}):
        with django_assert_num_queries(3):
            assert cases_on(FIELDS, DAY, **asked).height == 12
    with django_assert_num_queries(2):
        cases_on(FIELDS, DAY, practitioners=[cast.people["practitioner"].pk])
    with django_assert_num_queries(1):
        tasks_on({}, DAY)
