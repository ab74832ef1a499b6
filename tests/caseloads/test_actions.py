from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from safeload.audit import queries as audit
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions
from safeload.caseloads.models import Case, CaseValue, ConflictOfInterest, Household
from safeload.people.signals import load_changed
from tests.caseloads.town import DAY, FIELDS, a_case, held, holder
from tests.cast import Cast


def answered(case: Case, **answers: Any) -> bool:
    more = {name: answers.pop(name) for name in ("version", "source", "by") if name in answers}
    valid_from = answers.pop("valid_from", DAY)
    more.setdefault("by", None)
    return actions.set_values(case_id=case.pk, answers=answers, fields=FIELDS, valid_from=valid_from, **more)


def test_answers_are_kept_dated_and_copied_to_the_case(cast: Cast) -> None:
    case = held(cast)
    noor = cast.accounts["manager"]
    agreed = actions.Source("agreed", agreed_by=noor, agreed_on=DAY)
    assert answered(case, level="high", points="2.50", source=agreed)
    case.refresh_from_db()
    assert case.values == {"level": "high", "points": "2.5"}
    row = CaseValue.objects.get(field="level")
    assert (row.valid_from, row.valid_to, row.source, row.agreed_by) == (DAY, None, "agreed", noor)
    assert answered(case, level="high", points="2.5") is False
    assert Entry.objects.filter(did="caseloads.set_values").count() == 1


def test_agreeing_what_is_so_is_noted(cast: Cast) -> None:
    case = held(cast)
    answered(case, level="high")
    assert answered(case, level="high", source=actions.Source("agreed", None, DAY))
    assert CaseValue.objects.filter(valid_to=None).get().agreed_on == DAY


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"level": "enormous"}, "level"),
        ({"status": ["CP", "XX"]}, "status"),
        ({"points": "2.555"}, "points"),
        ({"points": "many"}, "points"),
        ({"court": "perhaps"}, "court"),
        ({"since": "31/31/2026"}, "since"),
    ],
)
def test_what_the_scheme_does_not_know_is_refused_beside_its_field(
    cast: Cast, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        answered(held(cast), **answers)
    assert refused.value.field == field
    assert not CaseValue.objects.exists()


def test_an_answer_cannot_begin_before_the_one_it_follows(cast: Cast) -> None:
    case = held(cast)
    answered(case, level="high")
    with pytest.raises(Refusal, match="later day"):
        answered(case, level="low", valid_from=date(2026, 4, 1))


def test_two_people_answer_at_once(cast: Cast) -> None:
    case = held(cast)
    answered(case, level="high", version=case.version, by=cast.accounts["practitioner"])
    with pytest.raises(ChangedMeanwhile, match="case 4471"):
        answered(case, level="low", version=case.version, by=cast.accounts["manager"])


def test_the_whole_household_hears_of_a_new_answer(cast: Cast) -> None:
    case = held(cast, "practitioner", "4471", "H-1")
    held(cast, "peer", "4472", "H-1")
    heard: list[frozenset[int]] = []

    def hear(practitioner_ids: frozenset[int], **kwargs: Any) -> None:
        heard.append(practitioner_ids)

    load_changed.connect(hear)
    try:
        answered(case, status=["CP"])
    finally:
        load_changed.disconnect(hear)
    assert heard == [frozenset({cast.people["practitioner"].pk, cast.people["peer"].pk})]


@pytest.mark.parametrize("reference", ["Amy Smith", "NG1 5DT", "3/4/2012", ""])
def test_references_that_look_like_people_are_refused(cast: Cast, reference: str) -> None:
    with pytest.raises(Refusal):
        a_case(cast, reference)
    with pytest.raises(Refusal):
        a_case(cast, "4471", reference or "Jane Doe")
    assert not Case.objects.exists()


def test_a_reference_is_one_whatever_its_capitals(cast: Cast) -> None:
    a_case(cast, "CH-1")
    with pytest.raises(Refusal, match="already") as refused:
        a_case(cast, "ch-1")
    assert refused.value.field in ("", "reference")


def test_grouping_and_splitting(cast: Cast) -> None:
    first, second = a_case(cast, "1"), a_case(cast, "2", "H-2")
    home = actions.group(by=None, case_ids=[first.pk, second.pk], household="H-7")
    assert set(home.cases.values_list("reference", flat=True)) == {"1", "2"}
    actions.split(by=None, case_id=first.pk)
    assert Case.objects.get(pk=first.pk).household is None
    with pytest.raises(Refusal, match="by itself"):
        actions.split(by=None, case_id=first.pk)


def test_grouping_by_hand_confirms_a_guess(cast: Cast) -> None:
    Household.objects.create(reference="H-9", provisional=True)
    actions.group(by=None, case_ids=[a_case(cast).pk], household="h-9")
    assert Household.objects.get(reference="H-9").provisional is False


def test_closing_ends_the_holding_and_opening_again_restores_it(cast: Cast) -> None:
    case = held(cast)
    actions.close_case(by=cast.accounts["practitioner"], case_id=case.pk, on=DAY, reason="RC7")
    assert holder(case, DAY) is None
    actions.reopen_case(by=cast.accounts["practitioner"], case_id=case.pk)
    assert holder(case, DAY) == cast.posts["practitioner"].pk
    assert Case.objects.get(pk=case.pk).closed_on is None
    whos = Entry.objects.filter(on_kind="case", number__gt=3).values_list("who", flat=True)
    assert set(whos) == {cast.accounts["practitioner"].pk}


def test_details_come_and_go_and_come_back(cast: Cast) -> None:
    case, by = held(cast), cast.accounts["practitioner"]
    date_ = actions.add_court_date(by=by, case_id=case.pk, on=DAY, kind="hearing")
    skill = actions.add_skill_asked(by=by, case_id=case.pk, kind="language", text="Polish")
    conflict = actions.add_conflict(
        by=by, case_id=case.pk, practitioner_id=cast.people["peer"].pk, why="Related"
    )
    task = actions.add_task(by=by, post_id=cast.posts["practitioner"].pk, kind="review")
    removals: list[Any] = [
        lambda undo: actions.remove_court_date(by=by, court_date_id=date_.pk, undo=undo),
        lambda undo: actions.remove_skill_asked(by=by, skill_id=skill.pk, undo=undo),
        lambda undo: actions.remove_conflict(by=by, conflict_id=conflict.pk, undo=undo),
        lambda undo: actions.remove_task(by=by, task_id=task.pk, undo=undo),
    ]
    for remove in removals:
        assert remove(False).removed_at is not None
        assert remove(True).removed_at is None
    assert audit.verify().whole


def test_a_conflict_may_go_for_the_household(cast: Cast) -> None:
    case = a_case(cast, "4471", "H-1")
    peer = cast.people["peer"].pk
    made = actions.add_conflict(by=None, case_id=case.pk, practitioner_id=peer, household=True)
    assert (made.case, made.household) == (None, case.household)
    alone = a_case(cast, "4472")
    with pytest.raises(Refusal, match="stands by itself"):
        actions.add_conflict(by=None, case_id=alone.pk, practitioner_id=peer, household=True)


def test_free_text_is_screened(cast: Cast) -> None:
    case = a_case(cast)
    attempts: list[Any] = [
        lambda: actions.correct_case(by=None, case_id=case.pk, why_waiting="Mum is on 01332 123456"),
        lambda: actions.add_skill_asked(by=None, case_id=case.pk, kind="skill", text="lives at 4 Mill Road"),
        lambda: actions.add_conflict(
            by=None, case_id=case.pk, practitioner_id=cast.people["peer"].pk, why="Mrs Owusu is the aunt"
        ),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal, match="please take it out"):
            attempt()


@pytest.mark.parametrize(
    "who",
    ["peer", "nqsw", "stranger", "stranger_manager", "assessor", "head", "hr", "analyst", "administrator"],
)
def test_strangers_change_nothing_of_a_case(cast: Cast, who: str) -> None:
    case, by = held(cast), cast.accounts[who]
    entries = Entry.objects.count()
    attempts: list[Any] = [
        lambda: actions.correct_case(by=by, case_id=case.pk, priority="1-urgent"),
        lambda: actions.close_case(by=by, case_id=case.pk, on=DAY, reason="RC7"),
        lambda: actions.split(by=by, case_id=case.pk),
        lambda: actions.group(by=by, case_ids=[case.pk], household="H-1"),
        lambda: actions.add_court_date(by=by, case_id=case.pk, on=DAY),
        lambda: actions.add_conflict(by=by, case_id=case.pk, practitioner_id=cast.people["peer"].pk),
        lambda: actions.add_task(by=by, post_id=cast.posts["practitioner"].pk, kind="review"),
        lambda: answered(case, by=by, level="high"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert Entry.objects.count() == entries


def test_constraints_hold_without_the_actions(cast: Cast) -> None:
    case = held(cast)
    value = {
        "case": case,
        "field": "level",
        "value": "low",
        "source": "x",
        "recorded_at": "2026-03-03T09:00Z",
    }
    CaseValue.objects.create(valid_from=DAY, **value)
    rows: list[Any] = [
        lambda: CaseValue.objects.create(valid_from=DAY, **value),
        lambda: CaseValue.objects.create(valid_from=DAY, valid_to=date(2026, 1, 1), **value),
        lambda: Case.objects.create(reference="4471"),
        lambda: Case.objects.create(reference=""),
        lambda: Case.objects.create(reference="9", opened_on=DAY, closed_on=date(2026, 1, 1)),
        lambda: ConflictOfInterest.objects.create(practitioner=cast.people["peer"], recorded_on=DAY),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row()
