"""Teams of a Reading: what is held, waiting and parked, the pooled figure, and the distribution behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from safeload.domain.figures import Figures
from safeload.domain.frames import collected
from safeload.domain.pooled import Share, pooled
from safeload.domain.quantity import plain

if TYPE_CHECKING:
    from safeload.domain.reading import Reading

Row = dict[str, Any]


@dataclass(frozen=True)
class TeamReading(Figures):
    """A team's pooled figure, with the distribution that an average hides (rules 2.6).

    ``load`` and ``line`` are of those who have a line; ``held`` and ``demand`` are of everybody.
    """

    id: str = ""
    practitioners: tuple[str, ...] = ()
    distribution: dict[str, int] = field(default_factory=dict)
    held: Fraction = Fraction(0)
    waiting: Fraction = Fraction(0)
    parked: Fraction = Fraction(0)
    #: Of what is held, and of the demand.
    provisional: Fraction = Fraction(0)
    provisional_demand: Fraction = Fraction(0)
    #: Those who have no line: how many, and what they hold.
    left_out: int = 0
    left_out_load: Fraction = Fraction(0)
    households: int = 0
    cases: int = 0
    waiting_cases: int = 0
    parked_cases: int = 0

    @property
    def demand(self) -> Fraction:
        """Held, waiting and parked work at the scheme's value."""
        return self.held + self.waiting + self.parked

    @property
    def capacity(self) -> Fraction:
        """The sum of the lines of those available."""
        return self.line or Fraction(0)

    def as_data(self) -> dict[str, Any]:
        """The team as plain data, amounts as decimal text."""
        return {
            "id": self.id or None,
            **self.as_text(),
            "practitioners": list(self.practitioners),
            "distribution": self.distribution,
            "demand": plain(self.demand),
            "capacity": plain(self.capacity),
            "held": plain(self.held),
            "waiting": plain(self.waiting),
            "parked": plain(self.parked),
            "provisional": plain(self.provisional),
            "provisional_demand": plain(self.provisional_demand),
            "left_out": self.left_out,
            "left_out_load": plain(self.left_out_load),
            "households": self.households,
            "children": self.cases,
            "waiting_children": self.waiting_cases,
            "parked_children": self.parked_cases,
        }


def teams_of(reading: Reading) -> Iterator[TeamReading]:
    """Each team by id; the work of nobody's team has the empty one."""
    rows: dict[str, list[Row]] = {}
    for row in reading.by_post.iter_rows(named=True):
        rows.setdefault(row["team"] or "", []).append(row)
    found = collected(reading.waiting(), reading.given.large)
    waiting = {row["team"] or "": row for row in found.iter_rows(named=True)}
    for id in sorted({*rows, *waiting}):
        yield _team(reading, id, rows.get(id, []), waiting.get(id))


def _team(reading: Reading, id: str, rows: Sequence[Row], waiting: Row | None) -> TeamReading:
    holding = [row for row in rows if row["allocatable"] and row["here"]]
    parked = [row for row in rows if not (row["allocatable"] and row["here"])]
    pool = pooled((_share(reading, row) for row in holding), reading.scheme)
    unsure = sum(row["provisional"] for row in holding)
    unsure_besides = sum(row["provisional"] for row in (*parked, *([waiting] if waiting else [])))
    return TeamReading(
        load=pool.load,
        line=pool.line,
        band=pool.band,
        scheme=reading.scheme,
        id=id,
        practitioners=tuple(sorted({str(row["practitioner"]) for row in holding})),
        distribution=_distribution(reading, holding),
        held=pool.held,
        waiting=reading.amount(_work(reading, waiting)) if waiting else Fraction(0),
        parked=reading.amount(sum(_work(reading, row) for row in parked)),
        provisional=(doubted := min(reading.amount(unsure), max(pool.held, Fraction(0)))),
        provisional_demand=doubted + reading.amount(unsure_besides),
        left_out=pool.left_out,
        left_out_load=pool.left_out_load,
        households=sum(row["households"] for row in holding),
        cases=sum(row["cases"] for row in holding),
        waiting_cases=waiting["cases"] if waiting else 0,
        parked_cases=sum(row["cases"] for row in parked),
    )


def _share(reading: Reading, row: Row) -> Share:
    line = None if row["line"] is None else reading.amount(row["line"])
    return Share(row["practitioner"], reading.amount(row["load"]), line)


def _distribution(reading: Reading, holding: Sequence[Row]) -> dict[str, int]:
    """How many people stand in each band, over all their posts; who has two posts here is one person."""
    whose = {str(row["practitioner"]) for row in holding}
    return dict(sorted(Counter(reading.practitioner(who).band or "no band" for who in whose).items()))


def _work(reading: Reading, row: Mapping[str, Any]) -> int:
    """Cases and tasks only: what somebody else would have to do."""
    return sum(row.get(f"load:{factor.id}") or 0 for factor in reading.scheme.factors)
