"""The rows behind a team's figures: of one Monday, or of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.web import formats
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.service import WeekRow

#: "Within the line" for room: pages of a team invite nobody to fill it.
_WORDS = {**figures.WORDS, "room": "within the line", "protected": "not asked for more"}


def today_page(rows: Sequence[WeekRow], adopted: Adopted, colours: Palette, named: bool) -> dict[str, Any]:
    """Each post of the team today where names are open; how many stand where; held work and lines."""
    known = [row for row in rows if row.adoption in adopted]
    page = week_page(rows, adopted, colours, named)
    unset = [row for row in known if row.allocatable and row.line is None]
    if unset:
        scheme = adopted[unset[0].adoption][1]
        more = figures.units(sum((Fraction(row.load, row.unit) for row in unset), Fraction(0)), scheme)
        page["unset"] = f"{more} beside that, with {formats.plural(len(unset), 'post')} whose line is not set"
    return page


def week_page(rows: Sequence[WeekRow], adopted: Adopted, colours: Palette, named: bool) -> dict[str, Any]:
    """Each post of the team on that Monday where names are open; how many stood where; the pooled figure."""
    known = [row for row in rows if row.adoption in adopted]
    holding = [row for row in known if row.allocatable and row.line is not None]
    if not known:
        return {"rows": [], "counts": [], "pooled": ""}
    scheme = adopted[known[0].adoption][1]
    load = sum((Fraction(row.load, row.unit) for row in holding), Fraction(0))
    line = sum((Fraction(row.line or 0, row.unit) for row in holding), Fraction(0))
    counts = Counter(row.band for row in known if row.allocatable)
    return {
        "rows": [_row(row, adopted, colours) for row in known] if named else [],
        "counts": [f"{counts[band]} {_WORDS[band]}" for band in _WORDS if counts[band]],
        "pooled": f"{figures.apart(load, line)[0]} of {figures.apart(load, line)[1]} {scheme.unit}",
    }


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
