"""What was talked over and agreed: who took what in the past weeks, what weighs, how far patches are apart, one run."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

from django.utils import timezone

from safeload.allocation import actions as allocation
from safeload.allocation.facts.figures import figures_by_post
from safeload.allocation.models import Answer
from safeload.caseloads.models import Case
from safeload.demo.caseloads import Held
from safeload.demo.people import TEAM
from safeload.demo.work import PATCHES, Work
from safeload.domain.allocation.weights import Weights
from safeload.people import actions as people
from safeload.people.models import Account, Post, Practitioner, Team
from safeload.planner import actions as planner
from safeload.workload.actions import bring_up_to_date

_DOMAIN = "westhaven.example"
#: Where cases were given by agreement, apart from the team in which the trouble is told.
_WEST = "Locality West"
#: Days ago, children, status, intervention: households that came to somebody of that team.
_GIVEN = ((25, 1, "CIN", 1), (18, 2, "CIN", 0), (12, 1, "CIN", 1), (5, 1, "CP", 0))
#: Whoever stays short of their line is asked first.
_ROOM = ("room", "green")
#: Where each patch lies on an invented map; half a square is one band.
_MAP = {
    "Harbour": (0, 0),
    "Riverside": (1, 0),
    "The Rows": (1, 1),
    "Upper Town": (2, 1),
    "Mill Vale": (3, 2),
    "North Moor": (4, 4),
}


def weigh() -> None:
    """The head of service agreed what weighs, said how far patches are apart, and everybody has one."""
    helen = Account.objects.get(email=f"helen@{_DOMAIN}")
    allocation.agree_weights(
        by=helen,
        area_id=None,
        values={**Weights().as_data(), "new_worker": 70, "travel": 30},
        new_a_week=3,
        new_a_week_first_year=1,
        reason="Known faces first and shorter roads, as the workload working group asked in the autumn",
    )
    for one, other in combinations(PATCHES, 2):
        far = sum(abs(a - b) for a, b in zip(_MAP[one], _MAP[other], strict=True))
        allocation.say_distance(by=helen, one=one, other=other, band=(far + 1) // 2)
    rows = Practitioner.objects.filter(posts__team__name__in=(TEAM, _WEST)).distinct().order_by("pk")
    named = rows.exclude(strengths__kind="patch").exclude(posts__role__in=Post.NOT_HOLDING)
    for number, person in enumerate(named):
        people.add_strength(
            by=None, practitioner_id=person.pk, kind="patch", text=PATCHES[number % len(PATCHES)]
        )


def allocate(on: date, work: Work, put: Callable[[list[Held], date], None]) -> None:
    """Locality West gave four households by agreement: asked, answered, decided; each to somebody with the room."""
    sol = Account.objects.get(email=f"sol@{_DOMAIN}")
    rows = Post.objects.filter(team__name=_WEST, ended_on=None, practitioner__asye=False)
    rows = rows.exclude(role__in=Post.NOT_HOLDING).select_related("practitioner", "team")
    posts = list(rows.order_by("pk"))
    for days, size, status, grade in _GIVEN:
        began = on - timedelta(days=days)
        home = work.home(
            began - timedelta(days=4), size=size, status=[status], intervention=grade, additional=0
        )
        put([Held(home, team=_WEST, priority="2-high", reached_on=began - timedelta(days=3))], on)
        keys = list(Case.objects.filter(reference__in=home.children).values_list("pk", flat=True))
        today = timezone.localdate()
        found = figures_by_post(dict.fromkeys(posts, keys), today)
        within = [one for one in posts if (side := found.get(one.pk)) and not side.over]
        if not within:
            continue
        post = min(within, key=lambda one: found[one.pk].as_text()["band_after"] not in _ROOM)
        posts.remove(post)
        seen = found[post.pk].as_text()
        made = allocation.propose(
            by=sol, key=uuid.uuid4(), case_ids=keys, post_id=post.pk, from_on=began, seen=seen,
            message="We spoke about it in supervision; say if anything stands in the way.",
        )  # fmt: skip
        allocation.answer(by=_account(post.practitioner), proposal_id=made.pk, says=Answer.Says.AGREE)
        decision = allocation.Decision(allocate=True)
        allocation.decide(by=sol, proposal_id=made.pk, decision=decision, seen=seen)


def _account(person: Practitioner) -> Account:
    """An account of their own, so that they answer for themselves; not among those who sign in to the demo."""
    return people.invite(
        by=None, email=f"{person.staff_ref.lower()}@{_DOMAIN}", name=person.name, practitioner_id=person.pk
    )


def ask(on: date) -> None:
    """Dee asked the planner who could take what waits in her team and the next one; the answer is kept."""
    bring_up_to_date(on)
    dee = Account.objects.get(email=f"dee@{_DOMAIN}")
    teams = Team.objects.filter(name__in=(TEAM, _WEST)).values_list("pk", flat=True)
    for made in planner.ask(by=dee, key=uuid.uuid4(), team_ids=list(teams)):
        planner.run(made.pk)
