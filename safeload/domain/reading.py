"""A Reading: everybody's load against their line, each figure ready to be opened into the lines it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from safeload.domain.bands import action_of, band_column, band_of, boundaries
from safeload.domain.caseload import Caseload
from safeload.domain.frames import Frame, Given, collected
from safeload.domain.quantity import cut, plain
from safeload.domain.scheme import Scheme


@dataclass(frozen=True)
class Figures:
    """A load against a line, in the scheme's unit; the line is None while it is not set."""

    load: Fraction
    line: Fraction | None
    band: str | None
    scheme: Scheme = field(repr=False)

    @property
    def surplus(self) -> Fraction | None:
        """What is left to the line; negative when over it."""
        return None if self.line is None else self.line - self.load

    @property
    def percent(self) -> Fraction | None:
        """Load as a percentage of the line; None where there is no line or bands are not percentages."""
        if not self.line or self.line <= 0 or self.scheme.bands.kind == "absolute":
            return None
        return self.load / self.line * 100

    @property
    def action(self) -> str | None:
        """What the scheme asks for (TIM-08, X-04)."""
        return action_of(self.band, self.load, self.line, self.scheme.bands)

    @property
    def boundaries(self) -> dict[str, Fraction]:
        """The load at which each band begins."""
        return boundaries(self.line, self.scheme.bands, self.scheme.line) if self.line else {}

    def as_text(self) -> dict[str, str | None]:
        """The figures as decimal text; the percentage has six places, cut and never rounded."""
        return {
            "load": plain(self.load),
            "line": None if self.line is None else plain(self.line),
            "percent": None if self.percent is None else cut(self.percent, 6),
            "surplus": None if self.surplus is None else plain(self.surplus),
            "band": self.band,
            "action": self.action,
        }


def with_more(figures: Figures, added: Fraction) -> Figures:
    """The figures with more load, in the scheme's unit, against the same line; for a scheme that rounds no load."""
    load, scheme = figures.load + added, figures.scheme
    return Figures(load, figures.line, band_of(load, figures.line, scheme.bands, scheme.line), scheme)


@dataclass(frozen=True)
class PractitionerReading(Figures):
    """One practitioner over all their posts."""

    id: str = ""
    teams: tuple[str, ...] = ()
    households: int = 0
    cases: int = 0
    provisional: Fraction = Fraction(0)
    sources: dict[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class TeamReading(Figures):
    """A team's pooled figure, with the distribution that an average hides (rules 2.6)."""

    id: str = ""
    practitioners: tuple[str, ...] = ()
    distribution: dict[str, int] = field(default_factory=dict)
    waiting: Fraction = Fraction(0)
    parked: Fraction = Fraction(0)
    provisional: Fraction = Fraction(0)
    households: int = 0
    cases: int = 0
    waiting_cases: int = 0
    parked_cases: int = 0

    @property
    def held(self) -> Fraction:
        """What those who hold allocated work carry."""
        return self.load

    @property
    def demand(self) -> Fraction:
        """Held, waiting and parked work at the scheme's value."""
        return self.load + self.waiting + self.parked

    @property
    def capacity(self) -> Fraction:
        """The sum of the lines of those available."""
        return self.line or Fraction(0)


@dataclass
class Reading:
    """What ``measure`` found. Columns are collected once, when first asked for."""

    scheme: Scheme
    on: date
    unit: int
    given: Given
    caseload: Caseload
    posts: Frame
    waiting: Callable[[], Frame]

    @property
    def sources(self) -> list[str]:
        """The sources of load: factors, commitments that count as load, rounding."""
        loads = [rule.kind for rule in self.scheme.commitments if rule.treat == "load"]
        return [*(factor.id for factor in self.scheme.factors), *loads, "rounding"]

    @cached_property
    def by_post(self) -> Any:
        """One row a post, in whole units of ``1 / unit``."""
        kept = [
            "practitioner",
            "post",
            "team",
            "here",
            "allocatable",
            "line",
            "load",
            "provisional",
            "households",
            "cases",
            *(f"load:{name}" for name in self.sources),
            *([] if self.given.shape.several_posts else ["band"]),
        ]
        return collected(self.posts.select(*kept), self.given.large)

    @cached_property
    def totals(self) -> Any:
        """One row a practitioner over all posts, with the band; sums in whole units of ``1 / unit``."""
        summed = ["load", "provisional", "households", "cases", *(f"load:{name}" for name in self.sources)]
        frame, x = self.by_post, self.given.shape.x
        if not self.given.shape.several_posts:
            return frame
        frame = frame.group_by("practitioner").agg(
            *(x.col(name).sum() for name in summed),
            x.col("line").sum().alias("line_sum"),
            x.col("line").is_null().max().alias("line_unknown"),
        )
        frame = frame.with_columns(
            x.when(x.col("line_unknown")).then(None).otherwise(x.col("line_sum")).alias("line")
        )
        band = band_column(x, x.col("load"), x.col("line"), self.scheme.bands, self.scheme.line)
        return frame.with_columns(band.alias("band")).select("practitioner", "line", "band", *summed)

    @cached_property
    def practitioners(self) -> list[PractitionerReading]:
        """Everybody, ordered by id: never by load (no league table)."""
        teams = self._teams_of()
        found = [self._practitioner(row, teams) for row in self.totals.iter_rows(named=True)]
        return sorted(found, key=lambda one: one.id)

    def practitioner(self, id: str) -> PractitionerReading:
        """One practitioner's figures. Raises KeyError for an id that was not measured."""
        return self._by_id[id]

    @cached_property
    def _by_id(self) -> dict[str, PractitionerReading]:
        return {one.id: one for one in self.practitioners}

    def _practitioner(self, row: dict[str, Any], teams: dict[str, list[str]]) -> PractitionerReading:
        id = str(row["practitioner"])
        return PractitionerReading(
            load=self.amount(row["load"]),
            line=self._line(row["line"]),
            band=row["band"],
            scheme=self.scheme,
            id=id,
            teams=tuple(teams.get(id, ())),
            households=row["households"],
            cases=row["cases"],
            provisional=self.amount(row["provisional"]),
            sources={name: self.amount(row[f"load:{name}"]) for name in self.sources},
        )

    def amount(self, units: int) -> Fraction:
        """Whole units as the exact amount they stand for."""
        return Fraction(units, self.unit)

    def _line(self, units: int | None) -> Fraction | None:
        return None if units is None else self.amount(units)

    def _teams_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.by_post.select("practitioner", "team").iter_rows(named=True):
            if row["team"] is not None and row["team"] not in found.setdefault(str(row["practitioner"]), []):
                found[str(row["practitioner"])].append(row["team"])
        return found

    @cached_property
    def teams(self) -> list[TeamReading]:
        """Each team pooled: sum of loads over sum of lines, never a mean of percentages (rules 2.6)."""
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in self.by_post.iter_rows(named=True):
            rows.setdefault(row["team"] or "", []).append(row)
        waiting = {
            row["team"] or "": row
            for row in collected(self.waiting(), self.given.large).iter_rows(named=True)
        }
        return [self._team(id, rows.get(id, []), waiting.get(id)) for id in sorted({*rows, *waiting})]

    def _team(self, id: str, rows: list[dict[str, Any]], waiting: dict[str, Any] | None) -> TeamReading:
        holding = [row for row in rows if row["allocatable"] and row["here"]]
        parked = [row for row in rows if not (row["allocatable"] and row["here"])]
        set_rows = [row for row in holding if row["line"] is not None]
        load = self.amount(sum(row["load"] for row in set_rows))
        line = self.amount(sum(row["line"] for row in set_rows))
        bands = [self._by_id[str(row["practitioner"])].band or "no band" for row in holding]
        return TeamReading(
            load=load,
            line=line,
            band=band_of(load, line, self.scheme.bands, self.scheme.line),
            scheme=self.scheme,
            id=id,
            practitioners=tuple(sorted({str(row["practitioner"]) for row in holding})),
            distribution={band: bands.count(band) for band in dict.fromkeys(sorted(bands))},
            waiting=self.amount(self._work(waiting)) if waiting else Fraction(0),
            parked=self.amount(sum(self._work(row) for row in parked)),
            provisional=self.amount(
                sum(row["provisional"] for row in rows) + (waiting["provisional"] if waiting else 0)
            ),
            households=sum(row["households"] for row in holding),
            cases=sum(row["cases"] for row in holding),
            waiting_cases=waiting["cases"] if waiting else 0,
            parked_cases=sum(row["cases"] for row in parked),
        )

    def _work(self, row: dict[str, Any]) -> int:
        """Cases and tasks only: what somebody else would have to do."""
        return sum(row.get(f"load:{factor.id}") or 0 for factor in self.scheme.factors)

    def lines(self, practitioner: str) -> list[Any]:
        """The lines that a practitioner's load is made of; they add up to it."""
        from safeload.domain.explain import lines  # explain stands on Reading

        return lines(self, practitioner)

    def as_data(self, lines: bool = True) -> dict[str, Any]:
        """The reading as plain data, amounts as decimal text: what the command line and the API print."""
        return {
            "scheme": self.scheme.id,
            "version": self.scheme.version,
            "unit": self.scheme.unit,
            "on": self.on.isoformat(),
            "practitioners": [
                {
                    "id": one.id,
                    **one.as_text(),
                    "households": one.households,
                    "children": one.cases,
                    "provisional": plain(one.provisional),
                    "teams": list(one.teams),
                    **({"lines": [line.as_text() for line in self.lines(one.id)]} if lines else {}),
                }
                for one in self.practitioners
            ],
            "teams": list(self._teams_as_data()),
        }

    def _teams_as_data(self) -> Iterator[dict[str, Any]]:
        for team in self.teams:
            yield {
                "id": team.id or None,
                **team.as_text(),
                "practitioners": list(team.practitioners),
                "distribution": team.distribution,
                "demand": plain(team.demand),
                "capacity": plain(team.capacity),
                "held": plain(team.held),
                "waiting": plain(team.waiting),
                "parked": plain(team.parked),
                "provisional": plain(team.provisional),
                "households": team.households,
                "children": team.cases,
                "waiting_children": team.waiting_cases,
                "parked_children": team.parked_cases,
            }
