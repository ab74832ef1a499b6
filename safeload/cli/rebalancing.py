"""``safeload rebalance`` and ``safeload rehearse``: which moves would help, and what if somebody leaves or starts."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from safeload.cli.days import day, today
from safeload.cli.measuring import Refused, explain, scheme_named
from safeload.cli.moves_data import amount, counts, paid, rebalanced, rehearsed
from safeload.cli.moving import held_from
from safeload.cli.proposing import refusals, weights_from
from safeload.cli.searching import EFFORT, counting, searching, seconds
from safeload.domain.allocation.moves import Loaded, Move
from safeload.domain.allocation.moving import SCOPES, Rebalancing
from safeload.domain.allocation.moving_words import left_said, move_said, unplaced_said
from safeload.domain.allocation.rebalance import Rebalanced, rebalance
from safeload.domain.allocation.rehearse import Rehearsal, rehearse
from safeload.domain.allocation.solver import Effort
from safeload.domain.quantity import plain


def add_to(commands: Any) -> None:
    """Add the commands and their options."""
    one = commands.add_parser(
        "rebalance",
        help="the fewest and gentlest moves that bring everyone to their line; nothing is changed",
    )
    _common(one)
    one.add_argument(
        "--scope",
        choices=(*SCOPES, "all"),
        default="all",
        help="how far a household may go (all: side by side)",
    )
    one.set_defaults(run=run_rebalance)
    one = commands.add_parser(
        "rehearse", help="what if somebody leaves, is away, starts, or teams become one"
    )
    _common(one)
    kinds = one.add_mutually_exclusive_group(required=True)
    for kind in ("leaver", "absence", "starter"):
        kinds.add_argument(f"--{kind}", metavar="ID")
    kinds.add_argument("--merge", metavar="TEAM;TEAM", help="teams that become one")
    one.add_argument("--into", default="", metavar="NAME", help="what the merged team is called")
    one.add_argument(
        "--share", type=int, default=70, help="percent of their line that a starter is filled to (70)"
    )
    one.add_argument("--scope", choices=SCOPES, default="across", help="who is asked to take (across)")
    one.set_defaults(run=run_rehearse)


def _common(one: Any) -> None:
    one.add_argument("lists", metavar="FOLDER|WORKBOOK")
    one.add_argument("--scheme", required=True, metavar="NAME|FILE")
    one.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the scheme"
    )
    one.add_argument("--on", type=day, default=None, metavar="DATE", help="the day of the change (today)")
    one.add_argument(
        "--weights", metavar="FILE.json", help="weights by name; those not named keep their default"
    )
    one.add_argument("--seconds", type=seconds, default=EFFORT.seconds, help="when to stop at the latest")
    one.add_argument("--format", choices=("table", "json"), default="table")


def _lists(given: argparse.Namespace) -> str:
    if given.lists.endswith(".json"):
        raise Refused([f"{given.lists}: moves are asked from a folder or a workbook of lists."])
    return str(given.lists)


def _effort(given: argparse.Namespace) -> Effort:
    return counting(Effort(EFFORT.gap, EFFORT.nodes, given.seconds), perf_counter())


def run_rebalance(given: argparse.Namespace) -> int:
    """Read, look for moves in each scope, print."""
    weights, scheme = weights_from(given.weights), scheme_named(given.scheme, given.set)
    scopes = SCOPES if given.scope == "all" else (given.scope,)
    found: dict[str, tuple[Rebalancing, Rebalanced, float]] = {}
    effort = _effort(given)  # the seconds are for all scopes together
    with Console(stderr=True).status("Reading the lists …") as status, refusals():
        question, lists = held_from(_lists(given), scheme, given.on or today(), scopes[0])
        with searching(status, "Looking for the gentlest moves …") as search:
            for scope in scopes:
                begun, asked = perf_counter(), replace(question, scope=scope)
                found[scope] = asked, rebalance(asked, weights, effort, search), perf_counter() - begun
    explain(lists)
    if given.format == "json":
        options = {scope: rebalanced(*one) for scope, one in found.items()}
        _print_json({"options": options} if given.scope == "all" else options[given.scope])
        return 0
    _side_by_side(found)
    for scope, (question, answer, _) in found.items():
        _print_moves(f"Moves, {_SCOPES[scope]}", question, answer.moves, answer.loads)
        for one in answer.left:
            print(left_said(question, one))
        print(_proof(float(answer.gap), answer.tiers_proven))
    print(_NOTHING)
    return 0


_SCOPES = {"team": "within the team", "area": "within the area", "across": "across all teams"}
_NOTHING = "Nothing is changed by this: people discuss it and decide, both managers where teams differ."


def run_rehearse(given: argparse.Namespace) -> int:
    """Read, rehearse, print."""
    weights, scheme = weights_from(given.weights), scheme_named(given.scheme, given.set)
    kind = next(kind for kind in ("leaver", "absence", "starter", "merge") if getattr(given, kind))
    named = getattr(given, kind)
    teams = tuple(team.strip() for team in named.split(";")) if kind == "merge" else ()
    effort = _effort(given)
    with Console(stderr=True).status("Reading the lists …") as status, refusals():
        question, lists = held_from(_lists(given), scheme, given.on or today(), given.scope)
        asked = Rehearsal(
            kind=kind,
            holding=question,
            who="" if kind == "merge" else named,
            teams=teams,
            into=given.into or " and ".join(teams),
            share=given.share,
        )
        begun = perf_counter()
        with searching(status, "Rehearsing …") as search:
            answer = rehearse(asked, weights, effort, search)
    explain(lists)
    if given.format == "json":
        _print_json(rehearsed(question, answer, perf_counter() - begun))
        return 0
    _print_moves("Who would take what, in the order of handing over", question, answer.moves, answer.loads)
    for name, why in answer.unplaced:
        print(f"{name}: {unplaced_said(why)}.")
    for name, court in answer.hearings:
        print(f"A hearing near the handover: {name}, {court:%-d %B %Y}.")
    turns = [
        f"{who} would turn {band}." for band in ("amber", "red") for who in getattr(answer, f"newly_{band}")
    ]
    proven = answer.tiers_proven and not answer.gap
    print("\n".join([*turns, *paid(question, answer), _proof(float(answer.gap), proven), _NOTHING]))
    return 0


def _print_json(data: Mapping[str, Any]) -> None:
    json.dump(data, sys.stdout, indent=2, ensure_ascii=False)
    print()


def _side_by_side(found: Mapping[str, tuple[Rebalancing, Rebalanced, float]]) -> None:
    table = Table(title="The options side by side", title_justify="left")
    for title in (
        "How far",
        "Moves",
        "Children",
        "Months lost",
        "Cost",
        "Still over",
        "Over by",
        "Amber after",
        "Red after",
    ):
        table.add_column(title, justify="left" if title == "How far" else "right")
    for scope, (question, one, _) in found.items():
        after = counts(one.loads)["after"]
        table.add_row(
            _SCOPES[scope],
            str(len(one.moves)),
            str(sum(change.children for change in one.changed)),
            str(sum(change.months_lost for change in one.changed)),
            f"{float(one.cost):.0f}",
            str(len(one.left)),
            plain(question.as_question().amount(one.over_left)),
            str(after["amber"]),
            str(after["red"]),
        )
    _console().print(table)


def _print_moves(title: str, question: Rebalancing, moves: Sequence[Move], loads: Sequence[Loaded]) -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("Household", "Cases", "From", "To", "What it pays"):
        table.add_column(heading)
    for move in moves:
        pays = "; ".join(move_said(move))
        table.add_row(move.household, ", ".join(move.cases), move.giver, move.taker, pays)
    _console().print(table)
    table = Table(title="Whose load changes", title_justify="left")
    for heading in ("Practitioner", "Before", "After", "Line", "Band before", "Band after"):
        table.add_column(heading, justify="right" if heading in ("Before", "After", "Line") else "left")
    for one in loads:
        if one.gives or one.takes:
            amounts = (str(amount(question, units)) for units in (one.before, one.after, one.line))
            table.add_row(one.id, *amounts, one.band_before, one.band_after)
    _console().print(table)


def _proof(gap: float, proven: bool) -> str:
    if proven and not gap:
        return "No other way is better by these weights: this was proven."
    return f"No other way can be better by more than {gap * 100:.2f} % of its cost."


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 140)
