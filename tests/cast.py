"""A cast for all tests: people one would meet in an authority, each with a team, a role and a name.

The fixtures ``cast`` and ``committed_cast`` (conftest.py) make it with the product's own actions. Two teams
in one service area, a third in another; Noor manages Amira and the others of Assessment, and nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from safeload.people import actions
from safeload.people.models import Account, Employer, Post, Practitioner, ServiceArea, Team
from tests.accounts import account, signed_in


@dataclass
class Cast:
    """Who is there. Practitioners under their names, accounts by what they are, clients by ``as_``."""

    children: ServiceArea
    adults: ServiceArea
    assessment: Team
    court: Team
    older_people: Team
    desk: Team
    people: dict[str, Practitioner] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def as_(self, who: str) -> Client:
        """A signed-in client of one of the cast."""
        return signed_in(self.accounts[who])


#: Everybody with an account, by what they are: for tests that go through all of them.
EVERYBODY = (
    "practitioner",
    "nqsw",
    "peer",
    "assessor",
    "manager",
    "stranger",
    "stranger_manager",
    "head",
    "psw",
    "director",
    "hr",
    "analyst",
    "member",
    "union",
    "administrator",
    "auditor",
)


def _person(cast: Cast, who: str, name: str, team: Team, **fields: Any) -> Practitioner:
    role = fields.pop("role", Post.Role.PRACTITIONER)
    hours = fields.pop("hours", Decimal(37))
    started = fields.setdefault("started_on", date(2019, 9, 2))
    person = actions.add_practitioner(by=None, team_id=team.pk, staff_ref=f"S-{who}", name=name, **fields)
    cast.people[who] = person
    made = actions.add_post(
        by=None, practitioner_id=person.pk, team_id=team.pk, started_on=started, role=role, weekly_hours=hours
    )
    cast.posts[who] = made
    cast.accounts[who] = account(f"{who}@example.org", name=name, practitioner=person)
    return person


def _account(cast: Cast, who: str, name: str, role: str, **over: Any) -> None:
    made = cast.accounts.get(who) or account(f"{who}@example.org", name=name)
    cast.accounts[who] = made
    actions.grant_role(by=None, account_id=made.pk, role=role, starts_on=date(2020, 1, 1), **over)


def make_cast() -> Cast:
    """The cast, in an empty database."""
    Employer.objects.create(id=1, name="Northshire County Council")
    children = actions.add_area(by=None, name="Children and families")
    adults = actions.add_area(by=None, name="Adults")
    cast = Cast(
        children=children,
        adults=adults,
        assessment=actions.add_team(by=None, area_id=children.pk, name="Assessment"),
        court=actions.add_team(by=None, area_id=children.pk, name="Court"),
        older_people=actions.add_team(by=None, area_id=adults.pk, name="Older people"),
        desk=actions.add_team(by=None, area_id=children.pk, name="Duty", is_desk=True),
    )
    _person(cast, "practitioner", "Amira Hussain", cast.assessment, qualified_on=date(2019, 7, 1))
    nqsw = _person(cast, "nqsw", "Bethan Rhys", cast.assessment, qualified_on=date(2026, 7, 1), asye=True)
    _person(cast, "peer", "Carl Owusu", cast.assessment, qualified_on=date(2015, 7, 1), hours=Decimal("22.2"))
    _person(cast, "manager", "Noor Patel", cast.assessment, role=Post.Role.TEAM_MANAGER)
    _person(cast, "stranger", "Ewan Grant", cast.court, qualified_on=date(2012, 7, 1))
    _person(cast, "stranger_manager", "Fay Doyle", cast.court, role=Post.Role.TEAM_MANAGER)
    _account(cast, "manager", "Noor Patel", "team-manager", team_id=cast.assessment.pk)
    _account(cast, "stranger_manager", "Fay Doyle", "team-manager", team_id=cast.court.pk)
    _account(cast, "assessor", "Grace Lim", "asye-assessor", practitioner_id=nqsw.pk)
    _account(cast, "head", "Harriet Cole", "service-manager", service_area_id=children.pk)
    _account(cast, "psw", "Imran Shah", "principal-social-worker", everywhere=True)
    _account(cast, "director", "Jean Walsh", "director", everywhere=True)
    _account(cast, "hr", "Kofi Mensah", "hr", everywhere=True)
    _account(cast, "analyst", "Lena Novak", "analyst", everywhere=True)
    _account(cast, "member", "Councillor Moss", "elected-member", everywhere=True)
    _account(cast, "union", "Nia Evans", "union-rep", everywhere=True)
    _account(cast, "administrator", "Omar Said", "administrator", everywhere=True)
    _account(cast, "auditor", "Petra Kane", "auditor", everywhere=True)
    return cast
