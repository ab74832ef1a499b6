"""A scenario by what each holds: household by household, so that it can be moved about in a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from safeload.caseloads import facts as caseload_facts
from safeload.domain.frames import collected
from safeload.domain.reading import Reading
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.whatif.facts.measured import AsItWouldBe, reading_as_supposed
from safeload.whatif.queries.cases import waiting_in
from safeload.workload.facts.taking import worth

_OF_CASES = frozenset({"case", "household"})


@dataclass(frozen=True)
class Held:
    """A household, or a case by itself, with whoever holds it; ``who`` 0: nobody, it waits."""

    home: str
    references: tuple[str, ...]
    who: int
    worth: Fraction


@dataclass(frozen=True)
class Holdings:
    """What everybody holds who is measured by the team's scheme, and what else counts for each of them."""

    held: tuple[Held, ...]
    #: Commitments and tasks, by practitioner.
    others: dict[int, Fraction]


def holdings_of(on: date, seen: AsItWouldBe) -> Holdings:
    """Everything held as it would be, and what would wait in the team. The caller holds the scope."""
    if seen.adoption is None or seen.adoption.pk not in seen.adopted_after:
        return Holdings((), {})
    scheme = seen.adopted_after[seen.adoption.pk][1]
    people = {one.id for one in seen.after.people if one.adoption == seen.adoption.pk}
    reading = reading_as_supposed(scheme, on, seen.supposed, people)
    held: list[Held] = []
    others = {}
    homes = _homes(reading)
    for who in sorted(people):
        found, others[who] = _of_person(reading, who, homes)
        held += found
    return Holdings((*held, *_waiting(on, seen, scheme)), others)


def _homes(reading: Reading) -> dict[str, dict[str, str]]:
    """By practitioner, the household of each case that they work on; the case itself where it has none."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = collected(reading.given.cases.select("practitioner", "case", "household"))
    for who, case, home in rows.iter_rows():
        found[who][case] = home or case
    return found


def _of_person(reading: Reading, who: int, homes: dict[str, dict[str, str]]) -> tuple[list[Held], Fraction]:
    key = practitioner_key(who) or ""
    mine, other = homes.get(key, {}), Fraction(0)
    counted: dict[str, Fraction] = defaultdict(Fraction)
    for line in reading.lines(key):
        if line.kind in _OF_CASES:
            counted[mine.get(line.source, line.source)] += line.amount
        elif line.kind != "rounding":
            other += line.amount
    members: dict[str, list[str]] = defaultdict(list)
    for case, home in sorted(mine.items()):
        members[home].append(case)
    return [Held(home, tuple(cases), who, counted[home]) for home, cases in members.items()], other


def _waiting(on: date, seen: AsItWouldBe, scheme: Scheme) -> Iterator[Held]:
    """What waits, each household as it counts for somebody who holds nothing else of it."""
    supposed = seen.supposed
    keys = {*waiting_in(on, supposed.team), *(one.key for one in supposed.newly_waiting())}
    keys -= {one.key for one in supposed.no_longer_waiting()} | supposed.closed
    if not keys:
        return
    homes: dict[str, list[caseload_facts.Alone]] = defaultdict(list)
    for one in caseload_facts.cases_alone(on, sorted(keys)):
        homes[one.household or one.case].append(one)
    for home, cases in sorted(homes.items()):
        yield Held(home, _references(cases), 0, worth(scheme, on, tuple(cases)))


def _references(cases: Iterable[caseload_facts.Alone]) -> tuple[str, ...]:
    return tuple(sorted(one.case for one in cases))


def is_imagined(reference: str) -> bool:
    """Whether a reference is one of a scenario alone."""
    return reference.startswith("\x01")
