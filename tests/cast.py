"""A cast for all tests: people one would meet in an authority, each with a team, a role and a name.

The fixtures ``cast`` and ``committed_cast`` (conftest.py) make it. Two teams
in one service area, a third in another; Noor manages Amira and the others of Assessment, and nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from safeload.people.models import Account, Employer, Post, Practitioner, RoleGrant, ServiceArea, Team
from tests.accounts import signed_in

#: The day on which they all began.
STARTED = date(2019, 9, 2)


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


def make_cast() -> Cast:
    """The cast, in an empty database, as plain rows: it is made for every test, so it is made quickly."""
    Employer.objects.create(id=1, name="Northshire County Council")
    children = ServiceArea.objects.create(name="Children and families")
    adults = ServiceArea.objects.create(name="Adults")
    cast = Cast(
        children=children,
        adults=adults,
        assessment=Team.objects.create(service_area=children, name="Assessment"),
        court=Team.objects.create(service_area=children, name="Court"),
        older_people=Team.objects.create(service_area=adults, name="Older people"),
        desk=Team.objects.create(service_area=children, name="Duty", is_desk=True),
    )
    _people(cast)
    _accounts(cast)
    return cast


def _people(cast: Cast) -> None:
    practitioner, manager = Post.Role.PRACTITIONER, Post.Role.TEAM_MANAGER
    rows: list[tuple[str, str, Team, str, dict[str, Any]]] = [
        ("practitioner", "Amira Hussain", cast.assessment, practitioner, {"qualified_on": date(2019, 7, 1)}),
        (
            "nqsw",
            "Bethan Rhys",
            cast.assessment,
            practitioner,
            {"qualified_on": date(2026, 7, 1), "asye": True},
        ),
        ("peer", "Carl Owusu", cast.assessment, practitioner, {"qualified_on": date(2015, 7, 1)}),
        ("manager", "Noor Patel", cast.assessment, manager, {}),
        ("stranger", "Ewan Grant", cast.court, practitioner, {"qualified_on": date(2012, 7, 1)}),
        ("stranger_manager", "Fay Doyle", cast.court, manager, {}),
    ]
    people = [
        Practitioner(staff_ref=f"S-{who}", name=name, started_on=STARTED, **more)
        for who, name, _, _, more in rows
    ]
    cast.people = dict(zip((row[0] for row in rows), Practitioner.objects.bulk_create(people), strict=True))
    posts = [
        Post(
            practitioner=cast.people[who],
            team=team,
            role=role,
            weekly_hours=Decimal("22.2") if who == "peer" else Decimal(37),
            started_on=STARTED,
        )
        for who, _, team, role, _ in rows
    ]
    cast.posts = dict(zip(cast.people, Post.objects.bulk_create(posts), strict=True))


def _accounts(cast: Cast) -> None:
    everywhere = {"everywhere": True}
    rows: list[tuple[str, str, str, dict[str, Any]]] = [
        ("manager", "", "team-manager", {"team": cast.assessment}),
        ("stranger_manager", "", "team-manager", {"team": cast.court}),
        ("assessor", "Grace Lim", "asye-assessor", {"practitioner": cast.people["nqsw"]}),
        ("head", "Harriet Cole", "service-manager", {"service_area": cast.children}),
        ("psw", "Imran Shah", "principal-social-worker", everywhere),
        ("director", "Jean Walsh", "director", everywhere),
        ("hr", "Kofi Mensah", "hr", everywhere),
        ("analyst", "Lena Novak", "analyst", everywhere),
        ("member", "Councillor Moss", "elected-member", everywhere),
        ("union", "Nia Evans", "union-rep", everywhere),
        ("administrator", "Omar Said", "administrator", everywhere),
        ("auditor", "Petra Kane", "auditor", everywhere),
    ]
    names = {who: person.name for who, person in cast.people.items()} | {
        row[0]: row[1] for row in rows if row[1]
    }
    made = [
        Account(email=f"{who}@example.org", name=name, password="!", practitioner=cast.people.get(who))
        for who, name in names.items()
    ]
    cast.accounts = dict(zip(names, Account.objects.bulk_create(made), strict=True))
    RoleGrant.objects.bulk_create(
        RoleGrant(account=cast.accounts[who], role=role, starts_on=date(2020, 1, 1), **over)
        for who, _, role, over in rows
    )
