"""The rows behind a team's figures: of one Monday, or of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.domain.pooled import Share, pooled
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.service import WeekRow

#: "Within the line" for room: pages of a team invite nobody to fill it.
_WORDS = {**figures.WORDS, "room": "within the line", "protected": "not asked for more"}


def week_page(rows: Sequence[WeekRow], adopted: Adopted, colours: Palette, named: bool) -> dict[str, Any]:
    """Each post of the team where names are open; how many stand where; the pooled figure, and what it is without."""
    known = [row for row in rows if row.adoption in adopted]
    if not known:
        return {"rows": [], "counts": [], "pooled": "", "held": ""}
    scheme = adopted[known[0].adoption][1]
    pool = pooled((_share(row) for row in known if row.allocatable), scheme)
    fig = Figure(load=pool.load, line=pool.line, band=pool.band, scheme=scheme)
    left_out = figures.left_out(pool.left_out_load, pool.left_out, scheme) if pool.left_out else ""
    counts = Counter(row.band for row in known if row.allocatable)
    return {
        "rows": [_row(row, adopted, colours) for row in known] if named else [],
        "counts": [f"{counts[band]} {_WORDS[band]}" for band in _WORDS if counts[band]],
        "pooled": figures.of_line(fig),
        "held": f"Held: {figures.units(pool.held, scheme)}; the figure above is {left_out}."
        if left_out
        else "",
    }


def _share(row: WeekRow) -> Share:
    line = None if row.line is None else Fraction(row.line, row.unit)
    return Share(row.practitioner, Fraction(row.load, row.unit), line)


def _row(row: WeekRow, adopted: Adopted, colours: Palette) -> dict[str, Any]:
    scheme = adopted[row.adoption][1]
    shielded = row.band == "protected"
    fig = figures.figure(row.load, row.line, row.unit, "room" if shielded else row.band, scheme)
    # Who was protected on a Monday is not known now, so room is said of nobody; today it is known.
    room = fig.band == "room"
    return {
        "name": row.name,
        "href": reverse("practitioner_load", args=[row.practitioner]),
        "picture": pictures.load_line(fig, colours, title=f"{row.name}: {figures.said(fig)}"),
        "of_line": figures.of_line(fig),
        "distance": "" if room or fig.at_limit else figures.distance(fig),
        "tag": _tag(shielded, room, fig),
        "cases": row.cases,
        "counted": row.allocatable,
    }


def _tag(shielded: bool, room: bool, fig: Figure) -> SafeString:
    if shielded:
        return figures.tag("protected", "◇", "protected")
    return figures.tag("protected", "○", "within the line") if room else fig.tag
