"""The commands that work on an installation: its database, its people, its lists."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import date
from typing import Any

from rich.console import Console


def add_to(commands: Any, day: Callable[[str], date]) -> None:
    """Add the commands and their options."""
    demo = commands.add_parser("demo", help="load the invented demo authority")
    demo.add_argument("--if-empty", action="store_true", help="only into an empty database; else say nothing")
    demo.add_argument("--on", type=day, default=None, metavar="DATE", help="as it stands on a day (today)")
    demo.set_defaults(run=_demo)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeload.config.settings")
    import django

    django.setup()


def _demo(given: argparse.Namespace) -> int:
    _django()
    from safeload.cli.measuring import Refused
    from safeload.demo import actions

    if not actions.is_empty():
        if given.if_empty:
            return 0
        raise Refused(["This database has an employer already; the demo is for an empty one. Nothing was changed."])
    on = given.on or date.today()
    with Console(stderr=True).status("Loading the demo") as status:
        actions.load(on, status.update)
        status.update("Looking back nine weeks")
        actions.look_back(on)
    return 0
