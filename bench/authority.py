"""An invented authority of a given size, through the same actions as everything else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from safeload.caseloads.actions import Listed, put_cases
from safeload.people import actions as people
from safeload.people.models import Account, Post, Practitioner, Team
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from safeload.schemes.facts import fields_asked
from safeload.workload.actions import take_monday_snapshot
from safeload.workload.models import monday_of

AREAS, TEAMS_IN_EACH = 5, 11
WEEKS = 9


@dataclass
class Built:
    """Who opens the pages."""

    team: Team
    manager: Account
    practitioner: Account
    director: Account


def build(
    practitioners: int = 500, cases: int = 8_000, areas_of: int = AREAS, teams_of: int = TEAMS_IN_EACH
) -> Built:
    """Found it, employ everybody, put the cases, look back nine weeks."""
    on = timezone.localdate()
    founded = on - timedelta(weeks=60)
    areas = {f"Area {a}": [f"Team {a}.{t}" for t in range(teams_of)] for a in range(areas_of)}

    def schemes(_areas: Any, _by: Any) -> None:
        for name, chosen in (("srb-points", {}), ("srb-time", {}), ("crude-limits", {"case": "child"})):
            version = add_version(text=files.shipped_text(name), by=None)
            main = name == "srb-points"
            adopt(
                version=version,
                by=None,
                starts_on=founded,
                agreed_by="The group",
                agreed_on=founded,
                main=main,
                chosen=chosen,
            )

    people.found(employer="Bench", areas=areas, administrator=("admin@bench.example", "Admin"), then=schemes)
    teams = list(Team.objects.order_by("pk"))
    posts = _employ(practitioners, teams, on)
    _put(cases, posts, on)
    for week in range(WEEKS - 1, -1, -1):
        take_monday_snapshot(monday_of(on) - timedelta(weeks=week))
    return _accounts(teams[0], posts[0], on)


def _employ(count: int, teams: list[Team], on: date) -> list[Post]:
    chance = random.Random(1)
    rows = [
        Practitioner(
            staff_ref=f"B{n}",
            name=f"Person {n}",
            qualified_on=on - timedelta(days=chance.randrange(200, 6_000)),
        )
        for n in range(count)
    ]
    made = Practitioner.objects.bulk_create(rows)
    hours = (Decimal(37), Decimal("29.6"), Decimal("22.2"))
    return Post.objects.bulk_create(
        Post(practitioner=person, team=teams[n % len(teams)], weekly_hours=chance.choice(hours))
        for n, person in enumerate(made)
    )


def _put(count: int, posts: list[Post], on: date) -> None:
    chance = random.Random(2)
    fields: Any = fields_asked(on, "case")
    rows: list[Listed] = []
    while len(rows) < count:
        home, waits = len(rows), chance.random() < 0.02
        post = chance.choice(posts)
        opened = on - timedelta(days=chance.randrange(1, 700))
        answers = {
            "status": [chance.choice(("CIN", "CIN", "CP", "LAC"))],
            "intervention": str(chance.randrange(6)),
            "hours": str(chance.randrange(2, 12)),
        }
        rows += [
            Listed(
                reference=f"C{home}-{child}",
                household=f"H{home}",
                opened_on=opened,
                team_id=post.team_id,
                reached_team_on=opened,
                answers={name: value for name, value in answers.items() if name in fields},
                post_id=None if waits else post.pk,
                holds_from=opened,
            )
            for child in range(chance.choice((1, 1, 2, 2, 3)))
        ]
    put_cases(by=None, rows=rows[:count], fields=fields, on=on, source="bench")


def _accounts(team: Team, post: Post, on: date) -> Built:
    since = on - timedelta(days=30)
    manager = people.invite(by=None, email="manager@bench.example", name="Manager")
    people.grant_role(by=None, account_id=manager.pk, role="team-manager", team_id=team.pk, starts_on=since)
    director = people.invite(by=None, email="director@bench.example", name="Director")
    people.grant_role(by=None, account_id=director.pk, role="director", everywhere=True, starts_on=since)
    own = people.invite(
        by=None, email="person@bench.example", name="Person 0", practitioner_id=post.practitioner_id
    )
    return Built(team, manager, own, director)
