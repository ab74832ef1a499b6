"""From a Reading to rows as they are kept: whole units of each post and person, and the adoption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from safeload.domain.reading import Reading
from safeload.schemes.models import Adoption
from safeload.workload.facts import Rule, key_of
from safeload.workload.facts.engine import commitments_in_force, post_steps, waiting_rows, work_of

#: The kind of commitment by which an agreed adjustment is known, whatever a scheme calls it.
ADJUSTMENT = "adjustment"


@dataclass(frozen=True)
class PostFigures:
    """One post: what is kept of it."""

    post: int
    practitioner: int
    team: int
    main: bool
    stage: str
    kept: dict[str, Any]


@dataclass(frozen=True)
class PersonFigures:
    """One practitioner over all posts: what is kept of them."""

    practitioner: int
    stage: str
    adjusted: bool
    kept: dict[str, Any]


def posts_of(reading: Reading, adoption: Adoption) -> list[PostFigures]:
    """Every post of a Reading, as it is kept."""
    steps, found = post_steps(reading), []
    for row in reading.by_post.iter_rows(named=True):
        step = steps[row["post"]]
        kept = _amounts(row, reading, adoption) | {
            "work": work_of(reading, row),
            "allocatable": row["allocatable"],
            "hours": None if step["contracted"] is None else int(step["contracted"]),
        }
        found.append(
            PostFigures(
                post=key_of(row["post"]) or 0,
                practitioner=key_of(row["practitioner"]) or 0,
                team=key_of(row["team"]) or 0,
                main=step["main"],
                stage=step["stage"],
                kept=kept,
            )
        )
    return found


def people_of(
    reading: Reading, adoption: Adoption, posts: list[PostFigures], rule: Rule
) -> Iterator[PersonFigures]:
    """The practitioners whose main post this adoption measures."""
    main = {one.practitioner: one for one in posts if one.main}
    adjusted = _adjusted(reading)
    for row in reading.totals.iter_rows(named=True):
        whose = key_of(row["practitioner"]) or 0
        post = main[whose]
        under = rule.of_team(post.team)
        if under is None or under.pk != adoption.pk:
            continue
        kept = _amounts(row, reading, adoption) | {"band": row["band"] or ""}
        yield PersonFigures(whose, post.stage, whose in adjusted, kept)


def waiting_of(reading: Reading, adoption: Adoption) -> dict[int, dict[str, Any]]:
    """What waits, by the team's key (0 for none), as it is kept."""
    found = {}
    for row in waiting_rows(reading):
        names = ("provisional", "cases", "households")
        kept = {"adoption": adoption, "unit": reading.unit, "load": row["work"]}
        found[key_of(row["team"]) or 0] = kept | {name: row[name] for name in names}
    return found


def _amounts(row: dict[str, Any], reading: Reading, adoption: Adoption) -> dict[str, Any]:
    names = ("load", "line", "provisional", "households", "cases")
    return {"adoption": adoption, "unit": reading.unit, **{name: row[name] for name in names}}


def _adjusted(reading: Reading) -> set[int]:
    """Who has an adjustment in force, one that holds past its end until reviewed among them (fixture 14)."""
    held = commitments_in_force(reading, [ADJUSTMENT])
    return {key_of(row["practitioner"]) or 0 for row in held}
