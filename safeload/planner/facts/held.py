"""What is held, as the planner is told of it when cases could change hands: the queries do not grow with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import F, Min

from safeload.allocation.facts import mix_of
from safeload.allocation.models import ProposedCase
from safeload.allocation.queries.distances import distances
from safeload.allocation.queries.weights import InForce
from safeload.caseloads.models import Allocation, Case, CasePlan, CourtDate
from safeload.caseloads.models.cases import open_on
from safeload.domain.allocation.asking import WEEKS, question_of
from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.question import Person, Waiting
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.people.models import Post
from safeload.planner.facts.people import people_of
from safeload.planner.facts.waiting import Home, waiting_of
from safeload.planner.facts.worth import worths
from safeload.workload.facts import frames, reading
from safeload.workload.queries.places import areas_of_teams

#: A plan that ends within so many days: no new worker for the last weeks.
SOON = timedelta(days=28)
_DAYS_OF_A_MONTH = 30
#: Why a household stays with its holder whatever happens.
_PROPOSED = "somebody is being asked about it already"
_LEAVES = "it goes to somebody else on a day that is decided"
_SHARED = "it is shared with a co-worker: talk to both first"


@dataclass
class _Hands:
    """Cases of one household in one pair of hands."""

    holder: int
    home: Home
    since: date
    stays: str = ""


def held_by(
    scheme: Scheme, on: date, teams: Collection[int], agreed: InForce, scope: str = "across"
) -> Rebalancing:
    """Everything that people of these teams hold on a day, and everybody who could take it.

    ``on`` may be ahead: what is booked by then counts. Managers and desks neither give nor take here: what they hold
    waits. Raises NoLineError for a scheme that names no line.
    """
    areas, hands = areas_of_teams(), _hands(teams, on)
    given = frames(scheme, on, teams=teams)
    readings = [given.measured(scheme, on)]
    readings += [reading(scheme, on + timedelta(weeks=week), teams=teams) for week in range(1, WEEKS)]
    people = [one for one in people_of(teams, areas, on, agreed, {}) if one.cannot != "manages"]
    homes = {id: one.home for id, one in hands.items()}
    known = {one.id for one in people}
    like = waiting_of(
        homes.values(), scheme, {one.standing for one in people}, areas, mix_of(min(teams), on), on
    )
    dates = _Dates.of([pk for home in homes.values() for pk in home.keys], on)
    held = [
        _held(one, hands[one.id], dates, on)
        for one in like
        if practitioner_key(hands[one.id].holder) in known
    ]
    worth = worths(scheme, on, given.cases, {one.id: homes[one.id].references for one in held})
    asked = question_of(readings, people, held, worth, distances())
    return Rebalancing(
        people=asked.people,
        held=tuple(one for one in asked.waiting if isinstance(one, Held)),
        unit=asked.unit,
        shrink=asked.shrink,
        full_line=asked.full_line,
        day=on,
        scope=scope,
        distances=asked.distances,
    )


def _hands(teams: Collection[int], on: date) -> dict[str, _Hands]:
    """By id, what moves together: what one practitioner holds of one household. Three queries."""
    parts = Allocation.objects.held_on(on).holders().filter(open_on(on, "case__"), post__team__in=teams)
    parts = parts.exclude(post__role__in=Post.NOT_HOLDING).filter(post__team__is_desk=False)
    rows = list(parts.select_related("case__household", "post").order_by("case__pk"))
    keys = [row.case_id for row in rows]
    asked = set(ProposedCase.objects.filter(case__in=keys, open=True).values_list("case", flat=True))
    since = _since(keys, on)
    found: dict[str, _Hands] = {}
    for row in rows:
        case, who = row.case, row.post.practitioner_id
        home = case.household
        id = f"h{home.pk}p{who}" if home is not None and not home.provisional else f"c{case.pk}p{who}"
        began = since.get((case.pk, who), row.starts_on)
        one = found.setdefault(id, _Hands(who, Home(id), began))
        one.home.cases.append(case)
        one.since = min(one.since, began)
        one.stays = one.stays or _stays(row, asked)
    return found


def _stays(row: Allocation, asked: Collection[int]) -> str:
    if row.case_id in asked:
        return _PROPOSED
    if row.ends_on is not None:
        return _LEAVES
    return _SHARED if row.share != 100 else ""


def _since(cases: Collection[int], on: date) -> dict[tuple[int, int], date]:
    """Since when each practitioner has known each case as its holder: an earlier time counts too."""
    parts = Allocation.objects.filter(case__in=cases, known_to=None, role=Allocation.Role.HOLDER)
    parts = parts.exclude(ends_on=F("starts_on")).filter(starts_on__lte=on).order_by()
    rows = parts.values_list("case", "post__practitioner").annotate(first=Min("starts_on"))
    return {(case, who): first for case, who, first in rows}


@dataclass
class _Dates:
    """What is dated about cases, and how many workers they have had."""

    court: dict[int, date] = field(default_factory=dict)
    closing: set[int] = field(default_factory=set)
    workers: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Collection[int], on: date) -> _Dates:
        """Everything at once. Three queries."""
        found = cls()
        court = CourtDate.objects.filter(case__in=keys, removed_at=None, on__gte=on)
        for case, day in court.order_by("-on").values_list("case", "on"):
            found.court[case] = day
        plans = CasePlan.objects.filter(case__in=keys, valid_to=None, ends_on__gte=on, ends_on__lte=on + SOON)
        found.closing = set(plans.values_list("case", flat=True))
        parts = Allocation.objects.filter(case__in=keys, known_to=None, role=Allocation.Role.HOLDER)
        parts = parts.exclude(ends_on=F("starts_on")).filter(starts_on__lte=on)
        parts = parts.exclude(post__role__in=Post.NOT_HOLDING).filter(post__team__is_desk=False)
        workers: dict[int, set[int]] = {}
        for case, who in parts.order_by().values_list("case", "post__practitioner"):
            workers.setdefault(case, set()).add(who)
        found.workers = {case: len(people) for case, people in workers.items()}
        return found


def _held(like: Waiting, hands: _Hands, dates: _Dates, on: date) -> Held:
    cases: list[Case] = hands.home.cases
    holder = practitioner_key(hands.holder) or ""
    due = [case.next_contact_due_on for case in cases if case.next_contact_due_on]
    return Held(
        **{
            **vars(like),
            "siblings_with": like.siblings_with - {holder},
            "former": like.former - {holder},
            "declined": frozenset(),
        },
        holder=holder,
        months=max(0, (on - hands.since).days // _DAYS_OF_A_MONTH),
        court=min((dates.court[case.pk] for case in cases if case.pk in dates.court), default=None),
        contact=min((day for day in due if day >= on), default=None),
        children=len(cases),
        closing=any(case.pk in dates.closing for case in cases),
        workers=max((dates.workers.get(case.pk, 1) for case in cases), default=1),
        stays=hands.stays,
    )


def calmly(question: Rebalancing) -> Rebalancing:
    """The same where nobody who takes something would turn amber: who is over their line still gives."""

    def less(one: Person) -> Person:
        if one.line is None or one.amber_from is None or one.load > one.full:
            return one
        return replace(one, full=max(one.load, min(one.full, one.amber_from - 1)))

    return replace(question, people=tuple(less(one) for one in question.people))
