"""Invented households with what the schemes ask of them, in the proportions of the published figures.

Of 100 open children about 20 are looked after and 12 on a child protection plan (DfE, 31 March 2025).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

#: Children in a household and how often: 1.75 on average.
_SIZES = ((1, 52), (2, 30), (3, 12), (4, 4), (5, 2))
_STATUSES = ((["CIN"], 67), (["CP"], 12), (["LAC"], 16), (["LAC", "care"], 4), (["CIN", "private"], 1))
_HOURS = {"CIN": 4, "CP": 8, "LAC": 6, "care": 6, "private": 3}
PATCHES = ("Harbour", "Mill Vale", "North Moor", "Riverside", "The Rows", "Upper Town")


@dataclass
class Home:
    """A household and its children, before anybody has opened it as cases."""

    reference: str
    children: list[str]
    opened_on: date
    status: list[str]
    intervention: int | None
    additional: int
    patch: str
    grouped: bool = True
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """What the points scheme will count, to fill caseloads to a wanted level (PTS-11 to PTS-14)."""
        status = min(
            4,
            bool({"CP", "LAC"} & set(self.status)) + ("private" in self.status) + 2 * ("care" in self.status),
        )
        each = status + (2 if self.intervention is None else self.intervention) + self.additional
        return len(self.children) + (each if self.grouped else each * len(self.children))


class Work:
    """Makes households one after another, each with a fresh reference."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._home = 500
        self._case = 20_000

    def home(self, opened_on: date, **given: Any) -> Home:
        """One household that was opened on a day; ``given`` fixes what should not be left to chance."""
        rng = self.rng
        self._home += 1
        size = given.pop("size", None) or _drawn(rng, _SIZES)
        children = [f"C{self._case + n}" for n in range(1, size + 1)]
        self._case += size
        status = list(_drawn(rng, _STATUSES))
        grade = rng.choices((0, 1, 2, 3, 4, 5), (3, 16, 42, 22, 12, 5))[0]
        home = Home(
            f"H{self._home}",
            children,
            opened_on,
            status,
            None if rng.random() < 0.07 else grade,
            rng.choices((0, 1, 2), (78, 16, 6))[0],
            rng.choice(PATCHES),
            grouped=rng.random() > 0.04,
        )
        for name, value in given.items():
            setattr(home, name, value)
        home.answers = {child: self._answers(home) for child in children}
        return home

    def _answers(self, home: Home) -> dict[str, Any]:
        grade = 2 if home.intervention is None else home.intervention
        hours = sum(_HOURS[one] for one in home.status) / max(1, len(home.children) * 0.6) + grade
        found: dict[str, Any] = {
            "status": home.status,
            "hours": f"{round(hours * 4) / 4:.2f}",
            "complexity": "low" if grade < 2 else "medium" if grade < 4 else "high",
        }
        if home.intervention is not None:
            found["intervention"] = str(home.intervention)
        if home.additional:
            found["additional"] = str(home.additional)
        return found


def opened_before(rng: Random, on: date, at_least: int = 7) -> date:
    """A first day in the past: most cases are some months old, a few are years old."""
    return on - timedelta(days=at_least + int(rng.expovariate(1 / 210)) % 1400)


def _drawn(rng: Random, weighted: Any) -> Any:
    return rng.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]
