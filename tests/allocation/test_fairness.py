"""How evenly cases were given: part-timers, adjustments, the willing; who may look; nothing of a few (PRN-04, X-38)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from safeload.allocation.facts.fairness import GROUPINGS, Year, year_of
from safeload.allocation.facts.fairness_worth import worth_of
from safeload.allocation.models import Offer
from safeload.allocation.queries.fairness import areas_open, teams_open
from safeload.caseloads.facts import Alone
from safeload.caseloads.models import Allocation, CaseValue, Rating
from safeload.domain.fairness import Comparison, Found, Measure, Says, compared
from safeload.people.models import (
    Commitment,
    HoursChange,
    Post,
    Practitioner,
    RoleGrant,
    ServiceArea,
    Strength,
    Team,
)
from safeload.people.scope import scope_for
from safeload.schemes import files
from safeload.workload.facts.taking import worth
from tests.accounts import signed_in
from tests.allocation.conftest import FAMILY, Meeting
from tests.cast import EVERYBODY, Cast
from tests.workload.pages import queries_of, text_of
from tests.workload.town import LONG_AGO, TODAY, Town, days_ago

SEEN_BY = {
    "manager",
    "stranger_manager",
    "head",
    "psw",
    "director",
    "hr",
    "analyst",
    "member",
    "union",
    "auditor",
}


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        found = Town()
        found.scheme()
        yield found


def gave(town: Town, who: Practitioner, households: int, children: int = 1, **more: Any) -> None:
    """Households given to somebody one after another, each decided on the day before it began."""
    notice = more.pop("notice", 1)
    for number in range(households):
        since = days_ago(10 + number * 3)
        for case in town.family(children, since=since, **{**FAMILY, **more}):
            held = town.hold(case, who, since)
            held.known_from = datetime(since.year, since.month, since.day, 9, tzinfo=UTC) - timedelta(
                days=notice
            )
            held.save()


def people(town: Town, number: int, households: int, hours: str = "37", **more: Any) -> list[Practitioner]:
    """So many practitioners, each of whom was given so many households."""
    given = {name: more.pop(name) for name in list(more) if name in {"notice", "children", "priority"}}
    found = [town.person(f"Person {hours} {n}", hours=hours, **more) for n in range(number)]
    for one in found:
        gave(town, one, households, **given)
    return found


def year(town: Town, days: int = 365) -> Year:
    team_ids = list(Team.objects.values_list("pk", flat=True))
    found = year_of(team_ids, town.area.pk, TODAY - timedelta(days=days - 1), TODAY)
    assert found is not None
    return found


def asked(town: Town, by: str, measure: Measure = Measure.HOUSEHOLDS) -> Comparison:
    found = year(town)
    return next(one for one in compared(by, found.times, found.givings, GROUPINGS) if one.measure is measure)


def of(town: Town, by: str, group: str, measure: Measure = Measure.HOUSEHOLDS) -> Found:
    return next(one for one in asked(town, by, measure).groups if one.group == group)


def test_a_part_timer_with_half_the_cases_had_an_even_share(town: Town) -> None:
    people(town, 6, 10)
    people(town, 6, 5, hours="18.5")
    part, full = of(town, "hours", "part-time"), of(town, "hours", "full-time")
    assert part.value == full.value == 10
    assert (part.says, full.says) == (Says.EVEN, Says.EVEN)


def test_a_part_timer_with_as_many_cases_had_more(town: Town) -> None:
    people(town, 6, 10)
    people(town, 6, 10, hours="18.5")
    part = of(town, "hours", "part-time")
    assert (part.value, part.says) == (20, Says.MORE)
    assert of(town, "hours", "part-time", Measure.WORTH).value == 20 * 4


def test_hours_count_as_they_were_on_each_day(town: Town) -> None:
    changed = people(town, 5, 4)
    for one in changed:
        HoursChange.objects.create(post=one.posts.get(), from_on=days_ago(99), weekly_hours="18.5")
    found = year(town)
    days = {group: Fraction(0) for group in ("full-time", "part-time")}
    for time in found.times:
        days[time.labels["hours"]] += time.days
    assert days == {"full-time": 5 * 265, "part-time": 5 * 50}
    assert {one.labels["hours"] for one in found.givings} == {"part-time"}


def test_long_absence_is_no_time_in_which_cases_could_come(town: Town) -> None:
    away = people(town, 1, 0)[0]
    Commitment.objects.create(
        practitioner=away,
        kind="leave",
        amount=100,
        unit="percent",
        starts_on=days_ago(199),
        ends_on=days_ago(100),
    )
    assert sum(time.days for time in year(town).times) == 265


def test_an_adjustment_counts_while_it_lowers_the_line(town: Town) -> None:
    """It holds past its end until somebody has looked at it (fixture 14); and its reason is nowhere read."""
    one = people(town, 1, 2)[0]
    Commitment.objects.create(
        practitioner=one,
        kind="adjustment",
        amount=20,
        unit="percent",
        starts_on=days_ago(299),
        ends_on=days_ago(200),
        reviewed_on=days_ago(99),
    )
    days: dict[str, Fraction] = {}
    for time in year(town).times:
        days[time.labels["adjustment"]] = days.get(time.labels["adjustment"], Fraction(0)) + time.days
    assert days == {"adjusted": 200, "not-adjusted": 165}


def test_whether_the_willing_get_more(town: Town) -> None:
    """An offer that was met on the day is one that held on the day."""
    willing = people(town, 6, 12)
    people(town, 6, 6)
    for one in willing:
        made = datetime(2025, 1, 1, tzinfo=UTC)
        ended = datetime(2026, 11, 8, 9, tzinfo=UTC)
        Offer.objects.create(post=one.posts.get(), from_on=date(2025, 1, 1), made_at=made, ended_at=ended)
    found = of(town, "offer", "offered")
    assert (found.says, found.people) == (Says.MORE, 6)
    assert of(town, "offer", "not-offered").says is Says.LESS


def test_what_it_was_on_the_day_it_was_given(town: Town) -> None:
    """Priority and points as they were then, and where nothing was said yet, as it was first said."""
    one = people(town, 1, 1, priority="1-urgent")[0]
    case = one.posts.get().allocations.get().case
    Rating.objects.create(
        case=case, on=days_ago(3), was="3-standard", priority="1-urgent", at=datetime.now(UTC)
    )
    said = {"case": case, "source": "by hand", "recorded_at": datetime.now(UTC)}
    CaseValue.objects.create(
        field="intervention", value="5", valid_from=days_ago(8), valid_to=days_ago(2), **said
    )
    CaseValue.objects.create(field="intervention", value="0", valid_from=days_ago(2), **said)
    giving = year(town).givings[0]
    assert giving.amounts[Measure.URGENT] == 0
    assert giving.amounts[Measure.WORTH] == 1 + 1 + 5


def test_how_far_and_at_what_notice(town: Town) -> None:
    near, far, unknown = people(town, 3, 1, notice=0)
    for one, patch in ((near, "harbour "), (far, "Mill Vale")):
        Strength.objects.create(practitioner=one, kind="patch", text=patch)
    for case in (one.posts.get().allocations.get().case for one in (near, far, unknown)):
        case.household.patch = "Harbour"
        case.household.save()
    listed = unknown.posts.get().allocations.get()
    listed.reason = Allocation.Reason.AS_LISTED
    listed.save()
    found = {one.person: one.amounts for one in year(town).givings}
    assert [found[one.pk][Measure.FAR] for one in (near, far, unknown)] == [0, 1, None]
    assert [found[one.pk][Measure.SHORT] for one in (near, far, unknown)] == [1, 1, None]
    people(town, 1, 1, notice=2)
    assert [one.amounts[Measure.SHORT] for one in year(town).givings].count(Fraction(0)) == 1


def test_over_the_line_is_what_the_proposal_kept(meeting: Meeting) -> None:
    one = meeting.propose(meeting.ben)
    meeting.answer(one, "agree", who="ben")
    terms = {
        "reason": "No other",
        "what_will_be_done": "Two move on",
        "over_until": TODAY + timedelta(days=20),
    }
    meeting.decide(one, **terms)
    found = [giving.amounts for giving in year(meeting.town).givings if giving.person == meeting.ben.pk]
    given = [amounts for amounts in found if amounts[Measure.OVER] is not None]
    assert [amounts[Measure.OVER] for amounts in given] == [1]
    assert given[0][Measure.CASES] == 2


def test_within_the_line_is_known_too(meeting: Meeting) -> None:
    one = meeting.propose()
    meeting.answer(one)
    meeting.decide(one)
    found = [giving.amounts[Measure.OVER] for giving in year(meeting.town).givings]
    assert [over for over in found if over is not None] == [0]


def test_what_nobody_was_given_does_not_count(town: Town) -> None:
    """Another share of what one holds, what came back the same day, another post of the same person, a first list."""
    one, other = people(town, 2, 0)
    second = town.post(one)
    case, back, moved, stood = (town.family(1, since=days_ago(100))[0] for _ in range(4))
    town.hold(case, one, days_ago(90), ends_on=days_ago(50))
    town.hold(case, one, days_ago(50), share=60)
    town.hold(back, other, days_ago(40), ends_on=days_ago(40))
    town.hold(moved, one, days_ago(90), ends_on=days_ago(30))
    town.hold(moved, second, days_ago(30))
    town.hold(stood, other, TODAY)
    Allocation.objects.filter(case=stood).update(reason=Allocation.Reason.AS_LISTED)
    found = year(town)
    assert sorted(giving.person for giving in found.givings) == [one.pk, one.pk]
    assert found.undated == 1


def test_a_part_that_was_put_down_again_is_given_when_it_was_first_known(town: Town) -> None:
    one = people(town, 1, 1, notice=5)[0]
    first = one.posts.get().allocations.get()
    Allocation.objects.filter(pk=first.pk).update(known_to=datetime.now(UTC))
    town.hold(first.case, one, first.starts_on, ends_on=days_ago(2))
    giving = year(town).givings
    assert [one.amounts[Measure.SHORT] for one in giving] == [0]


def test_unknown_hours_are_left_out_and_counted(town: Town) -> None:
    people(town, 2, 1)
    gave(town, town.person("Nobody knows", hours=None), 3)
    found = year(town)
    assert (len(found.givings), found.without_hours) == (2, 1)


@pytest.mark.parametrize(
    "name", ["srb-points", "srb-time", "crude-limits", "low-medium-high", "derby-advisory"]
)
def test_worth_of_many_at_once_is_that_of_each_alone(name: str) -> None:
    scheme = files.read_text(files.shipped_text(name), {}, name)
    answers = {"status": ["CP"], "level": "medium", "additional": "1", "hours": "3.25", "complexity": "high"}
    lots = [[answers] * size for size in (1, 3, 2, 3)]
    alone = [
        tuple(Alone(f"C{at}", "H", 100_00, json.dumps(said)) for at, said in enumerate(lot)) for lot in lots
    ]
    assert worth_of(scheme, lots) == [worth(scheme, TODAY, lot) for lot in alone]
    assert worth_of(scheme, []) == []


def head(town: Town) -> Any:
    return signed_in(town.signs_in(role="service-manager", service_area=town.area))


def test_the_page_says_it_in_words(town: Town) -> None:
    people(town, 6, 10)
    people(town, 6, 10, hours="18.5")
    text = text_of(head(town).get(reverse("fairness")))
    assert "Part-time: more than chance explains. How many households: 20, an even share would be" in text
    assert "Safeload holds no protected characteristic of anybody" in text
    assert "Person 37" not in text


def test_few_people_are_not_shown_on_the_page_nor_in_the_table(town: Town) -> None:
    people(town, 9, 4)
    people(town, 3, 4, hours="18.5")
    client = head(town)
    text = text_of(client.get(reverse("fairness")))
    assert "Full-time Not shown: too few people" in text
    answer = client.get(reverse("fairness_table"), {"by": "hours"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    hours = [row for row in rows if row["Group"] in {"Full-time", "Part-time"}]
    assert {row["What it says"] for row in hours} == {"not shown: too few people"}
    assert {row[name] for row in hours for name in ("Practitioners", "Given", "Even share")} == {"–"}
    assert next(row["Practitioners"] for row in rows if row["Group"] == "Everybody") == "12"


def test_no_cell_of_the_table_is_a_formula(town: Town) -> None:
    people(town, 6, 2)
    answer = head(town).get(reverse("fairness_table"), {"by": "stage"})
    cells = [cell for row in csv.reader(StringIO(answer.content.decode())) for cell in row]
    assert cells
    assert not [cell for cell in cells if cell[:1] in "=+-@\t" and cell]


def test_a_team_of_four_reads_nothing_but_why(town: Town) -> None:
    people(town, 4, 4)
    manager = signed_in(town.signs_in(role="team-manager", team=town.team))
    text = text_of(manager.get(reverse("fairness")))
    assert "Full-time Not shown: too few people" in text
    assert "Nothing can be said: too few people, or too few households." in text
    assert "Everybody" not in text


def test_a_manager_looks_at_their_team_a_head_at_their_service(town: Town) -> None:
    south = Team.objects.create(service_area=town.area, name="South")
    other = ServiceArea.objects.create(name="Adults")
    Team.objects.create(service_area=other, name="Older people")
    manager = scope_for(town.signs_in(role="team-manager", team=south), TODAY)
    assert teams_open(manager, town.area.pk) == [south.pk]
    boss = scope_for(town.signs_in(role="service-manager", service_area=town.area), TODAY)
    assert teams_open(boss, town.area.pk) == [town.team.pk, south.pk]
    assert areas_open(boss) == [town.area]
    assert teams_open(boss, other.pk) == []
    union = scope_for(town.signs_in(role="union-rep", everywhere=True), TODAY)
    assert areas_open(union) == [other, town.area]


def test_the_heading_says_of_which_teams_it_is(town: Town) -> None:
    south = Team.objects.create(service_area=town.area, name="South")
    Team.objects.create(service_area=town.area, name="East")
    manager = town.signs_in(role="team-manager", team=south)
    text = text_of(signed_in(manager).get(reverse("fairness")))
    assert "How evenly cases were given: South Of South alone, not of the whole service Children’s" in text
    RoleGrant.objects.create(account=manager, role="team-manager", team=town.team, starts_on=LONG_AGO)
    text = text_of(signed_in(manager).get(reverse("fairness")))
    assert "How evenly cases were given: North and South Of North and South alone" in text
    boss = town.signs_in(role="service-manager", service_area=town.area)
    text = text_of(signed_in(boss).get(reverse("fairness")))
    assert "How evenly cases were given: Children’s social work The whole service Children’s" in text


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_it(cast: Cast, who: str) -> None:
    client = cast.as_(who)
    expected = 200 if who in SEEN_BY else 404
    for name in ("fairness", "fairness_table"):
        assert client.get(reverse(name)).status_code == expected


def test_without_a_household_it_says_what_will_be_here(town: Town) -> None:
    people(town, 6, 0)
    assert "No household was given to anybody in this time" in text_of(head(town).get(reverse("fairness")))


def test_without_a_scheme_it_says_so(cast: Cast) -> None:
    assert "No scheme is in force here yet" in text_of(cast.as_("head").get(reverse("fairness")))


@pytest.mark.parametrize("query", ["days=x", "by=nonsense", "area=1e9", "area=%00", "by=stage&days=730"])
def test_nonsense_in_the_address_is_no_error(town: Town, query: str) -> None:
    people(town, 5, 1)
    assert head(town).get(f"{reverse('fairness')}?{query}").status_code in {200, 400}


def test_queries_do_not_grow(town: Town) -> None:
    people(town, 5, 1)
    client = head(town)
    client.get(reverse("fairness"))  # what is worked out once
    few = queries_of(client, reverse("fairness"))
    people(town, 8, 4, hours="20")
    assert queries_of(client, reverse("fairness")) == few <= 30


def test_a_case_with_a_manager_or_a_desk_is_given_to_nobody(town: Town) -> None:
    people(town, 5, 1)
    gave(town, town.person("Dee", role=Post.Role.TEAM_MANAGER), 3)
    assert len(year(town).givings) == 5


def test_who_had_left_before_is_not_there(town: Town) -> None:
    gone = people(town, 1, 1)[0]
    gone.ended_on = days_ago(400)
    gone.save()
    found = year(town)
    assert (found.times, found.givings, found.without_hours) == ([], [], 0)


def test_a_scheme_without_steps_is_compared_by_first_years(db: None) -> None:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        town = Town()
        town.scheme("low-medium-high")
        people(town, 1, 1, qualified_on=days_ago(500))
        labels = {time.labels["stage"] for time in year(town).times}
    assert labels == {"first-year", "second-and-third"}


def test_of_whom_the_first_day_is_not_known_time_counts_from_qualifying(town: Town) -> None:
    people(town, 1, 1, qualified_on=days_ago(99))
    assert sum(time.days for time in year(town).times) == 100


def test_where_everybody_is_in_one_group_it_says_so(town: Town) -> None:
    people(town, 6, 2)
    text = text_of(head(town).get(reverse("fairness"), {"by": "offer"}))
    assert "Everybody was in one group all the time: there is nobody to compare with." in text
