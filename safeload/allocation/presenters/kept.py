"""Figures as they were kept with a proposal, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from safeload.workload.presenters import figures


def kept(seen: Mapping[str, Any]) -> str:
    """ "46 of 50 → 51 of 50 points, green to amber."; empty where no scheme measured."""
    if not seen:
        return ""
    line = f" of {_plain(seen['line'])}" if seen.get("line") else ""
    bands = [figures.WORDS.get(seen.get(name) or "", "") for name in ("band_before", "band_after")]
    band = f"stays {bands[0]}" if bands[0] == bands[1] else f"{bands[0]} to {bands[1]}"
    return f"{_plain(seen['before'])}{line} → {_plain(seen['after'])}{line} {seen.get('unit', '')}, {band}."


def _plain(text: str) -> str:
    return figures.exact_enough(Fraction(text))
