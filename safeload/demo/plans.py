"""Why the demo's cases are open, and what is noted while they wait: mostly in order, with a few things to decide."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation, Case
from safeload.demo.people import TEAM
from safeload.people.models import Account, Post, Practitioner, Team

_DOMAIN = "westhaven.example"
_PLANS = (
    ("Direct work with the child, then review with the school", "Change is not yet secure"),
    ("Parenting assessment until the review", "The assessment decides what comes next"),
    ("Core group every four weeks", "The child protection plan runs"),
    ("Support at home, two visits a month", "The household asked for it and uses it"),
    ("Reunification in steps", "Nights at home began this month"),
    ("Transfer to early help being planned", "Until the first meeting there"),
)


class Noted:
    """When each case was last seen and reviewed, apart from the authority's own chances, so that these stay."""

    def __init__(self, on: date) -> None:
        self.on, self.rng = on, Random(2010)  # noqa: S311 - invented data, no secret

    def contact(self, opened_on: date) -> date:
        """Most were seen in the past five weeks."""
        return max(opened_on, self.on - timedelta(days=self.rng.randint(1, 34)))

    def review(self, opened_on: date) -> date | None:
        """Reviewed in the past four months, if open so long."""
        day = self.on - timedelta(days=self.rng.randint(8, 120))
        return day if day > opened_on else None


def agree(on: date) -> None:
    """What Westhaven agreed about waiting and asking, and a reason of its own for closing."""
    since = on - timedelta(days=200)
    caseloads.agree_times(
        by=None,
        starts_on=since,
        agreed_by="Workload working group, with the union",
        agreed_on=since - timedelta(days=14),
        urgent_days=1,
        high_days=5,
        standard_days=10,
        low_days=20,
        contact_days=7,
        rating_days=14,
        contact_weeks=6,
        score_weeks=8,
    )
    caseloads.add_closure_reason(by=None, label="Plan completed, support in place", code="RC7")


def state(on: date) -> None:
    """Locality East has its plans written down; Ben and Amira have something to look at."""
    dee = Account.objects.get(email=f"dee@{_DOMAIN}")
    rng = Random(2011)  # noqa: S311 - invented data, no secret
    held = Allocation.objects.open_parts().holders().filter(post__team__name=TEAM)
    held = held.exclude(post__role__in=Post.NOT_HOLDING).order_by("post", "case__reference")
    cases = list(held.values_list("case_id", "case__opened_on", "post__practitioner__name"))
    firsts: dict[str, list[int]] = {}
    for number, (case_id, opened_on, name) in enumerate(cases):
        plan, why = _PLANS[number % len(_PLANS)]
        ends, review = on + timedelta(days=rng.randint(20, 150)), on + timedelta(days=rng.randint(5, 80))
        own = firsts.setdefault(name, [])
        own.append(case_id)
        if name == "Ben Carter" and len(own) == 2:
            ends = max(opened_on, on - timedelta(days=12))
        if name == "Kofi Mensah" and len(own) == 2:
            review = max(opened_on, on - timedelta(days=4))
        if name == "Jo Lindqvist" and len(own) == 3:
            continue
        caseloads.state_plan(
            by=None,
            case_id=case_id,
            plan=plan,
            ends_on=ends,
            why_open=why,
            agreed_with_id=dee.pk,
            agreed_on=max(opened_on, on - timedelta(days=20)),
            next_review_on=review,
        )
    _to_look_at(on, firsts)


def _to_look_at(on: date, firsts: dict[str, list[int]]) -> None:
    long_ago = timezone.make_aware(datetime.combine(on - timedelta(days=60), time(10)))
    caseloads.correct_case(by=None, case_id=firsts["Ben Carter"][2], last_contact_on=on - timedelta(days=51))
    caseloads.confirm_score(by=None, case_id=firsts["Ben Carter"][0], at=long_ago)
    caseloads.add_court_date(
        by=None, case_id=firsts["Amira Hussain"][0], on=on + timedelta(days=16), kind="hearing"
    )


def look_after(on: date) -> None:
    """Every waiting case has a named holder, but one of Locality East; its longest is to be rated again."""
    waits = Case.objects.filter(allocations__isnull=True, closed_on__isnull=True).select_related("team")
    dee, gwen = (Account.objects.get(email=f"{name}@{_DOMAIN}") for name in ("dee", "gwenllian"))
    first = {
        team.pk: Practitioner.objects.filter(posts__team=team, posts__role=Post.Role.PRACTITIONER)
        .order_by("name")
        .first()
        for team in Team.objects.all()
    }
    here = []
    for case in waits.order_by("team", "reached_team_on", "reference"):
        if case.team is not None and case.team.name == TEAM:
            here.append(case)
        elif case.team_id and (who := first[case.team_id]) is not None and who.ended_on is None:
            caseloads.name_keeper(by=None, case_id=case.pk, practitioner_id=who.pk)
    homes = list(dict.fromkeys(case.household_id or -case.pk for case in here))
    for case in here:
        number = homes.index(case.household_id or -case.pk)
        if number < len(homes) - 1:
            who = gwen if number % 2 == 0 else dee
            caseloads.name_keeper(by=dee, case_id=case.pk, account_id=who.pk)
        caseloads.correct_case(
            by=None, case_id=case.pk, rate_again_on=on + timedelta(days=-1 if number == 0 else 3 + number)
        )
        caseloads.approve_wait(by=dee, case_id=case.pk, why=case.why_waiting or "Waits for a practitioner")
    _parked(on, dee)


def _parked(on: date, dee: Account) -> None:
    """What Dee holds herself until somebody can: she looks after it, and it says so."""
    held = Allocation.objects.open_parts().holders().filter(post__practitioner__name="Dee Pemberton")
    for case_id in held.order_by("case").values_list("case_id", flat=True):
        caseloads.name_keeper(by=dee, case_id=case_id, account_id=dee.pk)
        caseloads.correct_case(
            by=None,
            case_id=case_id,
            next_contact_due_on=on + timedelta(days=5),
            rate_again_on=on + timedelta(days=6),
        )
