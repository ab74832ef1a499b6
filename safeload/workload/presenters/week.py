"""The rows behind one cell of the heat map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse

from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.pictures import Palette
from safeload.workload.queries.adopted import Adopted
from safeload.workload.queries.service import WeekRow


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
        "counts": [f"{counts[band]} {figures.WORDS[band]}" for band in figures.WORDS if counts[band]],
        "pooled": f"{figures.apart(load, line)[0]} of {figures.apart(load, line)[1]} {scheme.unit}",
    }


def _row(row: WeekRow, adopted: Adopted, colours: Palette) -> dict[str, Any]:
    scheme = adopted[row.adoption][1]
    fig = figures.figure(row.load, row.line, row.unit, row.band, scheme)
    room = fig.band == "room"  # who was protected then is not known now, so room is said of nobody
    return {
        "name": row.name,
        "href": reverse("practitioner_load", args=[row.practitioner]),
        "picture": pictures.load_line(fig, colours, title=f"{row.name}: {figures.said(fig)}"),
        "of_line": figures.of_line(fig),
        "distance": "" if room or fig.at_limit else figures.distance(fig),
        "tag": figures.tag("protected", "○", "within the line") if room else fig.tag,
        "cases": row.cases,
        "counted": row.allocatable,
    }
