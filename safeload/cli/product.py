"""The commands that work on an installation: its database, its people, its lists."""

from __future__ import annotations

import argparse
import os
from typing import Any

from rich.console import Console

from safeload.cli.days import day, today


def add_to(commands: Any) -> None:
    """Add the commands and their options."""
    demo = commands.add_parser("demo", help="load the invented demo authority")
    demo.add_argument("--if-empty", action="store_true", help="only into an empty database; else say nothing")
    demo.add_argument("--on", type=day, default=None, metavar="DATE", help="as it stands on a day (today)")
    demo.set_defaults(run=_demo)
    init = commands.add_parser(
        "init", help="begin a real installation: administrator, employer, teams, first scheme"
    )
    init.add_argument("--employer", required=True, metavar="NAME")
    init.add_argument(
        "--nation", default="england", choices=("england", "wales", "scotland", "northern-ireland")
    )
    init.add_argument("--area", action="append", required=True, metavar="'SERVICE AREA: TEAM, TEAM'")
    init.add_argument("--administrator", required=True, metavar="E-MAIL")
    init.add_argument("--name", required=True, metavar="NAME", help="the administrator's name")
    init.add_argument(
        "--scheme", default="srb-points", metavar="NAME|FILE", help="the first scheme (srb-points)"
    )
    init.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the scheme"
    )
    init.add_argument("--agreed-by", default="the employer, at the beginning", metavar="WORDS")
    init.set_defaults(run=_init)
    bring = commands.add_parser(
        "import", help="bring in lists: Annex A, practitioners, commitments, our workbook"
    )
    bring.add_argument("files", nargs="+", metavar="FILE")
    bring.add_argument("--kind", choices=("annex-a", "practitioners", "commitments", "safeload-workbook"))
    bring.add_argument(
        "--on", type=day, default=None, metavar="DATE", help="the day that the lists speak of (today)"
    )
    bring.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    bring.add_argument("--full-snapshot", action="store_true", help="end what the lists leave out")
    bring.add_argument("--yes", action="store_true", help="end them without being asked again")
    bring.set_defaults(run=_import)
    export = commands.add_parser(
        "export", help="the lists of this installation, as measure reads them, and their figures"
    )
    export.add_argument("folder", metavar="FOLDER")
    export.add_argument(
        "--on", type=day, default=None, metavar="DATE", help="as things stood on a day (today)"
    )
    export.set_defaults(run=_export)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeload.config.settings")
    import django

    django.setup()


def _demo(given: argparse.Namespace) -> int:
    _django()
    from safeload.cli.measuring import Refused
    from safeload.demo import actions

    on = given.on or today()
    if not actions.is_empty():
        if given.if_empty and actions.lacks_its_past():
            with Console(stderr=True).status("Looking back nine weeks"):
                actions.look_back(on)
        if given.if_empty:
            return 0
        raise Refused(
            ["This database has an employer already; the demo is for an empty one. Nothing was changed."]
        )
    with Console(stderr=True).status("Loading the demo") as status:
        actions.load(on, status.update)
        status.update("Looking back nine weeks")
        actions.look_back(on)
    return 0


def _init(given: argparse.Namespace) -> int:
    from safeload.cli.measuring import Refused, scheme_named, settings

    scheme_named(given.scheme, given.set)
    areas = dict(_area(text) for text in given.area)
    _django()
    from safeload.audit.refusals import Refusal
    from safeload.cli import founding

    try:
        link = founding.found(
            employer=given.employer,
            nation=given.nation,
            areas=areas,
            administrator=(given.administrator, given.name),
            scheme=given.scheme,
            chosen=settings(given.set),
            agreed_by=given.agreed_by,
        )
    except Refusal as refusal:
        raise Refused([refusal.sentence]) from refusal
    print(f"{given.employer} has been founded, with {given.scheme} as its first scheme.")
    print(f"{given.name} chooses a password here, within three days: {link}")
    return 0


def _area(text: str) -> tuple[str, list[str]]:
    from safeload.cli.measuring import Refused

    area, colon, teams = text.partition(":")
    names = [team.strip() for team in teams.split(",") if team.strip()]
    if not colon or not area.strip() or not names:
        raise Refused([f"--area {text!r}: write it as 'Assessment: North team, South team'."])
    return area.strip(), names


def _export(given: argparse.Namespace) -> int:
    _django()
    from pathlib import Path

    from safeload.cli.exporting import export
    from safeload.cli.measuring import Refused

    try:
        with Console(stderr=True).status("Writing the lists"):
            names = export(Path(given.folder), given.on or today())
    except OSError as trouble:
        raise Refused(
            [f"{given.folder}: it cannot be written ({trouble.strerror}). Choose another folder."]
        ) from trouble
    print(f"Written to {given.folder}: {', '.join(names)}")
    return 0


def _import(given: argparse.Namespace) -> int:
    _django()
    from safeload.audit.refusals import Refusal
    from safeload.cli.measuring import Refused
    from safeload.imports.command import import_files

    on = given.on or today()
    try:
        with Console(stderr=True).status("Reading and checking the lists"):
            if given.full_snapshot and not given.yes and not given.dry_run:
                _ask_first(import_files(given.files, on=on, kind=given.kind, dry_run=True))
            outcomes = import_files(
                given.files, on=on, kind=given.kind, dry_run=given.dry_run, full_snapshot=given.full_snapshot
            )
    except Refusal as refusal:
        raise Refused([refusal.sentence]) from refusal
    for one in outcomes:
        _tell(one)
    return 0


def _ask_first(outcomes: Any) -> None:
    """What a full list leaves out is ended only once somebody has read how much that is."""
    from safeload.cli.measuring import Refused

    sentences = [
        f"{', '.join(one.files)} leaves out {count} ({what}). Add --yes to end them; nothing was changed."
        for one in outcomes
        for what, count in one.left_out.items()
        if count
    ]
    if sentences:
        raise Refused(sentences)


def _tell(one: Any) -> None:
    did = "changed" if one.applied else "would change"
    counts = ", ".join(f"{what}: {count}" for what, count in one.counts.items()) or "nothing"
    rows = ", ".join(f"{count} {what}" for what, count in one.rows.items())
    print(f"{', '.join(one.files)} ({one.kind}) {did}: {counts}. Rows: {rows}.")
    for left, count in one.left_out.items():
        print(f"  Left out of the list: {left}: {count}. They stay; --full-snapshot ends them.")
    for sentence in (*one.questions, *one.warnings):
        print(f"  {sentence}")
