"""What was allocated in the last weeks, each week as a question of the day before it began, and who took what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from safeload.allocation.models import AgreedWeights
from safeload.allocation.queries.weights import InForce
from safeload.caseloads.models import Allocation, going_on
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.weights import weights_of
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.people.models import Post
from safeload.planner.facts.asked import asked_then
from safeload.planner.facts.people import people_of
from safeload.planner.facts.waiting import Home
from safeload.workload.queries.places import areas_of_teams

#: How many weeks are looked at, the last one ending on the day.
WEEKS = 4


@dataclass(frozen=True)
class Week:
    """One week's allocations: the question of the day before, and by household who took it."""

    on: date
    question: Question
    took: dict[str, str]
    #: How many more each could be given by other weekly numbers, in halves; none where these are the same.
    most_new: dict[str, int | None] | None = None

    def as_data(self) -> dict[str, Any]:
        """As plain data, to be kept with a run."""
        more = {} if self.most_new is None else {"most_new": self.most_new}
        return {"on": self.on.isoformat(), "question": self.question.as_data(), "took": self.took, **more}


def question_then(week: Mapping[str, Any]) -> Question:
    """The question of a kept week by the other weekly numbers, where there were any."""
    question, most = Question.of_data(week["question"]), week.get("most_new")
    if most is None:
        return question
    return replace(question, people=tuple(replace(one, most_new=most.get(one.id)) for one in question.people))


def would_be(asks: Mapping[str, Any]) -> InForce:
    """What would be agreed by a run of other weights."""
    limits = {name: asks.get(name) for name in ("new_a_week", "new_a_week_first_year")}
    return InForce(weights_of(asks["values"]), AgreedWeights(**limits))


def last_weeks(
    scheme: Scheme, on: date, teams: Collection[int], agreed: InForce, other: InForce
) -> list[Week]:
    """The weeks in which people of these teams took something that they did not hold before, the earliest first.

    ``other``: what would be agreed; its weekly numbers are kept beside, where they are others.
    """
    found = []
    same = (agreed.new_a_week, agreed.new_in_first_year) == (other.new_a_week, other.new_in_first_year)
    for back in range(WEEKS, 0, -1):
        begins = on - timedelta(weeks=back) + timedelta(days=1)
        last = begins + timedelta(days=6)
        homes, took = _taken(teams, begins, last)
        if homes:
            before = begins - timedelta(days=1)
            question = asked_then(scheme, before, last, teams, agreed, homes).question
            found.append(Week(before, question, took, None if same else _most_new(teams, before, other)))
    return found


def _most_new(teams: Collection[int], on: date, other: InForce) -> dict[str, int | None]:
    return {one.id: one.most_new for one in people_of(teams, areas_of_teams(), on, other, {})}


def _taken(teams: Collection[int], first: date, last: date) -> tuple[list[Home], dict[str, str]]:
    """Households that came to somebody of these teams in the time, and to whom. One query."""
    parts = Allocation.objects.holders().filter(
        known_to=None, starts_on__gte=first, starts_on__lte=last, post__team__in=teams
    )
    parts = parts.exclude(going_on()).exclude(reason=Allocation.Reason.AS_LISTED)
    parts = parts.exclude(post__role__in=Post.NOT_HOLDING).filter(post__team__is_desk=False)
    homes: dict[str, Home] = {}
    took: dict[str, str] = {}
    for part in parts.select_related("case__household", "post").order_by("case__pk", "starts_on"):
        case, home = part.case, part.case.household
        id = f"h{home.pk}" if home is not None and not home.provisional else f"c{case.pk}"
        one = homes.setdefault(id, Home(id))
        if case not in one.cases:
            one.cases.append(case)
        took[id] = practitioner_key(part.post.practitioner_id) or ""
    return list(homes.values()), took
