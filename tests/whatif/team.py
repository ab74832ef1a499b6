"""A team with brothers and sisters in two hands, a co-worker, tasks of hours and points, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from safeload.caseloads.models import Allocation, Case
from safeload.people.models import Account, Practitioner, Team
from safeload.people.scope import scope_for
from safeload.whatif.changes import Change, Kind
from safeload.whatif.facts import AsItWouldBe, as_it_would_be
from safeload.workload.actions import refresh
from safeload.workload.queries.board import Board, board_of_team
from tests.workload.town import TODAY, Town


@dataclass
class Players:
    """Who they are, and which cases."""

    town: Town
    manager: Account
    ada: Practitioner
    ben: Practitioner
    cleo: Practitioner
    south: Team
    family: list[Case]
    waiting: list[Case]

    def post(self, who: Practitioner) -> int:
        """Their post in the team."""
        found: int = who.posts.get(team=self.town.team).pk
        return found

    def scope(self) -> Any:
        """What the manager sees."""
        return scope_for(self.manager, TODAY)

    def supposing(self, *changes: Change) -> AsItWouldBe:
        """The board as it would be, changes numbered in order."""
        numbered = [Change(**{**one.__dict__, "n": number}) for number, one in enumerate(changes, 1)]
        return as_it_would_be(self.scope(), self.town.team.pk, numbered, self.town.team.name)

    def as_it_is(self) -> Board:
        """The board measured anew, for everybody."""
        refresh(on=TODAY)
        return board_of_team(self.scope(), self.town.team.pk)


def team(town: Town, scheme: str = "srb-points", **chosen: str) -> Players:
    """Three practitioners, one of them in two teams, and their manager."""
    town.scheme(scheme, **chosen)
    south = Team.objects.create(service_area=town.area, name="South")
    ada, ben = town.person("Ada Light"), town.person("Ben Carter", hours="29.6")
    cleo = town.person("Cleo Adams", hours="18.5")
    second = town.post(cleo, south, "18.5")
    town.points(ada, 20)
    town.points(ben, 44)
    town.points(cleo, 6)
    town.points(second, 7)
    family = town.family(3, ben, status=["CP"], level="high", hours="9")
    sister = town.family(1, ada, status=["CP"], level="high", hours="3")[0]
    sister.household = family[0].household
    sister.save()
    Allocation.objects.filter(case=family[1]).update(share=Decimal(70))
    town.hold(family[1], ada, TODAY.replace(day=1), role=Allocation.Role.CO_WORKER, share=Decimal(30))
    waiting = town.family(2, status=["LAC"], level="medium", hours="6")
    dee = town.person("Dee Morgan", role="team-manager")
    manager = town.signs_in(dee, role="team-manager", team=town.team)
    refresh(on=TODAY)
    return Players(town, manager, ada, ben, cleo, south, family, waiting)


def move(cases: list[Case], post: int) -> Change:
    """Cases to a post."""
    return Change(Kind.MOVE, cases=tuple(case.pk for case in cases), post=post)
