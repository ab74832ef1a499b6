"""A question about teams as they stand on a day: figures of today and of the weeks ahead, what waits, who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import polars as pl

from safeload.allocation.facts import mix_of
from safeload.allocation.models import Proposal
from safeload.allocation.queries.distances import distances
from safeload.allocation.queries.weights import InForce
from safeload.domain.allocation.asking import WEEKS, question_of
from safeload.domain.allocation.question import Person, Question
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.people.scope import Scope
from safeload.planner.facts.people import people_of
from safeload.planner.facts.waiting import Home, homes_of, waiting_of
from safeload.planner.facts.worth import worths
from safeload.workload.facts import frames, reading
from safeload.workload.queries.places import areas_of_teams
from safeload.workload.queries.unallocated import Unallocated, counted


@dataclass(frozen=True)
class Asked:
    """The question, and the households that it is about by their ids in it."""

    question: Question
    homes: dict[str, Home]


def asked_of(
    scheme: Scheme,
    on: date,
    teams: Collection[int],
    agreed: InForce,
    *,
    only: Collection[int] | None = None,
    helped: Mapping[str, int] | None = None,
) -> Asked:
    """Who could take what waits in these teams, all measured by one scheme.

    ``only``: the keys of the cases that are asked about (a household goes together); None: all that waits.
    ``helped``: percent for a co-worker, by household id. What is proposed to somebody already is not asked about
    again, and fills their room; who holds a case from a day to come is as full as they will be. The queries do not
    grow with people or cases. Raises NoLineError for a scheme that names no line.
    """
    booked = _proposed(teams)
    rows = [row for row in counted(Scope(on=on, system=True), teams) if _asks(row, booked)]
    homes = homes_of(rows)
    if only is not None:
        homes = [home for home in homes if set(home.keys) & set(only)]
    put = _Put(scheme, on, teams)
    question = put.question(homes, agreed, Counter(who for who, _ in booked.values()), helped)
    reserved = _reserved(scheme, on, booked, put.cases)
    return Asked(_with_less_room(question, reserved), {home.id: home for home in homes})


def asked_then(
    scheme: Scheme, on: date, last: date, teams: Collection[int], agreed: InForce, homes: Collection[Home]
) -> Asked:
    """Who could have taken these households on a day that has passed, as things stood on it.

    What the households count is told as of ``last``, the day by which somebody had them: some were not there before.
    Protection and offers are told as they are today; the day itself is looked at, and the weeks after it.
    """
    put = _Put(scheme, on, teams)
    put.cases = frames(scheme, last, teams=teams).cases
    return Asked(put.question(homes, agreed, {}), {home.id: home for home in homes})


class _Put:
    """The figures of teams on a day, and what is made of them."""

    def __init__(self, scheme: Scheme, on: date, teams: Collection[int]) -> None:
        self.scheme, self.on, self.teams = scheme, on, teams
        given = frames(scheme, on, teams=teams)
        self.cases = given.cases
        ahead = [on + timedelta(weeks=week) for week in range(1, WEEKS)]
        self.readings = [given.measured(scheme, on)]
        self.readings += [reading(scheme, day, teams=teams) for day in ahead]

    def question(
        self,
        homes: Collection[Home],
        agreed: InForce,
        asked: Mapping[int, int],
        helped: Mapping[str, int] | None = None,
    ) -> Question:
        """Who could take these households."""
        areas, on, scheme = areas_of_teams(), self.on, self.scheme
        people = people_of(self.teams, areas, on, agreed, asked)
        standings = {one.standing for one in people}
        waiting = waiting_of(homes, scheme, standings, areas, mix_of(min(self.teams), on), on)
        named = {home.id: home.references for home in homes}
        worth = worths(scheme, on, self.cases, named, helped)
        return question_of(self.readings, people, waiting, worth, distances())


def _asks(row: Unallocated, booked: Mapping[int, tuple[int, str]]) -> bool:
    """Whether it is to be placed: nobody is to hold it from a day on, nobody is asked about it."""
    return not row.coming and row.case_id not in booked


def _proposed(teams: Collection[int]) -> dict[int, tuple[int, str]]:
    """Cases of open proposals to people of these teams: by case, who is asked, and the case's reference. One query."""
    rows = Proposal.objects.open().filter(post__team__in=teams).order_by("cases__case")
    found = rows.values_list("cases__case", "post__practitioner", "cases__case__reference")
    return {case: (who, reference) for case, who, reference in found if case}


def _reserved(
    scheme: Scheme, on: date, booked: Mapping[int, tuple[int, str]], cases: pl.DataFrame
) -> dict[str, Fraction]:
    """What is proposed to each already, together, by practitioner."""
    asked: dict[str, list[str]] = {}
    for who, reference in booked.values():
        asked.setdefault(practitioner_key(who) or "", []).append(reference)
    return {who: worth.alone for who, worth in worths(scheme, on, cases, asked).items()}


def _with_less_room(question: Question, reserved: Mapping[str, Fraction]) -> Question:
    if not reserved:
        return question

    def less(one: Person) -> Person:
        units = -(-reserved[one.id] * question.unit // question.shrink) if one.id in reserved else 0
        return replace(one, full=one.full - int(units), short_of_red=one.short_of_red - int(units))

    return replace(question, people=tuple(less(one) for one in question.people))
