"""The lists of a folder or workbook as a question to the planner: who is there, what waits, what is known of both.

Beside the columns that the scheme measures by, lists may say what ``docs/planner.md`` names. Cases without a
practitioner wait; those of one household are placed together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from safeload.cli.asking_columns import ALSO, MARK
from safeload.cli.inputs import BadInputError, Lists, read_lists
from safeload.domain.allocation.asking import WEEKS, Worth, not_led_by, question_of, stages_of
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.measure import measure
from safeload.domain.quantity import DATA_UNIT
from safeload.domain.reading import Reading
from safeload.domain.scheme import Scheme
from safeload.imports.sources.records import Fault, quoted


@dataclass(frozen=True)
class Asked:
    """The question, and the lists that it was read from."""

    question: Question
    lists: Lists


def question_from(path: str, scheme: Scheme, on: date) -> Asked:
    """The question that the lists ask. Raises BadInputError with every fault, NoLineError for a scheme without line."""
    lists = read_lists(path, scheme, ALSO)
    cases = lists.cases.to_dicts()
    readings = readings_of(lists, scheme, on)
    stages = stages_of(readings[0])
    people = [person_of(row, stages) for row in once(lists.practitioners.to_dicts(), "practitioner")]
    units = _units(cases, on)
    besides = Besides(
        lists, {one["case"]: id for id, rows in units.items() for one in rows}, {one.id for one in people}
    )
    worth = _worths(lists, scheme, on, units, besides)
    standings = {one.standing for one in people}
    holders = holders_of(cases)
    waiting = [
        replace(besides.of(waiting_of(id, rows, holders, on)), not_led_by=not_led_by(scheme, standings, rows))
        for id, rows in units.items()
    ]
    return Asked(question_of(readings, people, waiting, worth, besides.distances), lists)


def readings_of(lists: Lists, scheme: Scheme, on: date) -> list[Reading]:
    """Everybody measured on the day, and in each of the weeks ahead."""
    return [
        measure(
            lists.cases,
            lists.commitments,
            lists.practitioners,
            scheme,
            on + timedelta(weeks=week),
            tasks=lists.tasks,
        )
        for week in range(WEEKS)
    ]


def once(rows: Iterable[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """The first row of each: somebody with two posts is asked once."""
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row[by], row)
    return list(found.values())


def get(row: Mapping[str, Any], name: str) -> Any:
    """What a row says in one of the planner's columns."""
    return row.get(MARK + name)


def _sets(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: frozenset(get(row, name) or ()) for name in names}


def person_of(row: dict[str, Any], stages: Mapping[str, str]) -> Person:
    """A practitioner without figures, as the lists describe them."""
    offers = get(row, "offers")
    away = get(row, "away_until")
    may = get(row, "may_be_given")
    allocatable = row.get("allocatable") is not False
    return Person(
        id=row["practitioner"],
        load=0,
        line=None,
        most_new=None if may is None else 2 * may,
        cannot="leave" if away else "" if allocatable else "not_allocatable",
        until=away.isoformat() if away else "",
        team=row.get("team") or "",
        area=get(row, "area") or "",
        standing=(stages.get(row["practitioner"], ""), bool(get(row, "protected"))),
        offers=None if offers is None else frozenset(one for one in offers if one.casefold() != "any"),
        **_sets(row, "skills", "languages", "interests", "patches"),
    )


def _units(cases: list[dict[str, Any]], on: date) -> dict[str, list[dict[str, Any]]]:
    """Waiting cases by what is placed together: a household, or its part where a court has split it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in cases:
        if row.get("practitioner") is None:
            apart = get(row, "placed_apart")
            home = row.get("household") or row["case"]
            found.setdefault(f"{home}/{apart}" if apart else home, []).append(row)
    return found


def holders_of(cases: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """By household, who holds cases of it."""
    found: dict[str, set[str]] = {}
    for row in cases:
        if row.get("household") and row["practitioner"]:
            found.setdefault(row["household"], set()).add(row["practitioner"])
    return found


def waiting_of(id: str, rows: list[dict[str, Any]], holders: Mapping[str, set[str]], on: date) -> Waiting:
    """Cases that go together, without figures, as the lists describe them."""
    homes = {row["household"] for row in rows if row.get("household")}
    apart = {row["case"] for row in rows if get(row, "placed_apart")}
    with_ = set() if apart else set().union(*(holders.get(home, ()) for home in homes))
    since = [day for row in rows if (day := get(row, "waiting_since")) is not None]
    first = rows[0]
    return Waiting(
        id=id,
        cases=tuple(sorted(row["case"] for row in rows)),
        worth=0,
        helper_worth=None,
        priority=min((get(row, "priority") or 2 for row in rows), default=2),
        days=max(0, max(((on - day).days for day in since), default=0)),
        team=first.get("team") or "",
        area=get(first, "area") or "",
        patch=next((patch for row in rows if (patch := get(row, "patch"))), ""),
        kinds=_all(rows, "kinds"),
        skills=_all(rows, "skills"),
        languages=_all(rows, "languages"),
        former=_all(rows, "earlier_practitioner"),
        siblings_with=frozenset(with_),
    )


def _all(rows: list[dict[str, Any]], name: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in get(row, name) or ())


class Besides:
    """What the further lists say of pairs, each row checked against who and what there is."""

    def __init__(self, lists: Lists, unit_of: Mapping[str, str], people: set[str]) -> None:
        self.lists, self.unit_of, self.people = lists, unit_of, people
        self.faults: list[Fault] = []
        self.conflicts, self.declined = self._pairs("conflicts"), self._pairs("declined")
        self.costs = self._pairs("costs")
        self.distances = {(row["one"], row["other"]): row["band"] for row in self._rows("distances")}
        if self.faults:
            raise BadInputError(self.faults)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return self.lists.besides[name].rows if name in self.lists.besides else []

    def _pairs(self, name: str) -> dict[str, dict[str, dict[str, Any]]]:
        """Rows by waiting household and practitioner; rows of cases that somebody holds are passed over."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        held = set(self.lists.cases["case"])
        for at, row in enumerate(self._rows(name)):
            for column, known in (("case", held), ("practitioner", self.people)):
                if row[column] not in known:
                    read = self.lists.besides[name]
                    message = f"{quoted(row[column])} is in no list. Correct it, or take the row out."
                    self.faults.append(
                        Fault(read.table.file, read.table.sheet, read.numbers[at], column, message, "value")
                    )
            if row["case"] in self.unit_of:
                found.setdefault(self.unit_of[row["case"]], {})[row["practitioner"]] = row
        return found

    def of(self, one: Waiting) -> Waiting:
        """A waiting household with what the lists say of it."""
        costs = self.costs.get(one.id)
        return replace(
            one,
            conflicts=frozenset(self.conflicts.get(one.id, ())),
            declined=frozenset(self.declined.get(one.id, ())),
            only=None if costs is None else frozenset(costs),
            cost_for={} if costs is None else {who: row["cost"] for who, row in costs.items()},
        )


def _worths(
    lists: Lists, scheme: Scheme, on: date, units: Mapping[str, list[dict[str, Any]]], besides: Besides
) -> dict[str, Worth]:
    """What each waiting household counts alone, and for whoever holds a part of it: one measurement of all."""
    asked: dict[str, list[dict[str, Any]]] = {f"alone\t{id}": rows for id, rows in units.items()}
    holders: dict[str, dict[str, list[dict[str, Any]]]] = {}
    homes = {row["household"]: id for id, rows in units.items() for row in rows if row.get("household")}
    for row in lists.cases.to_dicts():
        if row["practitioner"] is not None and row.get("household") in homes:
            unit = homes[row["household"]]
            holders.setdefault(unit, {}).setdefault(row["practitioner"], []).append(row)
    for id, found in holders.items():
        for who, held in found.items():
            asked[f"held\t{id}\t{who}"] = held
            asked[f"both\t{id}\t{who}"] = [*held, *units[id]]
    amounts = counted(lists, scheme, on, asked)
    return {
        id: _worth(id, rows, amounts, holders.get(id, {}), besides.costs.get(id, {}), scheme)
        for id, rows in units.items()
    }


def _worth(
    id: str,
    rows: list[dict[str, Any]],
    amounts: Mapping[str, Fraction],
    holders: Mapping[str, Any],
    costs: Mapping[str, dict[str, Any]],
    scheme: Scheme,
) -> Worth:
    alone = amounts[f"alone\t{id}"]
    some = {who: amounts[f"both\t{id}\t{who}"] - amounts[f"held\t{id}\t{who}"] for who in holders}
    some |= {
        who: Fraction(row["load"], DATA_UNIT) for who, row in costs.items() if row.get("load") is not None
    }
    share = max((get(row, "co_worker_share") or 0 for row in rows), default=0)
    if not share:
        return Worth(alone, None, some)
    helper = alone * share / 100
    lead = alone - helper if scheme.allocation.co_working == "shared" else alone
    return Worth(
        lead, helper, {who: amount * lead / alone if alone else amount for who, amount in some.items()}
    )


def counted(
    lists: Lists, scheme: Scheme, on: date, asked: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Fraction]:
    """What each set of cases counts for somebody who holds nothing else: each as the waiting work of a team."""
    rows = [{**row, "practitioner": None, "team": key} for key, found in asked.items() for row in found]
    if not rows:
        return {}
    columns: dict[str, Any] = {**lists.cases.schema, "team": pl.String}
    frame = pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)
    reading = measure(frame, lists.commitments.clear(), lists.practitioners.clear(), scheme, on)
    return {team.id: team.waiting for team in reading.teams}
