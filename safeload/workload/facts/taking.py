"""What figures would be if cases changed hands: everybody concerned in one measurement, nothing saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import polars as pl

from safeload.caseloads import facts as caseload_facts
from safeload.caseloads.facts import Alone, Place
from safeload.domain.explain import Line, lines_of_cases
from safeload.domain.measure import measure
from safeload.domain.reading import PractitionerReading, Reading
from safeload.domain.scheme import Scheme
from safeload.people import facts as people_facts
from safeload.people.facts import post_key, practitioner_key
from safeload.workload.facts import frames
from safeload.workload.facts.engine import post_steps

__all__ = ["Place", "Taken", "taken", "worth", "worth_lines"]

#: Whoever would take cases that are counted by themselves.
_SOMEBODY = "p0"


def worth(scheme: Scheme, on: date, cases: tuple[Alone, ...]) -> Fraction:
    """What these cases count together for somebody who holds nothing else of their households. No query.

    For a scheme that rounds nothing this is what they add to any load.
    """
    return sum((line.amount for line in worth_lines(scheme, on, cases)), Fraction(0))


@lru_cache(maxsize=1024)
def worth_lines(scheme: Scheme, on: date, cases: tuple[Alone, ...]) -> tuple[Line, ...]:
    """The lines behind ``worth``: what, how much, by which rule. No query.

    They follow from nothing but what is given, as it was read just now, so that the same cases are measured once.
    """
    rows = caseload_facts.frame_of(scheme.asked_of("case"), cases)
    rows = rows.with_columns(pl.lit(_SOMEBODY).alias("practitioner"))
    nobody = people_facts.nobody(scheme.asked_of("practitioner"))
    found = measure(rows, people_facts.NO_COMMITMENTS, nobody, scheme, on)
    return tuple(lines_of_cases(found, _SOMEBODY))


@dataclass(frozen=True)
class Taken:
    """Two Readings of the same people: as things stand, and with the cases in their new hands."""

    before: Reading
    after: Reading
    #: The answers of each case that changes hands, by its key.
    answers: Mapping[int, Mapping[str, Any]]

    def of(self, practitioner_id: int) -> tuple[PractitionerReading, PractitionerReading]:
        """Before and after for one practitioner. Raises KeyError for somebody who was not asked about."""
        key = practitioner_key(practitioner_id) or ""
        return self.before.practitioner(key), self.after.practitioner(key)

    def stage_of(self, post_id: int) -> str:
        """The step of the line that a post is on; empty where the scheme has none."""
        step = post_steps(self.before).get(post_key(post_id) or "")
        return step["stage"] if step else ""


def taken(
    scheme: Scheme, on: date, gives: Mapping[Place, Collection[int]], leaving: Collection[int] = ()
) -> Taken:
    """Measure these posts' practitioners, without and with the cases that each would take. 11 to 14 queries.

    The same cases given to several are taken by each alone: for candidates side by side. A holder among the
    places is relieved of what the others take. Who takes a case carries what its holder did; co-workers keep
    their part; ``leaving``: cases that leave their holder, also where nobody here takes them. Siblings that somebody
    holds count with the new ones as one household, as the scheme has it.
    """
    given = frames(scheme, on, practitioners=sorted({place.practitioner for place in gives}))
    before = given.measured(scheme, on)
    new = caseload_facts.cases_given(scheme.asked_of("case"), on, gives, leaving)
    leave = pl.DataFrame(new.leave, schema={"case": pl.String, "post": pl.String}, orient="row")
    others = given.cases.join(leave, on=["case", "post"], how="anti")
    given.cases = pl.concat([others, new.rows])
    return Taken(before, given.measured(scheme, on), new.answers)
