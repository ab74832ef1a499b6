"""Small teams with their cases, made up by Hypothesis: as awkward as they come."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from safeload.domain.allocation.moving import SCOPES, Held, Rebalancing
from safeload.domain.allocation.question import Person

DAY = date(2026, 3, 2)
_PEOPLE = ("P1", "P2", "P3", "P4")


def _some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


@st.composite
def person(draw: st.DrawFn, who: str) -> Person:
    line = draw(st.sampled_from((None, 0, 10, 20, 20, 20, 23)))
    full = line or 0
    load = draw(st.integers(max(0, full - 12), full + 9))
    return Person(
        id=who,
        load=load,
        line=line,
        full=full,
        short_of_red=full + full // 10,
        most_load=draw(st.sampled_from((None, None, None, max(0, full - 1), full + 5))),
        most_new=draw(st.sampled_from((None, None, 0, 1, 2, 4))),
        cannot=draw(st.sampled_from(("", "", "", "", "leave"))),
        team=draw(st.sampled_from(("T1", "T2"))),
        area=draw(st.sampled_from(("A1", "A1", "A2"))),
        standing=draw(st.sampled_from((("", False), ("nqsw", True)))),
        skills=draw(_some("court", "court", "welsh")),
        languages=draw(_some("Urdu", "Polish")),
        interests=draw(_some("cp", "cin")),
        patches=draw(_some("X", "Y")),
        offers=draw(st.sampled_from((None, None, frozenset(), frozenset({"cp"})))),
    )


@st.composite
def held(draw: st.DrawFn, name: str, holders: tuple[str, ...]) -> Held:
    return Held(
        id=name,
        cases=(f"{name}-1",),
        worth=draw(st.integers(0, 9)),
        holder=draw(st.sampled_from(holders)),
        months=draw(st.sampled_from((0, 3, 12, 90))),
        court=draw(st.sampled_from((None, DAY + timedelta(9), DAY + timedelta(60), DAY - timedelta(3)))),
        children=draw(st.integers(1, 4)),
        closing=draw(st.booleans()),
        workers=draw(st.integers(1, 6)),
        stays=draw(st.sampled_from(("", "", "", "", "The court has named the worker"))),
        team=draw(st.sampled_from(("", "T1", "T2"))),
        patch=draw(st.sampled_from(("", "X", "Y"))),
        kinds=draw(_some("cp", "cin")),
        skills=draw(st.sampled_from((frozenset(), frozenset(), frozenset({"court"})))),
        languages=draw(_some("Urdu")),
        not_led_by=draw(st.sampled_from(({}, {}, {("nqsw", True): "Not in the first year"}))),
        conflicts=draw(st.sampled_from((frozenset(), frozenset(), frozenset({"P1"})))),
        former=draw(st.sampled_from((frozenset(), frozenset({"P2"})))),
        siblings_with=draw(st.sampled_from((frozenset(), frozenset({"P3"})))),
        worth_for=draw(st.sampled_from(({}, {}, {"P2": 1}, {"P4": 0}))),
        cost_for=draw(st.sampled_from(({}, {}, {"P3": 70}))),
        only=draw(st.sampled_from((None, None, None, frozenset({"P2", "P4"})))),
    )


@st.composite
def holdings(draw: st.DrawFn) -> Rebalancing:
    """A team of up to four with up to six households."""
    number = draw(st.integers(1, 4))
    people = tuple(draw(person(who)) for who in _PEOPLE[:number])
    names = [f"H{n}" for n in range(draw(st.integers(0, 6)))]
    return Rebalancing(
        people=people,
        held=tuple(draw(held(name, _PEOPLE[:number])) for name in names),
        unit=2,
        full_line=20,
        day=DAY,
        scope=draw(st.sampled_from(SCOPES[::-1])),
        distances={("X", "Y"): draw(st.integers(0, 3))},
    )
