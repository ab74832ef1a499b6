"""How evenly cases fell: against every way of dealing, and in what people ask about (PRN-04, CUL-08, X-38)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeload.domain import chance
from safeload.domain.amounts import Columns
from safeload.domain.capacity import months_in_practice, stage_index
from safeload.domain.fairness import Comparison, Found, Giving, Measure, Says, Time, compared
from safeload.domain.stages import stage_on, steps_begin
from safeload.domain.withheld import SMALLEST, withheld
from safeload.schemes import files
from tests.domain import slow_chance

TAIL = chance.BEYOND / 2
_ODDS = st.fractions(0, 1, max_denominator=7)
_AMOUNTS = st.lists(st.integers(0, 30), max_size=5)


@given(st.lists(st.tuples(st.integers(0, 8), _ODDS), max_size=4))
@settings(deadline=None)
def test_what_is_dealt_by_chance_is_exact(places: list[tuple[int, Fraction]]) -> None:
    odds, found = slow_chance.dealt(places), chance.dealt(places)
    assert (found.low, found.high) == slow_chance.within(odds, TAIL)
    assert found.even == sum((had * one for had, one in odds.items()), Fraction(0))


@given(
    st.lists(
        st.integers(0, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))),
        max_size=3,
    )
)
@settings(deadline=None)
def test_what_is_drawn_by_chance_is_exact(places: list[tuple[int, int, int]]) -> None:
    odds, found = slow_chance.drawn(places), chance.drawn(places)
    assert (found.low, found.high) == slow_chance.within(odds, TAIL)
    assert found.even == sum((had * one for had, one in odds.items()), Fraction(0))


@given(_AMOUNTS, _ODDS)
@settings(deadline=None)
def test_the_spread_of_amounts_dealt_is_that_of_all_deals(amounts: list[int], odds: Fraction) -> None:
    mean, spread = slow_chance.mean_and_spread(slow_chance.whole_deals(amounts, odds))
    _is_around(chance.amounts_dealt([(amounts, odds)]), mean, spread)


@given(_AMOUNTS.flatmap(lambda found: st.tuples(st.just(found), st.integers(0, len(found)))))
@settings(deadline=None)
def test_the_spread_of_amounts_drawn_is_that_of_all_hands(asked: tuple[list[int], int]) -> None:
    amounts, own = asked
    mean, spread = slow_chance.mean_and_spread(slow_chance.whole_hands(amounts, own))
    _is_around(chance.amounts_drawn([(amounts, own)]), mean, spread)


def _is_around(found: chance.Range, mean: Fraction, spread: Fraction) -> None:
    assert found.even == mean
    assert float(found.high - mean) == pytest.approx(2.5758293 * float(spread) ** 0.5, abs=1e-5)


class Service:
    """People of two groups in one team, by hand."""

    def __init__(self) -> None:
        self.times: list[Time] = []
        self.givings: list[Giving] = []

    def person(self, who: str, group: str, households: int, days: Any = 365, **more: Any) -> Service:
        """Somebody who was there so many full-time days and was given so many households."""
        labels = {"by": group, **more.pop("labels", {})}
        self.times.append(Time(who, "team", labels, Fraction(days)))
        for number in range(households):
            urgent = Fraction(number < more.get("urgent", 0))
            amounts = {Measure.HOUSEHOLDS: Fraction(1), Measure.CASES: Fraction(2), Measure.URGENT: urgent}
            self.givings.append(Giving(who, "team", labels, amounts))
        return self

    def asked(self, measure: Measure = Measure.HOUSEHOLDS) -> Comparison:
        """The comparison of one measure."""
        return next(one for one in compared("by", self.times, self.givings) if one.measure is measure)

    def of(self, group: str, measure: Measure = Measure.HOUSEHOLDS) -> Found:
        """One group of it."""
        return next(one for one in self.asked(measure).groups if one.group == group)


def test_half_a_post_with_half_the_cases_is_even() -> None:
    service = Service()
    for number in range(8):
        service.person(f"full {number}", "full-time", 24)
        service.person(f"half {number}", "part-time", 12, Fraction(365, 2))
    found = service.of("part-time")
    assert (found.value, found.says, found.people) == (24, Says.EVEN, 8)
    assert found.value == service.of("full-time").value == service.asked().everybody
    assert found.range is not None
    assert found.range.even == 24


def test_half_a_post_with_a_whole_caseload_had_more() -> None:
    service = Service()
    for number in range(8):
        service.person(f"full {number}", "full-time", 24)
        service.person(f"half {number}", "part-time", 24, Fraction(365, 2))
    assert (service.of("part-time").says, service.of("full-time").says) == (Says.MORE, Says.LESS)
    assert service.of("part-time").value == 48


def test_what_hangs_on_one_person_is_too_few_to_say() -> None:
    service = Service().person("one of us", "ours", 80)
    for number in range(7):
        service.person(f"ours {number}", "ours", 10)
        service.person(f"theirs {number}", "theirs", 10)
    assert service.of("ours").says is Says.TOO_FEW


def test_what_chance_alone_could_double_says_nothing() -> None:
    service = Service()
    for number in range(6):
        service.person(f"ours {number}", "ours", 4, urgent=number < 2)
        service.person(f"theirs {number}", "theirs", 4, urgent=number < 2)
    assert service.of("ours", Measure.URGENT).says is Says.TOO_FEW


def test_who_is_given_the_urgent_ones_shows_whatever_their_number() -> None:
    service = Service()
    for number in range(6):
        service.person(f"ours {number}", "ours", 20, urgent=12)
        service.person(f"theirs {number}", "theirs", 20, urgent=3)
    assert service.of("ours", Measure.URGENT).says is Says.MORE
    assert service.of("ours").says is Says.EVEN


def test_teams_that_are_given_more_are_not_held_against_who_works_there() -> None:
    service = Service()
    for number in range(6):
        service.person(f"agency {number}", "agency", 40)
        service.person(f"there {number}", "employed", 40)
    busy = [one._replace(where="busy") for one in service.times]
    given = [one._replace(where="busy") for one in service.givings]
    quiet = Service()
    for number in range(12):
        quiet.person(f"quiet {number}", "employed", 10)
    found = compared("by", [*busy, *quiet.times], [*given, *quiet.givings])[0]
    agency = next(one for one in found.groups if one.group == "agency")
    assert agency.says is Says.EVEN
    assert agency.range is not None
    assert agency.value == agency.range.even == 40 > (found.everybody or 0)


def test_a_group_of_four_is_not_shown_and_cannot_be_worked_out() -> None:
    service = Service()
    for number in range(4):
        service.person(f"few {number}", "few", 10)
    for number in range(9):
        service.person(f"many {number}", "many", 10)
    assert [one.says for one in service.asked().groups] == [Says.WITHHELD, Says.WITHHELD]
    assert all(one.value is one.range is None and not one.people for one in service.asked().groups)
    assert service.asked().everybody == 10


def test_of_fewer_than_five_nothing_at_all_is_said() -> None:
    service = Service()
    for number in range(4):
        service.person(f"few {number}", "all", 10)
    assert (service.asked().everybody, service.asked().people) == (None, 0)
    assert service.of("all").says is Says.WITHHELD


def test_everybody_in_one_group_is_compared_with_nobody() -> None:
    service = Service()
    for number in range(6):
        service.person(f"one {number}", "all", 10)
    assert service.of("all").says is Says.ALONE


def test_a_group_that_is_a_whole_team_is_compared_with_nobody() -> None:
    service = Service()
    for number in range(12):
        service.person(f"one {number}", "ours" if number < 6 else "theirs", 20 if number < 6 else 10)
    service.times = [one._replace(where=one.labels["by"]) for one in service.times]
    service.givings = [one._replace(where=one.labels["by"]) for one in service.givings]
    assert service.of("ours").says is Says.ALONE
    assert service.of("ours", Measure.CASES).says is Says.ALONE


def test_a_measure_known_of_four_people_is_withheld_though_the_group_is_larger() -> None:
    service = Service()
    for number in range(12):
        service.person(f"one {number}", "ours" if number < 6 else "theirs", 10)
    few = {f"one {number}" for number in (0, 1, 2, 3, 6, 7, 8, 9, 10, 11)}
    service.givings = [
        one if one.person in few else one._replace(amounts={**one.amounts, Measure.URGENT: None})
        for one in service.givings
    ]
    assert service.of("ours", Measure.URGENT).says is Says.WITHHELD
    assert service.of("ours").says is not Says.WITHHELD


def test_any_grouping_can_be_compared() -> None:
    service = Service()
    for number in range(12):
        service.person(f"one {number}", "all", 10, labels={"own": "a" if number % 2 else "b"})
    found = compared("own", service.times, service.givings, groupings=["by", "own"])
    assert {one.group: one.says for one in found[0].groups} == {"a": Says.EVEN, "b": Says.EVEN}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=5, max_size=16))
@settings(deadline=None, max_examples=200)
def test_no_group_of_a_few_can_be_worked_out(people: list[tuple[int, int]]) -> None:
    """Whatever is added and taken away of what is shown in two groupings, with everybody, never leaves one to four."""
    groupings: dict[str, dict[str, frozenset[Any]]] = {"one": {}, "other": {}}
    for who, (first, second) in enumerate(people):
        for name, group in (("one", str(first)), ("other", str(second))):
            groupings[name][group] = groupings[name].get(group, frozenset()) | {who}
    hidden = withheld(groupings)
    shown = [set(range(len(people)))]
    shown += [
        set(of)
        for name, groups in groupings.items()
        for group, of in groups.items()
        if group not in hidden[name]
    ]
    for signs in product((-1, 0, 1), repeat=len(shown)):
        left = [sum(s for s, of in zip(signs, shown, strict=True) if who in of) for who in range(len(people))]
        if set(left) <= {0, 1}:
            assert not 0 < sum(left) < SMALLEST


def test_no_more_is_hidden_than_has_to_be() -> None:
    people = [frozenset(range(at * 6, at * 6 + 6)) for at in range(3)]
    assert withheld({"by": dict(zip("abc", people, strict=True))}) == {"by": set()}
    few = {"a": people[0], "b": people[1], "c": frozenset({90, 91})}
    assert withheld({"by": few}) == {"by": {"c", "a"}}


_STAGES = files.read_text(files.shipped_text("srb-points"), {}, "srb-points").line


@given(
    on=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    qualified=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    confirmed=st.none() | st.dates(date(2023, 1, 1), date(2027, 1, 1)),
    stated=st.sampled_from(["", "nqsw-first", "what is this"]),
)
@settings(deadline=None)
def test_the_step_of_a_day_is_the_engines(
    on: date, qualified: date | None, confirmed: date | None, stated: str
) -> None:
    row = {"qualified": [qualified], "step_confirmed": [confirmed], "stage": [stated or None]}
    types = {"qualified": pl.Date, "step_confirmed": pl.Date, "stage": pl.String}
    frame = pl.DataFrame(row, schema=types)
    columns = Columns(pl, "practitioners", {}, frozenset(types))
    frame = frame.with_columns(months_in_practice(columns, on).alias("months"))
    index = frame.select(stage_index(columns, _STAGES).alias("at"))["at"][0]
    expected = "" if index is None else _STAGES.stages[index].id
    assert stage_on(_STAGES.stages, on, qualified, confirmed, stated) == expected


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)))
def test_steps_begin_on_the_day_on_which_the_step_changes(qualified: date) -> None:
    for step, day in zip(_STAGES.stages, steps_begin(_STAGES.stages, qualified), strict=True):
        before = stage_on(_STAGES.stages, day - timedelta(days=1), qualified)
        assert stage_on(_STAGES.stages, day, qualified) == step.id != before
