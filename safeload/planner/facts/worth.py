"""What each waiting household counts: for whoever holds nothing else of it, and for those who do. No query."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from safeload.domain.allocation.asking import Worth
from safeload.domain.measure import measure
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.scheme import Scheme
from safeload.people import facts as people

#: The whole of a case, as the engine has shares.
_WHOLE = 100 * DATA_UNIT


def worths(
    scheme: Scheme,
    on: date,
    cases: pl.DataFrame,
    homes: Mapping[str, Collection[str]],
    helped: Mapping[str, int] | None = None,
) -> dict[str, Worth]:
    """By household id. ``homes``: the references of the cases of each.

    ``cases``: everybody's of the teams as the engine has them, what waits among them.

    ``helped``: percent that a co-worker would carry, by household id, where one is asked for.
    """
    rows = cases.to_dicts()
    by_case: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_case.setdefault(row["case"], row)
    waiting = {id: [by_case[one] for one in named if one in by_case] for id, named in homes.items()}
    holders = _holders(rows, waiting)
    asked: dict[str, Sequence[dict[str, Any]]] = {f"alone {id}": found for id, found in waiting.items()}
    for id, people_ in holders.items():
        for who, held in people_.items():
            asked[f"held {id} {who}"] = held
            asked[f"both {id} {who}"] = [*held, *waiting[id]]
    amounts = _counted(scheme, on, cases, asked)
    return {id: _worth(scheme, id, amounts, holders.get(id, {}), (helped or {}).get(id, 0)) for id in waiting}


def _holders(
    rows: Collection[dict[str, Any]], waiting: Mapping[str, Sequence[dict[str, Any]]]
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Who holds another part of a waiting household: by household id and practitioner, their cases of it."""
    own = {row["case"] for found in waiting.values() for row in found}
    at = {row["household"]: id for id, found in waiting.items() for row in found if row["household"]}
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        if row["practitioner"] and row["household"] in at and row["case"] not in own:
            held = found.setdefault(at[row["household"]], {})
            held.setdefault(row["practitioner"], []).append(row)
    return found


def _worth(
    scheme: Scheme, id: str, amounts: Mapping[str, Fraction], holders: Collection[str], share: int
) -> Worth:
    alone = amounts.get(f"alone {id}", Fraction(0))
    some = {
        who: max(Fraction(0), amounts[f"both {id} {who}"] - amounts[f"held {id} {who}"]) for who in holders
    }
    if not share:
        return Worth(alone, None, some)
    helper = alone * share / 100
    lead = alone - helper if scheme.allocation.co_working == "shared" else alone
    scaled = {who: amount * lead / alone if alone else amount for who, amount in some.items()}
    return Worth(lead, helper, scaled)


def _counted(
    scheme: Scheme, on: date, cases: pl.DataFrame, asked: Mapping[str, Sequence[dict[str, Any]]]
) -> dict[str, Fraction]:
    """What each set of cases counts for somebody who holds nothing else: each as the waiting work of a team."""
    rows = [
        {
            **row,
            "practitioner": None,
            "post": None,
            "team": key,
            "share": _WHOLE if "alone" in key else row["share"],
        }
        for key, found in asked.items()
        for row in found
    ]
    if not rows:
        return {}
    frame = pl.DataFrame(rows, schema=cases.schema)
    nobody = people.nobody(scheme.asked_of("practitioner"))
    reading = measure(frame, people.NO_COMMITMENTS, nobody, scheme, on)
    found = {team.id: team.waiting for team in reading.teams}
    return {key: found.get(key, Fraction(0)) for key in asked}
