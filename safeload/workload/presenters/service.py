"""The service view: capacity against demand, teams by week, who is red for how long, unallocated with age."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from safeload.domain.bands import band_of
from safeload.domain.scheme import Scheme
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import WORDS, Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.presenters.scheme import scheme_words
from safeload.workload.queries.service import ServiceView, TeamNow, TeamThen
from safeload.workload.queries.unallocated import Unallocated

#: Sums over fewer people than this are not shown to whoever sees totals only (X-38).
SMALLEST = 5
SUPPRESSED = "fewer than 5 people"
#: Days waited: up to and including, and what the column says.
AGES = ((7, "a week or less"), (14, "up to 2 weeks"), (28, "up to 4 weeks"), (10**6, "longer"))


@dataclass(frozen=True)
class TeamRow:
    """One team: capacity against demand."""

    name: str
    href: str
    people: str
    held: str
    waiting: str
    parked: str
    capacity: str
    percent: str
    tag: SafeString
    picture: SafeString
    bands: str
    suppressed: bool


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
    hidden = suppressed(view, scope)
    mondays = sorted({row.monday for row in view.weeks})
    return {
        "teams": [_team(team, view, colours, team.pk in hidden, scope) for team in view.teams],
        "totals": totals(view, hidden),
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


def exact_for(scope: Scope, team_id: int) -> bool:
    """Whether totals of the team are shown however few people they are over."""
    return scope.sees(Thing.TOTALS).covers(team_id=team_id)


def suppressed(view: ServiceView, scope: Scope) -> set[int]:
    """Teams whose sums are hidden: of fewer than five people, and one more if the rest told it (X-38)."""
    people = {team.pk: view.now[team.pk].people if team.pk in view.now else 0 for team in view.teams}
    open_to_all = {pk for pk in people if exact_for(scope, pk)}
    hidden = {pk for pk, count in people.items() if 0 < count < SMALLEST and pk not in open_to_all}
    if hidden and sum(people[pk] for pk in hidden) < SMALLEST:
        others = sorted(
            (count, pk) for pk, count in people.items() if count >= SMALLEST and pk not in open_to_all
        )
        hidden |= {others[0][1]} if others else set()
    return hidden


def _team(team: Any, view: ServiceView, colours: Palette, hidden: bool, scope: Scope) -> TeamRow:
    now = view.now.get(team.pk)
    if now is None or hidden:
        return _unseen(team.name, hidden)
    scheme = view.adopted[now.adoption][1]
    fig, demand, waiting, parked = _sides(now, view, scheme)
    seen = scope.sees(Thing.LOAD).covers(team_id=team.pk)
    return TeamRow(
        name=team.name,
        href=reverse("team_board", args=[team.pk]) if seen else "",
        people=str(now.people),
        held=figures.exact_enough(fig.load),
        waiting=figures.exact_enough(waiting),
        parked=figures.exact_enough(parked),
        capacity=figures.exact_enough(fig.line or Fraction(0)),
        percent=formats.percent(demand / fig.line * 100) if fig.line else "–",
        tag=fig.tag,
        picture=pictures.load_line(fig, colours, ghost=demand if demand != fig.load else None, who=team.name),
        bands=_bands(view.bands.get(team.pk, {})),
        suppressed=False,
    )


def _unseen(name: str, hidden: bool) -> TeamRow:
    """A team without figures: nobody in it yet, or too few people to show them."""
    blank = dict.fromkeys(("href", "held", "waiting", "parked", "capacity", "percent", "bands"), "")
    people = SUPPRESSED if hidden else "nobody yet"
    return TeamRow(
        name=name, people=people, tag=SafeString(""), picture=SafeString(""), suppressed=hidden, **blank
    )


def _sides(now: TeamNow, view: ServiceView, scheme: Scheme) -> tuple[Figure, Fraction, Fraction, Fraction]:
    """The pooled figure, demand, what waits and what is parked."""
    row = view.waiting.get(now.team)
    waiting = Fraction(row.load, row.unit) if row else Fraction(0)
    band = band_of(now.held, now.capacity, scheme.bands, scheme.line)
    fig = Figure(load=now.held, line=now.capacity, band=band, scheme=scheme)
    return fig, now.held + waiting + now.parked, waiting, now.parked


def _bands(counts: dict[str, int]) -> str:
    order = ("red", "amber", "green", "room", "not_set", "not_available", "")
    return ", ".join(f"{counts[band]} {WORDS[band]}" for band in order if counts.get(band))


def totals(view: ServiceView, hidden: set[int]) -> list[str]:
    """Capacity against demand of the teams shown, under each scheme; hidden ones are left out of the sum."""
    sums: dict[int, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for pk, now in view.now.items():
        if pk not in hidden:
            fig, demand, _, _ = _sides(now, view, view.adopted[now.adoption][1])
            sums[now.adoption][0] += demand
            sums[now.adoption][1] += fig.line or Fraction(0)
    return [
        _total(demand, capacity, view.adopted[pk][1], bool(hidden)) for pk, (demand, capacity) in sums.items()
    ]


def _total(demand: Fraction, capacity: Fraction, scheme: Scheme, partly: bool) -> str:
    which = "The teams shown" if partly else "All teams"
    need = figures.units(demand, scheme)
    if not capacity:
        return f"{which}: {need} of work; no lines to set it against."
    gap = capacity - demand
    said = f"{figures.units(abs(gap), scheme)} {'below' if gap >= 0 else 'above'} them"
    percent = formats.percent(demand / capacity * 100)
    return f"{which}: {need} of work, against lines of {figures.units(capacity, scheme)}. That is {percent}, {said}."


def _heat(view: ServiceView, mondays: Sequence[date], scope: Scope) -> list[tuple[str, SafeString]]:
    """Each team's cells, ready made: number and word, a colour, a link to the rows they count."""
    rows = {(row.team, row.monday): row for row in view.weeks}
    found = []
    for team in view.teams:
        exact = exact_for(scope, team.pk)
        address = reverse("service_week", args=[team.pk, "0000-00-00"]).removesuffix("0000-00-00/")
        cells = (_cell(rows.get((team.pk, day)), address, exact) for day in mondays)
        found.append((team.name, mark_safe("".join(cells))))  # noqa: S308 - numbers and words of ours
    return found


def _cell(row: TeamThen | None, address: str, exact: bool) -> str:
    if row is None:
        return _blank("–", "not counted")
    if not exact and row.people < SMALLEST:
        return _blank("*", SUPPRESSED)
    shown = f"{row.load * 100 // row.line}%" if row.line > 0 else "–"
    text = f'<a href="{address}{row.monday.isoformat()}/">{shown} {WORDS[row.band]}</a>'
    return f'<td class="govuk-table__cell heat--{row.band or "none"}">{text}</td>'


def _blank(sign: str, words: str) -> str:
    said = f'{sign}<span class="govuk-visually-hidden"> {words}</span>'
    return f'<td class="govuk-table__cell heat--none">{said}</td>'


def _ages(view: ServiceView, on: date) -> list[AgeRow]:
    """Unallocated cases of each team by age; totals are of cases, not of people, and hide nobody."""
    by_team: dict[int, list[Unallocated]] = defaultdict(list)
    for row in view.unallocated:
        by_team[row.team_id or 0].append(row)
    return [_age_row(team.name, team.pk, by_team[team.pk], on) for team in view.teams if by_team[team.pk]]


def _age_row(name: str, team: int, rows: Sequence[Unallocated], on: date) -> AgeRow:
    counts = Counter(age_of(row, on) for row in rows)
    address = reverse("service_unallocated")
    parked = sum(1 for row in rows if row.parked)
    return AgeRow(
        name=name,
        counts=tuple(
            (str(counts[at]) if counts[at] else "", f"{address}?team={team}&age={at}")
            for at in range(len(AGES))
        ),
        total=str(len(rows)),
        href=f"{address}?team={team}",
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
            weeks = formats.plural(row.weeks_red, "week")
            address = reverse("practitioner_load", args=[row.practitioner])
            found.setdefault(row.practitioner, (row.name, address, names[row.team], weeks))
    return list(found.values())


def red_counts(view: ServiceView) -> list[str]:
    """How many are red for how long, without names."""
    weeks = {row.practitioner: row.weeks_red for row in view.red}
    if not weeks:
        return []
    counts = Counter("four weeks or more" if one >= 4 else "less than four weeks" for one in weeks.values())
    return [f"{formats.plural(counts[key], 'practitioner')} for {key}" for key in sorted(counts)]
