"""A team of nine with its troubles, to look at and to walk through in a browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from safeload.people.models import Commitment, Post, StepConfirmation, Team
from safeload.workload.actions import take_monday_snapshot
from tests.workload.town import MONDAY, TODAY, Town, days_ago, worker_x

WEEK = timedelta(weeks=1)


def nine(town: Town) -> dict[str, Any]:
    """Nine practitioners and their manager: red for weeks, at the limit, building up, protected, in two teams."""
    town.scheme()
    town.scheme("crude-limits", main=False, case="household")
    town.scheme("crude-limits", main=False, case="child")
    south = Team.objects.create(service_area=town.area, name="South")
    amira = town.person("Amira Hussain", hours="29.6", qualified_on=date(2026, 3, 2), asye=True)
    town.points(amira, 26)
    ben = town.person("Ben Carter")
    town.points(ben, 51, since=days_ago(200))
    town.points(ben, 5, since=MONDAY - 4 * WEEK)
    chloe = town.person("Chloe Evans", returning_until=date(2027, 3, 3))
    town.points(chloe, 22)
    dafydd = town.person("Dafydd Llŷr", hours="22.2")
    town.points(dafydd, 26)
    elif_ = town.person("Elif Yıldız", hours=None)
    town.points(elif_, 31)
    farah = town.person("Farah Khan")
    town.family(2, farah, status=["CP"])
    town.family(3, farah, status=["LAC", "care"])
    town.points(farah, 30)
    gareth = town.person("Gareth Price", hours="18.5")
    second = town.post(gareth, south, "18.5")
    town.points(gareth, 17)
    town.points(second, 8)
    xanthe = worker_x(town)
    yusuf = town.person("Yusuf Adeyemi", agency=True)
    town.points(yusuf, 41)
    town.points(yusuf, 6, since=TODAY - timedelta(days=2))
    dee = town.person("Dee Morgan", role=Post.Role.TEAM_MANAGER)
    town.points(dee, 6, since=days_ago(20))
    Commitment.objects.create(
        practitioner=dafydd,
        kind="adjustment",
        amount=10,
        unit="percent",
        starts_on=days_ago(120),
        ends_on=days_ago(9),
    )
    StepConfirmation.objects.create(
        practitioner=amira,
        step="nqsw-second",
        title="Newly qualified, six to twelve months",
        due_on=date(2026, 9, 2),
    )
    town.family(
        2,
        since=days_ago(24),
        status=["CP"],
        level="high",
        priority="1-urgent",
        next_contact_due_on=days_ago(2),
        why_waiting="Nobody within travel",
    )
    town.family(
        1,
        since=days_ago(9),
        status=["CIN"],
        next_contact_due_on=days_ago(-3),
        why_waiting="Allocation meeting Monday",
    )
    for back in (5, 4, 3, 2, 1, 0):
        take_monday_snapshot(MONDAY - back * WEEK)
    manager = town.signs_in(dee, role="team-manager", team=town.team)
    return {
        "manager": manager,
        "worker": town.signs_in(xanthe),
        "xanthe": xanthe,
        "ben": ben,
        "amira": amira,
        "south": south,
    }
