"""Made-up services of a stated size: what a planner is timed on. The same seed gives the same service."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.question import Person, Question, Waiting

_SKILLS = ("court", "trafficking", "disability", "assessment")
_LANGUAGES = ("Polish", "Punjabi", "Urdu", "Somali", "Welsh")
_KINDS = ("cp", "cin", "lac", "assessment")
#: Half points: a full line of 50 points.
LINE, UNIT = 100, 2
DAY = date(2026, 3, 2)
#: How many practitioners, cases held and households waiting.
SIZES = {
    "team": (8, 120, 15),
    "employer": (33, 533, 27),
    "service": (60, 900, 80),
    "authority": (500, 8000, 400),
    #: Far more waits than a team can take.
    "crowd": (8, 120, 10_000),
}


def service(size: str, seed: int, used: float = 0.88) -> Question:
    """Practitioners, their loads and what waits: ``used`` is the part of all lines that is taken on average."""
    people, _, waiting = SIZES[size]
    chance = random.Random(f"{size} {seed}")
    teams = max(1, people // 8)
    places = {f"T{n}": (chance.random(), chance.random()) for n in range(teams)}
    areas = {team: f"A{n % max(1, teams // 8)}" for n, team in enumerate(places)}
    persons = []
    for n in range(people):
        team = f"T{n % teams}"
        full_time = chance.choice((1.0, 1.0, 1.0, 0.8, 0.6, 0.5))
        new = chance.random() < 0.12
        line = int(LINE * full_time * (0.9 if new else 1.0))
        load = int(line * min(1.25, max(0.45, chance.gauss(used, 0.11))))
        persons.append(
            Person(
                id=f"P{n:04}",
                load=load,
                line=line,
                full=line,
                short_of_red=(line * 11 + 9) // 10 - 1,
                most_new=4 if new else 6,
                cannot="leave" if chance.random() < 0.05 else "",
                team=team,
                area=areas[team],
                standing=("nqsw" if new else "", new),
                skills=frozenset(one for one in _SKILLS if chance.random() < 0.6),
                languages=frozenset(one for one in _LANGUAGES if chance.random() < 0.08),
                interests=frozenset(one for one in _KINDS if chance.random() < 0.3),
                patches=frozenset({team}),
                offers=frozenset() if chance.random() < 0.1 else None,
            )
        )
    found = []
    for n in range(waiting):
        team = chance.choice(sorted(places))
        local = [one for one in persons if one.area == areas[team]]
        near = [one.id for one in local if one.team == team]
        children = chance.choice((1, 1, 1, 2, 2, 3))
        kind = chance.choice(_KINDS)
        leads = {("nqsw", True): "No child protection case is led in the first year"} if kind == "cp" else {}
        far = {one.id for one in persons if one.area != areas[team]}
        found.append(
            Waiting(
                id=f"H{n:04}",
                cases=tuple(f"H{n:04}-{child}" for child in range(children)),
                worth=chance.choice((4, 6, 8, 10)) + 3 * (children - 1),
                helper_worth=chance.choice((2, 3)) if chance.random() < 0.12 else None,
                priority=chance.choices((1, 2, 3), (20, 35, 45))[0],
                days=chance.randrange(60),
                team=team,
                area=areas[team],
                patch=team,
                kinds=frozenset({kind}),
                skills=frozenset({chance.choice(_SKILLS)}) if chance.random() < 0.4 else frozenset(),
                languages=frozenset({chance.choice(_LANGUAGES)}) if chance.random() < 0.1 else frozenset(),
                not_led_by=leads,
                conflicts=frozenset(one.id for one in local if chance.random() < 0.02) | far,
                former=frozenset({chance.choice(near)}) if chance.random() < 0.15 else frozenset(),
                siblings_with=frozenset({chance.choice(near)}) if chance.random() < 0.1 else frozenset(),
            )
        )
    return Question(tuple(persons), tuple(found), UNIT, LINE, _distances(places))


def _distances(places: dict[str, tuple[float, float]]) -> dict[tuple[str, str], int]:
    return {
        (one, other): min(3, int(4 * max(abs(x - u), abs(y - v))))
        for one, (x, y) in places.items()
        for other, (u, v) in places.items()
        if one < other
    }


def holding(size: str, seed: int, used: float = 0.88) -> Rebalancing:
    """Practitioners and all that they hold: about a fifth are over their line, in one landscape without borders."""
    people, _, _ = SIZES[size]
    chance = random.Random(f"holding {size} {seed}")
    teams = max(1, people // 8)
    places = {f"T{n}": (chance.random(), chance.random()) for n in range(teams)}
    distances = _distances(places)
    near = {team: _near(team, places, distances if teams > 8 else {}) for team in places}
    persons: list[Person] = []
    found: list[Held] = []
    for n in range(people):
        who = f"P{n:04}"
        persons.append(_holder(chance, who, f"T{n % teams}", len(persons)))
        line = persons[-1].line or 0
        target = line * min(1.35, max(0.4, chance.gauss(used - 0.03, 0.14)))
        load = 0
        while load < target:
            one = _household(chance, f"H{len(found):05}", persons[-1])
            found.append(one)
            load += one.worth
        persons[-1] = replace(persons[-1], load=load)
    by_team = {team: [one.id for one in persons if one.team == team] for team in places}
    reach = {team: frozenset(who for other in near[team] for who in by_team[other]) for team in places}
    held = tuple(replace(one, only=reach[one.team]) for one in found)
    return Rebalancing(tuple(persons), held, UNIT, LINE, DAY, distances=distances)


def _near(
    team: str, places: dict[str, tuple[float, float]], distances: dict[tuple[str, str], int]
) -> list[str]:
    return [other for other in places if distances.get((min(team, other), max(team, other)), 0) == 0]


def _holder(chance: random.Random, who: str, team: str, number: int) -> Person:
    new = chance.random() < 0.12
    line = int(LINE * chance.choice((1.0, 1.0, 1.0, 0.8, 0.6, 0.5)) * (0.9 if new else 1.0))
    return Person(
        id=who,
        load=0,
        line=line,
        full=line,
        short_of_red=(line * 11 + 9) // 10 - 1,
        most_new=4 if new else 6,
        cannot="leave" if chance.random() < 0.05 else "",
        team=team,
        area=f"A{number % 8}",
        standing=("nqsw" if new else "", new),
        skills=frozenset(one for one in _SKILLS if chance.random() < 0.6),
        languages=frozenset(one for one in _LANGUAGES if chance.random() < 0.08),
        patches=frozenset({team}),
    )


def _household(chance: random.Random, name: str, who: Person) -> Held:
    children = chance.choice((1, 1, 1, 1, 2, 3))
    kind = chance.choice(_KINDS)
    leads = {("nqsw", True): "No child protection case is led in the first year"} if kind == "cp" else {}
    return Held(
        id=name,
        cases=tuple(f"{name}-{child}" for child in range(children)),
        worth=chance.choice((3, 4, 5, 6, 7)) + 2 * (children - 1),
        holder=who.id,
        months=min(60, int(chance.expovariate(1 / 9))),
        court=DAY + timedelta(chance.randrange(120)) if chance.random() < 0.2 else None,
        contact=DAY + timedelta(chance.randrange(20)),
        children=children,
        closing=chance.random() < 0.1,
        workers=1 + min(6, int(chance.expovariate(0.7))),
        stays="The court has named the worker" if chance.random() < 0.03 else "",
        team=who.team,
        area=who.area,
        patch=who.team,
        kinds=frozenset({kind}),
        skills=frozenset({chance.choice(_SKILLS)}) if chance.random() < 0.3 else frozenset(),
        not_led_by=leads,
    )
