"""``safeload scheme``: list the shipped schemes, check a file, show one."""

from __future__ import annotations

import argparse
from typing import Any

from safeload.cli.measuring import scheme_named
from safeload.schemes import files


def add_to(commands: Any) -> None:
    """Add the commands and their options."""
    scheme = commands.add_parser("scheme", help="list, check or show schemes")
    which = scheme.add_subparsers(dest="what", required=True, metavar="list|check|show")
    which.add_parser("list", help="the shipped schemes").set_defaults(run=_list)
    check = which.add_parser("check", help="say whether a scheme file holds together")
    check.add_argument("file", metavar="FILE")
    check.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    check.set_defaults(run=_check)
    show = which.add_parser("show", help="print the text of a shipped scheme, to start your own from")
    show.add_argument("name", metavar="NAME", choices=files.shipped_names())
    show.set_defaults(run=_show)


def _list(_: argparse.Namespace) -> int:
    for name in files.shipped_names():
        scheme = files.shipped(name)
        print(f"{name:16} {scheme.title}\n{'':16} {scheme.summary}")
        for setting in scheme.settings:
            choices = " or ".join(setting.choices) or "an amount"
            print(f"{'':16} --set {setting.name}={setting.chosen}  {setting.title} ({choices})")
    return 0


def _check(given: argparse.Namespace) -> int:
    scheme = scheme_named(given.file, given.set)
    counts = ", ".join(
        f"{len(things)} {name}"
        for name, things in (
            ("factors", scheme.factors),
            ("kinds of commitment", scheme.commitments),
            ("fields asked", scheme.fields),
        )
    )
    print(f"{scheme.title}, version {scheme.version}: it holds together ({counts}; unit {scheme.unit}).")
    return 0


def _show(given: argparse.Namespace) -> int:
    print(files.shipped_text(given.name), end="")
    return 0
