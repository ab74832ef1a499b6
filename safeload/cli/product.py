"""The commands that work on an installation: its database, its people, its lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any


def add_to(commands: Any, day: Callable[[str], date]) -> None:
    """Add the commands and their options."""
