"""A Reading: everybody's load against their line, each figure ready to be opened into the lines it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from safeload.domain.bands import band_column
from safeload.domain.caseload import Caseload
from safeload.domain.figures import Figures, with_more
from safeload.domain.frames import Frame, Given, collected
from safeload.domain.quantity import plain
from safeload.domain.scheme import Scheme
from safeload.domain.teams import TeamReading, teams_of
from safeload.domain.unset import missing_of

__all__ = ["Figures", "PractitionerReading", "Reading", "TeamReading", "with_more"]


@dataclass(frozen=True)
class PractitionerReading(Figures):
    """One practitioner over all their posts."""

    id: str = ""
    teams: tuple[str, ...] = ()
    households: int = 0
    cases: int = 0
    provisional: Fraction = Fraction(0)
    sources: dict[str, Fraction] = field(default_factory=dict)


@dataclass
class Reading:
    """What ``measure`` found. Columns are collected once, when first asked for."""

    scheme: Scheme
    on: date
    unit: int
    hours_unit: int
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
            missing=self._missing.get(id, ()) if row["band"] == "not_set" else (),
        )

    @cached_property
    def _missing(self) -> dict[str, tuple[str, ...]]:
        return missing_of(self)

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
        """Each team pooled, with what is held, waits and is parked."""
        return list(teams_of(self))

    def lines(self, practitioner: str) -> list[Any]:
        """The lines that a practitioner's load is made of; they add up to it."""
        from safeload.domain.explain import lines  # explain stands on Reading

        return lines(self, practitioner)

    def line_lines(self, practitioner: str) -> list[Any]:
        """What a practitioner's line is made of, and what lowered it; they add up to the line."""
        from safeload.domain.explain_line import line_lines

        return line_lines(self, practitioner)

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
                    **(self._opened(one.id) if lines else {}),
                }
                for one in self.practitioners
            ],
            "teams": [team.as_data() for team in self.teams],
        }

    def _opened(self, id: str) -> dict[str, Any]:
        return {
            "lines": [line.as_text() for line in self.lines(id)],
            "line_lines": [line.as_text() for line in self.line_lines(id)],
        }
