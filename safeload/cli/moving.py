"""The lists as a question about what is held: which households could move, and what each move would pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.cli.asking import Besides, counted, get, holders_of, once, person_of, readings_of, waiting_of
from safeload.cli.asking_columns import ALSO
from safeload.cli.inputs import Lists, read_lists
from safeload.domain.allocation.asking import Worth, not_led_by, question_of, stages_of
from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.scheme import Scheme

_DAYS_OF_A_MONTH = 30


def held_from(path: str, scheme: Scheme, on: date, scope: str) -> tuple[Rebalancing, Lists]:
    """What is held, by whom, and everybody who could take it. Raises BadInputError, NoLineError."""
    lists = read_lists(path, scheme, ALSO)
    cases = lists.cases.to_dicts()
    readings = readings_of(lists, scheme, on)
    stages = stages_of(readings[0])
    people = [person_of(row, stages) for row in once(lists.practitioners.to_dicts(), "practitioner")]
    units = _units(cases)
    named = {row["case"]: id for id, rows in units.items() for row in rows}
    besides = Besides(lists, named, {one.id for one in people})
    standings = {one.standing for one in people}
    holders = holders_of(cases)
    held = [
        replace(besides.of(_held(id, rows, holders, on)), not_led_by=not_led_by(scheme, standings, rows))
        for id, rows in units.items()
    ]
    worth = _worths(lists, scheme, on, units, cases)
    asked = question_of(readings, people, held, worth, besides.distances)
    question = Rebalancing(
        people=asked.people,
        held=tuple(one for one in asked.waiting if isinstance(one, Held)),
        unit=asked.unit,
        shrink=asked.shrink,
        full_line=asked.full_line,
        day=on,
        scope=scope,
        distances=asked.distances,
    )
    return question, lists


def _units(cases: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Held cases by what moves together: a household, or what one person holds of it."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in cases:
        if row["practitioner"] is not None and (row.get("share") is None or row["share"] == 100_00):
            found.setdefault((row.get("household") or row["case"], row["practitioner"]), []).append(row)
    several = [home for home, _ in found]
    return {
        home if several.count(home) == 1 else f"{home} of {who}": rows for (home, who), rows in found.items()
    }


def _held(id: str, rows: list[dict[str, Any]], holders: Mapping[str, set[str]], on: date) -> Held:
    like, holder = waiting_of(id, rows, holders, on), rows[0]["practitioner"]
    since = min((day for row in rows if (day := get(row, "held_since"))), default=None)
    days = {
        name: min((day for row in rows if (day := get(row, name)) and day >= on), default=None)
        for name in ("court_date", "contact_due")
    }
    return Held(
        **{**vars(like), "siblings_with": like.siblings_with - {holder}},
        holder=holder,
        months=0 if since is None else max(0, (on - since).days // _DAYS_OF_A_MONTH),
        court=days["court_date"],
        contact=days["contact_due"],
        children=len(rows),
        closing=any(get(row, "closing_soon") for row in rows),
        workers=max((get(row, "workers_so_far") or 1 for row in rows), default=1),
        stays=next((why for row in rows if (why := get(row, "stays"))), ""),
    )


def _worths(
    lists: Lists,
    scheme: Scheme,
    on: date,
    units: Mapping[str, list[dict[str, Any]]],
    cases: list[dict[str, Any]],
) -> dict[str, Worth]:
    """What each counts to its holder, and to whoever holds another part of the household already."""
    asked = {f"alone\t{id}": rows for id, rows in units.items()}
    by_home: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in cases:
        if row["practitioner"] is not None and row.get("household"):
            by_home.setdefault(row["household"], {}).setdefault(row["practitioner"], []).append(row)
    others: dict[str, list[str]] = {}
    for id, rows in units.items():
        home, holder = rows[0].get("household"), rows[0]["practitioner"]
        for who, theirs in by_home.get(home or "", {}).items():
            if who != holder:
                others.setdefault(id, []).append(who)
                asked[f"held\t{id}\t{who}"] = theirs
                asked[f"both\t{id}\t{who}"] = [*theirs, *rows]
    amounts = counted(lists, scheme, on, asked)
    return {
        id: Worth(
            amounts[f"alone\t{id}"],
            None,
            {
                who: max(Fraction(0), amounts[f"both\t{id}\t{who}"] - amounts[f"held\t{id}\t{who}"])
                for who in others.get(id, ())
            },
        )
        for id in units
    }
