"""Small questions of every kind, made up by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from safeload.domain.allocation.question import Person, Question, Waiting

_PEOPLE = ("a", "b", "c")
_SKILLS, _LANGUAGES, _KINDS, _PATCHES = ("court",), ("Welsh",), ("cp",), ("north", "south")


def _some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


@st.composite
def people(draw: st.DrawFn, id: str) -> Person:
    """Somebody: with a line or none, fuller or emptier, with limits or none."""
    line = draw(st.sampled_from([None, 0, 10, 20, 20, 33]))
    load = draw(st.integers(0, 36))
    less = draw(st.sampled_from([0, 0, 0, 4])) if line else 0
    return Person(
        id=id,
        load=load,
        line=line,
        full=(line or 0) - less,
        short_of_red=((line or 0) * 11 + 9) // 10 - 1 - less if line else 0,
        less=less,
        most_load=draw(st.sampled_from([None, None, None, 22])),
        most_new=draw(st.sampled_from([None, None, 1, 2, 4])),
        cannot=draw(st.sampled_from(["", "", "", "", "leave"])),
        team=draw(st.sampled_from(["t", "u"])),
        standing=draw(st.sampled_from([("", False), ("nqsw", True)])),
        skills=draw(_some(_SKILLS)),
        languages=draw(_some(_LANGUAGES)),
        interests=draw(_some(_KINDS)),
        patches=draw(_some(_PATCHES)),
        offers=draw(st.one_of(st.none(), _some(_KINDS))),
    )


@st.composite
def households(draw: st.DrawFn, id: str) -> Waiting:
    """A waiting household."""
    return Waiting(
        id=id,
        cases=(f"{id}1",),
        worth=draw(st.integers(0, 12)),
        helper_worth=draw(st.sampled_from([None, None, None, 0, 3])),
        priority=draw(st.integers(1, 3)),
        days=draw(st.integers(0, 30)),
        team=draw(st.sampled_from(["", "t", "u"])),
        patch=draw(st.sampled_from(["", *_PATCHES])),
        kinds=draw(_some(_KINDS)),
        skills=draw(st.sampled_from([frozenset(), frozenset(), frozenset(_SKILLS)])),
        languages=draw(_some(_LANGUAGES)),
        not_led_by=draw(st.sampled_from([{}, {}, {("nqsw", True): "not in the first year"}])),
        conflicts=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"a"}), frozenset(_PEOPLE)])),
        declined=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"b"})])),
        former=draw(st.sampled_from([frozenset(), frozenset({"c"})])),
        siblings_with=draw(st.sampled_from([frozenset(), frozenset({"a"})])),
        worth_for=draw(st.sampled_from([{}, {}, {"a": 2}])),
        cost_for=draw(st.sampled_from([{}, {}, {"b": 70}])),
        only=draw(st.sampled_from([None, None, None, frozenset({"a", "c"})])),
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Up to three people and four households."""
    some = [draw(people(id)) for id in _PEOPLE[: draw(st.integers(0, 3))]]
    number = draw(st.integers(0, 4))
    return Question(
        people=tuple(some),
        waiting=tuple(draw(households(f"h{n}")) for n in range(number)),
        unit=2,
        full_line=20,
        distances=draw(st.sampled_from([{}, {("north", "south"): 2}])),
    )
