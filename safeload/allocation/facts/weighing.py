"""Candidates side by side by what was agreed to weigh: the planner's terms for one household, on today's figures.

A run of the planner looks at everything that waits and at the weeks ahead; this is the same sum for one household
and the day on the page, so that both speak one language (ALL-01).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import floor, lcm
from typing import Any

from safeload.allocation.facts.figures import BeforeAfter
from safeload.allocation.queries.candidates import Candidate
from safeload.allocation.queries.cases import Asked
from safeload.allocation.texts import kinds_of, same
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.weighing import Weighing, weighed
from safeload.domain.allocation.weights import Weights
from safeload.domain.bands import first_whole
from safeload.domain.scheme import Field, Scheme
from safeload.people.models import Strength

_SETS: dict[str, str] = {
    Strength.Kind.SKILL: "skills",
    Strength.Kind.LANGUAGE: "languages",
    Strength.Kind.INTEREST: "interests",
    Strength.Kind.PATCH: "patches",
}


def weigh(
    found: Sequence[Candidate],
    asked: Asked,
    measured: Mapping[int, Sequence[BeforeAfter]],
    weights: Weights,
    mix: Field | None,
    distances: Mapping[tuple[str, str], int],
) -> dict[int, Weighing]:
    """By post, what it would weigh that each takes the cases; nobody is left out. No query.

    ``measured``: the main scheme first; ``mix``: the field by whose answers practitioners say what they want.
    """
    sides = {who: rows[0] for who, rows in measured.items() if rows}
    unit = _unit(sides.values())
    people = tuple(_person(one, sides.get(one.person.id), unit) for one in found)
    if not people:
        return {}
    full = next(iter(sides.values())).scheme.line.full if sides else Fraction(1)
    question = Question(
        people, (_household(found, asked, sides, mix, unit),), unit, int(full * unit), distances
    )
    by_id = weighed(question, weights)
    return {one.post.post: by_id[f"post{one.post.post}"] for one in found}


def _unit(sides: Iterable[BeforeAfter]) -> int:
    found = list(sides)
    amounts = {side.before.load.denominator for side in found} | {
        side.after.load.denominator for side in found
    }
    return lcm(*amounts, *(scheme.line.full.denominator for scheme in {side.scheme for side in found}))


def _units(amount: Fraction, unit: int) -> int:
    """An amount in whole units, of which each of its denominators is a part."""
    return amount.numerator * (unit // amount.denominator)


@lru_cache(maxsize=1024)
def _edges(scheme: Scheme, line: Fraction, unit: int) -> tuple[int, int]:
    """The most that is not over a line, and the most that is not red, in whole units: few lines are many people's."""
    return floor(line * unit), first_whole(line, scheme.bands, scheme.line, Fraction(unit))["red"] - 1


def _person(one: Candidate, side: BeforeAfter | None, unit: int) -> Person:
    sets: dict[str, set[str]] = {}
    for kind, text in one.known.strengths:
        sets.setdefault(_SETS[kind], set()).add(same(text))
    about: dict[str, Any] = {name: frozenset(words) for name, words in sets.items()}
    if (offer := one.known.offer) is not None:
        about["offers"] = frozenset({same(offer.kind)} if offer.kind else ())
    line = side.before.line if side else None
    load = 0
    if side is not None and line is not None and line > 0:
        full, short = _edges(side.scheme, line, unit)
        load = _units(side.before.load, unit)
        about |= {"full": full, "short_of_red": short}
    return Person(f"post{one.post.post}", load, about.get("full"), team=str(one.post.team), **about)


def _household(
    found: Sequence[Candidate],
    asked: Asked,
    sides: Mapping[int, BeforeAfter],
    mix: Field | None,
    unit: int,
) -> Waiting:
    known = [(f"post{one.post.post}", one.known) for one in found]
    worth = {
        f"post{one.post.post}": _units(side.after.load, unit) - _units(side.before.load, unit)
        for one in found
        if (side := sides.get(one.person.id)) is not None
    }
    return Waiting(
        id="asked",
        cases=(),
        worth=0,
        worth_for={id: max(0, units) for id, units in worth.items()},
        team=str(asked.cases[0].team_id) if asked.cases else "",
        patch=next((same(patch) for patch in asked.patches), ""),
        kinds=kinds_of((case.values.get(mix.name) for case in asked.cases) if mix else (), mix),
        skills=frozenset(same(text) for kind, text in asked.asked_for if kind == Strength.Kind.SKILL),
        languages=frozenset(same(text) for kind, text in asked.asked_for if kind == Strength.Kind.LANGUAGE),
        conflicts=frozenset(id for id, one in known if one.conflict),
        former=frozenset(id for id, one in known if one.held),
        siblings_with=frozenset(id for id, one in known if one.holds),
    )
