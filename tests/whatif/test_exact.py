"""A change that is supposed shows what the board shows once it is done: figure by figure, under any scheme."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from safeload.caseloads.actions import ANYBODY, CLOSURE_REASONS, Change, close_case, set_holders
from safeload.caseloads.models import Case
from safeload.people import actions as people
from safeload.schemes.actions import add_version, adopt
from safeload.schemes.files import shipped_text
from safeload.whatif.changes import Change as Supposed
from safeload.whatif.changes import Kind
from safeload.workload.queries.board import Board
from tests.whatif.team import Players, move, team
from tests.workload.town import TODAY, Town

SCHEMES = ["srb-points", "srb-time", "srb-tasks", "low-medium-high", "derby-advisory"]


def _figures(board: Board) -> dict[str, Any]:
    """By name: everything that a board shows of somebody, amounts as what they stand for."""
    return {
        one.name: (
            Fraction(one.load, one.unit),
            None if one.line is None else Fraction(one.line, one.unit),
            Fraction(one.provisional, one.unit),
            one.band,
            one.stage,
            one.protected,
            one.households,
            one.cases,
            sorted(
                (
                    post.team_name,
                    Fraction(post.load, post.unit),
                    Fraction(post.work, post.unit),
                    post.hours,
                    post.cases,
                )
                for post in board.posts[one.id]
            ),
        )
        for one in board.people
    }


def _same(players: Players, supposed: list[Supposed], do: Callable[[], Any]) -> None:
    seen = players.supposing(*supposed)
    assert not seen.supposed.obstacles
    was = _figures(players.as_it_is())
    assert _figures(seen.before) == was
    do()
    real = {
        name.replace("Newly Come", "New practitioner (1)"): found
        for name, found in _figures(players.as_it_is()).items()
    }
    assert _figures(seen.after) == real
    assert real != was


def _hand(cases: list[Any], post: int | None) -> None:
    changes = [Change(case.pk, post, TODAY, "FCONTA", ANYBODY) for case in cases]
    set_holders(by=None, changes=changes, decided=True)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_moving_brothers_and_sisters(town: Town, scheme: str) -> None:
    """To whoever holds a sister already and helps with one of them: the household counts once, the parts add up."""
    players = team(town, scheme)
    to = players.post(players.ada)
    _same(players, [move(players.family, to)], lambda: _hand(players.family, to))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_giving_what_waits(town: Town, scheme: str) -> None:
    players = team(town, scheme)
    to = players.post(players.cleo)
    _same(players, [move(players.waiting, to)], lambda: _hand(players.waiting, to))


def test_moving_twice_is_moving_one_after_the_other(town: Town) -> None:
    """The helper takes it and passes it on: what they carried of it goes along."""
    players = team(town)
    one, first, last = [players.family[1]], players.post(players.ada), players.post(players.cleo)

    def both() -> None:
        _hand(one, first)
        _hand(one, last)

    _same(players, [move(one, first), move(one, last)], both)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_closing(town: Town, scheme: str) -> None:
    players = team(town, scheme)
    cases = players.family[:2]

    def close() -> None:
        for case in cases:
            close_case(by=None, case_id=case.pk, on=TODAY, reason=CLOSURE_REASONS[0], achieved="It is done.")

    keys = tuple(case.pk for case in cases)
    _same(players, [Supposed(Kind.CLOSE, cases=keys)], close)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("hours", ["0", "14.8", "22.2222", "37"])
def test_other_hours(town: Town, scheme: str, hours: str) -> None:
    players = team(town, scheme)
    post = players.post(players.ben)
    _same(
        players,
        [Supposed(Kind.HOURS, post=post, value=hours)],
        lambda: people.change_hours(by=None, post_id=post, from_on=TODAY, weekly_hours=Decimal(hours)),
    )


def test_other_hours_beside_exact_ones(town: Town) -> None:
    """25.0009 hours of one post and 22.2 of another stand in one column."""
    players = team(town)
    people.change_hours(
        by=None, post_id=players.post(players.ada), from_on=TODAY, weekly_hours=Decimal("25.0009")
    )
    post = players.post(players.ben)
    changes = [
        Supposed(Kind.HOURS, post=players.post(players.ada), value="25.000901"),
        Supposed(Kind.HOURS, post=post, value="22.2"),
    ]

    def both() -> None:
        for whose, hours in ((players.post(players.ada), "25.000901"), (post, "22.2")):
            people.change_hours(by=None, post_id=whose, from_on=TODAY, weekly_hours=Decimal(hours))

    _same(players, changes, both)


def test_somebody_with_two_posts_keeps_the_other(town: Town) -> None:
    players = team(town)
    post = players.post(players.cleo)
    _same(
        players,
        [Supposed(Kind.HOURS, post=post, value="29.6")],
        lambda: people.change_hours(by=None, post_id=post, from_on=TODAY, weekly_hours=Decimal("29.6")),
    )


@pytest.mark.parametrize("scheme", ["srb-points", "srb-time"])
@pytest.mark.parametrize("asye", [False, True])
def test_somebody_joins_and_takes_what_waits(town: Town, scheme: str, asye: bool) -> None:
    players = team(town, scheme)
    measures = players.supposing().supposed.scheme
    assert measures is not None
    stage = measures.line.stages[0].id if measures.line.stages else ""

    def join() -> None:
        made = people.add_practitioner_with_post(
            by=None,
            person={"staff_ref": "N1", "name": "Newly Come", "stage": stage, "asye": asye},
            post={"team_id": town.team.pk, "weekly_hours": Decimal("29.6")},
        )
        _hand(players.waiting, made.posts.get().pk)

    _same(
        players, [Supposed(Kind.JOIN, code=stage, value="29.6", asye=asye), move(players.waiting, -1)], join
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_somebody_leaves_and_what_they_hold_waits(town: Town, scheme: str) -> None:
    players = team(town, scheme)
    yesterday = TODAY - timedelta(days=1)
    seen = players.supposing(Supposed(Kind.LEAVE, person=players.ben.pk))
    assert {case.pk for case in players.family} <= {one.key for one in seen.supposed.newly_waiting()}
    _same(
        players,
        [Supposed(Kind.LEAVE, person=players.ben.pk)],
        lambda: people.end_practitioner(by=None, practitioner_id=players.ben.pk, on=yesterday),
    )


def test_what_somebody_leaves_behind_can_be_given_away(town: Town) -> None:
    players = team(town)
    yesterday, to = TODAY - timedelta(days=1), players.post(players.cleo)

    def both() -> None:
        people.end_practitioner(by=None, practitioner_id=players.ben.pk, on=yesterday)
        _hand(players.family, to)

    _same(players, [Supposed(Kind.LEAVE, person=players.ben.pk), move(players.family, to)], both)


@pytest.mark.parametrize(
    ("code", "value", "was", "now"),
    [
        ("bands.red_from", "200", 'red_from = "110"', 'red_from = "200"'),
        ("bands.green_from", "52.5", 'green_from = "95"', 'green_from = "52.5"'),
        ("stage.experienced", "44", 'amount = "50"', 'amount = "44"'),
    ],
)
def test_another_number_of_the_scheme(town: Town, code: str, value: str, was: str, now: str) -> None:
    """The same scheme, written down with the other number and adopted."""
    players = team(town)
    text = shipped_text("srb-points")
    assert code in {one.code for one in _thresholds(players)}
    assert text.count(was) == 1
    other = text.replace(was, now).replace('version = "1"', 'version = "2"')

    def adopt_other() -> None:
        version = add_version(text=other, by=None)
        day = date(2026, 11, 1)
        adopt(version=version, by=None, starts_on=day, agreed_by="Group", agreed_on=day)

    _same(players, [Supposed(Kind.THRESHOLD, code=code, value=value)], adopt_other)


def _thresholds(players: Players) -> Any:
    from safeload.domain.scheme.thresholds import thresholds

    scheme = players.supposing().supposed.scheme
    assert scheme is not None
    return thresholds(scheme)


def test_an_imagined_household_counts_as_a_real_one_does(town: Town) -> None:
    players = team(town)
    to, answers = players.post(players.ada), {"status": ["LAC"], "level": "medium", "hours": "6"}
    known = {name: value for name, value in answers.items() if name != "hours"}
    _same(
        players,
        [Supposed(Kind.IMAGINE, post=to, children=2, answers=known)],
        lambda: town.family(2, players.ada, **known),
    )


def test_others_keep_their_figures_and_are_not_measured(town: Town) -> None:
    players = team(town)
    seen = players.supposing(move(players.waiting, players.post(players.ada)))
    assert seen.supposed.touched == {players.ada.pk}
    rows = {one.id: one for one in seen.before.people}
    assert all(one is rows[one.id] for one in seen.after.people if one.id != players.ada.pk)


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_changes(town: Town, seed: int) -> None:
    """A handful of changes drawn by lot, each done for real as well: every figure is the same at the end."""
    chance = random.Random(seed)
    players = team(town, chance.choice(SCHEMES[:4]))
    there = [players.ada, players.ben, players.cleo]
    open_cases = [*players.family, *players.waiting, *Case.objects.order_by("pk")[:8]]
    supposed: list[Supposed] = []
    acts: list[Callable[[], Any]] = []

    def moves() -> None:
        case = chance.choice(open_cases)
        post = players.post(chance.choice(there))
        supposed.append(move([case], post))
        acts.append(partial(_hand, [case], post))

    def closes() -> None:
        case = open_cases.pop(chance.randrange(len(open_cases)))
        open_cases[:] = [one for one in open_cases if one.pk != case.pk]
        supposed.append(Supposed(Kind.CLOSE, cases=(case.pk,)))
        reason = CLOSURE_REASONS[0]
        acts.append(
            partial(close_case, by=None, case_id=case.pk, on=TODAY, reason=reason, achieved="It is done.")
        )

    def works() -> None:
        post, hours = players.post(chance.choice(there)), chance.choice(["10", "22.2", "33.3"])
        supposed.append(Supposed(Kind.HOURS, post=post, value=hours))
        acts.append(
            partial(people.change_hours, by=None, post_id=post, from_on=TODAY, weekly_hours=Decimal(hours))
        )

    def leaves() -> None:
        if len(there) < 2:
            return
        who = there.pop(chance.randrange(len(there)))
        supposed.append(Supposed(Kind.LEAVE, person=who.pk))
        day = TODAY - timedelta(days=1)
        acts.append(partial(people.end_practitioner, by=None, practitioner_id=who.pk, on=day))

    for act in chance.choices([moves, closes, works, leaves], weights=[6, 2, 2, 1], k=6):
        act()
    seen = players.supposing(*supposed)
    assert all(
        one.words == "is with them already" for found in seen.supposed.obstacles.values() for one in found
    )
    for do in acts:
        do()
    assert _figures(seen.after) == _figures(players.as_it_is())
