"""Capacity against demand, team by team: held, waiting and parked work against the sum of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from safeload.domain.pooled import Pooled, pooled, pooled_sums
from safeload.domain.scheme import Scheme
from safeload.people.rights import Thing
from safeload.people.scope import Reach, Scope
from safeload.web import formats
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import WORDS, Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.queries.service import ServiceView, TeamNow

#: Sums over fewer people than this are not shown to whoever sees totals only (X-38).
SMALLEST = 5
SUPPRESSED = "fewer than 5 people"
_ORDER = ("red", "amber", "green", "room", "protected", "not_set", "not_available", "")
_WORDS = {**WORDS, "protected": "protected"}


@dataclass(frozen=True)
class Sides:
    """A team's held work against its lines, and what waits and is parked beside it."""

    figure: Figure
    held: Fraction
    waiting: Fraction
    parked: Fraction
    people: int
    left_out: int = 0

    @property
    def demand(self) -> Fraction:
        """Held, waiting and parked work at the scheme's value, whether or not its holder has a line."""
        return self.held + self.waiting + self.parked


@dataclass(frozen=True)
class TeamRow:
    """One team: capacity against demand. ``cells`` are ready made; without them ``people`` says why."""

    name: str
    href: str = ""
    cells: SafeString = field(default_factory=SafeString)
    people: str = ""
    suppressed: bool = False


def exact_for(scope: Scope, team_id: int) -> bool:
    """Whether totals of the team are shown however few people they are over."""
    return scope.sees(Thing.TOTALS).covers(team_id=team_id)


def sides_of(view: ServiceView) -> dict[int, Sides]:
    """Both sides of each team that has somebody in it, or work waiting."""
    found = {}
    for team in view.teams:
        now, row = view.now.get(team.pk), view.waiting.get(team.pk)
        adoption = now.adoption if now else row.adoption_id if row and row.cases else None
        if adoption is None or adoption not in view.adopted:
            continue
        scheme = view.adopted[adoption][1]
        pool = _pooled(now, scheme)
        found[team.pk] = Sides(
            figure=Figure(load=pool.load, line=pool.line, band=pool.band, scheme=scheme),
            held=pool.held,
            left_out=pool.left_out,
            waiting=Fraction(row.load, row.unit) if row else Fraction(0),
            parked=now.parked if now else Fraction(0),
            people=now.people if now else 0,
        )
    return found


def _pooled(now: TeamNow | None, scheme: Scheme) -> Pooled:
    if now is None:
        return pooled((), scheme)
    return pooled_sums(now.load, now.capacity, now.without, now.left_out, now.unset, scheme)


def suppressed(sides: Mapping[int, Sides], scope: Scope) -> set[int]:
    """Teams whose sums are hidden: of fewer than five people, and one more if the rest told it (X-38)."""
    exact = scope.sees(Thing.TOTALS)
    people = {pk: one.people for pk, one in sides.items() if not exact.covers(team_id=pk)}
    hidden = {pk for pk, count in people.items() if 0 < count < SMALLEST}
    if hidden and sum(people[pk] for pk in hidden) < SMALLEST:
        others = sorted((count, pk) for pk, count in people.items() if count >= SMALLEST)
        hidden |= {others[0][1]} if others else set()
    return hidden


def team_rows(
    view: ServiceView, sides: Mapping[int, Sides], hidden: set[int], scope: Scope, colours: Palette
) -> list[TeamRow]:
    """One row a team."""
    links = _Links(
        reach=scope.sees(Thing.LOAD),
        board=reverse("team_board", args=[0]).removesuffix("0/"),
        cases=f"{reverse('waiting')}?team=",
        teams=reverse("service_team", args=[0]).removesuffix("0/"),
    )
    return [_row(team, view, sides, hidden, links, colours) for team in view.teams]


@dataclass(frozen=True)
class _Links:
    """Where the numbers of a team lead."""

    reach: Reach
    board: str
    cases: str
    teams: str


def _row(
    team: Any,
    view: ServiceView,
    sides: Mapping[int, Sides],
    hidden: set[int],
    links: _Links,
    colours: Palette,
) -> TeamRow:
    one = sides.get(team.pk)
    if one is None or team.pk in hidden:
        suppressed = team.pk in hidden
        return TeamRow(team.name, people=SUPPRESSED if suppressed else "nobody yet", suppressed=suppressed)
    board = f"{links.board}{team.pk}/" if links.reach.covers(team_id=team.pk) else ""
    people = f"{links.teams}{team.pk}/" if one.people else ""
    bands = _bands(view.bands.get(team.pk, {}))
    return TeamRow(team.name, board, _cells(team, one, people, f"{links.cases}{team.pk}", bands, colours))


def _cells(team: Any, one: Sides, people: str, cases: str, bands: str, colours: Palette) -> SafeString:
    """Every figure with a link to the rows that it counts: the people of the team, or the cases.

    Put together here because a service has many teams and a template takes three times as long.
    """
    fig, needed = one.figure, one.demand
    ghost = needed if needed != fig.load else None
    picture = (
        pictures.load_line(fig, colours, ghost=ghost, title=f"{team.name}: {figures.said(fig)}")
        if one.people
        else ""
    )
    tag = fig.tag if one.people else figures.tag("none", "–", "nobody holds cases here")
    demand = formats.percent(needed / fig.line * 100) if fig.line else "–"
    shown = figures.exact_enough
    found = (
        f'<td class="govuk-table__cell safeload-board__bar">{picture}</td>',
        _number("Held", shown(one.held), people, f" {tag}{_left_out(one)}", number=False),
        _number("Waiting", shown(one.waiting), f"{cases}&amp;which=waiting"),
        _number("Parked", shown(one.parked), f"{cases}&amp;which=parked"),
        _number("Lines", shown(fig.line or Fraction(0)), people),
        _number("Demand", demand, people),
        _number(
            "Practitioners",
            str(one.people) if one.people else "–",
            people,
            f'<span class="safeload-board__about">{bands}</span>',
            number=False,
        ),
    )
    return mark_safe("".join(found))  # noqa: S308 - numbers and words of ours; the title escapes itself


def _left_out(one: Sides) -> str:
    """Whom the band beside it does not count, and how much they hold."""
    if not one.left_out:
        return ""
    said = figures.left_out(one.held - one.figure.load, one.left_out, one.figure.scheme)
    return f'<span class="safeload-board__about">band {said}</span>'


def _number(label: str, text: str, href: str, more: str = "", *, number: bool = True) -> str:
    kind = " govuk-table__cell--numeric" if number else ""
    shown = f'<a class="govuk-link" href="{href}">{text}</a>' if href else text
    return f'<td class="govuk-table__cell{kind}" data-label="{label}">{shown}{more}</td>'


def _bands(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[band]} {_WORDS[band]}" for band in _ORDER if counts.get(band))


def totals(sides: Mapping[int, Sides], hidden: set[int]) -> list[str]:
    """Capacity against demand of the teams shown, under each scheme; hidden ones are left out of the sum."""
    sums: dict[Scheme, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for pk, one in sides.items():
        if pk not in hidden:
            sums[one.figure.scheme][0] += one.demand
            sums[one.figure.scheme][1] += one.figure.line or Fraction(0)
    several = len(sums) > 1
    return [
        _total(demand, capacity, scheme, bool(hidden), several) for scheme, (demand, capacity) in sums.items()
    ]


def _total(demand: Fraction, capacity: Fraction, scheme: Scheme, partly: bool, several: bool) -> str:
    which = "The teams shown" if partly else "All teams"
    if several:
        which += f" measured by “{scheme.title}”"
    need = figures.units(demand, scheme)
    if not capacity:
        return f"{which}: {need} of work; no lines to set it against."
    gap = capacity - demand
    said = f"{figures.units(abs(gap), scheme)} {'below' if gap >= 0 else 'above'} them"
    percent = formats.percent(demand / capacity * 100)
    return f"{which}: {need} of work, against lines of {figures.units(capacity, scheme)}. That is {percent}, {said}."
