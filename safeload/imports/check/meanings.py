"""Whom and which team a list means: by the same name, by what was settled before, or by asking once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeload.imports.check.known import Known, PersonKnown, PostKnown, TeamKnown
from safeload.imports.check.plan import Asked, Did, Plan, Step
from safeload.imports.lists import CaseRow
from safeload.imports.names import is_nobody, normalise, propose


@dataclass(frozen=True)
class Meant:
    """Whom a name means: a practitioner, or one of the words of ``LISTED_WHY``."""

    person: PersonKnown | None = None
    waits: str = ""


@dataclass(frozen=True)
class Placement:
    """Where a case goes: to a post, or to wait in a team (None: where it is), for a reason in ``LISTED_WHY``."""

    post_id: int | None
    team_id: int | None
    waits: str = ""


@dataclass
class _Open:
    written: str
    rows: int = 0
    first: str = ""
    needed: bool = True


@dataclass
class Meanings:
    """Finds people and teams for what stands in a list, and collects what has to be asked."""

    known: Known
    names: Mapping[str, tuple[str, int | None]]
    teams: Mapping[str, tuple[int | None, int | None]]
    plan: Plan
    _open_names: dict[str, _Open] = field(default_factory=dict)
    _open_teams: dict[str, _Open] = field(default_factory=dict)
    _new_teams: dict[str, TeamKnown] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Take in people whom the list itself adds."""
        self._bearers: dict[str, list[int]] = {}
        self._by_staff: dict[str, PersonKnown] = {}
        self._team_names = {normalise(team.name): team for team in self.known.teams.values()}
        for person in self.known.people.values():
            self._bearers.setdefault(normalise(person.name), []).append(person.pk)
            self._by_staff[person.staff_ref.lower()] = person

    def team(self, written: str, first: str) -> TeamKnown | None:
        """The team that a list names; None where it names none, or one that is not ours. Asks if unknown."""
        name = normalise(written)
        if not name or is_nobody(written):
            return None
        if name in self._team_names:
            return self._team_names[name]
        if name in self._new_teams:
            return self._new_teams[name]
        team_id, area_id = self.teams.get(name, (None, None))
        if team_id in self.known.teams:
            return self.known.teams[team_id]
        if area_id in self.known.areas:
            return self._add_team(name, written, area_id)
        if name not in self.teams or team_id or area_id:
            _note(self._open_teams, name, written, first)
        return None

    def _add_team(self, name: str, written: str, area_id: int) -> TeamKnown:
        title = " ".join(written.split())[:80]
        ended = self.known.ended_teams.get(name)
        team = TeamKnown(ended or -1 - len(self._new_teams), title, area_id)
        self._new_teams[name] = self.known.teams[team.pk] = team
        area = self.known.areas[area_id]
        payload = {"pk": team.pk, "name": title, "area_id": area_id, "settled": name}
        did: Did = "reopen" if ended else "add"
        self.plan.steps.append(Step("team", title, did, {"Service area": ("", area)}, payload=payload))
        return team

    def person(self, staff_id: str, written: str, first: str) -> Meant | None:
        """Whom a staff id or a name means; None where it has to be asked."""
        if staff_id and (found := self._by_staff.get(staff_id.lower())):
            return Meant(found)
        name = normalise(written)
        if name in self.names:
            meaning, pk = self.names[name]
            if meaning != "practitioner":
                return Meant(waits=meaning)
            if pk in self.known.people:
                return Meant(self.known.people[pk])
        bearers = self._bearers.get(name, [])
        if len(bearers) == 1:
            return Meant(self.known.people[bearers[0]])
        if is_nobody(written) and not staff_id:
            return Meant(waits="nobody")
        _note(self._open_names, name or normalise(staff_id), written or staff_id, first)
        return None

    def place(self, row: CaseRow) -> Placement:
        """Where a case goes by its worker and team. What is still to be asked waits for now."""
        first = f"{row.sheet}, row {row.row}"
        team = self.team(row.team, first)
        meant = self.person(row.staff_id, row.worker, first)
        team_id = team.pk if team else None
        if meant is None:
            return Placement(None, team_id, "elsewhere")
        if meant.person is None:
            return Placement(None, team_id, meant.waits)
        post = self.post_of(meant.person, team_id)
        if post is not None:
            return Placement(post.pk, post.team_id)
        last = max(meant.person.posts, key=lambda one: one.pk, default=None)
        return Placement(None, team_id or (last.team_id if last else None), "left")

    def post_of(self, person: PersonKnown, team_id: int | None) -> PostKnown | None:
        """The post of a practitioner in a team, else the one with most hours; None for a leaver."""
        posts = person.posts_on(self.known.on)
        return next((post for post in posts if post.team_id == team_id), posts[0] if posts else None)

    def ask(self) -> None:
        """Put what is open on the plan, with near matches proposed."""
        for name, one in self._open_teams.items():
            rated = {normalise(team.name): [team.pk] for team in self.known.teams.values() if team.pk > 0}
            near = propose(name, rated)
            self.plan.asked.append(
                Asked("team", name, one.written, one.rows, one.first, proposals=near, needed=True)
            )
        for name, one in self._open_names.items():
            near = propose(name, self._bearers)
            self.plan.asked.append(
                Asked("name", name, one.written, one.rows, one.first, proposals=near, needed=True)
            )


def _note(found: dict[str, _Open], name: str, written: str, first: str) -> None:
    one = found.setdefault(name, _Open(" ".join(written.split())[:200], first=first))
    one.rows += 1
