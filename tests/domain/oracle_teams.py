"""The slow second implementation for whoever works in two teams, and for the teams themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from tests.domain import oracle
from tests.domain.oracle import ZERO, Row


def posts(
    scheme: Any, cases: list[Row], commitments: list[Row], people: list[Row], tasks: list[Row], on: date
) -> dict[str, dict[str, Any]]:
    """Load, line, households and cases of each post; ``people`` has a row a post."""
    found = {}
    for person in people:
        who, post = person["practitioner"], person["post"]
        main = main_post(people, who)
        mine = [row for row in cases if row["practitioner"] == who]
        load = doubted = work = ZERO
        households = 0
        for members, alone in homes(mine):
            amount, unsure, bears = _of_post(scheme, members, alone, post, main)
            load, doubted, households = load + amount, doubted + unsure, households + bears
        if post == main:
            load += oracle.of_tasks(scheme, tasks, who, on)
        work = load
        held = [
            row | {"elsewhere": row["post"] is None and post != main} | _hours_of(scheme, row, people)
            for row in commitments
            if row["practitioner"] == who and row["post"] in (None, post)
        ]
        line, committed = oracle.line_and_commitments(scheme, person | {"second": post != main}, held, on)
        total = oracle.rounded(load + committed, scheme.load_rounding)
        found[post] = {
            "practitioner": who,
            "team": person["team"],
            "holding": person["allocatable"] is not False and oracle.here(person, on),
            "load": total,
            "work": work,
            "line": line,
            "provisional": oracle.at_most(doubted, total),
            "households": households,
            "cases": sum(1 for row in mine if (row["post"] or main) == post),
        }
    return found


def _hours_of(scheme: Any, row: Row, people: list[Row]) -> dict[str, Fraction]:
    """The contracted hours that a ceiling in percent is of: the post's own, or all posts together."""
    mine = [
        one
        for one in people
        if one["practitioner"] == row["practitioner"] and row["post"] in (None, one["post"])
    ]
    hours = [oracle.contracted(scheme, one) for one in mine]
    return {"of_hours": sum((one for one in hours if one is not None), ZERO)}


def main_post(people: list[Row], who: str) -> str:
    """The post with the most hours, the lowest id among equals."""
    mine = [row for row in people if row["practitioner"] == who]
    most = max(row["weekly_hours"] or 0 for row in mine)
    return min(row["post"] for row in mine if (row["weekly_hours"] or 0) == most)


def homes(rows: Iterable[Row]) -> list[tuple[list[Row], bool]]:
    """Rows by household, and whether a case stands alone because its household is not known."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        key = f"alone {row['case']}" if row["household"] is None else f"home {row['household']}"
        found.setdefault(key, []).append(row)
    return [(members, key.startswith("alone")) for key, members in found.items()]


def _of_post(
    scheme: Any, members: list[Row], alone: bool, post: str, main: str
) -> tuple[Fraction, Fraction, int]:
    """What a household adds in one post: its cases where they are held, its own part where most of them are."""
    counts = Counter(row["post"] or main for row in members)
    bearer = min(name for name, count in counts.items() if count == max(counts.values()))
    once = oracle.household(_only(scheme, lambda factor: factor.per == "household"), members, alone)
    total, doubted = once if bearer == post else (ZERO, ZERO)
    for factor in (one for one in scheme.factors if one.per == "case"):
        each = [oracle.case_amount(scheme, factor, row) for row in members]
        rows = sorted(zip(each, members, strict=True), key=lambda one: one[0][0], reverse=True)
        for at, ((amount, unsure), row) in enumerate(rows):
            times = (
                factor.siblings[min(at, len(factor.siblings) - 1)] / 100 if factor.siblings else Fraction(1)
            )
            if (row["post"] or main) == post:
                total, doubted = total + amount * times, doubted + unsure * times
    return total, doubted, int(bearer == post)


def _only(scheme: Any, wanted: Callable[[Any], bool]) -> Any:
    return replace(scheme, factors=tuple(one for one in scheme.factors if wanted(one)))


def teams(scheme: Any, of_posts: dict[str, dict[str, Any]], cases: list[Row]) -> dict[str, dict[str, Any]]:
    """Held, waiting and parked by team; the pooled figure of those who have a line."""
    names = {row["team"] for row in of_posts.values()}
    names |= {row["team"] for row in cases if row["practitioner"] is None}
    return {name or "": _team(scheme, name, of_posts, cases) for name in names}


def _team(
    scheme: Any, name: str | None, of_posts: dict[str, dict[str, Any]], cases: list[Row]
) -> dict[str, Any]:
    here = [row for row in of_posts.values() if row["team"] == name]
    holding = [row for row in here if row["holding"]]
    parked = [row for row in here if not row["holding"]]
    waits = [row for row in cases if row["practitioner"] is None and row["team"] == name]
    waiting = [oracle.household(scheme, members, alone) for members, alone in homes(waits)]
    lined = [row for row in holding if row["line"] is not None and row["line"] > 0]
    held = sum((row["load"] for row in holding), ZERO)
    load, line = sum((row["load"] for row in lined), ZERO), sum((row["line"] for row in lined), ZERO)
    left: set[str] = set()
    if not lined:
        load = held
        line = None if any(row["line"] is None for row in holding) else ZERO
    else:
        left = {row["practitioner"] for row in holding if row not in lined}
    unsure = oracle.at_most(sum((row["provisional"] for row in holding), ZERO), held)
    besides = sum((row["provisional"] for row in parked), ZERO) + sum((d for _, d in waiting), ZERO)
    worth = sum((row["work"] for row in parked), ZERO) + sum((t for t, _ in waiting), ZERO)
    return {
        "held": held,
        "demand": held + worth,
        "load": load,
        "line": line,
        "band": oracle.band(load, line, scheme),
        "left_out": len(left),
        "left_out_load": held - load,
        "provisional": unsure,
        "provisional_demand": unsure + besides,
        "households": sum(row["households"] for row in holding),
        "cases": sum(row["cases"] for row in holding),
    }
