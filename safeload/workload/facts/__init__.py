"""From rows to Readings: which scheme measures whom on a day, and the frames that ``measure`` is given."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from safeload.caseloads import facts as caseload_facts
from safeload.domain.measure import measure
from safeload.domain.reading import Reading
from safeload.domain.scheme import Field, Scheme
from safeload.people import facts as people_facts
from safeload.people.answers import field_columns
from safeload.schemes import facts as scheme_facts
from safeload.schemes import queries as scheme_queries
from safeload.schemes.models import Adoption
from safeload.workload.queries.adopted import key_of_mains
from safeload.workload.queries.deciding import steps_held
from safeload.workload.queries.places import areas_of_teams


@dataclass(frozen=True)
class Rule:
    """Which adopted scheme measures a team: the main one of its service area, else the employer's."""

    adoptions: dict[int | None, Adoption]
    areas: dict[int, int]
    #: The main adoptions in force, as text: other ones mean that everybody is measured again.
    key: str

    def of_team(self, team_id: int | None) -> Adoption | None:
        """The adoption for a team; None where nothing is adopted."""
        area = self.areas.get(team_id) if team_id is not None else None
        return self.adoptions.get(area) or self.adoptions.get(None)

    def distinct(self, teams: Collection[int | None]) -> list[Adoption]:
        """The adoptions that these teams are measured under, each once."""
        found = {one.pk: one for team in teams if (one := self.of_team(team)) is not None}
        return [found[pk] for pk in sorted(found)]


def rule_on(on: date) -> Rule:
    """Which scheme measures which team on a day. Two queries."""
    mains = [one for one in scheme_queries.adoptions_on(on) if one.main]
    adoptions = {one.service_area_id: one for one in mains}
    return Rule(adoptions, areas_of_teams(), key_of_mains(sorted(one.pk for one in mains)))


def reading(
    scheme: Scheme,
    on: date,
    *,
    practitioners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    supposing: Mapping[str, Mapping[str, Any]] | None = None,
) -> Reading:
    """Measure these practitioners, those of these teams with what waits there, or everybody. 6 to 9 queries.

    ``supposing``: by case reference, all its answers as they would be: to see a figure before it is saved.
    """
    given = frames(scheme, on, practitioners=practitioners, teams=teams)
    for reference, answers in (supposing or {}).items():
        given.cases = _supposed(given.cases, scheme.asked_of("case"), reference, answers)
    return given.measured(scheme, on)


@dataclass
class Frames:
    """What the engine is given: held cases, commitments, posts, tasks (None where the scheme counts none)."""

    cases: pl.DataFrame
    commitments: pl.DataFrame
    people: pl.DataFrame
    tasks: pl.DataFrame | None

    def measured(self, scheme: Scheme, on: date) -> Reading:
        """The frames as they stand, measured."""
        return measure(self.cases, self.commitments, self.people, scheme, on, self.tasks)


def frames(
    scheme: Scheme,
    on: date,
    *,
    practitioners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
) -> Frames:
    """Everything that a scheme asks of these people on a day. 6 to 9 queries."""
    whose: dict[str, Any] = {"practitioners": practitioners, "teams": teams}
    asked = scheme.asked_of
    people = people_facts.practitioners_on(asked("practitioner"), on, **whose)
    if scheme.line.stages:
        people = _with_steps_held(people, on)
    return Frames(
        cases=caseload_facts.cases_on(asked("case"), on, **whose),
        commitments=people_facts.commitments_on(on, **whose),
        people=people,
        tasks=caseload_facts.tasks_on(asked("task"), on, **whose) if _counts_tasks(scheme) else None,
    )


def _with_steps_held(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """The old line holds until both have confirmed a step that fell due (X-09)."""
    held = {
        people_facts.practitioner_key(who): due - timedelta(days=1) for who, due in steps_held(on).items()
    }
    if not held:
        return people
    before = pl.col("practitioner").replace_strict(held, default=None, return_dtype=pl.Date)
    return people.with_columns(pl.coalesce("step_confirmed", before).alias("step_confirmed"))


def _counts_tasks(scheme: Scheme) -> bool:
    return any(factor.per == "task" for factor in scheme.factors)


def _supposed(
    cases: pl.DataFrame, fields: Mapping[str, Field], reference: str, answers: Mapping[str, Any]
) -> pl.DataFrame:
    this = pl.col("case") == reference
    changed = field_columns(fields, [answers])
    return cases.with_columns(
        pl.when(this).then(pl.lit(column[0], column.dtype)).otherwise(pl.col(column.name)).alias(column.name)
        for column in changed
    )


def readings(
    rule: Rule, on: date, teams: Collection[int | None], /, **whose: Any
) -> Iterator[tuple[Adoption, Reading]]:
    """One Reading for each scheme that measures these teams."""
    for adoption in rule.distinct(teams):
        yield adoption, reading(scheme_facts.scheme_of(adoption), on, **whose)


def key_of(engine_key: str | None) -> int | None:
    """The database key in a name of the engine: 12 for ``"p12"``, ``"post12"`` and ``"team12"``."""
    return None if engine_key is None else int(engine_key.lstrip("abcdefghijklmnopqrstuvwxyz"))
