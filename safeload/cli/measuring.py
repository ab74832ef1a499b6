"""``safeload measure``: loads against lines, from a folder or a workbook, under any scheme."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from safeload.cli.days import day, today
from safeload.cli.inputs import BadInputError, Lists, read_lists
from safeload.domain.measure import measure
from safeload.domain.reading import Reading, TeamReading
from safeload.domain.scheme import Scheme, SchemeError
from safeload.schemes import files
from safeload.web.harmless import harmless

#: More faults than this are counted, not printed.
SHOWN = 20
_COLUMNS = (
    "id",
    "load",
    "line",
    "percent",
    "surplus",
    "band",
    "action",
    "households",
    "children",
    "provisional",
)


class Refused(Exception):
    """Input that cannot be used; each sentence names its place and says what to do."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences[:SHOWN]
        if len(sentences) > SHOWN:
            self.sentences.append(f"… and {len(sentences) - SHOWN} more. Put these right first.")
        super().__init__("\n".join(sentences))


def add_to(commands: Any) -> None:
    """Add the command and its options."""
    one = commands.add_parser("measure", help="loads against lines, from a folder or a workbook")
    one.add_argument("lists", metavar="FOLDER|WORKBOOK")
    one.add_argument("--scheme", required=True, metavar="NAME|FILE")
    one.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the scheme"
    )
    one.add_argument("--on", type=day, default=None, metavar="DATE", help="the day to measure (today)")
    one.add_argument("--format", choices=("table", "json", "csv"), default="table")
    one.set_defaults(run=run)


def settings(pairs: list[str]) -> dict[str, str]:
    """``name=value`` pairs as a mapping. Raises Refused for anything else."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise Refused([f"--set {wrong[0]}: write it as name=value, such as case=household."])
    return dict(pair.split("=", 1) for pair in pairs)


def scheme_named(name: str, pairs: list[str]) -> Scheme:
    """A scheme by name or file, with settings. Raises Refused with every problem."""
    try:
        return files.find(name, settings(pairs))
    except SchemeError as wrong:
        raise Refused([f"{wrong.source}: {problem}." for problem in wrong.problems]) from wrong


def run(given: argparse.Namespace) -> int:
    """Measure and print."""
    scheme = scheme_named(given.scheme, given.set)
    with Console(stderr=True).status("Reading the lists …") as status:
        try:
            lists = read_lists(given.lists, scheme)
            status.update("Measuring …")
            reading = measure(
                lists.cases,
                lists.commitments,
                lists.practitioners,
                scheme,
                given.on or today(),
                tasks=lists.tasks,
            )
            reading.practitioners  # noqa: B018 - computed here, while the progress shows
        except BadInputError as wrong:
            raise Refused([str(fault) for fault in wrong.faults]) from wrong
        except SchemeError as wrong:
            raise Refused([f"{wrong.source}: {problem}." for problem in wrong.problems]) from wrong
    explain(lists)
    {"json": _json, "csv": _csv, "table": _table}[given.format](reading)
    return 0


def explain(lists: Lists) -> None:
    """Say, beside the figures, what of the lists is not used, and where it stands."""
    by_list: dict[str, list[str]] = {}
    for heading in lists.unread:
        name, _, column = heading.partition(": ")
        by_list.setdefault(name, []).append(column)
    for name, columns in by_list.items():
        said = f"Not read, since the scheme does not ask for it: {name}: {', '.join(columns)}"
        print(said, file=sys.stderr)
    for note in lists.notes[:SHOWN]:
        print(note, file=sys.stderr)
    if len(lists.notes) > SHOWN:
        print(f"… and {len(lists.notes) - SHOWN} more that are not used.", file=sys.stderr)


def _json(reading: Reading) -> None:
    json.dump(reading.as_data(), sys.stdout, indent=2, ensure_ascii=False)
    print()


def _csv(reading: Reading) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in reading.as_data(lines=False)["practitioners"]:
        writer.writerow([harmless(row["id"]), *(row[name] for name in _COLUMNS[1:])])


def _table(reading: Reading) -> None:
    console = Console(width=None if sys.stdout.isatty() else 140)
    table = Table(title=f"{reading.scheme.title}, {reading.on:%-d %B %Y}", title_justify="left")
    for title in (
        "Practitioner",
        f"Load, {reading.scheme.unit}",
        "Line",
        "To the line",
        "%",
        "Band",
        "Asked for",
        "Households",
        "Children",
        "Provisional",
    ):
        table.add_column(title, justify="left" if title in ("Practitioner", "Band", "Asked for") else "right")
    for one, row in zip(reading.practitioners, reading.as_data(lines=False)["practitioners"], strict=True):
        shown = "" if row["percent"] is None else str(row["percent"])[:-5]
        table.add_row(
            one.id,
            row["load"],
            row["line"] or "not set",
            row["surplus"] or "",
            shown,
            (row["band"] or "").replace("_", " "),
            row["action"] or "",
            str(row["households"]),
            str(row["children"]),
            row["provisional"],
        )
    console.print(table)
    for team in reading.teams:
        console.print(_team(team), markup=False)


def _team(team: TeamReading) -> str:
    """A team in one sentence: the pooled figure and whom it leaves out; held and demand leave out nobody."""
    row, unit = team.as_data(), team.scheme.unit
    spread = ", ".join(f"{count} {band.replace('_', ' ')}" for band, count in team.distribution.items())
    unset = ", line not set" if team.band == "not_set" else ""
    of = f"{row['load']} of {row['line']} {unit}" if team.line else f"{row['load']} {unit}{unset}"
    without = f", without {row['left_out_load']} of {team.left_out} who have no line" if team.left_out else ""
    return (
        f"{team.id or 'No team'}: {of} ({spread or 'nobody'}){without};"
        f" held {row['held']}, demand {row['demand']}, capacity {row['capacity']}"
    )
