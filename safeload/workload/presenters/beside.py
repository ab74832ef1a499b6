"""The same caseload under every scheme, and where they disagree (X-04, rules 2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString

from safeload.web import formats
from safeload.workload.presenters.figures import SHAPES, WORDS, tag


@dataclass(frozen=True)
class BesideRow:
    """One scheme's view of the caseload."""

    title: str
    choices: str
    chosen: tuple[str, ...]
    of_line: str
    percent: str
    band: str
    band_code: str
    tag: SafeString
    action: str
    main: bool
    #: Room that is not shown: within the line, as green is, so that the two are no disagreement.
    shielded: bool = False


def rows(detail: Mapping[str, Any], shield: str = "") -> list[BesideRow]:
    """One row a scheme, the main one first; ``shield``: the word that stands where room is not shown."""
    return [_row(one, at == 0, shield) for at, one in enumerate(detail["beside"])]


def _row(one: Mapping[str, Any], main: bool, shield: str) -> BesideRow:
    load, line = Fraction(one["load"]), None if one["line"] is None else Fraction(one["line"])
    band = one["band"]
    hides = band == "room" and bool(shield)
    word = shield if hides else "amber, at the limit" if band == "amber" and load == line else WORDS[band]
    code = "protected" if hides else band or "none"
    unit = one["unit"]
    said = (
        f"{formats.amount(load, 2)} of {formats.amount(line, 2)} {unit}"
        if line
        else f"{formats.amount(load, 2)} {unit}"
    )
    return BesideRow(
        title=f"{one['title']}, version {one['version']}",
        choices=" ".join(f"{title.rstrip('?')}: {chosen}." for title, chosen in one["settings"]),
        chosen=tuple(chosen for _, chosen in one["settings"]),
        of_line=said,
        percent=formats.percent(Fraction(one["percent"])) if one["percent"] else "",
        band=word,
        band_code=code,
        tag=tag(code, "◇" if hides else SHAPES[band], word),
        action="" if one["action"] == "none" else one["action"],
        main=main,
        shielded=bool(shield),
    )


def disagreement(found: Sequence[BesideRow]) -> str:
    """A sentence for where the schemes disagree; nothing where they agree or there is one only."""
    banded = [row for row in found if row.band_code != "none"]
    by_band: dict[str, list[str]] = {}
    for row in banded:
        within = row.shielded and row.band_code in {"protected", "green"}
        by_band.setdefault("within the line" if within else row.band, []).append(_short(row, banded))
    if len(by_band) < 2:
        return ""
    parts = [f"{band} by {formats.listed(names)}" for band, names in by_band.items()]
    return f"The schemes disagree: {'; '.join(parts)}. Talk about what each of them leaves out."


def _short(row: BesideRow, others: Sequence[BesideRow]) -> str:
    """The scheme's name; with what was chosen where the same scheme stands here twice."""
    name = row.title.partition(" (")[0].lower()
    same = [one.chosen for one in others if one.title == row.title]
    differing = [value for at, value in enumerate(row.chosen) if len({one[at] for one in same}) > 1]
    return f"{name} ({', '.join(differing)})" if differing else name
