"""The invented workforce: service areas, teams, practitioners, and the cast who can sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from safeload.demo.names import names

AREAS = {
    "Assessment and safeguarding": [
        "Assessment North",
        "Assessment South",
        "Locality East",
        "Locality West",
        "Locality Harbour",
        "Locality Moor",
    ],
    "Children in care": ["Children in Care 1", "Children in Care 2", "Leaving Care", "Fostering"],
    "Disabled children": ["Disabled Children"],
}
DESK = ("Assessment and safeguarding", "Duty Desk")
#: The team in which the deliberate trouble is.
TEAM = "Locality East"
#: Months after which a step of the points line is reached (BEN-01 to BEN-04).
STEPS = (0, 6, 12, 24, 36)


@dataclass
class Person:
    """A practitioner with posts as (team, role, weekly hours), and the share of their line they should carry."""

    name: str
    months: int | None
    posts: list[tuple[str, str, Decimal | None]]
    target: float = 0.9
    asye: bool = False
    agency: bool = False
    email: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    def qualified(self, on: date) -> date | None:
        """When they qualified: so many months before a day."""
        return None if self.months is None else on - timedelta(days=round(self.months * 30.4375) + 3)


def _one(
    name: str,
    months: int | None,
    hours: str | None,
    target: float,
    team: str = TEAM,
    role: str = "practitioner",
    **more: Any,
) -> Person:
    return Person(name, months, [(team, role, None if hours is None else Decimal(hours))], target, **more)


def trouble(on: date) -> list[Person]:
    """Locality East: nine practitioners and their manager, each with a story (issue: the deliberate trouble)."""
    amira = _one("Amira Hussain", 8, "29.6", 1.06, asye=True, email="amira")
    ben = _one("Ben Carter", 61, "37", 0.98, email="ben")
    chloe = _one("Chloe Evans", 90, "37", 0.55, fields={"returning_until": on + timedelta(days=101)})
    gwenllian = _one("Gwenllian Tŵr", 130, "37", 0.87, role="advanced-practitioner", email="gwenllian")
    ivo = _one("Ivo Marsden", 40, "37", 0.79, agency=True)
    jo = _one("Jo Lindqvist", 28, "22.2", 0.96)
    kofi = _one("Kofi Mensah", 16, "37", 0.93)
    priya = Person(
        "Priya Nair",
        75,
        [(TEAM, "practitioner", Decimal("22.2")), ("Children in Care 1", "practitioner", Decimal("14.8"))],
        0.95,
        email="priya",
    )
    sadie = _one("Sadie Okoro", 55, None, 0.5)
    dee = _one("Dee Pemberton", 180, "37", 0.0, role="team-manager", email="dee")
    return [amira, ben, chloe, gwenllian, ivo, jo, kofi, priya, sadie, dee]


def workforce(rng: Random, on: date) -> list[Person]:
    """Everybody: about 119 full-time equivalents who hold cases (DfE 2025 median), and eleven managers."""
    found = trouble(on)
    spare = iter(names(rng, 160))
    for area, teams in AREAS.items():
        for team in teams:
            if team != TEAM:
                found.append(
                    _one(
                        next(spare),
                        200,
                        "37",
                        0.0,
                        team=team,
                        role="team-manager",
                        email="sol" if team == "Locality West" else "",
                    )
                )
                found += [
                    _ordinary(rng, next(spare), team) for _ in range(12 if area != "Disabled children" else 9)
                ]
    return found


def _ordinary(rng: Random, name: str, team: str) -> Person:
    months = rng.choices((rng.randint(1, 11), rng.randint(12, 35), rng.randint(36, 240)), (11, 19, 70))[0]
    hours = rng.choices(("37", "29.6", "22.2", "18.5"), (70, 12, 13, 5))[0]
    role = "senior-practitioner" if months > 60 and rng.random() < 0.25 else "practitioner"
    target = min(1.16, max(0.62, rng.gauss(0.985, 0.085)))
    return _one(
        name,
        months,
        hours,
        target,
        team=team,
        role=role,
        asye=months < 12,
        agency=months >= 36 and rng.random() < 0.16,
    )
