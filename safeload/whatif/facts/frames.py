"""The frames of the engine with what is supposed in them: whom holds what, hours, who joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from safeload.caseloads import facts as caseload_facts
from safeload.domain.frames import hours_series
from safeload.domain.scheme import Scheme
from safeload.people.answers import field_columns
from safeload.people.facts import post_key, practitioner_key, team_key
from safeload.people.models.hours import PLACES
from safeload.whatif.changes import Change
from safeload.whatif.facts.supposed import WHOLE, Supposed
from safeload.workload.facts import Frames, key_of


def as_supposed(given: Frames, scheme: Scheme, on: date, supposed: Supposed, there: set[int]) -> Frames:
    """The frames of those who are touched and would be there, as they would be. At most one query."""
    cases, people = given.cases, given.people
    changed = [supposed.cases[key].reference for key in sorted(supposed.changed)]
    if rows := [*_rows(supposed, there), *_imagined(supposed, there)]:
        cases = pl.concat(
            [_without(cases, changed), caseload_facts.framed(scheme.asked_of("case"), on, rows)]
        )
    else:
        cases = _without(cases, changed)
    if joined := [one for key, one in supposed.joined.items() if key in there]:
        people = pl.concat([people, _joined(scheme, people, joined, supposed.team)])
    if supposed.hours:
        people = _with_hours(people, supposed)
    tasks = given.tasks
    if tasks is not None and supposed.left:
        gone = [practitioner_key(who) for who in sorted(supposed.left)]
        tasks = tasks.filter(~pl.col("practitioner").is_in(gone))
    return replace(given, cases=cases, people=people, tasks=tasks)


def _without(cases: pl.DataFrame, references: list[str]) -> pl.DataFrame:
    return cases.filter(~pl.col("case").is_in(references)) if references else cases


def _rows(supposed: Supposed, there: set[int]) -> Iterator[tuple[Any, ...]]:
    """Changed cases with everybody who would work on them, as ``caseloads.facts.framed`` takes rows."""
    for key in sorted(supposed.changed - supposed.closed):
        case = supposed.cases[key]
        for post, share in case.shares.items():
            who, team = case.posts[post]
            if post not in case.over and who in there:
                yield key, case.reference, case.household, who, post, team, share, case.answers


def _imagined(supposed: Supposed, there: set[int]) -> Iterator[tuple[Any, ...]]:
    for one in supposed.imagined:
        who = supposed.whose(one.post)
        if who not in there:
            continue
        for child in range(one.children):
            # No case of an employer has a key or a reference like these.
            reference, home = f"\x01{one.n}.{child}", f"\x01{one.n}"
            yield -one.n, reference, home, who, one.post, supposed.team, WHOLE, dict(one.answers)


def _joined(scheme: Scheme, people: pl.DataFrame, joined: list[Change], team: int) -> pl.DataFrame:
    """A row for each who joins, with the columns that the others have."""
    rows = [
        {
            "practitioner": practitioner_key(-one.n),
            "post": post_key(-one.n),
            "team": team_key(team),
            "stage": one.code or None,
            "allocatable": True,
        }
        for one in joined
    ]
    answers = [
        {"grade": None, **one.answers, "role": "practitioner", "asye": one.asye, "agency": False}
        for one in joined
    ]
    asked = field_columns(scheme.asked_of("practitioner"), answers)
    empty = people.clear()
    frame = pl.DataFrame(rows, schema={name: empty.schema[name] for name in rows[0]}).with_columns(asked)
    return pl.concat([empty, frame], how="diagonal").select(people.columns)


def _with_hours(people: pl.DataFrame, supposed: Supposed) -> pl.DataFrame:
    """Hours as they would be; the column is made anew, in the places that all of them need."""
    column = people["weekly_hours"]
    unit = 1 if isinstance(column.dtype, pl.Decimal) else 100
    found: list[Fraction | None] = []
    for post, hours in zip(people["post"], column, strict=True):
        key = key_of(post) or 0
        known = None if hours is None else Fraction(hours) / unit
        found.append(supposed.hours.get(key, known))
    return people.with_columns(hours_series(found, PLACES))
