"""A small authority for the tests of workload: rows by hand, a scheme adopted, figures kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from safeload.caseloads.models import Allocation, Case, Household
from safeload.people.models import Account, Employer, Post, Practitioner, RoleGrant, ServiceArea, Team
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from tests.accounts import account

#: A Thursday.
TODAY = date(2026, 11, 19)
MONDAY = date(2026, 11, 16)
LONG_AGO = date(2024, 1, 1)


class Town:
    """The authority; every method adds to it and returns what it added."""

    def __init__(self) -> None:
        self.employer = Employer.objects.create(name="Wenbury")
        self.area = ServiceArea.objects.create(name="Children’s social work")
        self.team = Team.objects.create(service_area=self.area, name="North")
        self.number = 0

    def scheme(self, name: str = "srb-points", main: bool = True, **chosen: str) -> Any:
        """Adopt a shipped scheme for everybody."""
        version = add_version(text=files.shipped_text(name), by=None)
        return adopt(
            version=version,
            by=None,
            starts_on=LONG_AGO,
            agreed_by="Workload working group",
            agreed_on=LONG_AGO,
            main=main,
            chosen=chosen,
        )

    def person(
        self, name: str, team: Team | None = None, hours: str | None = "37", **fields: Any
    ) -> Practitioner:
        """A practitioner with one post, three years and more unless said otherwise."""
        role = fields.pop("role", Post.Role.PRACTITIONER)
        fields.setdefault("qualified_on", date(2015, 9, 1))
        fields.setdefault("staff_ref", f"S{Practitioner.objects.count() + 1:03}")
        made = Practitioner.objects.create(name=name, **fields)
        self.post(made, team, hours, role)
        return made

    def post(
        self,
        whose: Practitioner,
        team: Team | None = None,
        hours: str | None = "37",
        role: str = "practitioner",
    ) -> Post:
        """One more post."""
        weekly = None if hours is None else Decimal(hours)
        return Post.objects.create(practitioner=whose, team=team or self.team, weekly_hours=weekly, role=role)

    def family(
        self, children: int, holder: Any = None, since: date = date(2026, 6, 1), **answers: Any
    ) -> list[Case]:
        """A household of so many children, held by a practitioner (or a post), or waiting."""
        self.number += 1
        team = answers.pop("team", self.team)
        columns = {name: answers.pop(name) for name in list(answers) if hasattr(Case, name)}
        home = Household.objects.create(reference=f"H{self.number:03}")
        made = []
        for child in range(1, children + 1):
            case = Case.objects.create(
                reference=f"C{self.number:03}-{child}",
                household=home,
                team=team,
                opened_on=since,
                reached_team_on=since,
                values=answers,
                **columns,
            )
            made.append(case)
            if holder is not None:
                self.hold(case, holder, since)
        return made

    def hold(self, case: Case, holder: Any, since: date, **fields: Any) -> Allocation:
        """Let a practitioner's first post, or a post, hold a case."""
        post = holder if isinstance(holder, Post) else holder.posts.order_by("id").first()
        return Allocation.objects.create(
            case=case, post=post, starts_on=since, known_from=timezone.now(), reason="FCONTA", **fields
        )

    def points(self, whose: Any, total: int, since: date = date(2026, 6, 1)) -> None:
        """Cases that make up so many points: families of one child with typed intervention points."""
        while total > 0:
            typed = min(5, total - 1)
            self.family(1, whose, since, status=["CIN"], level="low", intervention=str(typed), additional="0")
            total -= 1 + typed

    def signs_in(self, whose: Practitioner | None = None, role: str = "", **over: Any) -> Account:
        """An account, for a practitioner and with a role if named."""
        name = whose.name if whose else role or "somebody"
        address = f"{name.split()[0].lower()}{Account.objects.count()}@example.org"
        made = account(address, name=name, practitioner=whose)
        if role:
            RoleGrant.objects.create(account=made, role=role, starts_on=LONG_AGO, **over)
        return made


def worker_x(town: Town) -> Practitioner:
    """Worker X of the published example: 45 points in 9 families with 17 children, and practice teaching."""
    from safeload.people.models import Commitment

    worker = town.person("Xanthe Wells", qualified_on=date(2010, 1, 1))
    families = [
        (1, ["LAC", "care"], 2, 0),
        (2, ["CP"], 2, 0),
        (6, ["CP"], 2, 0),
        (1, ["LAC"], 2, 0),
        (1, ["CP"], 3, 2),
        (2, ["CP"], 2, 0),
        (1, ["CP"], 2, 0),
        (2, ["CIN"], 1, 0),
        (1, ["CIN"], 1, 0),
    ]
    for children, status, typed, more in families:
        town.family(
            children, worker, status=status, level="medium", intervention=str(typed), additional=str(more)
        )
    Commitment.objects.create(practitioner=worker, kind="practice_teaching", starts_on=LONG_AGO)
    return worker


def days_ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)
