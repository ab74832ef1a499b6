"""What everybody's figure would be if they took these cases: all candidates in one measurement, nothing saved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from safeload.caseloads import facts as caseload_facts
from safeload.caseloads.queries import references_of
from safeload.domain.reading import PractitionerReading, Reading
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.workload.facts import frames


class Place(NamedTuple):
    """A post that could take the cases: whose it is, which one, in which team."""

    practitioner: int
    post: int
    team: int


@dataclass(frozen=True)
class Taken:
    """Two Readings of the same people: as things stand, and with the cases given to each of them in turn."""

    before: Reading
    after: Reading

    def of(self, practitioner_id: int) -> tuple[PractitionerReading, PractitionerReading]:
        """Before and after for one practitioner. Raises KeyError for somebody who was not asked about."""
        key = practitioner_key(practitioner_id) or ""
        return self.before.practitioner(key), self.after.practitioner(key)


def taken(scheme: Scheme, on: date, case_ids: Collection[int], places: Sequence[Place]) -> Taken:
    """Measure the people of these places, without and with the cases; each takes them alone. 9 to 12 queries.

    Who works on one of the cases already would hold it in full instead. Siblings that somebody holds count with
    the new ones as one household, as the scheme has it.
    """
    given = frames(scheme, on, practitioners=sorted({place.practitioner for place in places}))
    before = given.measured(scheme, on)
    new = caseload_facts.cases_given(scheme.asked_of("case"), on, case_ids, places)
    others = given.cases.filter(~pl.col("case").is_in(references_of(case_ids)))
    given.cases = pl.concat([others, new])
    return Taken(before, given.measured(scheme, on))
