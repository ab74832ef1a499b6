"""The quick way to everybody's figures under every scheme says what measuring each of them would say."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeload.allocation.facts import figures_by_post, figures_of_many
from safeload.caseloads import actions as caseloads
from safeload.people.models import Practitioner
from safeload.schemes import facts as schemes
from safeload.workload.actions import bring_up_to_date
from safeload.workload.facts.taking import Place, taken
from safeload.workload.models import Beside
from safeload.workload.queries.board import post_rows
from tests.allocation.conftest import FAMILY, Meeting
from tests.workload.town import TODAY, days_ago


def everybody(meeting: Meeting) -> list[Practitioner]:
    """The two, one who holds a brother of the family, one with two cases, one on leave without hours."""
    town = meeting.town
    town.scheme("srb-time", main=False)
    town.scheme("low-medium-high", main=False)
    sibling = town.person("Sam Sibling")
    home = meeting.cases[0].household
    brother = town.family(1, sibling, days_ago(40), status=["LAC"], level="high", intervention="5")[0]
    brother.household = home
    brother.save()
    other = town.person("Olu Other", hours="18.5")
    town.family(3, other, days_ago(40), status=["CP"], level="medium")
    unknown = town.person("Una Unknown", hours=None)
    bring_up_to_date(TODAY)
    return [meeting.amira, meeting.ben, sibling, other, unknown]


@pytest.mark.parametrize("share", [None, Decimal(40)])
def test_quick_and_slow_agree_under_every_scheme(meeting: Meeting, share: Decimal | None) -> None:
    people = everybody(meeting)
    if share is not None:
        for case in meeting.cases:
            meeting.town.hold(case, meeting.ben, days_ago(5))
        bring_up_to_date(TODAY)
    rows = [row for row in post_rows(_standings()) if row.practitioner in {one.pk for one in people}]
    ids = [case.pk for case in meeting.cases]
    quick = figures_of_many(rows, ids, TODAY, share)
    area = meeting.town.area.pk
    for at, scheme in enumerate(schemes.side_by_side(area, TODAY)):
        places = {row.practitioner: Place(row.practitioner, row.post, row.team, share) for row in rows}
        slow = taken(scheme, TODAY, dict.fromkeys(places.values(), ids))
        for who in places:
            before, after = slow.of(who)
            side = quick[who][at]
            assert (side.scheme, side.before.load, side.before.line, side.before.band) == (
                scheme, before.load, before.line, before.band,
            )  # fmt: skip
            assert (side.after.load, side.after.line, side.after.band) == (after.load, after.line, after.band)


def _standings() -> Any:
    from safeload.workload.models import PostStanding

    return PostStanding.objects.all()


def test_kept_until_the_load_changes(meeting: Meeting) -> None:
    everybody(meeting)
    rows = post_rows(_standings())
    ids = [case.pk for case in meeting.cases]
    figures_of_many(rows, ids, TODAY)
    kept = Beside.objects.count()
    assert kept == len(rows) * 4
    meeting.decide(_answered(meeting))
    assert Beside.objects.count() == kept - 4
    now = figures_of_many(rows, ids, TODAY)[meeting.amira.pk][0]
    assert now.before.load == 45


def test_what_a_case_adds_follows_its_answers_and_its_household(meeting: Meeting) -> None:
    """It is measured once for the same answers, and again for others."""
    everybody(meeting)
    rows, ids = post_rows(_standings()), [case.pk for case in meeting.cases]

    def added() -> Any:
        side = figures_of_many(rows, ids, TODAY)[meeting.amira.pk][0]
        return side.after.load - side.before.load

    assert added() == added() == 5
    case = meeting.cases[0]
    case.values = {**case.values, "intervention": "5"}
    case.save()
    more = added()
    assert more > 5
    case.household = None
    case.save()
    assert added() > more  # no longer one household with its sibling


def _answered(meeting: Meeting) -> Any:
    one = meeting.propose()
    meeting.answer(one)
    return one


def test_queries_do_not_grow_with_the_people(meeting: Meeting) -> None:
    everybody(meeting)
    ids = [case.pk for case in meeting.cases]

    def queries() -> int:
        rows = post_rows(_standings())
        figures_of_many(rows, ids, TODAY)
        with CaptureQueriesContext(connection) as asked:
            figures_of_many(rows, ids, TODAY)
        return len(asked)

    few = queries()
    for number in range(10):
        meeting.town.points(meeting.town.person(f"One More {number}"), 30)
    bring_up_to_date(TODAY)
    assert queries() <= few


def test_whoever_holds_it_until_a_day_to_come_gives_it_away(meeting: Meeting) -> None:
    """Until then it weighs on Ben, and Amira, who is to have it, gives nothing."""
    case = meeting.town.family(1, meeting.ben, days_ago(30), **FAMILY)[0]
    day, cai = TODAY + timedelta(days=9), meeting.town.person("Cai Rees").posts.get()
    amira, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    caseloads.set_holder(by=None, case_id=case.pk, post_id=amira.pk, from_on=day, reason="MANAGE")
    today = figures_by_post({cai: [case.pk], ben: [], amira: []}, TODAY)
    assert today[ben.pk].before.load - today[ben.pk].after.load == today[cai.pk].after.load == 4
    assert today[amira.pk].before.load == today[amira.pk].after.load
    then = figures_by_post({cai: [case.pk], ben: [], amira: []}, day)
    assert then[ben.pk].before.load == then[ben.pk].after.load
    assert then[amira.pk].before.load - then[amira.pk].after.load == 4
