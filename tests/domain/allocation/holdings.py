"""Small teams with their cases, made up by Hypothesis: as awkward as they come."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from safeload.domain.allocation.moving import SCOPES, Held, Rebalancing
from safeload.domain.allocation.question import Person

DAY = date(2026, 3, 2)
_PEOPLE = ("P1", "P2", "P3", "P4", "P5")


def _some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


def _seldom(draw: st.DrawFn, usual: object, *seldom: object) -> Any:
    """The usual value, or once in a while another."""
    return draw(st.sampled_from((usual, usual, usual, usual, usual, *seldom)))


@st.composite
def person(draw: st.DrawFn, who: str, over: bool) -> Person:
    """Somebody over their line or with some room; seldom with no line, away, or limited."""
    line = _seldom(draw, 20, None, 0, 10, 23)
    full = line or 0
    load = draw(st.integers(full + 1, full + 12) if over else st.integers(max(0, full - 12), full))
    less = _seldom(draw, 0, 3, 8) if full else 0
    return Person(
        id=who,
        load=load,
        line=line,
        full=full - less,
        short_of_red=full + full // 10 - less,
        less=less,
        most_load=_seldom(draw, None, max(0, full - 1), full + 5),
        most_new=_seldom(draw, None, 4, 2, 1),
        cannot=_seldom(draw, "", "leave"),
        team=draw(st.sampled_from(("T1", "T2"))),
        area=_seldom(draw, "A1", "A2"),
        standing=_seldom(draw, ("", False), ("nqsw", True)),
        skills=_seldom(draw, frozenset({"court"}), frozenset()),
        languages=draw(_some("Urdu", "Polish")),
        interests=draw(_some("cp", "cin")),
        patches=draw(_some("X", "Y")),
        offers=_seldom(draw, None, frozenset(), frozenset({"cp"})),
    )


@st.composite
def held(draw: st.DrawFn, name: str, holders: tuple[str, ...]) -> Held:
    """A household that somebody holds, with dates and relationships of its own."""
    return Held(
        id=name,
        cases=(f"{name}-1",),
        worth=_seldom(draw, draw(st.integers(1, 9)), 0, 20),
        holder=draw(st.sampled_from(holders)),
        months=draw(st.sampled_from((0, 3, 12, 90))),
        court=_seldom(draw, None, DAY + timedelta(9), DAY + timedelta(60), DAY - timedelta(3)),
        children=draw(st.integers(1, 4)),
        closing=draw(st.booleans()),
        workers=draw(st.integers(1, 6)),
        stays=_seldom(draw, "", "The court has named the worker"),
        team=draw(st.sampled_from(("", "T1", "T2"))),
        patch=draw(st.sampled_from(("", "X", "Y"))),
        kinds=draw(_some("cp", "cin")),
        skills=_seldom(draw, frozenset(), frozenset({"court"})),
        languages=draw(_some("Urdu")),
        not_led_by=_seldom(draw, {}, {("nqsw", True): "Not in the first year"}),
        conflicts=_seldom(draw, frozenset(), frozenset({"P3"})),
        former=_seldom(draw, frozenset(), frozenset({"P3"})),
        siblings_with=_seldom(draw, frozenset(), frozenset({"P4"})),
        worth_for=_seldom(draw, {}, {"P3": 1}, {"P4": 0}),
        cost_for=_seldom(draw, {}, {"P3": 70}),
        only=_seldom(draw, None, frozenset({"P2", "P4"})),
    )


@st.composite
def holdings(draw: st.DrawFn) -> Rebalancing:
    """Up to two people over their line and three with room, who hold up to six households."""
    over = draw(st.integers(0, 2)) if draw(st.integers(0, 3)) == 0 else 2
    number = draw(st.integers(1, 3))
    names = [*_PEOPLE[:over], *_PEOPLE[2 : 2 + number]]
    people = tuple(draw(person(who, who in _PEOPLE[:over])) for who in names)
    holders = (*_PEOPLE[:over], *_PEOPLE[:over], names[-1])
    households = draw(st.integers(0, 6))
    return Rebalancing(
        people=people,
        held=tuple(draw(held(f"H{n}", holders)) for n in range(households)),
        unit=2,
        full_line=20,
        day=DAY,
        scope=_seldom(draw, "across", *SCOPES),
        distances={("X", "Y"): draw(st.integers(0, 3))},
    )


def tight(seed: int) -> Rebalancing:
    """Two or three people over their line, little room elsewhere, households of every size: hard to fit."""
    chance = random.Random(seed)
    givers, takers = chance.choice(((2, 2), (2, 2), (3, 2), (2, 3)))
    people = []
    for n in range(givers + takers):
        load = 20 + chance.randint(2, 9) if n < givers else 20 - chance.randint(3, 9)
        most_new = chance.choice((None, None, 2, 4))
        people.append(Person(f"P{n}", load, 20, 20, 22, most_new=most_new, patches=frozenset({f"X{n % 2}"})))
    found = [
        Held(
            id=f"H{n}",
            cases=(f"H{n}",),
            worth=chance.randint(2, 6),
            holder=f"P{n % givers}",
            months=chance.randrange(0, 20),
            children=chance.randint(1, 3),
            workers=chance.randint(1, 3),
            patch=chance.choice(("X0", "X1")),
            conflicts=frozenset({f"P{givers}"} if chance.random() < 0.2 else ()),
        )
        for n in range(7 if takers == 2 else 6)
    ]
    return Rebalancing(tuple(people), tuple(found), 2, 20, DAY, distances={("X0", "X1"): 2})
