"""Who holds which invented household since when: week by week, so that the weeks behind can be looked at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from safeload.demo.people import AREAS, DESK, TEAM, Person
from safeload.demo.work import Home, Work, opened_before

_STAGES = ((36, 50), (24, 45), (12, 40), (6, 35), (0, 30))
_PRIORITIES = (("1-urgent", 12), ("2-high", 30), ("3-standard", 48), ("4-low", 10))
_WHY = (
    "Everybody in the team is at their line",
    "Waits for the court’s papers",
    "A worker starts on Monday week",
    "Transfer agreed, handover being planned",
    "Waits for an interpreter",
)


#: The published example's worker X: nine families, seventeen children, 45 points (rules 2.2). With practice teaching
#: 50 of 50: green counted by family, red by child, at the limit by points.
WORKER_X: tuple[tuple[int, list[str], int, int], ...] = (
    (1, ["LAC", "care"], 2, 0),
    (2, ["CP"], 2, 0),
    (6, ["CP"], 2, 0),
    (1, ["LAC"], 2, 0),
    (1, ["CP"], 3, 2),
    (2, ["CP"], 2, 0),
    (1, ["CP"], 2, 0),
    (2, ["CIN"], 1, 0),
    (1, ["CIN"], 1, 0),
)


@dataclass
class Held:
    """A household with a practitioner's post (or waiting in a team), from a day, perhaps closed since."""

    home: Home
    who: str = ""
    post: int = 0
    since: date | None = None
    team: str = ""
    priority: str = "3-standard"
    reached_on: date | None = None
    closed_on: date | None = None


class Authority:
    """Everybody's work as it stands on ``on``, and how it came there since ``start``."""

    def __init__(self, rng: Random, on: date, start: date) -> None:
        self.rng, self.on, self.start = rng, on, start
        self.work = Work(rng)
        #: Waiting cases: next contact due, made, and why they wait.
        self.waiting: dict[str, tuple[date, date | None, str]] = {}

    def waves(self, everybody: list[Person]) -> dict[date, list[Held]]:
        """Rows by the day on which they are put: the first day has all that is older, then week by week."""
        found: dict[date, list[Held]] = defaultdict(list)
        for one in everybody:
            for held in self._caseload(one):
                found[max(self.start, held.since or self.start)].append(held)
            for held, closed in self._finished(one):
                found[self.start].append(held)
                found[closed].append(Held(held.home, held.who, held.post, held.since, closed_on=closed))
        for held in self._unallocated():
            found[max(self.start, held.home.opened_on)].append(held)
        return found

    def _caseload(self, one: Person) -> list[Held]:
        if one.email == "dee":
            return [self._hold(one, 0, 2 + n) for n in range(3)]
        if one.email == "gwenllian":
            return [self._published(one, *family) for family in WORKER_X]
        held: list[Held] = []
        for post, (_, role, hours) in enumerate(one.posts):
            if role == "team-manager":
                continue
            held += self._filled(one, post, float(hours or 37))
        if one.email == "ben":
            held += self._overload(one)
        return held

    def _published(
        self, one: Person, size: int, status: list[str], intervention: int, additional: int
    ) -> Held:
        opened = opened_before(self.rng, self.start)
        home = self.work.home(
            opened, size=size, status=status, intervention=intervention, additional=additional, grouped=True
        )
        return Held(home, one.name, 0, opened)

    def _filled(self, one: Person, post: int, hours: float) -> list[Held]:
        """Households until the wanted share of the line is reached."""
        line = next(points for months, points in _STAGES if (one.months or 0) >= months)
        wanted, points = line * hours / 37 * one.target, 0
        held: list[Held] = []
        while points < wanted - 2:
            recent = one.email != "ben" and self.rng.random() < 0.13
            weeks = self.rng.randint(0, 8) if recent else None
            if not held and one.name in ("Jo Lindqvist", "Kofi Mensah"):
                weeks = 0
            row = self._hold(one, post, weeks)
            if points + row.home.points > wanted + 1:
                row.home.additional, row.home.children = 0, row.home.children[:1]
            if points + row.home.points > wanted + 2:
                break
            points += row.home.points
            held.append(row)
        return held

    def _hold(self, one: Person, post: int, weeks: int | None) -> Held:
        if weeks is None:
            opened = opened_before(self.rng, self.start)
            if one.months is not None:
                opened = max(opened, self.on - timedelta(days=30 * one.months))
        else:
            opened = self.on - timedelta(days=7 * weeks + self.rng.randint(0, 6))
        return Held(self.work.home(min(opened, self.on)), one.name, post, min(opened, self.on))

    def _overload(self, one: Person) -> list[Held]:
        """Ben took two families in one week when a colleague left; he has been red since, five Mondays."""
        day = self.on - timedelta(days=self.on.weekday() + 7 * 4 + 5)
        homes = [
            self.work.home(day, size=2, status=["CP"], intervention=2, additional=0, grouped=True),
            self.work.home(day, size=1, status=["LAC", "care"], intervention=2, additional=0, grouped=True),
        ]
        return [Held(home, one.name, 0, day) for home in homes]

    def _finished(self, one: Person) -> list[tuple[Held, date]]:
        """Work that has been closed in the weeks behind."""
        if one.posts[0][1] == "team-manager" or one.email in ("ben", "amira", "gwenllian"):
            return []
        rows = []
        for _ in range(self.rng.choices((0, 1, 2), (45, 40, 15))[0]):
            held = self._hold(one, 0, None)
            rows.append((held, self.start + timedelta(days=self.rng.randint(3, 60))))
        return [(held, closed) for held, closed in rows if held.home.opened_on < closed <= self.on]

    def _unallocated(self) -> list[Held]:
        """What waits in the teams and on the duty desk."""
        teams = [TEAM] * 5 + [DESK[1]] * 4
        teams += [
            team for names in AREAS.values() for team in names if team != TEAM and self.rng.random() < 0.8
        ]
        rows = []
        for team in teams:
            waited = self.rng.choice((1, 2, 4, 6, 9, 13, 20, 27))
            home = self.work.home(self.on - timedelta(days=waited))
            priority = self.rng.choices([p for p, _ in _PRIORITIES], [w for _, w in _PRIORITIES])[0]
            rows.append(
                Held(
                    home,
                    team=team,
                    priority=priority,
                    reached_on=self.on - timedelta(days=max(0, waited - 1)),
                )
            )
            due = self.on + timedelta(days=self.rng.choice((-3, -1, 0, 1, 2, 4, 6)))
            made = self.on - timedelta(days=waited // 2) if waited > 4 else None
            why = self.rng.choice(_WHY)
            for child in home.children:
                self.waiting[child] = (due, made, why)
        return rows
