"""Days as the command line says them."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """Today, where the employer is."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def day(text: str) -> date:
    """A day as it is typed. Raises ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-11-22") from problem
