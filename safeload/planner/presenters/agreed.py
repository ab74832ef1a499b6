"""What was or would be agreed, held against what it takes the place of: each number before → after with its unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeload.allocation.models import AgreedWeights
from safeload.allocation.queries.weights import InForce
from safeload.domain.allocation.weights import ALL, Weights
from safeload.planner.words import A_WEEK, FIRST_YEAR
from safeload.web import formats

_UNIT = "households in seven days"
#: What it means that there is no number.
_NONE = {A_WEEK: "no limit", FIRST_YEAR: "as for everybody"}


@dataclass(frozen=True)
class Changed:
    """One number that would be, or became, another. None: there is no weekly number."""

    title: str
    unit: str
    now: int | None
    then: int | None

    @property
    def now_said(self) -> str:
        """What it is."""
        return _NONE[self.title] if self.now is None else str(self.now)

    @property
    def then_said(self) -> str:
        """What it would be."""
        return _NONE[self.title] if self.then is None else str(self.then)


@dataclass(frozen=True)
class Agreement:
    """One agreement of the history, with everything that it changed."""

    row: AgreedWeights
    changed: tuple[Changed, ...]


def changed(now: InForce, then: InForce) -> tuple[Changed, ...]:
    """Every weight and weekly number that differs, in the order of the page."""
    found = [
        Changed(one.title, one.unit, now.weights[one.name], then.weights[one.name])
        for one in ALL
        if now.weights[one.name] != then.weights[one.name]
    ]
    for title, held in ((A_WEEK, _a_week), (FIRST_YEAR, _first_year)):
        if held(now) != held(then):
            found.append(Changed(title, _UNIT, held(now), held(then)))
    return tuple(found)


def _a_week(one: InForce) -> int | None:
    return one.new_a_week


def _first_year(one: InForce) -> int | None:
    return one.row.new_a_week_first_year if one.row else None


def limits_said(held: InForce) -> str:
    """How many households somebody is given in a week at most; empty where nothing is agreed."""
    most, first = held.new_a_week, held.new_in_first_year
    in_week = "in seven days at most"
    if most is None:
        if first is None:
            return ""
        return f"In their first year somebody is given {formats.plural(first, 'household')} {in_week}."
    own = "" if first == most else f", {first} in their first year"
    return f"Somebody is given {formats.plural(most, 'household')} {in_week}{own}."


def history(rows: Sequence[AgreedWeights], everybodys: Iterable[AgreedWeights]) -> list[Agreement]:
    """Agreements, the latest first, each against the one before it.

    The first of a service is held against what was agreed for everybody by then (``everybodys``), else against what
    Safeload comes with.
    """
    found = []
    for at, row in enumerate(rows):
        if at + 1 < len(rows):
            before = InForce.of(rows[at + 1])
        else:
            earlier = [one for one in everybodys if one.pk < row.pk and row.service_area_id is not None]
            last = max(earlier, key=lambda one: one.pk, default=None)
            before = InForce.of(last) if last else InForce(Weights())
        found.append(Agreement(row, changed(before, InForce.of(row))))
    return found
