"""Who else could have been asked, as it stood when it was proposed: "why me, why not her?" (ALL-01, rules 5.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from safeload.allocation.models import Proposal
from safeload.allocation.presenters.against import neutral
from safeload.allocation.presenters.kept import kept
from safeload.workload.presenters import figures

#: With one of these no band is told: room is an invitation to talk, and there is nothing to talk about.
_NO_BAND = {"manages", "protected", "leave", "unmeasured", "not_available", "not_set"}


@dataclass(frozen=True)
class OtherRow:
    """One colleague: bands before and after, what spoke against, figures only where they are open."""

    name: str
    bands: tuple[SafeString, ...]
    figures: str
    against: tuple[str, ...]


def rows(one: Proposal, names: Mapping[int, str], *, with_figures: bool) -> list[OtherRow]:
    """Everybody but whoever is asked, by name. ``names``: by practitioner; one who is not in it is left out."""
    made = [_row(row, names[row["practitioner"]], with_figures) for row in but_the_asked(one, names)]
    return sorted(made, key=lambda row: row.name.casefold())


def but_the_asked(one: Proposal, names: Mapping[int, str]) -> list[dict[str, Any]]:
    """What was kept of everybody but whoever is asked, of those who have a name here."""
    return [row for row in one.considered if row["practitioner"] in names and row["post"] != one.post_id]


def bands(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The bands before and after, for colleagues; none where there is nothing to talk about."""
    seen = row["figures"]
    if not seen or _NO_BAND & set(row["against"]):
        return ()
    return seen.get("band_before") or "", seen.get("band_after") or ""


def _row(row: Mapping[str, Any], name: str, with_figures: bool) -> OtherRow:
    return OtherRow(
        name=name,
        bands=tuple(figures.band_tag(band) for band in bands(row)),
        figures=kept(row["figures"]) if with_figures else "",
        against=tuple(neutral(row["against"])),
    )


@dataclass(frozen=True)
class BandRow:
    """Somebody of another team, to whoever may not read their figures; ``can_be_asked``: their manager decides."""

    post: int
    name: str
    bands: tuple[SafeString, ...]
    against: tuple[str, ...]
    can_be_asked: bool


def band_rows(
    considered: Iterable[Mapping[str, Any]], names: Mapping[int, str], askable: Collection[int]
) -> list[BandRow]:
    """Everybody of another team by name: bands and neutral reasons, as colleagues read each other (REA-02)."""
    made = [
        BandRow(
            post=row["post"],
            name=names[row["practitioner"]],
            bands=tuple(figures.band_tag(band) for band in bands(row)),
            against=tuple(neutral(row["against"])),
            can_be_asked=row["post"] in askable,
        )
        for row in considered
        if row["practitioner"] in names
    ]
    return sorted(made, key=lambda row: row.name.casefold())
