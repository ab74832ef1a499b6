"""The service view: teams by week, who is red for how long, unallocated with age."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters.capacity import (
    SMALLEST,
    SUPPRESSED,
    sides_of,
    suppressed,
    team_rows,
    totals,
)
from safeload.workload.presenters.figures import WORDS
from safeload.workload.presenters.pictures import Palette
from safeload.workload.presenters.scheme import scheme_words
from safeload.workload.queries.service import ServiceView, TeamThen
from safeload.workload.queries.unallocated import Unallocated

#: Days waited: up to and including, and what the column says.
AGES = ((7, "a week or less"), (14, "up to 2 weeks"), (28, "up to 4 weeks"), (10**6, "longer"))

#: Mondays for which a narrow screen has room.
_ON_A_PHONE = 4


@dataclass(frozen=True)
class AgeRow:
    """One team's unallocated cases by how long they have waited."""

    name: str
    counts: tuple[tuple[str, str], ...]
    total: str
    href: str
    parked: str


def service_page(view: ServiceView, scope: Scope, colours: Palette) -> dict[str, Any]:
    """Everything on the service view."""
    sides = sides_of(view)
    hidden = suppressed(sides, scope)
    mondays = sorted({row.monday for row in view.weeks})
    return {
        "teams": team_rows(view, sides, hidden, scope, colours),
        "totals": totals(sides, hidden),
        "mondays": [
            f"{day.day} {formats.day(day, weekday=False, year=False).split()[1][:3]}" for day in mondays
        ],
        "heat": _heat(view, mondays, scope),
        "ages": [words for _, words in AGES],
        "unallocated": _ages(view, scope.on),
        "red": red_rows(view, scope),
        "red_counts": red_counts(view),
        "schemes": [scheme_words(*found) for found in view.adopted.values()],
    }


def _heat(view: ServiceView, mondays: Sequence[date], scope: Scope) -> list[tuple[str, SafeString]]:
    """Each team's cells, ready made: number and word, a colour, a link to the rows they count."""
    rows = {(row.team, row.monday): row for row in view.weeks}
    reach = scope.sees(Thing.TOTALS)
    address = reverse("service_week", args=[0, "day"]).removesuffix("0/weeks/day/")
    before, found = set(mondays[:-_ON_A_PHONE]), []
    for team in view.teams:
        exact, weeks = reach.covers(team_id=team.pk), f"{address}{team.pk}/weeks/"
        cells = (
            _cell(rows.get((team.pk, day)), weeks, exact, " heat--before" if day in before else "")
            for day in mondays
        )
        found.append((team.name, mark_safe("".join(cells))))  # noqa: S308 - numbers and words of ours
    return found


def _cell(row: TeamThen | None, address: str, exact: bool, more: str) -> str:
    if row is None:
        return _blank("–", "not counted", more)
    if row.line <= 0:
        return _blank("–", "no lines", more)
    if not exact and row.people < SMALLEST:
        return _blank("*", SUPPRESSED, more)
    shown = f"{row.load * 100 // row.line}% {WORDS[row.band]}"
    text = f'<a href="{address}{row.monday.isoformat()}/">{shown}</a>'
    return f'<td class="govuk-table__cell heat--{row.band or "none"}{more}">{text}</td>'


def _blank(sign: str, words: str, more: str) -> str:
    said = f'{sign}<span class="govuk-visually-hidden"> {words}</span>'
    return f'<td class="govuk-table__cell heat--none{more}">{said}</td>'


def _ages(view: ServiceView, on: date) -> list[AgeRow]:
    """Unallocated cases of each team by age; totals are of cases, not of people, and hide nobody."""
    by_team: dict[int, list[Unallocated]] = defaultdict(list)
    for row in view.unallocated:
        by_team[row.team_id or 0].append(row)
    address = reverse("waiting")
    return [
        _age_row(team.name, f"{address}?team={team.pk}", by_team[team.pk], on)
        for team in view.teams
        if by_team[team.pk]
    ]


def _age_row(name: str, address: str, rows: Sequence[Unallocated], on: date) -> AgeRow:
    counts = Counter(age_of(row, on) for row in rows)
    parked = sum(1 for row in rows if row.parked)
    return AgeRow(
        name=name,
        counts=tuple(
            (str(counts[at]) if counts[at] else "", f"{address}&age={at}") for at in range(len(AGES))
        ),
        total=str(len(rows)),
        href=address,
        parked=str(parked) if parked else "",
    )


def age_of(row: Unallocated, on: date) -> int:
    """Which column of ages a case belongs to; an unknown day is taken for long ago."""
    days = (on - row.since).days if row.since else AGES[-1][0]
    return next(at for at, (until, _) in enumerate(AGES) if days <= until)


def red_rows(view: ServiceView, scope: Scope) -> list[tuple[str, str, str, str]]:
    """Name, address, team and weeks, of those whose loads are open by name; once each."""
    names = {team.pk: team.name for team in view.teams}
    reach = scope.sees(Thing.LOAD)
    found: dict[int, tuple[str, str, str, str]] = {}
    for row in view.red:
        if reach.covers(team_id=row.team, practitioner_id=row.practitioner):
            weeks = _weeks_said(row.weeks_red)
            address = reverse("practitioner_load", args=[row.practitioner])
            found.setdefault(row.practitioner, (row.name, address, names[row.team], weeks))
    return list(found.values())


def _weeks_said(weeks: int) -> str:
    return f"week {weeks}" if weeks else "since this week"


def red_counts(view: ServiceView) -> list[str]:
    """How many are red for how long, without names."""
    weeks = {row.practitioner: row.weeks_red for row in view.red}
    if not weeks:
        return []
    counts = Counter(
        "for four weeks or more" if one >= 4 else "for less than four weeks" for one in weeks.values()
    )
    return [f"{formats.plural(counts[key], 'practitioner')} {key}" for key in sorted(counts)]
