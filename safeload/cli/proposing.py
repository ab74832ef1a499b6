"""``safeload propose``: who could take what waits, from a folder or a workbook, with reasons and a proof."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from safeload.cli.asking import question_from
from safeload.cli.days import day, today
from safeload.cli.inputs import BadInputError
from safeload.cli.measuring import Refused, explain, scheme_named
from safeload.cli.plain_json import read_json
from safeload.cli.questions import question_of_file
from safeload.cli.searching import EFFORT, counting, searching, seconds
from safeload.domain.allocation.asking import NoLineError
from safeload.domain.allocation.preferences import names_of
from safeload.domain.allocation.propose import Proposal, QuestionError, propose
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import NonsenseError, Weights, weights_of
from safeload.domain.allocation.why import Option
from safeload.domain.allocation.words import (
    change_said,
    heavy_said,
    paid_said,
    proof_said,
    rule_said,
    terms_said,
    waits_said,
)
from safeload.domain.quantity import plain
from safeload.domain.scheme import SchemeError


def add_to(commands: Any) -> None:
    """Add the command and its options."""
    one = commands.add_parser("propose", help="who could take what waits, with reasons; nothing is changed")
    one.add_argument("lists", metavar="FOLDER|WORKBOOK|QUESTION.json")
    one.add_argument(
        "--scheme", metavar="NAME|FILE", help="the scheme to measure by (not for a question in JSON)"
    )
    one.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the scheme"
    )
    one.add_argument("--on", type=day, default=None, metavar="DATE", help="the day to measure (today)")
    one.add_argument(
        "--weights", metavar="FILE.json", help="weights by name; those not named keep their default"
    )
    one.add_argument(
        "--seconds",
        type=seconds,
        default=EFFORT.seconds,
        help="the last resort; the agreed effort ends it before",
    )
    one.add_argument("--format", choices=("table", "json"), default="table")
    one.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read, propose, print."""
    weights = weights_from(given.weights)
    begun = perf_counter()
    with Console(stderr=True).status("Reading the lists …") as status:
        question, unit = _question(given)
        effort = counting(Effort(EFFORT.gap, EFFORT.nodes, given.seconds), begun)
        with refusals(), searching(status, "Looking for the best plan …") as search:
            found = propose(question, weights, effort, search)
        status.update("Saying why …")
        long = len(found.numbers.waiting) * len(found.loads) > _LONG
        data = as_data(found, others=not (long and search.stopped)) if given.format == "json" else {}
    if given.format == "json":
        data["seconds"] = round(perf_counter() - begun, 3)
        print(json.dumps(data, indent=None if long else 2, ensure_ascii=False))
    else:
        _tables(found, unit)
    return 0


_LIKE = 'Give names and whole numbers, such as {"travel": 20}.'


def weights_from(path: str | None) -> Weights:
    """Weights of a file. Raises Refused with a sentence for each that cannot be used."""
    if path is None:
        return Weights()
    given = read_json(path, _LIKE)
    if not isinstance(given, dict):
        raise Refused([f"{path}: it is no list of weights. {_LIKE}"])
    try:
        return weights_of(given)
    except NonsenseError as wrong:
        raise Refused([f"{path}: {problem}" for problem in wrong.problems]) from wrong


def _question(given: argparse.Namespace) -> tuple[Question, str]:
    """The question and the unit of its amounts."""
    if given.lists.endswith(".json"):
        return question_of_file(given.lists), "units"
    if not given.scheme:
        raise Refused(["--scheme is missing: say by which scheme loads are measured, such as srb-points."])
    scheme = scheme_named(given.scheme, given.set)
    with refusals():
        asked = question_from(given.lists, scheme, given.on or today())
    explain(asked.lists)
    return asked.question, scheme.unit


@contextmanager
def refusals() -> Iterator[None]:
    """Everything that lists can be refused for, as sentences."""
    try:
        yield
    except BadInputError as wrong:
        raise Refused([str(fault) for fault in wrong.faults]) from wrong
    except SchemeError as wrong:
        raise Refused([f"{wrong.source}: {problem}." for problem in wrong.problems]) from wrong
    except NoLineError as wrong:
        raise Refused([str(wrong)]) from wrong
    except (NonsenseError, QuestionError) as wrong:
        raise Refused(wrong.problems) from wrong


#: Where more than so many go on waiting, everybody else is not told for each of them; where more than so many others
#: are told, nothing is indented, and whoever stops the search has the plan without them.
_MANY, _LONG = 1_000, 20_000


def as_data(found: Proposal, others: bool = True) -> dict[str, Any]:
    """The proposal as plain data (``docs/planner.md``), with everybody else beside each household or without."""
    few = others and len(found.left) <= _MANY
    return {
        "assignments": [
            {
                "case": case,
                "household": one.unit,
                "practitioner": one.practitioner,
                "co_worker": one.co_worker,
                **reasons,
            }
            for one in found.assignments
            for reasons in [_reasons(found, one.unit, one.practitioner, others)]
            for case in one.cases
        ],
        "loads": _loads(found),
        "waiting": [
            {
                "case": case,
                "household": one.unit,
                "reasons": waits_said(found, one, str),
                "others": everybody,
            }
            for one in found.waiting
            for everybody in [_others(found, one.unit, found.options(one.unit)) if few else None]
            for case in one.cases
        ],
        "cost": float(found.cost),
        "bound": float(found.bound),
        "gap": float(found.gap),
        "proven": found.proven,
        "proof": proof_said(found),
        "seconds": 0.0,
        "newly_amber": found.newly("amber"),
        "newly_red": found.newly("red"),
        "counts": {
            when: {
                band: sum(getattr(one, f"band_{when}") == band for one in found.loads)
                for band in ("amber", "red")
            }
            for when in ("before", "after")
        },
        "paid": paid_said(found, str),
        "tiers": {
            "urgent": found.placed.paid.urgent,
            "red": found.placed.paid.red,
            "over": found.placed.paid.over,
        },
        "weights": found.weights.as_data(),
        "solver": found.solver,
        "effort": {name: getattr(found.effort, name) for name in ("gap", "nodes", "seconds")},
    }


def _loads(found: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "before": _amount(found, one.before),
            "after": _amount(found, one.after),
            "line": None if one.line is None else _amount(found, one.line),
            "band_before": one.band_before,
            "band_after": one.band_after,
        }
        for one in found.loads
    ]


def _amount(found: Proposal, units: int) -> int | float:
    amount = units * found.question.shrink
    return amount / found.question.unit if amount % found.question.unit else amount // found.question.unit


def _said(found: Proposal, units: int) -> str:
    return plain(found.question.amount(units))


def _reasons(found: Proposal, unit: str, practitioner: str, others: bool) -> dict[str, Any]:
    asked = names_of(found.numbers.ground, found.unit(unit))
    options = found.options(unit, None if others else practitioner)
    mine = next(one for one in options if one.person == practitioner)
    speaks, against = terms_said(mine, asked)
    return {
        "reasons": speaks or ["nothing speaks against"],
        "against": [*heavy_said(found, unit), *against],
        "others": _others(found, unit, options, practitioner) if others else None,
    }


def _others(
    found: Proposal, unit: str, options: list[Option], chosen: str | None = None
) -> list[dict[str, Any]]:
    asked = names_of(found.numbers.ground, found.unit(unit))
    others = []
    for one in options:
        if one.person == chosen:
            continue
        speaks, against = terms_said(one, asked)
        ruled = one.ruled_out[0] if one.ruled_out else None
        others.append(
            {
                "practitioner": one.person,
                "before": _amount(found, one.before),
                "after": _amount(found, one.after),
                "band_before": one.band_before,
                "band_after": one.band_after,
                "for": speaks,
                "against": against,
                "ruled_out": rule_said(found, one.person, *ruled) if ruled else None,
                "dearer": None if one.dearer is None else float(one.dearer),
                "would_have_to_change": [change_said(found, one, change) for change in one.changes],
            }
        )
    return others


def _tables(found: Proposal, unit: str) -> None:
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(_assignments(found), markup=False)
    if found.waiting:
        table = Table(title="Goes on waiting", title_justify="left")
        for title in ("Household", "Cases", "Why"):
            table.add_column(title)
        for one in found.waiting:
            table.add_row(one.unit, ", ".join(one.cases), "; ".join(waits_said(found, one, str)))
        console.print(table)
    table = Table(title=f"Loads, {unit}", title_justify="left")
    for title in ("Practitioner", "Before", "After", "Line", "Band before", "Band after"):
        table.add_column(title, justify="right" if title in ("Before", "After", "Line") else "left")
    for load in found.loads:
        line = "not set" if load.line is None else _said(found, load.line)
        bands = (load.band_before.replace("_", " "), load.band_after.replace("_", " "))
        table.add_row(load.id, _said(found, load.before), _said(found, load.after), line, *bands)
    console.print(table)
    for sentence in (
        *paid_said(found, str),
        proof_said(found),
        "Nothing is changed by this: people discuss it and decide.",
    ):
        console.print(sentence, markup=False)


def _assignments(found: Proposal) -> Table:
    table = Table(title="Who could take what waits", title_justify="left")
    for title in ("Household", "Cases", "Practitioner", "Co-worker", "Speaks for", "Speaks against"):
        table.add_column(title)
    for one in found.assignments:
        reasons = _reasons(found, one.unit, one.practitioner, others=False)
        table.add_row(
            one.unit,
            ", ".join(one.cases),
            one.practitioner,
            one.co_worker or "",
            "; ".join(reasons["reasons"]),
            "; ".join(reasons["against"]),
        )
    return table
