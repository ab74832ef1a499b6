"""What households count by themselves, many at once: one measurement for a whole year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from safeload.caseloads.facts import Alone, frame_of
from safeload.domain.measure import measure
from safeload.domain.scheme import Scheme
from safeload.people import facts as people_facts
from safeload.people.facts import team_key
from safeload.workload.facts.engine import waiting_rows

_WHOLE = 100_00

#: What was answered about each case of a household.
Lot = Sequence[dict[str, Any]]


def worth_of(scheme: Scheme, lots: Sequence[Lot]) -> list[Fraction]:
    """What each lot of one household's cases counts for somebody who holds nothing else of the family. No query.

    Each is measured as what waits in a team of its own, those that are alike once. No scheme counts a case by the
    day on which it is measured, so that one measurement does for all; each case is counted whole.
    """
    keys = [tuple(json.dumps(answers, sort_keys=True) for answers in lot) for lot in lots]
    unlike = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    if not unlike:
        return []
    told = [
        (at, Alone(f"{at}:{number}", f"{at}", _WHOLE, answers))
        for key, at in unlike.items()
        for number, answers in enumerate(key)
    ]
    rows = frame_of(scheme.asked_of("case"), [one for _, one in told])
    rows = rows.with_columns(pl.Series("team", [team_key(at) for at, _ in told], dtype=pl.String))
    nobody = people_facts.nobody(scheme.asked_of("practitioner"))
    found = measure(rows, people_facts.NO_COMMITMENTS, nobody, scheme, scheme.dated)
    amounts = {row["team"]: found.amount(row["work"]) for row in waiting_rows(found)}
    return [amounts.get(team_key(unlike[key]), Fraction(0)) for key in keys]
