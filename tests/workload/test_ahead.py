"""Which cases come to somebody, or leave them, on a day to come: on their own page, and on their manager's."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from safeload.caseloads import actions
from safeload.caseloads.queries import moves_ahead
from safeload.web import formats
from safeload.workload.presenters.ahead import ahead_matters
from tests.accounts import signed_in
from tests.caseloads.test_from_a_day import later, moves, said, today
from tests.caseloads.town import a_case, give, held
from tests.cast import Cast
from tests.workload.pages import queries_of, text_of
from tests.workload.town import TODAY, Town


def page(cast: Cast, who: str, whose: str = "") -> str:
    address = reverse("practitioner_load", args=[cast.people[whose].pk]) if whose else reverse("my_workload")
    return text_of(cast.as_(who).get(address))


def test_both_sides_read_which_case_goes_to_whom_on_which_day(cast: Cast) -> None:
    case = moves(cast)
    mine = page(cast, "practitioner")
    assert f"{case.reference} goes to Carl Owusu on {said(later())}" in mine
    theirs = page(cast, "peer")
    assert f"{case.reference} comes to you from Amira Hussain on {said(later())}" in theirs
    assert f"{case.reference} goes to Carl Owusu" in page(cast, "manager", "practitioner")
    assert f"{case.reference} comes to them from Amira Hussain" in page(cast, "manager", "peer")


def test_from_the_waiting_list_and_back_to_it(cast: Cast) -> None:
    new, old = a_case(cast), held(cast, reference="4472")
    give(cast, new, "practitioner", later(), reason="FCONTA")
    actions.set_holder(by=None, case_id=old.pk, post_id=None, from_on=later(7), reason="WAITIN")
    whose = cast.people["practitioner"].pk
    (needed,) = ahead_matters(moves_ahead(whose, today()))
    assert needed.what == f"1 case comes to you and 1 case leaves you, the first on {said(later(7))}."
    mine = page(cast, "practitioner")
    assert f"{new.reference} comes to you from the waiting list on {said(later())}" in mine
    assert f"{old.reference} goes back to waiting on {said(later(7))}" in mine


def test_nothing_is_said_of_what_has_gone_or_was_withdrawn(cast: Cast) -> None:
    case = moves(cast)
    give(cast, case, "practitioner", today(), reason="MANAGE")
    assert "Cases that come and go" not in page(cast, "practitioner")
    assert "Cases that come and go" not in page(cast, "peer")


def test_parts_of_a_case_that_begin_and_end_and_changes_of_shares(cast: Cast) -> None:
    case = held(cast)
    parts = [actions.Part(cast.posts[who].pk, Decimal(50)) for who in ("practitioner", "peer")]
    actions.share_case(
        by=None, case_id=case.pk, parts=parts, from_on=later(), expected=parts[0].post_id,
        joining=[parts[1].post_id],
    )  # fmt: skip
    assert f"{case.reference} shared with Amira Hussain: your part begins on {said(later())}" in page(
        cast, "peer"
    )
    assert "Cases that come and go" not in page(cast, "practitioner")


def test_it_stands_in_what_needs_one_at_constant_queries(town: Town) -> None:
    town.scheme()
    on = TODAY + timedelta(days=14)
    ada, bo = town.person("Ada Light"), town.person("Bo Heavy")
    client = signed_in(town.signs_in(ada))
    counts = []
    for number in (1, 5):
        for case in town.family(number, ada, status=["CIN"]):
            actions.set_holder(
                by=None, case_id=case.pk, post_id=bo.posts.get().pk, from_on=on, reason="MANAGE"
            )
        client.get(reverse("my_workload"))
        counts.append(queries_of(client, reverse("my_workload")))
    text = text_of(client.get(reverse("my_workload")))
    assert f"6 cases leave you on {formats.day(on, weekday=False)}. See which" in text
    assert "go to Bo Heavy on" in text
    assert counts[0] == counts[1]


def test_who_may_not_open_cases_does_not_read_them(cast: Cast) -> None:
    case = moves(cast)
    assert case.reference not in page(cast, "head", "practitioner")
