"""Room, green, amber, red: the only place in the product that compares a load with a line (RAG-01..06, X-01..X-06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import Any

from safeload.domain.scheme import Bands, Line

#: What a band asks for, unless the scheme says it in its own words (X-04 gives the wording at exactly the line).
ACTIONS = {
    "room": "none",
    "green": "none",
    "at_limit": "none now; nothing more without a trade-off",
    "amber": "de-prioritise tasks",
    "red": "remove tasks or cases",
    "not_available": "none: not available",
    "not_set": "settle what the line is set by",
}


def edges(bands: Bands, line: Line) -> Iterator[tuple[str, Fraction, bool]]:
    """Band, multiple of the line at which it begins, and whether the edge itself belongs to it; highest first."""
    at_edge = bands.edge == "from"
    if bands.kind == "absolute":
        yield "red", bands.red_cases / line.full, at_edge
        yield "amber", bands.green_to / line.full, False
        return
    for band, multiple in zip(("red", "amber", "green"), bands.multiples, strict=True):
        yield band, multiple, at_edge


def _reached(load: Any, line: Any, edge: Fraction, inclusive: bool) -> Any:
    """Compare in whole numbers: 55 of 50 reaches 110 % exactly, which binary floats deny (rules 2.3)."""
    left, right = load * edge.denominator, line * edge.numerator
    return left >= right if inclusive else left > right


def _lowest(bands: Bands) -> str:
    return "green" if bands.kind == "absolute" else "room"


def band_of(load: Fraction | int, line: Fraction | int | None, bands: Bands, of: Line) -> str | None:
    """The band of one load against one line, both in the same unit.

    None for an advisory scheme; "not_set" for an unknown line and "not_available" for none (never 0 %).
    """
    if bands.kind == "none" and not of.published:
        return None
    if line is None:
        return "not_set"
    if line <= 0:
        return "not_available"
    if bands.kind == "none":
        return None
    whole = load.numerator * line.denominator, line.numerator * load.denominator
    for band, edge, inclusive in edges(bands, of):
        if _reached(*whole, edge, inclusive):
            return band
    return _lowest(bands)


def band_column(x: Any, load: Any, line: Any, bands: Bands, of: Line) -> Any:
    """``band_of`` for whole columns: integer expressions of namespace ``x`` in one unit; the line may be null."""
    if bands.kind == "none":
        found = x.lit(None, dtype=x.String)
    else:
        found = x.lit(_lowest(bands), dtype=x.String)
        for band, edge, inclusive in reversed(list(edges(bands, of))):
            found = x.when(_reached(load, line, edge, inclusive)).then(x.lit(band)).otherwise(found)
    if bands.kind == "none" and not of.published:
        return found
    found = x.when(line <= 0).then(x.lit("not_available")).otherwise(found)
    return x.when(line.is_null()).then(x.lit("not_set")).otherwise(found)


def action_of(
    band: str | None, load: Fraction, line: Fraction | None, bands: Bands, missing: Sequence[str] = ()
) -> str | None:
    """What the scheme asks for in this band; at exactly the line nothing yet, but nothing more (X-04).

    ``missing``: what a line that is not set lacks, where that is known.
    """
    if band is None:
        return None
    key = "at_limit" if band == "amber" and load == line else band
    if key == "not_set" and missing and key not in bands.actions:
        return f"settle {listed(missing)}"
    return bands.actions.get(key, ACTIONS[key])


def listed(words: Sequence[str]) -> str:
    """Words as a sentence has them: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def boundaries(line: Fraction, bands: Bands, of: Line) -> dict[str, Fraction]:
    """The load at which each band begins for this line, for "3 points to amber"; empty for advisory schemes."""
    if bands.kind == "none" or line <= 0:
        return {}
    return {band: line * edge for band, edge, _ in edges(bands, of)}


def first_whole(line: Fraction, bands: Bands, of: Line, unit: Fraction) -> dict[str, int]:
    """The least load of each band in whole units of ``1 / unit``, for a line in the scheme's unit."""
    return {
        band: -floor(-line * edge * unit) if inclusive else floor(line * edge * unit) + 1
        for band, edge, inclusive in edges(bands, of)
    }
