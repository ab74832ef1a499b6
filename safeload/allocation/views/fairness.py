"""How evenly cases were given: groups of people side by side, never a person; and the same to take away."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render

from safeload.allocation.facts.fairness import GROUPINGS, Year, year_of
from safeload.allocation.presenters import fairness as present
from safeload.allocation.queries.fairness import areas_open, teams_named, teams_open
from safeload.domain.fairness import Comparison, compared
from safeload.people.models import ServiceArea
from safeload.people.requests import Request
from safeload.web import formats
from safeload.web.harmless import harmless
from safeload.workload.views.shared import require


@dataclass(frozen=True)
class _Asked:
    """What somebody wants to see, of what is open to them."""

    areas: list[ServiceArea]
    area: ServiceArea
    days: str
    by: str
    since: date
    until: date


def fairness(request: Request) -> HttpResponse:
    """How much, how hard, how urgent, how far and at what notice, by one grouping at a time."""
    asked = _asked(request)
    year, found = _found(request, asked)
    title, about = present.BY[asked.by]
    page = {
        "asked": asked,
        "whose": formats.listed(teams_named(request.scope, asked.area.pk)),
        "spans": present.SPANS,
        "groupings": {code: words for code, (words, _) in present.BY.items()},
        "title": title,
        "about": about,
        "year": year,
    }
    if year is not None:
        page |= {
            "unknown": present.unknown(found),
            "sections": present.sections(found, year.scheme),
            "summary": list(present.summary(found, year.scheme)),
        }
    return render(request, "allocation/fairness.html", page)


def fairness_table(request: Request) -> HttpResponse:
    """The tables of the page for a spreadsheet; what is not shown there is not in here."""
    asked = _asked(request)
    year, found = _found(request, asked)
    out = StringIO()
    writer = csv.writer(out)
    shown = present.sections(found, year.scheme) if year is not None else []
    for row in present.table(shown):
        writer.writerow([harmless(cell) for cell in row])
    name = f"given-by-{asked.by}-{asked.since}-{asked.until}.csv"
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: Request) -> _Asked:
    areas, given = areas_open(request.scope), request.GET
    require(areas)
    area = next((one for one in areas if str(one.pk) == given.get("area")), areas[0])
    days = given.get("days", "")
    days = days if days in present.SPANS else present.DEFAULT
    by = given.get("by", "")
    until = request.scope.on
    since = until - timedelta(days=int(days) - 1)
    return _Asked(areas, area, days, by if by in GROUPINGS else GROUPINGS[0], since, until)


def _found(request: Request, asked: _Asked) -> tuple[Year | None, list[Comparison]]:
    teams = teams_open(request.scope, asked.area.pk)
    year = year_of(teams, asked.area.pk, asked.since, asked.until)
    return year, compared(asked.by, year.times, year.givings, GROUPINGS) if year is not None else []
