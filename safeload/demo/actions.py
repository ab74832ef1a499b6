"""Loading the demo authority: through the same actions as everything else, so that it can do nothing they cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from safeload.audit.writing import write
from safeload.caseloads import actions as caseloads
from safeload.demo import agreed, cast, plans, schemes
from safeload.demo.caseloads import Authority, Held
from safeload.demo.people import AREAS, DESK, STEPS, Person, workforce
from safeload.demo.tasks import give_tasks
from safeload.people import actions as people
from safeload.people.models import Account, Employer, Post, Practitioner, Team
from safeload.schemes.facts import fields_asked
from safeload.workload.actions.weeks import take_monday_snapshot
from safeload.workload.models import TeamWeek, monday_of

WEEKS = 9
#: The same authority each time.
SEED = 2009


EMPLOYER = "Westhaven Council (invented)"


def is_empty() -> bool:
    """Whether nothing has been founded in this database."""
    return not Employer.objects.exists()


@write
def load(on: date, progress: Callable[[str], None] = lambda _: None) -> None:
    """Found Westhaven and fill it, as it stands on a day, with nine weeks behind it. All or nothing."""
    rng = Random(SEED)  # noqa: S311 - invented data, no secret
    progress("Founding Westhaven")
    areas = {name: [*teams, *([DESK[1]] if name == DESK[0] else [])] for name, teams in AREAS.items()}
    people.found(
        employer=EMPLOYER,
        areas=areas,
        administrator=("admin@westhaven.example", "Ade Whitlock"),
        then=schemes.adopt_all(on),
    )
    desk = Team.objects.get(name=DESK[1])
    people.correct_team(by=None, team_id=desk.pk, is_desk=True)
    teams = {team.name: team for team in Team.objects.all()}
    everybody = workforce(rng, on)
    posts = {one.name: _employ(one, n, teams, on) for n, one in enumerate(everybody, start=1)}
    cast.sign_up(on)
    progress("Filling caseloads")
    start = monday_of(on) - timedelta(weeks=WEEKS)
    made = Authority(rng, on, start)
    waves = made.waves(everybody)
    noted = plans.Noted(on)
    for day in sorted(waves):
        _put(waves[day], day, posts, teams, on, noted)
    cast.stories(on)
    give_tasks()
    _waiting(made, teams, on)
    progress("Noting plans, and who looks after what waits")
    plans.agree(on)
    plans.state(on)
    plans.look_after(on)
    progress("Allocating by agreement, and asking the planner")
    agreed.weigh()
    agreed.allocate(on, made.work, lambda rows, day: _put(rows, day, posts, teams, on, noted))
    agreed.ask(on)


def lacks_its_past() -> bool:
    """Whether this is the demo, and it was stopped before all Mondays behind it had been counted."""
    counted = TeamWeek.objects.values("monday").distinct().count()
    return counted < WEEKS and Employer.objects.filter(name=EMPLOYER).exists()


def look_back(on: date) -> None:
    """Take the Monday pictures of the weeks behind; apart from loading, for it is the product's own work."""
    for week in range(WEEKS - 1, -1, -1):
        take_monday_snapshot(monday_of(on) - timedelta(weeks=week))


def _employ(one: Person, number: int, teams: dict[str, Team], on: date) -> list[Post]:
    qualified = one.qualified(on)
    person = people.add_practitioner(
        by=None,
        staff_ref=f"W{1000 + number}",
        name=one.name,
        swe_number=f"SW{310_000 + 7 * number}",
        qualified_on=qualified,
        step_confirmed_on=_confirmed(one, qualified),
        asye=one.asye,
        agency=one.agency,
        **one.fields,
    )
    return [
        people.add_post(
            by=None, practitioner_id=person.pk, team_id=teams[team].pk, role=role, weekly_hours=hours
        )
        for team, role, hours in one.posts
    ]


def _confirmed(one: Person, qualified: date | None) -> date | None:
    """When the latest step of their line was confirmed by both; Jo's third year waits for it (X-09)."""
    if qualified is None or one.months is None:
        return None
    months = 12 if one.name == "Jo Lindqvist" else max(step for step in STEPS if step <= one.months)
    return qualified + timedelta(days=round(months * 30.4375) + 3)


def _put(
    rows: list[Held],
    day: date,
    posts: dict[str, list[Post]],
    teams: dict[str, Team],
    on: date,
    noted: plans.Noted,
) -> None:
    fields: Any = fields_asked(on, "case")
    listed = [
        caseloads.Listed(
            reference=child,
            household=held.home.reference if held.home.grouped else None,
            patch=held.home.patch,
            opened_on=held.home.opened_on,
            closed_on=held.closed_on or caseloads.UNSAID,
            priority=held.priority,
            team_id=teams[held.team].pk if held.team else posts[held.who][held.post].team_id,
            reached_team_on=held.reached_on or held.home.opened_on,
            last_contact_on=noted.contact(held.home.opened_on) if held.who else caseloads.UNSAID,
            last_review_on=noted.review(held.home.opened_on) if held.who else caseloads.UNSAID,
            answers=held.home.answers[child],
            post_id=posts[held.who][held.post].pk if held.who else None,
            holds_from=held.since,
        )
        for held in rows
        for child in held.home.children
    ]
    caseloads.put_cases(by=None, rows=listed, fields=fields, on=day, source="the case system")


def _waiting(made: Authority, teams: dict[str, Team], on: date) -> None:
    """What waits, with the next contact due; a few contacts are late, which the board shows."""
    from safeload.caseloads.models import Case  # what has been put is found again by its reference

    keys = dict(Case.objects.filter(reference__in=made.waiting).values_list("reference", "pk"))
    for reference, (due, made_on, why) in made.waiting.items():
        caseloads.correct_case(
            by=None,
            case_id=keys[reference],
            next_contact_due_on=due,
            next_contact_made_on=made_on,
            why_waiting=why,
        )


def demo_accounts() -> list[Account]:
    """The cast, in the order of the sign-in page."""
    return list(Account.objects.filter(demo=True).order_by("id"))


def practitioner_named(name: str) -> Practitioner:
    """Somebody of the cast."""
    return Practitioner.objects.get(name=name)
